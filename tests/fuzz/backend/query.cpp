// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/formdata.h"
#include "backend/paging.h"
#include "backend/providers/authorizationrequest.h"
#include "backend/providers/deviceauthorization.h"
#include "backend/providers/redirecturi.h"
#include "targets.h"

#include <QUrl>

namespace keyturn::fuzz {

namespace {

constexpr int mostItems = 100;

backend::ProviderDescription provider(bool openIdConnect)
{
    backend::ProviderDescription description;
    description.name = QStringLiteral("google");
    description.issuer = openIdConnect ? QStringLiteral("http://127.0.0.1:1/google") : QString();
    description.scopes = {{QStringLiteral("openid"), {}}, {QStringLiteral("email"), {}}};
    description.callbackPathOnly = openIdConnect;
    description.clients = {backend::desktopClient(),
                           {QStringLiteral("web"), QStringLiteral("Web"), core::Secret("secret"), QStringLiteral("http://127.0.0.1/callback")}};
    return description;
}

/// Queries and forms, the pages and authorization requests that they ask for, and the addresses in them.
class QueryTarget final : public Target
{
public:
    void read(const QByteArray &input) override
    {
        checkForm(input);
        checkPage(input);
        checkRedirect(QString::fromUtf8(input));
        for (const backend::ProviderDescription &each : m_providers)
            checkAuthorization(each, input);
    }

private:
    static void checkForm(const QByteArray &input)
    {
        const auto form = backend::FormData::parse(input);
        if (!form)
            return;
        const auto again = backend::FormData::parse(form->toEncoded());
        expect(again && again->size() == form->size() && again->toEncoded() == form->toEncoded(), "A form that is encoded again is the same.");
        expect(form->size() <= 64, "A form has at most 64 parameters.");
    }

    static void checkPage(const QByteArray &input)
    {
        const backend::CheckedPage checked = backend::pageOf(input, mostItems);
        if (checked.refusal) {
            expect(checked.refusal->status == 400, "What asks for no page is a 400.");
            return;
        }
        expect(checked.page.limit >= 1 && checked.page.limit <= mostItems, "A page has a limit.");
        if (checked.page.after)
            expect(backend::PagePosition::parse(checked.page.after->text()) == checked.page.after, "A position that is written again is the same.");
    }

    /// Another reader of addresses must come to the same host.
    static void checkRedirect(const QString &text)
    {
        if (!backend::isLoopbackRedirect(text, false) && !backend::isRegisteredRedirect(text, QStringLiteral("http://127.0.0.1/callback")))
            return;
        const QUrl url(text, QUrl::StrictMode);
        expect(url.isValid() && url.scheme() == QLatin1String("http"), "A redirect goes to an http address.");
        expect(url.host() == QLatin1String("127.0.0.1") || url.host() == QLatin1String("::1"), "A redirect goes to loopback.");
        expect(url.userInfo().isEmpty() && !url.hasFragment(), "A redirect's address has no user and no fragment.");
        const QByteArray location = backend::withParameters(text, "code=x");
        expect(!location.contains('\r') && !location.contains('\n'), "A redirect splits no header.");
    }

    static void checkAuthorization(const backend::ProviderDescription &provider, const QByteArray &input)
    {
        const backend::ParsedAuthorizationRequest parsed = backend::parseAuthorizationRequest(provider, input);
        const int outcomes = int(parsed.request.has_value()) + int(parsed.refusal.has_value()) + int(!parsed.unusable.isEmpty());
        expect(outcomes == 1, "An authorization request is served, refused or unusable.");
        if (parsed.request)
            expect(parsed.request->challenge.size() == 43, "PKCE is required.");
        const QString address = parsed.request ? parsed.request->redirectUri : parsed.refusal ? parsed.refusal->redirectUri : QString();
        if (outcomes == 1 && parsed.unusable.isEmpty())
            expect(backend::isLoopbackRedirect(address, false), "Nothing is sent but to loopback.");
        if (const auto form = backend::FormData::parse(input))
            expect(backend::deviceScope(provider, form->value(QStringLiteral("scope"))).value_or(QString()).size() <= 64, "Scopes are known ones.");
    }

    const QList<backend::ProviderDescription> m_providers{provider(true), provider(false)};
};

} // namespace

std::unique_ptr<Target> queryTarget()
{
    return std::make_unique<QueryTarget>();
}

} // namespace keyturn::fuzz
