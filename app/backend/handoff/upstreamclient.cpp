// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/handoff/upstreamclient.h"

#include "backend/handoff/idtokenverifier.h"
#include "core/json.h"

#include <QCryptographicHash>
#include <QHostAddress>
#include <QJsonObject>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxAnswerBytes = 256 * 1024;
constexpr std::chrono::hours kept(1);
/// Whoever makes a provider sign with unknown keys must not make us ask it at every turn.
constexpr std::chrono::seconds betweenLooks(10);

core::Error offline()
{
    return {core::ErrorKind::Offline, QStringLiteral("upstream_unreachable"), {}};
}

core::Error unbelievable(const char *what)
{
    return {core::ErrorKind::BadReply, QStringLiteral("upstream_invalid"), QString::fromLatin1(what)};
}

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

/// https, or http that does not leave this machine.
QUrl endpointFrom(const QJsonObject &object, const char *name)
{
    const QUrl url(text(object, name), QUrl::StrictMode);
    const QHostAddress address(url.host());
    const bool local = url.scheme() == QLatin1String("http") && !address.isNull() && address.isLoopback();
    return url.isValid() && (url.scheme() == QLatin1String("https") || local) && !url.hasFragment() ? url : QUrl();
}

QString challengeOf(const core::Secret &verifier)
{
    const QByteArray hash = QCryptographicHash::hash(verifier.reveal().toByteArray(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

/// The left half of its SHA-256, which is the hash of RS256 and ES256 (OpenID Connect Core §3.1.3.6).
QString accessTokenHash(const QByteArray &token)
{
    const QByteArray half = QCryptographicHash::hash(token, QCryptographicHash::Sha256).first(16);
    return QString::fromLatin1(half.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

core::Result<QJsonObject> objectIn(const OutgoingAnswer &answer)
{
    if (answer.status == 0 || answer.status >= 500)
        return offline();
    if (answer.status != 200)
        return core::Error{core::ErrorKind::Rejected, QStringLiteral("upstream_refused"), QString::number(answer.status)};
    core::Result<QJsonObject> object = core::parseJsonObject(answer.body, maxAnswerBytes);
    return object.ok() ? object : core::Result<QJsonObject>(unbelievable("no JSON object"));
}

} // namespace

UpstreamClient::UpstreamClient(const core::Clock &clock, Outgoing &outgoing, Upstream upstream)
    : m_clock(clock), m_outgoing(outgoing), m_upstream(std::move(upstream))
{ }

std::optional<UpstreamClient::Metadata> UpstreamClient::knownMetadata() const
{
    if (m_upstream.kind == Upstream::Kind::GitHub)
        return Metadata{m_upstream.authorization, m_upstream.token, {}};
    const std::lock_guard lock(m_mutex);
    return m_metadata && now() - m_metadata->at < kept ? std::optional(m_metadata->metadata) : std::nullopt;
}

void UpstreamClient::discover(std::function<void(core::Result<Metadata>)> done)
{
    if (const auto known = knownMetadata())
        return done(*known);
    QString issuer = m_upstream.issuer;
    if (issuer.endsWith(u'/')) // OpenID Connect Discovery §4.1
        issuer.chop(1);
    const QUrl url(issuer + QLatin1String("/.well-known/openid-configuration"));
    m_outgoing.send({url}, [this, done = std::move(done)](const OutgoingAnswer &answer) {
        const core::Result<Metadata> metadata = readMetadata(answer);
        if (metadata.ok()) {
            const std::lock_guard lock(m_mutex);
            m_metadata = Discovered{*metadata, now()};
        }
        done(metadata);
    });
}

core::Result<UpstreamClient::Metadata> UpstreamClient::readMetadata(const OutgoingAnswer &answer) const
{
    const core::Result<QJsonObject> document = objectIn(answer);
    if (!document.ok())
        return document.error();
    if (text(*document, "issuer") != m_upstream.issuer) // OpenID Connect Discovery §4.3
        return unbelievable("the discovery document is another issuer's");
    const QJsonArray methods = document->value(QStringLiteral("token_endpoint_auth_methods_supported")).toArray();
    const Metadata metadata{endpointFrom(*document, "authorization_endpoint"), endpointFrom(*document, "token_endpoint"),
                            endpointFrom(*document, "jwks_uri"),
                            document->value(QStringLiteral("authorization_response_iss_parameter_supported")).toBool(),
                            // What is not said means Basic (OpenID Connect Discovery §3); both take a secret as well as the other.
                            !methods.contains(QStringLiteral("client_secret_post"))};
    if (metadata.authorization.isEmpty() || metadata.token.isEmpty() || metadata.jwks.isEmpty())
        return unbelievable("an endpoint is missing or is no https address");
    return metadata;
}

void UpstreamClient::authorizationUrl(const Request &request, std::function<void(core::Result<QByteArray>)> done)
{
    discover([this, request, done = std::move(done)](const core::Result<Metadata> &metadata) {
        if (!metadata.ok())
            return done(metadata.error());
        FormData query;
        query.set(QStringLiteral("response_type"), QStringLiteral("code"));
        query.set(QStringLiteral("client_id"), m_upstream.clientId);
        query.set(QStringLiteral("redirect_uri"), request.redirectUri);
        query.set(QStringLiteral("scope"), m_upstream.scopes.join(u' '));
        query.set(QStringLiteral("state"), request.state);
        query.set(QStringLiteral("code_challenge"), challengeOf(request.verifier));
        query.set(QStringLiteral("code_challenge_method"), QStringLiteral("S256"));
        const bool openId = m_upstream.kind == Upstream::Kind::OpenIdConnect;
        if (openId)
            query.set(QStringLiteral("nonce"), request.nonce);
        if (!request.loginHint.isEmpty())
            query.set(openId ? QStringLiteral("login_hint") : QStringLiteral("login"), request.loginHint);
        // Plain OAuth 2 knows no age: to ask again is the one way to meet it.
        const QString prompt = request.prompt.isEmpty() && !openId && !request.maxAge.isEmpty() ? QStringLiteral("login") : request.prompt;
        if (!prompt.isEmpty())
            query.set(QStringLiteral("prompt"), prompt);
        if (openId && !request.acrValues.isEmpty())
            query.set(QStringLiteral("acr_values"), request.acrValues);
        if (openId && !request.maxAge.isEmpty())
            query.set(QStringLiteral("max_age"), request.maxAge);
        const QByteArray address = metadata->authorization.toEncoded();
        done(QByteArray(address + (address.contains('?') ? '&' : '?') + query.toEncoded()));
    });
}

void UpstreamClient::identify(const Answer &answer, std::function<void(core::Result<UpstreamIdentity>)> done)
{
    discover([this, answer, done = std::move(done)](const core::Result<Metadata> &metadata) {
        if (!metadata.ok())
            return done(metadata.error());
        // RFC 9207 §2.4, against the mix-up of two providers.
        const bool promised = metadata->issuerInResponse && answer.issuer.isEmpty();
        if (promised || (!answer.issuer.isEmpty() && !m_upstream.issuer.isEmpty() && answer.issuer != m_upstream.issuer))
            return done(unbelievable("iss is not the provider's"));
        redeem(*metadata, answer, done);
    });
}

OutgoingRequest UpstreamClient::tokenRequest(const Metadata &metadata, const Answer &answer) const
{
    FormData form;
    form.set(QStringLiteral("grant_type"), QStringLiteral("authorization_code"));
    form.set(QStringLiteral("code"), answer.code);
    form.set(QStringLiteral("redirect_uri"), answer.redirectUri);
    form.set(QStringLiteral("code_verifier"), QString::fromLatin1(answer.verifier.reveal()));
    form.set(QStringLiteral("client_id"), m_upstream.clientId);
    if (!metadata.basic) {
        form.set(QStringLiteral("client_secret"), QString::fromUtf8(m_upstream.clientSecret.reveal()));
        return {metadata.token, {}, form.toEncoded()};
    }
    // RFC 6749 §2.3.1: each form-encoded, then joined.
    const QByteArray pair =
        m_upstream.clientId.toUtf8().toPercentEncoding() + ':' + m_upstream.clientSecret.reveal().toByteArray().toPercentEncoding();
    return {metadata.token, {{"Authorization", "Basic " + pair.toBase64()}}, form.toEncoded()};
}

void UpstreamClient::redeem(const Metadata &metadata, const Answer &answer, const Identified &done)
{
    m_outgoing.send(tokenRequest(metadata, answer), [this, metadata, answer, done](const OutgoingAnswer &answered) {
        const core::Result<QJsonObject> tokens = objectIn(answered);
        if (!tokens.ok())
            return done(tokens.error());
        if (tokens->contains(QStringLiteral("error"))) // GitHub, with status 200
            return done(core::Error{core::ErrorKind::Rejected, QStringLiteral("upstream_refused"), {}});
        if (m_upstream.kind == Upstream::Kind::GitHub)
            return askGitHub(text(*tokens, "access_token").toLatin1(), done);
        verify(metadata, {text(*tokens, "id_token").toLatin1(), text(*tokens, "access_token").toLatin1()}, answer.nonce, done);
    });
}

std::optional<QJsonArray> UpstreamClient::keysFor(const QString &keyId)
{
    const std::lock_guard lock(m_mutex);
    if (!m_keys || now() - m_keys->at >= kept) // a key that was withdrawn must not serve on
        return std::nullopt;
    for (const QJsonValue &key : std::as_const(m_keys->list)) {
        if (text(key.toObject(), "kid") == keyId)
            return m_keys->list;
    }
    // The provider may have changed its keys.
    if (m_keys->lookedAgain && now() - *m_keys->lookedAgain < betweenLooks)
        return m_keys->list;
    m_keys->lookedAgain = now();
    return std::nullopt;
}

void UpstreamClient::verify(const Metadata &metadata, const Tokens &tokens, const QString &nonce, const Identified &done)
{
    if (const auto known = keysFor(keyIdOf(tokens.idToken)))
        return done(readIdToken(tokens, nonce, *known));
    m_outgoing.send({metadata.jwks}, [this, tokens, nonce, done](const OutgoingAnswer &answer) {
        const core::Result<QJsonObject> jwks = objectIn(answer);
        if (!jwks.ok())
            return done(jwks.error());
        const QJsonArray keys = jwks->value(QStringLiteral("keys")).toArray();
        {
            const std::lock_guard lock(m_mutex);
            m_keys = Keys{keys, now(), m_keys ? m_keys->lookedAgain : std::nullopt};
        }
        done(readIdToken(tokens, nonce, keys));
    });
}

core::Result<UpstreamIdentity> UpstreamClient::readIdToken(const Tokens &tokens, const QString &nonce, const QJsonArray &keys) const
{
    const auto claims = verifiedIdToken(tokens.idToken, keys, {m_upstream.issuer, m_upstream.clientId, nonce, instantOf(m_clock)});
    if (!claims)
        return unbelievable("the ID token");
    if (claims->contains(QStringLiteral("at_hash")) && text(*claims, "at_hash") != accessTokenHash(tokens.access))
        return unbelievable("the access token is not the ID token's"); // OpenID Connect Core §3.1.3.8
    return UpstreamIdentity{m_upstream.identityIssuer, text(*claims, "sub"), text(*claims, "name"), text(*claims, "email"),
                            claims->value(QStringLiteral("email_verified")).toBool()};
}

void UpstreamClient::askGitHub(const QByteArray &accessToken, const Identified &done)
{
    const QList<HttpHeader> headers{{"Authorization", "Bearer " + accessToken}};
    m_outgoing.send({m_upstream.user, headers}, [this, headers, done](const OutgoingAnswer &answer) {
        const core::Result<QJsonObject> user = objectIn(answer);
        if (!user.ok())
            return done(user.error());
        const QJsonValue id = user->value(QStringLiteral("id"));
        if (!id.isDouble() || id.toInteger() <= 0)
            return done(unbelievable("no id"));
        const UpstreamIdentity person{m_upstream.identityIssuer, QString::number(id.toInteger()), text(*user, "name"), {}, false};
        m_outgoing.send({m_upstream.emails, headers}, [person, done](const OutgoingAnswer &emails) {
            UpstreamIdentity whole = person;
            const core::Result<QJsonDocument> list = core::parseJson(emails.body, maxAnswerBytes);
            if (emails.status != 200 || !list.ok())
                return done(offline());
            for (const QJsonValue &one : list->array()) {
                const QJsonObject email = one.toObject();
                if (!email.value(QStringLiteral("primary")).toBool())
                    continue;
                whole.email = text(email, "email");
                whole.emailVerified = email.value(QStringLiteral("verified")).toBool();
            }
            done(whole);
        });
    });
}

} // namespace keyturn::backend
