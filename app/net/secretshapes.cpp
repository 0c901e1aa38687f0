// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/secretshapes.h"

#include <QByteArray>
#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace keyturn::net {

namespace {

/// Parts of names, in lower case without separators.
constexpr const char *secretWords[] = {"token",     "secret",    "password", "passwd", "passphrase", "authorization", "cookie",
                                       "assertion", "verifier",  "apikey",   "csrf",   "xsrf",       "credential",    "session",
                                       "signature", "challenge", "nonce",    "otp",    "passcode",   "sessid",        "ticket"};
/// How names of secrets end.
constexpr const char *secretEndings[] = {"key", "pass", "cvv", "cvc"};
/// Whole names that are too short to be looked for within others.
constexpr const char *secretNames[] = {"state", "pin", "sid", "jwt", "pwd", "pw", "auth", "xauth"};
/// Names that hold a word of the above and are no secret.
constexpr const char *openNames[] = {"tokentype",  "tokentypehint", "codechallengemethod", "sessions",       "sessionid", "publickey", "primarykey",
                                     "foreignkey", "sortkey",       "partitionkey",        "idempotencykey", "cachekey",  "bypass",    "compass"};
/// What is called a code and is none that lets anybody in; any other is: recovery codes, codes by mail and by SMS.
constexpr const char *openCodes[] = {"statuscode", "errorcode",  "countrycode", "languagecode", "localecode", "currencycode",
                                     "zipcode",    "postalcode", "postcode",    "reasoncode",   "exitcode",   "responsecode"};
/// How names end that speak of a secret without giving it: discovery documents, lifetimes.
constexpr const char *openEndings[] = {"endpoint", "supported", "expiresin", "expiresat", "expiry", "lifetime"};

QByteArray plain(QByteArrayView name)
{
    QByteArray letters;
    for (const char c : name) {
        if (c != '_' && c != '-' && c != '.' && c != ' ')
            letters += c;
    }
    return letters.toLower();
}

bool isSecretWord(const QByteArray &name)
{
    const QByteArray letters = plain(name);
    const auto is = [&letters](const char *word) { return letters == word; };
    const auto holds = [&letters](const char *word) { return letters.contains(word); };
    const auto ends = [&letters](const char *word) { return letters.endsWith(word); };
    if (std::any_of(std::begin(openNames), std::end(openNames), is) || std::any_of(std::begin(openEndings), std::end(openEndings), ends))
        return false;
    const bool isCode = ends("code") || ends("codes");
    if (isCode && std::none_of(std::begin(openCodes), std::end(openCodes), is))
        return true;
    return std::any_of(std::begin(secretNames), std::end(secretNames), is) || std::any_of(std::begin(secretWords), std::end(secretWords), holds)
        || std::any_of(std::begin(secretEndings), std::end(secretEndings), ends);
}

} // namespace

bool isSecretName(QByteArrayView name)
{
    // Forms write a tree as `user[credentials][code]`.
    QByteArray steps = name.toByteArray();
    const QByteArrayList words = steps.replace(']', "").split('[');
    return std::any_of(words.begin(), words.end(), isSecretWord);
}

bool isTokenName(QByteArrayView name)
{
    const QByteArray letters = plain(name);
    for (const char *chosen : {"pass", "pwd", "pin", "secret", "code"}) {
        if (letters.contains(chosen))
            return false;
    }
    return letters.endsWith("token") || letters.endsWith("jwt") || letters.endsWith("sid") || letters.endsWith("session");
}

bool holdsPrivateKey(const QString &text)
{
    static const QRegularExpression pem(QStringLiteral("-----BEGIN [A-Z ]*PRIVATE KEY-----"));
    return pem.match(text).hasMatch();
}

bool looksLikeToken(const QString &text)
{
    static const QRegularExpression jwt(QStringLiteral("^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*$"));
    static const QRegularExpression opaque(QStringLiteral("^(gh[a-z]_)?[A-Za-z0-9_\\-+/=|~]{32,}$"));
    return (text.size() > 30 && jwt.match(text).hasMatch()) || opaque.match(text).hasMatch();
}

bool isTooLongToGuess(const QString &text)
{
    static const QRegularExpression token(QStringLiteral("\\AeyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{16,}\\z"));
    static const QRegularExpression lot(QStringLiteral("\\A(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[A-Za-z0-9._~+/=-]{32,}\\z"));
    static const QRegularExpression hex(QStringLiteral("\\A(?=.*[a-f])(?=.*[0-9])[0-9a-f]{32,}\\z"));
    return token.match(text).hasMatch() || lot.match(text).hasMatch() || hex.match(text).hasMatch();
}

bool looksLikeUuid(const QString &text)
{
    static const QRegularExpression uuid(QStringLiteral("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"));
    return uuid.match(text).hasMatch();
}

} // namespace keyturn::net
