// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/replyreader.h"

#include "core/json.h"
#include "model/pictureaddress.h"
#include "net/setcookie.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace keyturn::backendapi {

namespace {

using core::Error;
using core::ErrorKind;

constexpr qsizetype maxTokenBytes = 16 * 1024;
constexpr qsizetype maxReplyBytes = 8 * 1024 * 1024;
constexpr qsizetype maxTextLength = 500;
constexpr double longestLifetime = 10.0 * 365 * 86'400; // seconds; more is a mistake of units

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
        return expiryOf(token); // of a session cookie: none, since a backend may prolong its session at every use
    const QJsonValue value = core::atPointer(body, lifetime.pointer);
    if (value.isUndefined() || value.isNull())
        return QDateTime();
    if (lifetime.unit == model::LifetimeUnit::IsoDate || lifetime.unit == model::LifetimeUnit::EpochSeconds) {
        const QDateTime time = readTime(value);
        return time.isValid() ? core::Result<QDateTime>(time)
                              : core::Result<QDateTime>(Error{ErrorKind::BadReply, QStringLiteral("lifetime_invalid"), lifetime.pointer});
    }
    const double unit = lifetime.unit == model::LifetimeUnit::Milliseconds ? 1000.0 : 1.0;
    bool isNumber = value.isDouble();
    const double amount = isNumber ? value.toDouble() : value.toString().toDouble(&isNumber);
    if (!isNumber || !(amount > 0) || amount / unit > longestLifetime)
        return Error{ErrorKind::BadReply, QStringLiteral("lifetime_invalid"), lifetime.pointer};
    return now.addMSecs(static_cast<qint64>(amount / unit * 1000));
}

QString nameOf(const model::ValuePlace &place)
{
    switch (place.kind) {
    case model::ValuePlace::Kind::Header:
        return QStringLiteral("the header ") + place.name;
    case model::ValuePlace::Kind::Cookie:
        return QStringLiteral("the cookie ") + place.name;
    default:
        return place.name.isEmpty() ? QStringLiteral("the whole body") : place.name;
    }
}

/// What stands at @p place that is no token.
QString whatIsAt(const model::ValuePlace &place, const QJsonValue &body)
{
    const QJsonValue value = place.kind == model::ValuePlace::Kind::Body ? core::atPointer(body, place.name) : QJsonValue(QJsonValue::Undefined);
    const QString there = value.isString()      ? QStringLiteral("an empty text at %1")
        : value.isUndefined() || value.isNull() ? QStringLiteral("nothing at %1")
                                                : QStringLiteral("no text at %1");
    return there.arg(nameOf(place));
}

/// What a body is that is no JSON; @p otherwise where nothing tells.
QString kindOf(QByteArrayView text, const QByteArray &type, const QString &otherwise)
{
    const QByteArray start = text.first(qMin<qsizetype>(text.size(), 16)).toByteArray().toLower();
    const QByteArray mediaType = type.split(';').first().trimmed().left(80);
    if (mediaType == "text/html" || start.startsWith("<html") || start.startsWith("<!doctype html"))
        return QStringLiteral("an HTML page");
    if (mediaType.isEmpty() || mediaType.endsWith("json"))
        return start.startsWith('<') ? QStringLiteral("XML or HTML") : otherwise;
    return QString::fromLatin1(mediaType);
}

/// Whether a token that is the whole body may be only its beginning: a JSON text shows its end, a bare one does not (FAULTS 35).
bool mayBeCut(const net::HttpResponse &response, const model::ValuePlace &place)
{
    const bool isWholeBody = place.kind == model::ValuePlace::Kind::Body && place.name.isEmpty();
    return isWholeBody && !response.isProvenWhole() && !core::parseJsonValue(response.body.reveal(), maxReplyBytes).ok();
}

/// The cookies of a session that is made of several, as one secret.
core::Result<core::Secret> severalCookies(const net::HttpResponse &response, const model::AccessUse &access, const QDateTime &now)
{
    QList<std::pair<QByteArray, core::Secret>> cookies;
    for (const QByteArray &name : access.cookieNames()) {
        const core::Secret value = readPlace(response, {}, model::ValuePlace::cookie(QString::fromLatin1(name)), now);
        if (value.isEmpty())
            return Error{ErrorKind::BadReply, QStringLiteral("token_missing"), QStringLiteral("nothing at the cookie %1").arg(QLatin1String(name))};
        cookies.append({name, value});
    }
    return access.joined(cookies);
}

} // namespace

core::Result<QJsonValue> jsonOf(const net::HttpResponse &response)
{
    const QByteArrayView text = response.body.reveal();
    const QByteArray type = response.header("Content-Type").toLower();
    if (text.trimmed().isEmpty())
        return QJsonValue(QJsonValue::Undefined);
    const core::Result<QJsonValue> value = core::parseJsonValue(text, maxReplyBytes);
    if (value.ok())
        return value;
    if (type.startsWith("text/plain") && text.size() <= maxTokenBytes && text.isValidUtf8())
        return QJsonValue(QString::fromUtf8(text.trimmed()));
    return Error{ErrorKind::BadReply, QStringLiteral("reply_not_json"), kindOfBody(response, value.error().detail)};
}

QString kindOfBody(const net::HttpResponse &response, const QString &otherwise)
{
    return kindOf(response.body.reveal().trimmed(), response.header("Content-Type").toLower(), otherwise);
}

