// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/authroutes.h"
#include "backend/crossorigin.h"
#include "backend/limits/clientaddress.h"
#include "backend/providers/clientauthentication.h"
#include "backend/session/sessioncookie.h"
#include "backend/useragent.h"
#include "targets.h"

namespace keyturn::fuzz {

namespace {

/// One field a line, as `Name: value`.
backend::Request requestOf(const QByteArray &input)
{
    backend::Request request{"POST", "/api/auth/login", {}, {}, {}, QStringLiteral("127.0.0.1")};
    for (const QByteArray &line : input.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        request.headers.append({line.left(colon), colon < 0 ? QByteArray() : line.mid(colon + 1).trimmed()});
    }
    return request;
}

/// What the fields of a header mean to us.
class HeadersTarget final : public Target
{
public:
    void read(const QByteArray &input) override
    {
        const backend::Request request = requestOf(input);
        checkAddress(request);
        checkClient(request);
        expect(backend::sentSessionCookie(request, false).size() <= 64, "A session's cookie has a bound.");
        expect(!request.mediaType().contains(';'), "A media type has no parameters.");
        if (const auto token = request.authorization("Bearer"))
            expect(*token == token->trimmed(), "A token has no spaces around it.");
        const auto refusal = m_crossOrigin.refusal(request);
        expect(!refusal || refusal->status == 403, "What another origin may not do is a 403.");
        const auto client = backend::authenticate(m_clients, request, {});
        expect(!client.client || client.client->secret.isEmpty() || client.byBasic, "Without a secret nobody is a confidential client.");
    }

private:
    void checkAddress(const backend::Request &request) const
    {
        const QString address = backend::clientAddress(request, m_proxies);
        const auto known = backend::IpAddress::fromText(address);
        expect(known && known->text() == address, "A client has one address, written in one way.");
        const QByteArray network = backend::limitedNetwork(address);
        expect(backend::limitedNetwork(QString::fromLatin1(network)) == network, "A network's network is itself.");
    }

    static void checkClient(const backend::Request &request)
    {
        const backend::Client client = backend::AuthRoutes::clientOf(request);
        expect(client.device.size() <= 256 && client.userAgent.size() <= 1024, "What a client says of itself has a bound.");
        const backend::UserAgent agent = backend::parseUserAgent(client.userAgent);
        expect(agent.app.size() <= 1024 && agent.version.size() <= 1024 && agent.system.size() <= 1024, "So has what is read of it.");
    }

    const QList<backend::IpRange> m_proxies{*backend::IpRange::fromText(QStringLiteral("127.0.0.0/8")),
                                            *backend::IpRange::fromText(QStringLiteral("fd00::/8"))};
    const QList<backend::ProviderClient> m_clients{backend::desktopClient(),
                                                   {QStringLiteral("web"), QStringLiteral("Web"), core::Secret("the web's secret"), {}}};
    const backend::CrossOrigin m_crossOrigin{{"https://app.example.com"}, QStringLiteral("http://127.0.0.1:8789")};
};

} // namespace

std::unique_ptr<Target> headersTarget()
{
    return std::make_unique<HeadersTarget>();
}

} // namespace keyturn::fuzz
