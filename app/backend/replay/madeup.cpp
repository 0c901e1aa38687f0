// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/madeup.h"

#include "backend/digest.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace keyturn::backend {

namespace {

constexpr auto base64url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

/// Raw, and as it stands in an address.
const QRegularExpression &marks()
{
    static const QRegularExpression pattern(QStringLiteral("<secret #([0-9a-f]{8})>|%3Csecret%20%23([0-9a-f]{8})%3E"));
    return pattern;
}

QByteArray opaque(const QByteArray &digits)
{
    return sha256("keyturn replay " + digits).toBase64(base64url); // 43 characters, as tokens have
}

QByteArray part(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toBase64(base64url);
}

QByteArray token(const QByteArray &digits, Instant now)
{
    constexpr std::chrono::hours life{1};
    const QJsonObject claims{{QStringLiteral("iss"), QStringLiteral("keyturn-backend replay")},
                             {QStringLiteral("sub"), QStringLiteral("replayed")},
                             {QStringLiteral("jti"), QString::fromLatin1(digits)},
                             {QStringLiteral("iat"), numericDate(now)},
                             {QStringLiteral("exp"), numericDate(now + life)}};
    return part({{QStringLiteral("alg"), QStringLiteral("HS256")}, {QStringLiteral("typ"), QStringLiteral("JWT")}}) + '.' + part(claims) + '.'
        + opaque(digits);
}

} // namespace

MadeUp::MadeUp(const QList<RecordedExchange> &recorded, Instant now)
{
    static const QRegularExpression tokens(QStringLiteral("\"(?:access_?token|id_?token|jwt)\"\\s*:\\s*\"<secret #([0-9a-f]{8})>\""),
                                           QRegularExpression::CaseInsensitiveOption);
    for (const RecordedExchange &exchange : recorded) {
        for (auto match = tokens.globalMatch(QString::fromUtf8(exchange.body)); match.hasNext();) {
            const QByteArray digits = match.next().captured(1).toLatin1();
            m_tokens.insert(digits, token(digits, now));
        }
    }
}

QByteArray MadeUp::filled(QByteArray text) const
{
    if (!text.contains("secret"))
        return text;
    QString filled = QString::fromUtf8(text);
    for (QRegularExpressionMatch match = marks().match(filled); match.hasMatch(); match = marks().match(filled, match.capturedStart())) {
        const QByteArray digits = (match.captured(1) + match.captured(2)).toLatin1();
        const auto known = m_tokens.constFind(digits);
        filled.replace(match.capturedStart(), match.capturedLength(), QString::fromLatin1(known == m_tokens.constEnd() ? opaque(digits) : *known));
    }
    return filled.toUtf8();
}

bool MadeUp::isMark(QByteArrayView text)
{
    return marks().match(QString::fromUtf8(text)).hasMatch();
}

} // namespace keyturn::backend
