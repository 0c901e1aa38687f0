// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/identityrequest.h"

#include "core/json.h"
#include "core/logging.h"
#include "jose/idtoken.h"
#include "model/pictureaddress.h"
#include "oauth/displaytext.h"

#include <QJsonArray>

namespace keyturn::oauth {

namespace {

constexpr qsizetype maxUserinfoBytes = 256 * 1024;
constexpr qsizetype maxSubjectLength = 255; // OpenID Connect Core §2, `sub`
constexpr qsizetype maxNameLength = 256;

core::Error badReply(const char *code, const QString &detail)
{
    return {core::ErrorKind::BadReply, QString::fromLatin1(code), detail};
}

QString shownText(const QJsonValue &value)
{
    return displayText(value.toString(), maxNameLength);
}

QUrl pictureAt(const QJsonValue &value)
{
    return model::pictureAddress(value.toString());
}

/// Some providers number their people, GitHub among them.
QString subjectText(const QJsonValue &value)
{
    if (value.isDouble()) {
        const qint64 number = value.toInteger(-1); // -1 also for what is no whole number
        return number >= 0 ? QString::number(number) : QString();
    }
    const QString text = value.toString();
    const bool plain = text.size() <= maxSubjectLength && displayText(text, maxSubjectLength) == text;
    return plain ? text : QString();
}

/// What one endpoint calls its JSON. Plain OAuth 2 knows nothing of types, and Facebook's Graph API is known to say `text/javascript`.
bool isJsonByItsType(const net::HttpResponse &response, bool openId)
{
    return response.isJson() || (!openId && response.mediaType() == "text/javascript");
}

core::Result<QJsonDocument> readAnswer(const net::HttpResponse &response, bool openId, const QDateTime &now)
{
    const QString detail = QStringLiteral("userinfo: status %1").arg(response.status);
    if (response.status >= 500)
        return core::Error{core::ErrorKind::Offline, QStringLiteral("server_error"), detail, response.retryAfter(now)};
    if (response.isRateLimited())
        return core::Error{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), detail, response.retryAfter(now)};
    if (response.status >= 400)
        return core::Error{core::ErrorKind::Rejected, QStringLiteral("userinfo_refused"), detail};
    if (response.status != 200)
        return badReply("userinfo_invalid", detail);
    if (openId && response.mediaType() == "application/jwt") // Core §5.3.2: for a client that is registered so
        return badReply("userinfo_signed", QStringLiteral("userinfo comes as a JWT, which is not read"));
    if (!isJsonByItsType(response, openId))
        return badReply("userinfo_invalid", QStringLiteral("it is not JSON by its type"));
    core::Result<QJsonDocument> json = core::parseJson(response.body.reveal(), maxUserinfoBytes);
    return json.ok() ? json : badReply("userinfo_invalid", json.error().code);
}

/// @p known with what userinfo adds. That it does not answer is no error, for it adds a name, no identity; an answer that breaks the protocol is one
/// where the ID token told neither name nor address: then nobody could tell whose account it is.
core::Result<model::Identity> merged(model::Identity known, const core::Result<QJsonDocument> &answer)
{
    if (!answer.ok()) {
        if (answer.error().kind == core::ErrorKind::BadReply && known.name.isEmpty() && known.email.isEmpty())
            return answer.error();
        qCInfo(core::lcOAuth) << "userinfo told nothing:" << answer.error().code;
        return known;
    }
    const QJsonObject person = answer->object();
    // OpenID Connect Core §5.3.2: or the names of one person would stand at the account of another.
    if (subjectText(person.value(QStringLiteral("sub"))) != known.subject)
        return badReply("userinfo_subject", QStringLiteral("userinfo is about another person than the ID token"));
    if (known.name.isEmpty())
        known.name = shownText(person.value(QStringLiteral("name")));
    if (known.email.isEmpty())
        known.email = shownText(person.value(QStringLiteral("email")));
    if (known.picture.isEmpty())
        known.picture = pictureAt(person.value(QStringLiteral("picture")));
    return known;
}

/// The primary address, if it is verified: an address that anybody may have typed in is not the person's.
QString primaryEmail(const QJsonArray &emails)
{
    for (const QJsonValue &entry : emails) {
        const QJsonObject email = entry.toObject();
        if (email.value(QStringLiteral("primary")).toBool() && email.value(QStringLiteral("verified")).toBool())
            return shownText(email.value(QStringLiteral("email")));
    }
    return {};
}

} // namespace

IdentityRequest::IdentityRequest(net::HttpClient &http, jose::JwksCache &jwks, core::Clock &clock, ProviderMetadata metadata,
                                 model::IdentityProvider provider)
    : m_http(http), m_jwks(jwks), m_clock(clock), m_metadata(std::move(metadata)), m_provider(std::move(provider))
{ }

core::Async<model::Identity> IdentityRequest::send(const model::TokenSet &tokens, const AskedOfPerson &asked, QObject *context,
                                                   std::stop_token stop) const
{
    if (m_provider.kind == model::ProviderKind::OpenIdConnect)
        return core::inStep(QStringLiteral("token"), fromIdToken(tokens, asked, context, std::move(stop))); // where the ID token came from
    return core::inStep(
        QStringLiteral("userinfo"),
        core::chain(fromUserinfo(tokens, context, stop), context, [self = *this, tokens, context, stop](const model::Identity &known) {
            return self.withPrimaryEmail(known, tokens, context, stop);
        }));
}

