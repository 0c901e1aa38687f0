// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/session/csrftoken.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

namespace keyturn::backend {

namespace {

constexpr qsizetype randomBytes = 16;

core::Secret signedText(const QByteArray &number, const core::Secret &sessionCookie)
{
    const QByteArray mac = QMessageAuthenticationCode::hash("csrf " + number, sessionCookie.reveal().toByteArray(), QCryptographicHash::Sha256);
    return core::Secret(number + '.' + mac.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace

QByteArray newCsrfToken(core::Random &random, const core::Secret &sessionCookie)
{
    return signedText(core::randomToken(random, randomBytes), sessionCookie).reveal().toByteArray();
}

bool isCsrfToken(const QByteArray &token, const core::Secret &sessionCookie)
{
    const qsizetype dot = token.indexOf('.');
    return dot > 0 && !sessionCookie.isEmpty() && signedText(token.left(dot), sessionCookie) == core::Secret(token);
}

} // namespace keyturn::backend
