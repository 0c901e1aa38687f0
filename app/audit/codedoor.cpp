// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/codedoor.h"

#include "backendapi/backendclient.h"
#include "backendapi/replyreader.h"
#include "jose/jwt.h"

#include <QCryptographicHash>
#include <QJsonObject>

namespace keyturn::audit {

namespace {

constexpr int verifierLetters = 64;
constexpr int stateLetters = 32;

QUrl withParameters(const QUrl &base, const QList<std::pair<QString, QString>> &parameters)
{
    QByteArrayList pairs;
    if (base.hasQuery())
        pairs += base.query(QUrl::FullyEncoded).toLatin1();
    for (const auto &[name, value] : parameters) {
        if (!value.isEmpty())
            pairs += QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    }
    QUrl url = base;
    url.setQuery(QString::fromLatin1(pairs.join('&')), QUrl::StrictMode);
    return url;
}

/// Of a provider's token endpoint (RFC 6749 §5.1).
model::TokenMapping standardMapping()
{
    return {model::ValuePlace::body(QStringLiteral("/access_token")), {}, model::ValuePlace::body(QStringLiteral("/refresh_token")), std::nullopt};
}

/// The members that stand for @p placeholder.
void leaveOut(QJsonObject &body, const QString &placeholder)
{
    for (const QString &name : body.keys()) {
        if (body.value(name).toString() == placeholder)
            body.remove(name);
    }
}

} // namespace

CodeDoor CodeDoor::ofBackend(const model::BackendProfile &profile, const model::IdentityProvider &provider)
{
    return CodeDoor(profile, provider, {});
}

CodeDoor CodeDoor::ofProvider(const model::BackendProfile &profile, const model::IdentityProvider &provider, const model::OAuthEndpoints &endpoints)
{
    return CodeDoor(profile, provider, endpoints);
}

QString CodeDoor::name() const
{
    return (isHandoff() ? QStringLiteral("The hand-off ") : QStringLiteral("The provider ")) + m_provider.id.toString();
}

bool CodeDoor::knowsNonce() const
{
    return m_provider.kind == model::ProviderKind::OpenIdConnect;
}

CodeRequest CodeDoor::request(Site &site, const core::Secret &verifier) const
{
    const QString place = m_provider.redirectUri.isEmpty() ? QStringLiteral("http://127.0.0.1:49152") + m_provider.callbackPath
                                                           : m_provider.redirectUri.toString(QUrl::FullyEncoded);
    CodeRequest request{place, site.randomWord(stateLetters), {}, s256(verifier), QStringLiteral("S256"), {}};
    if (!isHandoff())
        request.more = m_provider.authorizationParameters;
    if (!isHandoff() && knowsNonce())
        request.nonce = site.randomWord(stateLetters);
    return request;
}

core::Result<QUrl> CodeDoor::address(const CodeRequest &request) const
{
    QList<std::pair<QString, QString>> parameters{{QStringLiteral("redirect_uri"), request.redirectUri},
                                                  {QStringLiteral("state"), request.state},
                                                  {QStringLiteral("code_challenge"), request.challenge},
                                                  {QStringLiteral("code_challenge_method"), request.method}};
    for (auto it = request.more.cbegin(); it != request.more.cend(); ++it)
        parameters.append({it.key(), it.value()});
    if (isHandoff()) {
        const core::Result<QUrl> start = backendapi::handoffStart(m_profile, *m_provider.handoff);
        return start.ok() ? core::Result<QUrl>(withParameters(*start, parameters)) : start;
    }
    parameters.append({{QStringLiteral("response_type"), QStringLiteral("code")},
                       {QStringLiteral("client_id"), m_provider.clientId},
                       {QStringLiteral("scope"), m_provider.scopes.join(u' ')},
                       {QStringLiteral("nonce"), request.nonce}});
    return withParameters(m_endpoints.authorization, parameters);
}

PageBrowser CodeDoor::browser(Site &site) const
{
    QList<QUrl> places{m_profile.baseUrl, m_endpoints.authorization};
    places += m_profile.baseUrls.values();
    for (const model::IdentityProvider &provider : m_profile.providers) // that a hand-off leads to, where they are at a host that may be asked
        places += {QUrl(provider.issuer), provider.endpoints.authorization};
    return PageBrowser(site, places);
}

core::Result<Answer> CodeDoor::exchange(Site &site, const QString &code, const QString &redirectUri, const core::Secret &verifier) const
{
    if (isHandoff()) {
        const backendapi::Placeholders values{{{QStringLiteral("redirectUri"), redirectUri}},
                                              {{QStringLiteral("code"), core::Secret::fromText(code)}, {QStringLiteral("codeVerifier"), verifier}}};
        model::Endpoint exchange = *m_provider.handoff->exchange;
        if (verifier.isEmpty())
            leaveOut(exchange.body, QStringLiteral("{codeVerifier}"));
        return site.act(exchange, {}, values);
    }
    QList<std::pair<QString, QString>> fields{{QStringLiteral("grant_type"), QStringLiteral("authorization_code")},
                                              {QStringLiteral("client_id"), m_provider.clientId},
                                              {QStringLiteral("code"), code},
                                              {QStringLiteral("redirect_uri"), redirectUri},
                                              {QStringLiteral("code_verifier"), QString::fromUtf8(verifier.reveal())},
                                              {QStringLiteral("client_secret"), QString::fromUtf8(m_provider.clientSecret.reveal())}};
    net::HttpRequest request;
    request.method = "POST";
    request.url = m_endpoints.token;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    request.body = core::Secret::take(withParameters({}, fields).query(QUrl::FullyEncoded).toLatin1());
    return site.ask(request);
}

core::Result<model::TokenSet> CodeDoor::tokensOf(Site &site, const Answer &answer) const
{
    const model::TokenMapping mapping = isHandoff() ? m_provider.handoff->tokens : standardMapping();
    core::Result<model::TokenSet> tokens = backendapi::readTokens(answer.response, answer.json(), mapping, &jose::expiryOf, site.clock().now(),
                                                                  isHandoff() ? m_profile.access : model::AccessUse());
    if (tokens.ok())
        tokens.value().idToken = core::Secret::fromText(answer.json().toObject().value(QStringLiteral("id_token")).toString());
    return tokens;
}

CodeDoors handoffDoors(const Site &site)
{
    CodeDoors found;
    for (const model::IdentityProvider &provider : site.profile().providers) {
        if (provider.handoff && provider.handoff->exchange)
            found.doors.append(CodeDoor::ofBackend(site.profile(), provider));
        else if (provider.handoff)
            found.obstacles.append(QStringLiteral("The hand-off %1 has no exchange of a code.").arg(provider.id.toString()));
    }
    return found;
}

CodeDoors providerDoors(Site &site)
{
    CodeDoors found;
    for (const model::IdentityProvider &provider : site.profile().providers) {
        if (provider.handoff)
            continue;
        model::OAuthEndpoints endpoints = provider.endpoints;
        QString obstacle;
        if (!provider.missingClient().isEmpty()) {
            obstacle = QStringLiteral("no client id is set up");
        } else if (provider.isDiscovered()) {
            const core::Result<IssuerMetadata> metadata = issuerMetadata(site, provider.issuer);
            if (metadata.ok() && endpoints.authorization.isEmpty())
                endpoints.authorization = metadata->address(QStringLiteral("authorization_endpoint"));
            if (metadata.ok() && endpoints.token.isEmpty())
                endpoints.token = metadata->address(QStringLiteral("token_endpoint"));
            if (metadata.ok() && endpoints.userinfo.isEmpty())
                endpoints.userinfo = metadata->address(QStringLiteral("userinfo_endpoint"));
            if (!metadata.ok())
                obstacle = metadata.error().detail;
        }
        if (obstacle.isEmpty() && (endpoints.authorization.isEmpty() || endpoints.token.isEmpty()))
            obstacle = QStringLiteral("its endpoints are not known");
        if (obstacle.isEmpty())
            found.doors.append(CodeDoor::ofProvider(site.profile(), provider, endpoints));
        else
            found.obstacles.append(QStringLiteral("The provider %1 was not looked at: %2.").arg(provider.id.toString(), obstacle));
    }
    return found;
}

core::Secret newVerifier(Site &site)
{
    return core::Secret::fromText(site.randomWord(verifierLetters));
}

QString s256(const core::Secret &verifier)
{
    const QByteArray hash = QCryptographicHash::hash(verifier.reveal().toByteArray(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString parameterOf(const QUrl &url, const QString &name)
{
    QString query = url.query(QUrl::FullyEncoded);
    return QUrlQuery(query.replace(u'+', QStringLiteral("%20"))).queryItemValue(name, QUrl::FullyDecoded);
}

core::Result<Arrival> arrive(Site &site, PageBrowser &browser, const CodeDoor &door, const CodeRequest &request, const Person &person)
{
    if (!site.target().mayRegister)
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("registration_not_allowed"),
                           QStringLiteral("This signs people up through a provider, which was not allowed (--register).")};
    const core::Result<QUrl> address = door.address(request);
    if (!address.ok())
        return address.error();
    const qsizetype passedBefore = browser.passed().size();
    const Page page = browser.walk(*address, person);
    return Arrival{page.leftFor, page.obstacle, page.answer, browser.passed().mid(passedBefore)};
}

} // namespace keyturn::audit
