// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/totp.h"

#include "backend/care/typedcode.h"

#include <QUrl>

#include <algorithm>
#include <liboath/oath.h>

namespace keyturn::backend::totp {

namespace {

constexpr qsizetype secretBytes = 20;
constexpr unsigned stepSeconds = 30;
constexpr std::size_t window = 1;
constexpr qsizetype digits = 6;

} // namespace

QByteArray newSecret(core::Random &random)
{
    return random.bytes(secretBytes);
}

bool isCode(const QString &text)
{
    return text.size() == digits && std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

std::optional<qint64> stepOf(const QByteArray &secret, const QString &code, Instant now)
{
    static const bool ready = oath_init() == OATH_OK;
    if (!ready || !isCode(code) || secret.isEmpty())
        return std::nullopt;
    int position = 0;
    const qint64 seconds = numericDate(now);
    const int found = oath_totp_validate2(secret.constData(), static_cast<std::size_t>(secret.size()), static_cast<time_t>(seconds), stepSeconds, 0,
                                          window, &position, code.toLatin1().constData());
    if (found < 0)
        return std::nullopt;
    return seconds / stepSeconds + position;
}

QString otpauthAddress(const QByteArray &secret, const QString &email)
{
    return QStringLiteral("otpauth://totp/Keyturn:%1?secret=%2&issuer=Keyturn&algorithm=SHA1&digits=6&period=30")
        .arg(QString::fromLatin1(QUrl::toPercentEncoding(email)), QString::fromLatin1(base32(secret)));
}

} // namespace keyturn::backend::totp
