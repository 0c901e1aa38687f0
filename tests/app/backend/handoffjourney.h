// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backendprocess.h"
#include "browser.h"

#include <optional>

namespace keyturn::backend {

inline const QString redirectUri = QStringLiteral("http://127.0.0.1:40123/callback/r4nd0m");
inline const QString appState = QStringLiteral("the-apps-own-state");

/// What an app asks for; the same with one parameter changed.
[[nodiscard]] inline Parameters startRequest()
{
    return {{QStringLiteral("redirect_uri"), redirectUri},
            {QStringLiteral("state"), appState},
            {QStringLiteral("code_challenge"), testChallenge()},
            {QStringLiteral("code_challenge_method"), QStringLiteral("S256")}};
}

[[nodiscard]] inline Parameters startRequestWith(const char *name, const QString &value)
{
    Parameters parameters = startRequest();
    parameters.insert(QLatin1String(name), value);
    return parameters;
}

[[nodiscard]] inline QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

[[nodiscard]] inline SentHeaders bearer(const QJsonObject &tokens)
{
    return {{"Authorization", "Bearer " + text(tokens, "accessToken").toLatin1()}};
}

/// A person with a browser and a program, at a built backend that is its own provider.
class HandoffJourney
{
public:
    bool begin(const QStringList &arguments = {})
    {
        if (!m_backend.start(arguments))
            return false;
        m_http.emplace(m_backend.http());
        return true;
    }
    [[nodiscard]] const HttpClient &http() const { return *m_http; }
    [[nodiscard]] BackendProcess &backend() { return m_backend; }
    [[nodiscard]] Answer start(const Parameters &request, const QString &provider = QStringLiteral("google")) const
    {
        Parameters given = request;
        given.removeIf([](const std::pair<const QString &, QString &> &one) { return one.second.isEmpty(); });
        return m_http->get(withQuery("/api/auth/" + provider.toLatin1(), given));
    }
    /// Below our own address.
    [[nodiscard]] QByteArray pathOf(const Answer &redirect) const { return redirect.header("location").mid(m_backend.url().size()); }
    /// From the start to the provider's answer: the backend's callback with it.
    [[nodiscard]] QByteArray atProvider(Browser &browser, const QString &email, const Parameters &request, const QString &provider,
                                        const QString &decision = QStringLiteral("allow")) const
    {
        const Answer begun = browser.open(withQuery("/api/auth/" + provider.toLatin1(), request));
        const Answer consent = browser.signIn(browser.open(pathOf(begun)), email);
        return pathOf(browser.submit(consent, {{QStringLiteral("decision"), decision}}));
    }
    [[nodiscard]] Answer handedOver(const QString &email, const Parameters &request, const QString &provider,
                                    const QString &decision = QStringLiteral("allow")) const
    {
        Browser browser(*m_http);
        const QByteArray callback = atProvider(browser, email, request, provider, decision);
        return browser.open(callback);
    }
    [[nodiscard]] QString codeFor(const QString &email, const QString &provider = QStringLiteral("google")) const
    {
        return redirectParameters(handedOver(email, startRequest(), provider)).value(QStringLiteral("code"));
    }
    [[nodiscard]] static QJsonObject exchangeBody(const QString &code)
    {
        return {{QStringLiteral("code"), code},
                {QStringLiteral("codeVerifier"), QString::fromLatin1(testVerifier)},
                {QStringLiteral("redirectUri"), redirectUri}};
    }
    [[nodiscard]] Answer exchange(const QString &code, const QByteArray &device = "Ada's computer") const
    {
        return m_http->postJson("/api/auth/handoff", exchangeBody(code), device.isEmpty() ? SentHeaders() : SentHeaders{{"X-Device-Name", device}});
    }
    [[nodiscard]] QJsonObject signedIn(const QString &email, const QString &provider) const { return exchange(codeFor(email, provider)).json(); }
    [[nodiscard]] QJsonObject registered(const QString &email) const
    {
        return m_http
            ->postJson("/api/auth/register",
                       {{QStringLiteral("email"), email},
                        {QStringLiteral("password"), QStringLiteral("a long password")},
                        {QStringLiteral("name"), QStringLiteral("Somebody")}})
            .json();
    }
    [[nodiscard]] static QString userOf(const QJsonObject &tokens) { return text(tokens.value(QStringLiteral("user")).toObject(), "id"); }

private:
    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
};

} // namespace keyturn::backend
