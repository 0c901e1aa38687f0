// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/githubprovider.h"
#include "backend/providers/googleprovider.h"
#include "backend/providers/sqlrequeststore.h"
#include "browser.h"
#include "support/fakeclock.h"
#include "temporarystore.h"

#include <optional>

namespace keyturn::backend {

using Fields = QList<QPair<QByteArray, QByteArray>>;

constexpr auto webSecret = "the web client's own long secret";

/// Both simulated providers in this process, on a clock of the test's, with the desktop client, another public one, and one that has a secret.
class ProviderBench
{
public:
    ProviderBench()
    {
        const ProviderContext context{m_clock,
                                      m_random,
                                      *m_store.providers,
                                      m_requests,
                                      m_metrics,
                                      QStringLiteral("http://127.0.0.1:1"),
                                      std::chrono::seconds(900),
                                      {desktopClient(),
                                       {QStringLiteral("other"), QStringLiteral("Another"), {}, {}},
                                       {QStringLiteral("web"), QStringLiteral("Web"), core::Secret(webSecret), {}}}};
        m_google.emplace(context, googleKey()).addTo(m_router);
        m_github.emplace(context).addTo(m_router);
    }
    [[nodiscard]] tests::FakeClock &clock() { return m_clock; }
    [[nodiscard]] Answer send(const QByteArray &method, const QByteArray &address, const SentHeaders &headers = {}, const QByteArray &body = {}) const
    {
        Request request{method, address.split('?').value(0), address.mid(address.indexOf('?') + 1), {}, body, QStringLiteral("127.0.0.1")};
        if (!address.contains('?'))
            request.query.clear();
        for (const auto &[name, value] : headers)
            request.headers.append({name, value});
        Answer answer;
        m_router.handle(request, Replier([&answer](const Response &response) {
                            answer.status = response.status;
                            answer.body = response.body;
                            for (const HttpHeader &header : response.headers)
                                answer.headers.append({header.name, header.value});
                        }));
        return answer;
    }
    [[nodiscard]] Answer get(const QByteArray &address, const SentHeaders &headers = {}) const { return send("GET", address, headers); }
    [[nodiscard]] Answer post(const QByteArray &path, const Fields &fields, const SentHeaders &headers = {}) const
    {
        return send("POST", path, headers + SentHeaders{{"Content-Type", "application/x-www-form-urlencoded"}}, HttpClient::formBody(fields));
    }
    [[nodiscard]] Browser browser() const
    {
        return Browser([this](const QByteArray &method, const QByteArray &path, const SentHeaders &headers, const QByteArray &body) {
            return send(method, path, headers, body);
        });
    }

private:
    /// To make one takes a while.
    static const SigningKey &googleKey()
    {
        static const core::Result<SigningKey> key = SigningKey::generate(SigningKey::Algorithm::Rs256);
        if (!key.ok())
            qFatal("no key");
        return *key;
    }

    tests::FakeClock m_clock;
    core::SystemRandom m_random;
    TemporaryStore m_store;
    SqlRequestStore m_requests{*m_store.database};
    Metrics m_metrics;
    Router m_router{[](const Served &) {}};
    std::optional<GoogleProvider> m_google;
    std::optional<GithubProvider> m_github;
};

[[nodiscard]] inline SentHeaders basic(const QByteArray &id, const QByteArray &secret)
{
    return {{"Authorization", "Basic " + (id.toPercentEncoding() + ':' + secret.toPercentEncoding()).toBase64()}};
}

[[nodiscard]] inline QString textIn(const Answer &answer, const char *name)
{
    return answer.json().value(QLatin1String(name)).toString();
}

} // namespace keyturn::backend
