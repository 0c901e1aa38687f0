// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/codeexchange.h"

#include "backend/opaquetoken.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace keyturn::backend {

using Problem = CodeExchange::Problem;

bool verifies(const QString &verifier, const QString &challenge)
{
    static const QRegularExpression wellFormed(QRegularExpression::anchoredPattern(QStringLiteral("[A-Za-z0-9._~-]{43,128}")));
    if (!wellFormed.match(verifier).hasMatch())
        return false;
    const QByteArray derived = QCryptographicHash::hash(verifier.toLatin1(), QCryptographicHash::Sha256)
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    return core::Secret(derived) == core::Secret::fromText(challenge);
}

core::Result<CodeExchange> exchangeCode(ProviderStore &store, const QString &provider, const FormData &form, Instant now)
{
    const auto redeemed = store.redeemCode(provider, hashOf(core::Secret::fromText(form.value(QStringLiteral("code")))), now);
    if (!redeemed.ok())
        return redeemed.error();
    if (!*redeemed)
        return CodeExchange{Problem::BadCode, std::nullopt};
    if ((*redeemed)->grant.clientId != form.value(QStringLiteral("client_id")))
        return CodeExchange{Problem::BadCode, std::nullopt};
    const AuthorizationCode &code = (*redeemed)->code;
    if (form.value(QStringLiteral("redirect_uri")) != code.redirectUri)
        return CodeExchange{Problem::RedirectMismatch, std::nullopt};
    if (!verifies(form.value(QStringLiteral("code_verifier")), code.challenge))
        return CodeExchange{Problem::BadVerifier, std::nullopt};
    return CodeExchange{Problem::None, *redeemed};
}

QString displayName(const QString &email)
{
    static const QRegularExpression separators(QStringLiteral("[._+-]+"));
    QStringList words = email.section(u'@', 0, 0).split(separators, Qt::SkipEmptyParts);
    for (QString &word : words)
        word[0] = word[0].toUpper();
    return words.join(u' ');
}

bool isVerified(const QString &email)
{
    return !email.startsWith(QLatin1String("unverified."));
}

} // namespace keyturn::backend
