// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilechecks.h"
#include "model/profileparser.h"

#include <QJsonArray>

#include <algorithm>

namespace keyturn::model {

namespace {

constexpr qsizetype maxProviders = 32;

constexpr int longestAge = 10 * 365 * 24 * 3600;

QString anything(const QString &)
{
    return {};
}

/// Printable ASCII without spaces, as a secret goes into a form (RFC 6749 Appendix A.2).
QString checkClientSecret(const QString &text)
{
    const bool plain = std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
    return plain && !text.isEmpty() && text.size() <= 512 ? QString() : QStringLiteral("expected 1 to 512 printable ASCII characters without spaces");
}

/// RFC 8707 §2: an absolute URI without a fragment.
QString checkResource(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && !url.isRelative() && !url.hasFragment()
        ? QString()
        : QStringLiteral("expected an absolute URI without a fragment, such as https://api.example.org");
}

/// A line of git's protocol holds it, and Basic (RFC 7617 §2) ends it at a colon.
QString checkGitUser(const QString &text)
{
    const bool plain = std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.isPrint() && c != u':'; });
    return plain && !text.isEmpty() && text.size() <= 256 ? QString() : QStringLiteral("expected 1 to 256 printable characters without a colon");
}

QString checkAudience(const QString &text)
{
    return !text.isEmpty() && text.size() <= 512 ? QString() : QStringLiteral("expected 1 to 512 characters, as they stand in the ID token's aud");
}

QString checkPrompt(const QString &text)
{
    const QStringList known{QStringLiteral("login"), QStringLiteral("consent"), QStringLiteral("select_account"), QStringLiteral("create")};
    const QStringList words = text.split(u' ');
    const bool fine = std::all_of(words.cbegin(), words.cend(), [&known](const QString &word) { return known.contains(word); });
    return fine ? QString() : QStringLiteral("expected words among %1, separated by one space").arg(known.join(QLatin1String(", ")));
}

} // namespace

OAuthEndpoints ProfileParser::oauthEndpoints(const QJsonValue &value, const QString &pointer, bool whole)
{
    const Need always = whole ? Need::Required : Need::Optional;
    ObjectReader reader(m_problem, value, pointer);
    OAuthEndpoints endpoints;
    endpoints.deviceAuthorization = QUrl(address(reader, "deviceAuthorization", Need::Optional, true));
    // A provider without a browser's way in is one for devices alone.
    const Need browser = endpoints.deviceAuthorization.isEmpty() ? always : Need::Optional;
    endpoints.authorization = QUrl(address(reader, "authorization", browser, true));
    endpoints.token = QUrl(address(reader, "token", always, true));
    endpoints.revocation = QUrl(address(reader, "revocation", Need::Optional, true, {QStringLiteral("{clientId}")}));
    endpoints.userinfo = QUrl(address(reader, "userinfo", always, true));
    endpoints.pushedAuthorization = QUrl(address(reader, "pushedAuthorization", Need::Optional, true));
    endpoints.endSession = QUrl(address(reader, "endSession", Need::Optional, true));
    reader.finish();
    return endpoints;
}

GitUse ProfileParser::git(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    GitUse use;
    for (const QString &text : reader.texts("addresses", [](const QString &one) { return checkUrl(one, false); }))
        use.addresses.append(QUrl(text));
    use.username = reader.text("username", Need::Optional, checkGitUser);
    reader.finish();
    return use;
}

/// Where the browser's answer comes to.
void ProfileParser::callback(ObjectReader &reader, IdentityProvider &provider)
{
    if (reader.has("callbackPath"))
        provider.callbackPath = reader.text("callbackPath", Need::Optional, checkCallbackPath);
    if (!reader.has("redirectUri"))
        return;
    provider.redirectUri = QUrl(reader.text("redirectUri", Need::Optional, checkRedirectUri));
    if (reader.has("callbackPath"))
        reader.note("redirectUri", QStringLiteral("expected either callbackPath, below which any path is taken, or redirectUri; remove one"));
}

