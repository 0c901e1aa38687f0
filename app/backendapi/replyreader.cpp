// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/replyreader.h"

#include "core/json.h"
#include "net/setcookie.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace keyturn::backendapi {

namespace {

using core::Error;
using core::ErrorKind;

constexpr qsizetype maxTokenBytes = 16 * 1024;
constexpr qsizetype maxTextLength = 500;
constexpr double longestLifetime = 10.0 * 365 * 86'400; // seconds; more is a mistake of units

QList<core::FieldError> fieldErrors(const QJsonValue &fields)
{
    QList<core::FieldError> errors;
    for (const QJsonValue &item : fields.toArray()) {
        const QString field = readText(core::atPointer(item, QStringLiteral("/field")));
        if (!field.isEmpty() && errors.size() < 50)
            errors.append({field, readText(core::atPointer(item, QStringLiteral("/message")))});
    }
    const QJsonObject named = fields.toObject();
    for (auto it = named.begin(); it != named.end() && errors.size() < 50; ++it)
        errors.append({it.key().left(maxTextLength), readText(it.value())});
    return errors;
}

Error definite(ErrorKind kind, const QString &told, const char *otherwise, const QString &message, const QJsonValue &fields)
{
    return {kind, told.isEmpty() ? QString::fromLatin1(otherwise) : told, message, {}, fieldErrors(fields)};
}

Error refusal(const net::HttpResponse &response, const QJsonValue &body, const model::ErrorMapping &mapping, Asked asked)
{
    const QString code = readText(core::atPointer(body, mapping.code));
    const QString reason = readText(core::atPointer(body, mapping.reason));
    const QString message = readText(core::atPointer(body, mapping.message));
    const QJsonValue fields = core::atPointer(body, mapping.fields);
    const bool unauthorized = response.status == 401;
    switch (asked) {
    case Asked::SignIn:
        return definite(ErrorKind::Rejected, code, unauthorized ? "invalid_credentials" : "refused", message, fields);
    case Asked::Refresh:
        // A 404 of a gateway or a 413 says nothing of the token, whatever code it bears.
        if ((response.status != 400 && response.status != 401 && response.status != 403) || (code.isEmpty() && reason.isEmpty()))
            return {ErrorKind::BadReply, QStringLiteral("refusal_unclear"),
                    QStringLiteral("status %1 says nothing definite of the token").arg(response.status)};
        return definite(ErrorKind::SignInAgain, reason.isEmpty() ? code : reason, "invalid_grant", message, fields);
    case Asked::Resource:
        break;
    }
    if (response.status == 404)
        return definite(ErrorKind::Rejected, code, "not_found", message, fields);
    return definite(unauthorized ? ErrorKind::SignInAgain : ErrorKind::Rejected, code, unauthorized ? "invalid_token" : "refused", message, fields);
}

/// Letters, digits and signs that may stand in a header (RFC 6750 §2.1 asks for less); no space, no control character.
bool isTokenText(const core::Secret &token)
{
    const QByteArrayView bytes = token.reveal();
    return !bytes.isEmpty() && bytes.size() <= maxTokenBytes && std::all_of(bytes.begin(), bytes.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

core::Result<QDateTime> expiry(const QJsonValue &body, const model::Lifetime &lifetime, const core::Secret &token, const ExpiryReader &expiryOf,
                               const QDateTime &now)
{
    if (lifetime.unit == model::LifetimeUnit::JwtExp)
        return expiryOf(token);
    const QJsonValue value = core::atPointer(body, lifetime.pointer);
    if (value.isUndefined() || value.isNull())
        return QDateTime();
    if (lifetime.unit == model::LifetimeUnit::IsoDate || lifetime.unit == model::LifetimeUnit::EpochSeconds) {
        const QDateTime time = readTime(value);
        return time.isValid() ? core::Result<QDateTime>(time)
                              : core::Result<QDateTime>(Error{ErrorKind::BadReply, QStringLiteral("lifetime_invalid"), {}});
    }
    const double unit = lifetime.unit == model::LifetimeUnit::Milliseconds ? 1000.0 : 1.0;
    bool isNumber = value.isDouble();
    const double amount = isNumber ? value.toDouble() : value.toString().toDouble(&isNumber);
    if (!isNumber || !(amount > 0) || amount / unit > longestLifetime)
        return Error{ErrorKind::BadReply, QStringLiteral("lifetime_invalid"), {}};
    return now.addMSecs(static_cast<qint64>(amount / unit * 1000));
}

} // namespace

std::optional<core::Error> refusalOf(const net::HttpResponse &response, const model::ErrorMapping &mapping, Asked asked, const QDateTime &now)
{
    if (response.status >= 200 && response.status < 300)
        return std::nullopt;
    if (response.status >= 500)
        return Error{ErrorKind::Offline, QStringLiteral("server_error"), QStringLiteral("status %1").arg(response.status), response.retryAfter(now)};
    if (response.status < 400)
        return Error{ErrorKind::BadReply, QStringLiteral("unexpected_redirect"), QStringLiteral("status %1").arg(response.status)};
    const core::Result<QJsonValue> body = jsonOf(response);
    const QJsonValue told = body.ok() ? *body : QJsonValue();
    if (response.status == 429)
        return Error{ErrorKind::RateLimited, QStringLiteral("rate_limited"), readText(core::atPointer(told, mapping.message)),
                     response.retryAfter(now)};
    if (response.status == 408)
        return Error{ErrorKind::Offline, QStringLiteral("timeout"), {}};
    return refusal(response, told, mapping, asked);
}

core::Result<QJsonValue> jsonOf(const net::HttpResponse &response)
{
    const core::Result<QJsonDocument> document = core::parseJson(response.body.reveal(), 8 * 1024 * 1024);
    if (!document.ok())
        return Error{ErrorKind::BadReply, QStringLiteral("reply_not_json"), document.error().detail};
    return document->isArray() ? QJsonValue(document->array()) : QJsonValue(document->object());
}

core::Result<model::TokenSet> readTokens(const net::HttpResponse &response, const QJsonValue &body, const model::TokenMapping &mapping,
                                         const ExpiryReader &expiryOf, const QDateTime &now)
{
    model::TokenSet tokens;
    tokens.issuedAt = now;
    tokens.accessToken = core::Secret::fromText(core::atPointer(body, mapping.accessToken).toString());
    if (tokens.accessToken.isEmpty())
        return Error{ErrorKind::BadReply, QStringLiteral("token_missing"), QStringLiteral("nothing at %1").arg(mapping.accessToken)};
    if (!isTokenText(tokens.accessToken))
        return Error{ErrorKind::BadReply, QStringLiteral("token_malformed"), mapping.accessToken};
    core::Result<QDateTime> expires = expiry(body, mapping.lifetime, tokens.accessToken, expiryOf, now);
    if (!expires.ok())
        return expires.error();
    tokens.accessExpiresAt = *expires;
    if (!mapping.refreshToken.cookie.isEmpty()) {
        if (const std::optional<net::ReceivedCookie> cookie = net::receivedCookie(response, mapping.refreshToken.cookie, now)) {
            tokens.refreshToken = cookie->value;
            tokens.refreshExpiresAt = cookie->expiresAt;
        }
    } else if (!mapping.refreshToken.pointer.isEmpty()) {
        tokens.refreshToken = core::Secret::fromText(core::atPointer(body, mapping.refreshToken.pointer).toString());
    }
    if (!tokens.refreshToken.isEmpty() && !isTokenText(tokens.refreshToken))
        return Error{ErrorKind::BadReply, QStringLiteral("token_malformed"), QStringLiteral("the refresh token")};
    if (const double seconds = core::atPointer(body, mapping.refreshLifetime).toDouble();
        !mapping.refreshLifetime.isEmpty() && seconds > 0 && seconds < longestLifetime)
        tokens.refreshExpiresAt = now.addSecs(static_cast<qint64>(seconds));
    return tokens;
}

model::Identity readIdentity(const QJsonValue &body, const model::IdentityMapping &mapping, const QString &issuer)
{
    const auto text = [&body](const QString &pointer) { return pointer.isEmpty() ? QString() : readText(core::atPointer(body, pointer)); };
    return {issuer, text(mapping.subject), text(mapping.name), text(mapping.email)};
}

QDateTime readTime(const QJsonValue &value)
{
    if (value.isString())
        return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
    if (!value.isDouble() || !(value.toDouble() > 0) || value.toDouble() > 1e14)
        return {};
    // Seconds of today have ten digits, milliseconds thirteen.
    const double number = value.toDouble();
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(number > 1e11 ? number : number * 1000)).toUTC();
}

QString readText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().left(maxTextLength);
    if (value.isDouble() && value.toDouble() == std::floor(value.toDouble()) && std::abs(value.toDouble()) < 9e15)
        return QString::number(value.toInteger());
    return {};
}

} // namespace keyturn::backendapi