core::Async<model::Identity> IdentityRequest::fromIdToken(const model::TokenSet &tokens, const AskedOfPerson &asked, QObject *context,
                                                          std::stop_token stop) const
{
    if (tokens.idToken.isEmpty())
        return core::ready(core::Result<model::Identity>(badReply("id_token_missing", QStringLiteral("the token answer holds no ID token"))));
    const core::Result<jose::Jwt> unverified = jose::readJwt(tokens.idToken);
    if (!unverified.ok())
        return core::ready(core::Result<model::Identity>(unverified.error()));
    const QString keyId = unverified->header.value(QStringLiteral("kid")).toString();
    const auto claimsBy = [self = *this, tokens, asked](const jose::Jwks &keys) {
        const jose::IdTokenExpectation expected{self.m_metadata.issuer,
                                                self.m_provider.clientId,
                                                asked.nonce,
                                                tokens.accessToken,
                                                {},
                                                self.m_clock.now(),
                                                asked.authenticatedSince,
                                                asked.acrValues,
                                                self.m_provider.resources + self.m_provider.trustedAudiences};
        return jose::verifyIdToken(tokens.idToken, keys, expected);
    };
    const auto personOf = [self = *this, tokens, context, stop](const QJsonObject &claims) -> core::Async<model::Identity> {
        const model::Identity identity{self.m_metadata.issuer, subjectText(claims.value(QStringLiteral("sub"))),
                                       shownText(claims.value(QStringLiteral("name"))), shownText(claims.value(QStringLiteral("email"))),
                                       pictureAt(claims.value(QStringLiteral("picture")))};
        if (identity.subject.isEmpty())
            return core::ready(core::Result<model::Identity>(badReply("id_token_subject", QStringLiteral("sub is missing or unusable"))));
        return self.withUserinfo(identity, tokens, context, stop);
    };
    return core::chain(m_jwks.fetch(m_metadata.jwks, keyId), context, [self = *this, claimsBy, personOf, context](const jose::Jwks &keys) {
        const core::Result<QJsonObject> claims = claimsBy(keys);
        if (claims.ok())
            return personOf(*claims);
        if (claims.error().code != QLatin1String("id_token_signature") && claims.error().code != QLatin1String("id_token_key_unknown"))
            return core::ready(core::Result<model::Identity>(claims.error()));
        return core::chain(core::chain(self.m_jwks.fetchAnew(self.m_metadata.jwks), context, claimsBy), context, personOf);
    });
}

core::Async<model::Identity> IdentityRequest::withUserinfo(model::Identity known, const model::TokenSet &tokens, QObject *context,
                                                           std::stop_token stop) const
{
    if ((!known.name.isEmpty() && !known.email.isEmpty()) || m_metadata.endpoints.userinfo.isEmpty())
        return core::ready(core::Result<model::Identity>(std::move(known)));
    const core::Promise<model::Identity> promise;
    core::whenDone(get(m_metadata.endpoints.userinfo, tokens, QStringLiteral("userinfo"), stop), context,
                   [promise, known, &clock = m_clock](const core::Result<net::HttpResponse> &response) {
                       promise.finish(
                           merged(known, response.ok() ? readAnswer(*response, true, clock.now()) : core::Result<QJsonDocument>(response.error())));
                   });
    return core::inStep(QStringLiteral("userinfo"), promise.future());
}

core::Async<model::Identity> IdentityRequest::fromUserinfo(const model::TokenSet &tokens, QObject *context, std::stop_token stop) const
{
    return core::chain(get(m_metadata.endpoints.userinfo, tokens, QStringLiteral("userinfo"), std::move(stop)), context,
                       [self = *this](const net::HttpResponse &response) -> core::Result<model::Identity> {
                           const core::Result<QJsonDocument> json = readAnswer(response, false, self.m_clock.now());
                           if (!json.ok())
                               return json.error();
                           const QJsonValue person = json->isObject() ? QJsonValue(json->object()) : QJsonValue();
                           const model::IdentityMapping &mapping = self.m_provider.identity;
                           const model::Identity identity{self.m_provider.issuer, subjectText(core::atPointer(person, mapping.subject)),
                                                          shownText(core::atPointer(person, mapping.name)),
                                                          shownText(core::atPointer(person, mapping.email)),
                                                          mapping.picture.isEmpty() ? QUrl() : pictureAt(core::atPointer(person, mapping.picture))};
                           if (identity.subject.isEmpty())
                               return badReply("userinfo_invalid", QStringLiteral("no subject at \"%1\"").arg(mapping.subject));
                           return identity;
                       });
}

core::Async<model::Identity> IdentityRequest::withPrimaryEmail(model::Identity known, const model::TokenSet &tokens, QObject *context,
                                                               std::stop_token stop) const
{
    if (m_provider.emailsEndpoint.isEmpty())
        return core::ready(core::Result<model::Identity>(std::move(known)));
    const core::Promise<model::Identity> promise;
    core::whenDone(get(m_provider.emailsEndpoint, tokens, QStringLiteral("emails"), stop), context,
                   [promise, known, &clock = m_clock](const core::Result<net::HttpResponse> &response) mutable {
                       const auto json = response.ok() ? readAnswer(*response, false, clock.now()) : core::Result<QJsonDocument>(response.error());
                       const QString email = json.ok() ? primaryEmail(json->array()) : QString();
                       if (!email.isEmpty())
                           known.email = email;
                       promise.finish(known);
                   });
    return promise.future();
}

core::Async<net::HttpResponse> IdentityRequest::get(const QUrl &url, const model::TokenSet &tokens, const QString &purpose,
                                                    std::stop_token stop) const
{
    net::HttpRequest request;
    request.url = url;
    const QByteArray scheme = tokens.bound ? "DPoP " : "Bearer ";
    request.headers = {{"Authorization", scheme + tokens.accessToken.reveal().toByteArray()}, {"Accept", "application/json"}};
    request.maxBodyBytes = maxUserinfoBytes;
    request.purpose = purpose;
    request.stop = std::move(stop);
    return m_http.send(std::move(request));
}

} // namespace keyturn::oauth
