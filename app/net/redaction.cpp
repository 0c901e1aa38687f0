// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/redaction.h"

#include "core/json.h"
#include "core/random.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace keyturn::net {

namespace {

constexpr qsizetype maxRecordedBody = 64 * 1024;

/// Parts of names, compared in lower case without separators: `refresh_token`, `refreshToken` and `X-Refresh-Token` are one.
constexpr const char *secretWords[] = {"token",      "secret",    "password",  "passwd",    "passphrase", "authorization",
                                       "cookie",     "assertion", "verifier",  "apikey",    "csrf",       "xsrf",
                                       "credential", "session",   "signature", "challenge", "nonce",      "otp"};
/// Whole names that are too short to be looked for within others.
constexpr const char *secretNames[] = {"code", "state", "pin", "sid", "jwt", "key", "usercode", "devicecode"};
/// Names that hold a word of the above and are no secret.
constexpr const char *openNames[] = {"tokentype", "tokenendpoint", "codechallengemethod", "sessions", "sessionid"};

QByteArray plain(QByteArrayView name)
{
    QByteArray letters;
    for (const char c : name) {
        if (c != '_' && c != '-' && c != '.' && c != ' ')
            letters += c;
    }
    return letters.toLower();
}

/// A JWT, or a long run of base64url: opaque tokens stand under the oddest names.
bool looksLikeToken(const QString &text)
{
    static const QRegularExpression jwt(QStringLiteral("^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*$"));
    static const QRegularExpression opaque(QStringLiteral("^(gh[a-z]_)?[A-Za-z0-9_\\-+/=]{32,}$"));
    return (text.size() > 30 && jwt.match(text).hasMatch()) || opaque.match(text).hasMatch();
}

} // namespace

Redaction::Redaction()
{
    core::SystemRandom random;
    m_key = random.bytes(32);
}

bool Redaction::isSecretName(QByteArrayView name)
{
    const QByteArray letters = plain(name);
    const auto is = [&letters](const char *word) { return letters == word; };
    if (std::any_of(std::begin(openNames), std::end(openNames), is))
        return false;
    return std::any_of(std::begin(secretNames), std::end(secretNames), is)
        || std::any_of(std::begin(secretWords), std::end(secretWords), [&letters](const char *word) { return letters.contains(word); });
}

QByteArray Redaction::mark(QByteArrayView secret) const
{
    const QByteArray digest = QMessageAuthenticationCode::hash(secret.toByteArray(), m_key, QCryptographicHash::Sha256);
    return "<secret #" + digest.left(4).toHex() + '>';
}

QByteArray Redaction::header(const QByteArray &name, const QByteArray &value) const
{
    if (isSecretName(name))
        return mark(value);
    // An address in a header (Location, Referer) carries codes and states as well.
    if (value.contains("://"))
        return url(QUrl::fromEncoded(value)).toEncoded();
    return value;
}

QUrl Redaction::url(const QUrl &given) const
{
    QUrl url = given.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
    if (url.hasQuery())
        url.setQuery(QString::fromLatin1(form(given.query(QUrl::FullyEncoded).toLatin1())));
    return url;
}

QByteArray Redaction::form(QByteArrayView bytes) const
{
    QByteArrayList pairs;
    for (const QByteArray &pair : bytes.toByteArray().split('&')) {
        const qsizetype equals = pair.indexOf('=');
        const QByteArray name = pair.left(equals < 0 ? pair.size() : equals);
        const QByteArray value = equals < 0 ? QByteArray() : pair.mid(equals + 1);
        const QByteArray decoded = QByteArray::fromPercentEncoding(value);
        const bool secret = isSecretName(QByteArray::fromPercentEncoding(name)) || looksLikeToken(QString::fromUtf8(decoded));
        pairs += equals < 0 ? (looksLikeToken(QString::fromUtf8(name)) ? mark(name) : name) : name + '=' + (secret ? mark(decoded) : value);
    }
    return pairs.join('&');
}

QJsonValue Redaction::value(const QJsonValue &given, const QString &name) const
{
    if (given.isObject()) {
        QJsonObject object;
        const QJsonObject from = given.toObject();
        for (auto it = from.begin(); it != from.end(); ++it)
            object.insert(it.key(), value(it.value(), it.key()));
        return object;
    }
    if (given.isArray()) {
        QJsonArray array;
        for (const QJsonValue &item : given.toArray())
            array.append(value(item, name));
        return array;
    }
    const QString text = given.toVariant().toString();
    if (text.isEmpty() || given.isBool())
        return given;
    const bool secret = isSecretName(name.toUtf8()) || looksLikeToken(text);
    return secret ? QJsonValue(QString::fromLatin1(mark(text.toUtf8()))) : given;
}

QByteArray Redaction::body(const QByteArray &contentType, QByteArrayView bytes) const
{
    if (bytes.isEmpty())
        return {};
    const QByteArray type = contentType.split(';').first().trimmed().toLower();
    if (type == "application/json" || type.endsWith("+json")) {
        const core::Result<QJsonDocument> document = core::parseJson(bytes, maxRecordedBody);
        if (document.ok()) {
            const QJsonValue whole = document->isArray() ? QJsonValue(document->array()) : QJsonValue(document->object());
            const QJsonValue redacted = value(whole, {});
            return (redacted.isArray() ? QJsonDocument(redacted.toArray()) : QJsonDocument(redacted.toObject())).toJson(QJsonDocument::Compact);
        }
    }
    if (type == "application/x-www-form-urlencoded" && bytes.size() <= maxRecordedBody)
        return form(bytes);
    return '<' + QByteArray::number(bytes.size()) + " bytes" + (type.isEmpty() ? QByteArray() : " of " + type) + '>';
}

} // namespace keyturn::net