core::Secret readPlace(const net::HttpResponse &response, const QJsonValue &body, const model::ValuePlace &place, const QDateTime &now)
{
    switch (place.kind) {
    case model::ValuePlace::Kind::Body:
        return core::Secret::fromText(core::atPointer(body, place.name).toString());
    case model::ValuePlace::Kind::Header: {
        const QByteArray value = response.header(place.name.toLatin1());
        return core::Secret(value.mid(value.lastIndexOf(' ') + 1)); // `Bearer abc` as well as `abc`
    }
    case model::ValuePlace::Kind::Cookie:
        if (const std::optional<net::ReceivedCookie> cookie = net::receivedCookie(response, place.name.toLatin1(), now))
            return cookie->value;
        break;
    case model::ValuePlace::Kind::None:
        break;
    }
    return {};
}

std::optional<core::Result<core::Secret>> readChallenge(const net::HttpResponse &response, const model::SecondFactor &second, const QDateTime &now)
{
    if (response.status < 200 || response.status >= 500 || (second.status != 0 && response.status != second.status))
        return std::nullopt;
    const core::Result<QJsonValue> body = jsonOf(response);
    if (!second.wantedWhen.pointer.isEmpty() && (!body.ok() || !holds(second.wantedWhen, *body)))
        return std::nullopt;
    if (second.challenge.isNone())
        return core::Secret();
    core::Secret challenge = readPlace(response, body.ok() ? *body : QJsonValue(QJsonValue::Undefined), second.challenge, now);
    if (challenge.isEmpty())
        return Error{ErrorKind::BadReply, QStringLiteral("challenge_missing"), QStringLiteral("nothing at %1").arg(nameOf(second.challenge))};
    if (!isTokenText(challenge))
        return Error{ErrorKind::BadReply, QStringLiteral("challenge_malformed"), nameOf(second.challenge)};
    return challenge;
}

core::Result<model::TokenSet> readTokens(const net::HttpResponse &response, const QJsonValue &body, const model::TokenMapping &mapping,
                                         const ExpiryReader &expiryOf, const QDateTime &now, const model::AccessUse &access)
{
    model::TokenSet tokens;
    tokens.issuedAt = now;
    if (mapping.accessToken.isCookie() && !access.furtherCookies.isEmpty()) {
        const core::Result<core::Secret> several = severalCookies(response, access, now);
        if (!several.ok())
            return several.error();
        tokens.accessToken = *several;
    } else {
        tokens.accessToken = readPlace(response, body, mapping.accessToken, now);
    }
    if (tokens.accessToken.isEmpty())
        return Error{ErrorKind::BadReply, QStringLiteral("token_missing"), whatIsAt(mapping.accessToken, body)};
    if (mayBeCut(response, mapping.accessToken))
        return Error{ErrorKind::BadReply, QStringLiteral("truncated"), QStringLiteral("a text whose length was not announced may have been cut")};
    if (!isTokenText(tokens.accessToken))
        return Error{ErrorKind::BadReply, QStringLiteral("token_malformed"), nameOf(mapping.accessToken)};
    core::Result<QDateTime> expires = expiry(body, mapping.lifetime, tokens.accessToken, expiryOf, now);
    if (!expires.ok())
        return expires.error();
    tokens.accessExpiresAt = *expires;
    tokens.refreshToken = readPlace(response, body, mapping.refreshToken, now);
    if (mapping.refreshToken.isCookie() && !tokens.refreshToken.isEmpty())
        tokens.refreshExpiresAt = net::receivedCookie(response, mapping.refreshToken.name.toLatin1(), now)->expiresAt;
    if (!tokens.refreshToken.isEmpty() && !isTokenText(tokens.refreshToken))
        return Error{ErrorKind::BadReply, QStringLiteral("token_malformed"), nameOf(mapping.refreshToken)};
    if (mapping.refreshLifetime && !tokens.refreshToken.isEmpty()) {
        // Good to know, no more: one that cannot be read keeps nobody out.
        const core::Result<QDateTime> ends = expiry(body, *mapping.refreshLifetime, tokens.refreshToken, expiryOf, now);
        if (ends.ok() && ends->isValid())
            tokens.refreshExpiresAt = *ends;
    }
    return tokens;
}

model::Identity readIdentity(const QJsonValue &body, const model::IdentityMapping &mapping, const QString &issuer)
{
    const auto text = [&body](const QString &pointer) { return pointer.isEmpty() ? QString() : readText(core::atPointer(body, pointer)); };
    const QUrl picture = mapping.picture.isEmpty() ? QUrl() : model::pictureAddress(core::atPointer(body, mapping.picture).toString());
    return {issuer, text(mapping.subject), text(mapping.name), text(mapping.email), picture};
}

QDateTime readTime(const QJsonValue &value)
{
    static const QRegularExpression epoch(QStringLiteral("^[0-9]{9,14}(\\.[0-9]+)?$"));
    double number = value.toDouble();
    if (const QString text = value.toString().trimmed(); value.isString()) {
        if (!epoch.match(text).hasMatch()) {
            QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
            if (time.timeSpec() == Qt::LocalTime) // no zone is told: a server's word, not one of this computer's
                time.setTimeSpec(Qt::UTC);
            return time.toUTC();
        }
        number = text.toDouble();
    }
    if (!(number > 0) || number > 1e14)
        return {};
    // Seconds of today have ten digits, milliseconds thirteen.
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(number > 1e11 ? number : number * 1000)).toUTC();
}

bool readTruth(const QJsonValue &value)
{
    const QString text = value.toString();
    return value.toBool() || value.toDouble() != 0 || text == QLatin1String("true") || text == QLatin1String("1");
}

bool takesBack(const net::HttpResponse &response, const model::ValuePlace &place, const QDateTime &now)
{
    if (!place.isCookie())
        return false;
    const std::optional<net::ReceivedCookie> cookie = net::receivedCookie(response, place.name.toLatin1(), now);
    return cookie && cookie->value.isEmpty();
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