IdentityProvider ProfileParser::provider(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    IdentityProvider provider;
    provider.id = ProviderId(reader.text("id", Need::Required, checkId));
    provider.name = reader.text("name", Need::Required, checkLabel);
    provider.kind = static_cast<ProviderKind>(reader.choice("kind", Need::Required,
                                                            {QStringLiteral("openIdConnect"), QStringLiteral("oauth2"), QStringLiteral("backend")},
                                                            static_cast<int>(ProviderKind::OpenIdConnect)));
    if (provider.kind == ProviderKind::Backend) {
        backendProvider(reader, provider);
        return provider;
    }
    if (reader.has("handoff"))
        reader.note("handoff", QStringLiteral("expected only with kind backend; remove it"));
    // OpenID Connect Discovery §3: an issuer has neither query nor fragment.
    provider.issuer = address(reader, "issuer", Need::Required, false);
    const bool plain = provider.kind == ProviderKind::OAuth2;
    provider.discovery = reader.truth("discovery");
    if (!plain && reader.has("discovery"))
        reader.note("discovery", QStringLiteral("expected only with kind oauth2, OpenID Connect always does it; remove it"));
    const bool whole = plain && !provider.discovery;
    const QJsonValue endpoints = reader.member("endpoints", whole ? Need::Required : Need::Optional);
    if (!endpoints.isUndefined()) {
        provider.endpoints = oauthEndpoints(endpoints, reader.pointerTo("endpoints"), whole);
        if (!plain)
            reader.note("endpoints", QStringLiteral("expected only with kind oauth2, OpenID Connect discovers them; remove it"));
    }
    provider.clientId = reader.text("clientId", Need::Required, checkLabel);
    if (reader.has("clientSecret"))
        provider.clientSecret = core::Secret::fromText(reader.text("clientSecret", Need::Optional, checkClientSecret));
    callback(reader, provider);
    provider.scopes = reader.texts("scopes", checkScope);
    provider.authorizationParameters = reader.map("authorizationParameters", checkAuthorizationParameter, anything);
    provider.resources = reader.texts("resources", checkResource);
    provider.trustedAudiences = reader.texts("trustedAudiences", checkAudience);
    if (reader.has("prompt"))
        provider.prompt = reader.text("prompt", Need::Optional, checkPrompt);
    provider.acrValues = reader.texts("acrValues", checkScope);
    if (reader.has("maxAge"))
        provider.maxAge = reader.number("maxAge", 0, 0, longestAge);
    provider.dpop = static_cast<KeyBinding>(reader.choice(
        "dpop", Need::Optional, {QStringLiteral("auto"), QStringLiteral("always"), QStringLiteral("never")}, static_cast<int>(KeyBinding::Auto)));
    provider.deviceCode = !reader.has("deviceCode") || reader.truth("deviceCode");
    const QJsonValue identity = reader.member("identity", plain ? Need::Required : Need::Optional);
    provider.identity = identityMapping(identity, reader.pointerTo("identity"));
    if (plain && provider.identity.subject.isEmpty())
        m_problem.note(reader.pointerTo("identity") + QLatin1String("/subject"), QStringLiteral("this member is required with kind oauth2; add it"));
    provider.emailsEndpoint = QUrl(address(reader, "emailsEndpoint", Need::Optional, true));
    provider.sessionsPage = QUrl(address(reader, "sessionsPage", Need::Optional, true));
    if (reader.has("git"))
        provider.git = git(reader.member("git", Need::Optional), reader.pointerTo("git"));
    reader.finish();
    return provider;
}

QList<IdentityProvider> ProfileParser::providers(ObjectReader &reader)
{
    const QJsonValue value = reader.member("providers", Need::Optional);
    const QJsonArray array = value.toArray();
    if (!value.isUndefined() && (!value.isArray() || array.size() > maxProviders))
        reader.note("providers", QStringLiteral("expected a list of at most %1 providers").arg(maxProviders));
    QList<IdentityProvider> found;
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QString pointer = reader.pointerTo("providers") + u'/' + QString::number(i);
        IdentityProvider one = provider(array.at(i), pointer);
        for (const IdentityProvider &earlier : std::as_const(found)) {
            if (earlier.id == one.id && !one.id.isEmpty())
                m_problem.note(pointer + QLatin1String("/id"), QStringLiteral("another provider has this id already; choose another one"));
        }
        found.append(std::move(one));
    }
    return found;
}

} // namespace keyturn::model
