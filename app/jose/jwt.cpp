// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/jwt.h"

#include "core/json.h"

#include <cmath>

namespace keyturn::jose {

namespace {

core::Error malformed(const QString &detail)
{
    return {core::ErrorKind::BadReply, QStringLiteral("jwt_malformed"), detail};
}

/// base64url without padding whose unused bits are zero: one spelling per value (RFC 7515 §2, FAULTS 89).
core::Result<QByteArray> decode(const QByteArray &text)
{
    constexpr auto options = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const auto decoded = QByteArray::fromBase64Encoding(text, options | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.toBase64(options) != text)
        return malformed(QStringLiteral("not canonical base64url"));
    return decoded.decoded;
}

core::Result<QJsonObject> decodeObject(const QByteArray &text)
{
    core::Result<QByteArray> bytes = decode(text);
    if (!bytes.ok())
        return bytes.error();
    const core::Result<QJsonObject> object = core::parseJsonObject(*bytes, maxTokenBytes);
    core::wipe(bytes.value());
    return object.ok() ? object : core::Result<QJsonObject>(malformed(object.error().detail));
}

} // namespace

core::Result<Jwt> readJwt(const core::Secret &compact)
{
    if (compact.size() > maxTokenBytes)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("jwt_too_large"), QStringLiteral("%1 bytes").arg(compact.size())};
    const QByteArrayList parts = compact.reveal().toByteArray().split('.');
    if (parts.size() == 5)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("jwt_encrypted"), {}};
    if (parts.size() != 3)
        return malformed(QStringLiteral("%1 parts").arg(parts.size()));
    const core::Result<QJsonObject> header = decodeObject(parts.at(0));
    if (!header.ok())
        return header.error();
    const core::Result<QJsonObject> claims = decodeObject(parts.at(1));
    if (!claims.ok())
        return claims.error();
    if (const core::Result<QByteArray> signature = decode(parts.at(2)); !signature.ok())
        return signature.error();
    return Jwt{*header, *claims, compact};
}

std::optional<qint64> numericDate(const QJsonValue &value)
{
    constexpr double farFuture = 253'402'300'799.0; // the end of year 9999: beyond it lie units mixed up and overflow (FAULTS 93)
    if (!value.isDouble() || !(value.toDouble() >= 0) || value.toDouble() > farFuture)
        return std::nullopt;
    return static_cast<qint64>(std::floor(value.toDouble()));
}

QDateTime expiryOf(const core::Secret &token)
{
    const core::Result<Jwt> jwt = readJwt(token);
    if (!jwt.ok())
        return {};
    const std::optional<qint64> seconds = numericDate(jwt->claims.value(QStringLiteral("exp")));
    return seconds ? QDateTime::fromSecsSinceEpoch(*seconds).toUTC() : QDateTime();
}

} // namespace keyturn::jose
