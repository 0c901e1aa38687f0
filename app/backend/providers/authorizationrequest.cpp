// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/authorizationrequest.h"

#include "backend/providers/redirecturi.h"

#include <QRegularExpression>

namespace keyturn::backend {

namespace {

struct Problem {
    const char *error;
    QString description;
};

QStringList words(const QString &text, bool commasToo)
{
    QString spaced = text;
    if (commasToo)
        spaced.replace(u',', u' ');
    QStringList list = spaced.split(u' ', Qt::SkipEmptyParts);
    list.removeDuplicates();
    return list;
}

std::optional<Problem> pkceProblem(const FormData &form)
{
    static const QRegularExpression s256(QRegularExpression::anchoredPattern(QStringLiteral("[A-Za-z0-9_-]{43}")));
    if (!form.has(QStringLiteral("code_challenge")))
        return Problem{"invalid_request", QStringLiteral("PKCE is required: code_challenge is missing.")};
    // RFC 9700 §2.1.1: plain proves nothing to whoever can read the request; absent means plain (RFC 7636 §4.3).
    if (form.value(QStringLiteral("code_challenge_method")) != QLatin1String("S256"))
        return Problem{"invalid_request", QStringLiteral("code_challenge_method must be S256.")};
    if (!s256.match(form.value(QStringLiteral("code_challenge"))).hasMatch())
        return Problem{"invalid_request", QStringLiteral("code_challenge is not the base64url of a SHA-256.")};
    return std::nullopt;
}

std::optional<Problem> scopeProblem(const ProviderDescription &provider, const QStringList &scopes)
{
    if (provider.isOpenIdConnect() && scopes.isEmpty())
        return Problem{"invalid_request", QStringLiteral("scope is missing.")};
    for (const QString &scope : scopes) {
        if (!provider.scopes.contains(scope))
            return Problem{"invalid_scope", QStringLiteral("A scope is not known here.")};
    }
    return std::nullopt;
}

std::optional<Problem> openIdProblem(const FormData &form, const QStringList &prompts)
{
    const QString type = form.value(QStringLiteral("response_type"));
    if (type.isEmpty())
        return Problem{"invalid_request", QStringLiteral("response_type is missing.")};
    if (type != QLatin1String("code"))
        return Problem{"unsupported_response_type", QStringLiteral("Only response_type=code is served.")};
    if (form.has(QStringLiteral("response_mode")) && form.value(QStringLiteral("response_mode")) != QLatin1String("query"))
        return Problem{"invalid_request", QStringLiteral("Only response_mode=query is served.")};
    if (form.has(QStringLiteral("request")))
        return Problem{"request_not_supported", QStringLiteral("Request objects are not served.")};
    if (form.has(QStringLiteral("request_uri")))
        return Problem{"request_uri_not_supported", QStringLiteral("Request objects are not served.")};
    if (prompts.size() > 1 && prompts.contains(QLatin1String("none")))
        return Problem{"invalid_request", QStringLiteral("prompt=none stands alone.")};
    return std::nullopt;
}

std::optional<Problem> problemOf(const ProviderDescription &provider, const FormData &form, const AuthorizationRequest &request)
{
    if (provider.isOpenIdConnect()) { // GitHub looks at none of these
        if (const auto problem = openIdProblem(form, request.prompts))
            return problem;
    }
    if (const auto problem = pkceProblem(form))
        return problem;
    return scopeProblem(provider, request.scopes);
}

bool isRegistered(const ProviderDescription &provider, const ProviderClient &client, const QString &redirectUri)
{
    return client.redirectUri.isEmpty() ? isLoopbackRedirect(redirectUri, provider.callbackPathOnly)
                                        : isRegisteredRedirect(redirectUri, client.redirectUri);
}

AuthorizationRequest requestFrom(const ProviderDescription &provider, const ProviderClient &client, const FormData &form)
{
    AuthorizationRequest request;
    request.client = client;
    request.parameters = form;
    request.redirectUri = form.value(QStringLiteral("redirect_uri"));
    request.state = form.value(QStringLiteral("state"));
    request.challenge = form.value(QStringLiteral("code_challenge"));
    request.nonce = form.value(QStringLiteral("nonce"));
    request.loginHint = form.value(provider.isOpenIdConnect() ? QStringLiteral("login_hint") : QStringLiteral("login"));
    request.scopes = scopeWords(provider, form.value(QStringLiteral("scope")));
    request.prompts = words(form.value(QStringLiteral("prompt")), false);
    bool number = false;
    const int maxAge = form.value(QStringLiteral("max_age")).toInt(&number);
    if (number && maxAge >= 0)
        request.maxAge = std::chrono::seconds(maxAge);
    // Google asks for access_type=offline, everybody else for the scope (OpenID Connect Core §11).
    request.offline = !provider.isOpenIdConnect() || form.value(QStringLiteral("access_type")) == QLatin1String("offline")
        || request.scopes.contains(QLatin1String("offline_access"));
    return request;
}

} // namespace

QStringList scopeWords(const ProviderDescription &provider, const QString &text)
{
    return words(text, !provider.isOpenIdConnect());
}

ParsedAuthorizationRequest parseAuthorizationRequest(const ProviderDescription &provider, const QByteArray &query)
{
    ParsedAuthorizationRequest parsed;
    const std::optional<FormData> form = FormData::parse(query);
    const ProviderClient *client = form ? findClient(provider.clients, form->value(QStringLiteral("client_id"))) : nullptr;
    if (!form) {
        parsed.unusable = QStringLiteral("The request is malformed, or it says something twice.");
    } else if (!client) {
        parsed.unusable = QStringLiteral("The program that asked is not registered here (client_id).");
    } else if (!isRegistered(provider, *client, form->value(QStringLiteral("redirect_uri")))) {
        parsed.unusable = QStringLiteral("The address to return to is not registered for this program (redirect_uri).");
    } else {
        const AuthorizationRequest request = requestFrom(provider, *client, *form);
        if (const auto problem = problemOf(provider, *form, request))
            parsed.refusal = {request.redirectUri, request.state, QString::fromLatin1(problem->error), problem->description};
        else
            parsed.request = request;
    }
    return parsed;
}

} // namespace keyturn::backend
