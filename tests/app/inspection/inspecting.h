// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inspection/findings.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace keyturn::inspection {

inline QByteArray base64url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// A compact JWS with a signature that is just said.
inline core::Secret compact(const QByteArray &header, const QByteArray &claims, const QByteArray &signature = "signature")
{
    return core::Secret(base64url(header) + '.' + base64url(claims) + '.' + base64url(signature));
}

/// 2026-11-30, 12:00 UTC.
inline QDateTime noon()
{
    return QDateTime::fromSecsSinceEpoch(1796040000, Qt::UTC);
}

/// What nobody has anything to say about.
inline QJsonObject goodClaims()
{
    return QJsonDocument::fromJson(
               R"({"iss":"https://id.example","aud":"api","sub":"u1","jti":"j1","client_id":"c1","iat":1796039900,"exp":1796040500})")
        .object();
}

inline QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// "high alg_none, low typ_missing".
inline QString said(const QList<Finding> &findings)
{
    constexpr const char *words[] = {"info", "low", "medium", "high"};
    QStringList all;
    for (const Finding &finding : findings)
        all.append(QLatin1String(words[int(finding.severity)]) + u' ' + finding.id
                   + (finding.id == QLatin1String("claim_missing") ? u' ' + finding.values.first() : QString()));
    return all.join(QStringLiteral(", "));
}

} // namespace keyturn::inspection
