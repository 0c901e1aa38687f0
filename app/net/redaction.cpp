// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/redaction.h"

#include "core/json.h"
#include "core/random.h"
#include "net/secretshapes.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace keyturn::net {

namespace {

/// Headers whose value is an address, possibly a relative one: they carry codes and states as well.
bool isAddressHeader(const QByteArray &name)
{
    static constexpr const char *addresses[] = {"Location", "Content-Location", "Referer"};
    return std::any_of(std::begin(addresses), std::end(addresses),
                       [&name](const char *word) { return name.compare(word, Qt::CaseInsensitive) == 0; });
}

/// Ids that a server's operator asks for; as long as a token, and made to be told.
bool isTraceHeader(const QByteArray &name)
{
    static constexpr const char *traces[] = {"X-Request-Id", "Request-Id", "X-Correlation-Id", "Traceparent", "ETag"};
    return std::any_of(std::begin(traces), std::end(traces), [&name](const char *word) { return name.compare(word, Qt::CaseInsensitive) == 0; });
}

/// Names and values by `=` and `&` alone (URL Standard §5.1), or marks in their place; what is not encoded is no form, and nothing can be told of it.
bool isForm(QByteArrayView bytes)
{
    constexpr QByteArrayView neverInOne("{}\"\\^`");
    const auto isFit = [&neverInOne](char c) { return c >= ' ' && c < 0x7f && !neverInOne.contains(c); };
    if (!std::all_of(bytes.begin(), bytes.end(), isFit))
        return false;
    const QByteArrayList pairs = bytes.toByteArray().split('&');
    return std::all_of(pairs.cbegin(), pairs.cend(), [](const QByteArray &pair) { return pair.indexOf('=') > 0 && !pair.startsWith(' '); });
}

} // namespace

Redaction::Redaction(QByteArray tokenKey) : m_tokenKey(std::move(tokenKey))
{
    core::SystemRandom random;
    m_key = random.bytes(32);
}

Redaction Redaction::knowing(const QList<core::Secret> &secrets, const QList<core::Secret> &tokens) const
{
    Redaction redaction = *this;
    redaction.m_chosen += secrets;
    for (const core::Secret &secret : secrets + tokens) {
        if (!secret.isEmpty())
            redaction.m_known.append(secret);
    }
    std::stable_sort(redaction.m_known.begin(), redaction.m_known.end(),
                     [](const core::Secret &a, const core::Secret &b) { return a.size() > b.size(); });
    return redaction;
}

QByteArray Redaction::mark(QByteArrayView secret) const
{
    return markUnder(m_key, secret);
}

QByteArray Redaction::markToken(QByteArrayView secret) const
{
    const QString text = QString::fromLatin1(secret);
    return markUnder(m_tokenKey.isEmpty() || isChosen(text) || !isTooLongToGuess(text) ? m_key : m_tokenKey, secret);
}

QByteArray Redaction::markNamed(QByteArrayView name, QByteArrayView secret) const
{
    return isTokenName(name) ? markToken(secret) : mark(secret);
}

QByteArray Redaction::markUnder(const QByteArray &key, QByteArrayView secret) const
{
    static const QRegularExpression marked(QStringLiteral("^<secret #[0-9a-f]{8}>$"));
    if (marked.match(QString::fromLatin1(secret)).hasMatch())
        return secret.toByteArray();
    return "<secret #" + QMessageAuthenticationCode::hash(secret.toByteArray(), key, QCryptographicHash::Sha256).left(4).toHex() + '>';
}

QByteArray Redaction::header(const QByteArray &name, const QByteArray &value) const
{
    const auto is = [&name](const char *word) { return name.compare(word, Qt::CaseInsensitive) == 0; };
    if (is("Cookie") || is("Set-Cookie"))
        return cookies(value, is("Set-Cookie"));
    if (isSecretName(name))
        return credentials(value);
    if (isAddressHeader(name))
        return address(value, 0);
    // A long one has the shape of a token.
    static const QRegularExpression mediaType(QStringLiteral("^(application|text|image|multipart|message)/[a-z0-9.+-]+$"));
    if (isTraceHeader(name) || (is("Content-Type") && mediaType.match(QString::fromLatin1(value)).hasMatch()))
        return value;
    const QString given = QString::fromUtf8(value);
    const QString redacted = text(given);
    return redacted == given ? value : redacted.toUtf8();
}

/// The scheme (RFC 9110 §11.4) stays, so that the token behind it has the mark that it has elsewhere.
QByteArray Redaction::credentials(const QByteArray &value) const
{
    static const QRegularExpression schemes(QStringLiteral("^(Bearer|DPoP|Basic|Token) +(.+)$"), QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = schemes.match(QString::fromLatin1(value));
    if (!match.hasMatch())
        return mark(value);
    const QByteArray scheme = match.captured(1).toLatin1();
    const QByteArray secret = match.captured(2).toLatin1();
    return scheme + ' ' + (scheme.toLower() == "basic" ? mark(secret) : markToken(secret)); // which holds a password
}

/// Names and attributes (RFC 6265 §4) stay; every value goes.
QByteArray Redaction::cookies(const QByteArray &value, bool isSet) const
{
    if (isSet && value.contains('\n')) { // several fields in one, as browsers export them
        QByteArrayList lines = value.split('\n');
        for (QByteArray &line : lines)
            line = cookies(line, true);
        return lines.join('\n');
    }
    QByteArrayList parts = value.split(';');
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QByteArray part = parts[i].trimmed();
        const qsizetype equals = part.indexOf('=');
        const QByteArray name = part.left(std::max<qsizetype>(equals, 0));
        if (isSet && i > 0)
            parts[i] = text(QString::fromUtf8(part)).toUtf8();
        else if (equals > 0)
            parts[i] = (looksLikeToken(QString::fromUtf8(name)) ? mark(name) : name) + '=' + markNamed(name, part.mid(equals + 1));
        else
            parts[i] = part.isEmpty() ? part : mark(part);
    }
    return parts.join("; ");
}

QUrl Redaction::url(const QUrl &given) const
{
    return QUrl::fromEncoded(address(given.toEncoded(), 0));
}

QByteArray Redaction::address(const QByteArray &value, int depth) const
{
    const QUrl given = QUrl::fromEncoded(value, QUrl::StrictMode);
    if (!given.isValid())
        return value.isEmpty() ? value : mark(value);
    QUrl url = given.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
    url.setPath(path(given.path(QUrl::FullyEncoded)), QUrl::StrictMode);
    if (url.hasQuery()) {
        QByteArray query = form(given.query(QUrl::FullyEncoded).toLatin1(), depth + 1);
        url.setQuery(QString::fromLatin1(query));
    }
    return url.toEncoded();
}

QString Redaction::path(const QString &path) const
{
    QStringList segments = path.split(u'/');
    for (QString &segment : segments) {
        const QString decoded = QUrl::fromPercentEncoding(segment.toLatin1());
        if (isKnown(decoded) || (looksLikeToken(decoded) && !looksLikeUuid(decoded)))
            segment = QString::fromLatin1(mark(decoded.toUtf8()).toPercentEncoding());
    }
    return segments.join(u'/');
}

QByteArray Redaction::form(QByteArrayView bytes, int depth) const
{
    QByteArrayList pairs = bytes.toByteArray().split('&');
    for (QByteArray &pair : pairs)
        pair = parameter(pair, depth);
    return pairs.join('&');
}

QByteArray Redaction::parameter(const QByteArray &pair, int depth) const
{
    const qsizetype equals = pair.indexOf('=');
    const QByteArray name = pair.left(equals < 0 ? pair.size() : equals);
    const QString decodedName = QString::fromUtf8(QByteArray::fromPercentEncoding(name));
    const QByteArray shownName = looksLikeToken(decodedName) || isKnown(decodedName) ? mark(name) : name;
    if (equals < 0)
        return shownName;
    const QByteArray value = pair.mid(equals + 1);
    QByteArray spaced = value;
    const QByteArray decoded = QByteArray::fromPercentEncoding(spaced.replace('+', "%20"));
    if (isSecretName(decodedName.toUtf8()))
        return shownName + '=' + markNamed(decodedName.toUtf8(), decoded);
    const QString given = QString::fromUtf8(decoded);
    const QString redacted = unpacked(given, depth + 1);
    return shownName + '=' + (redacted == given ? value : redacted.toUtf8().toPercentEncoding("<># "));
}

namespace {

/// `"code":"invalid_grant"` beside a message, or within an error: what went wrong, and no authorization code.
bool isErrorCode(const QString &name, const QJsonValue &given, bool isAboutError)
{
    static const QRegularExpression word(QStringLiteral("\\A[a-z]+(_[a-z]+)+\\z"));
    return isAboutError && name == QLatin1String("code") && (given.isDouble() || word.match(given.toString()).hasMatch());
}

} // namespace

QJsonValue Redaction::value(const QJsonValue &given, const QString &name, bool withinSecret, int depth) const
{
    // What stands below a secret's name is the secret, in whatever pieces; a session is a record, whose members are called by their own names.
    const bool secret = withinSecret || isSecretName(name.toUtf8());
    if (given.isObject()) {
        QJsonObject object;
        const QJsonObject from = given.toObject();
        const bool isAboutError = name == QLatin1String("error") || name == QLatin1String("errors") || from.contains(QLatin1String("message"));
        const bool isRecord = name.compare(QLatin1String("session"), Qt::CaseInsensitive) == 0;
        for (auto it = from.begin(); it != from.end(); ++it)
            object.insert(looksLikeToken(it.key()) || isKnown(it.key()) ? QString::fromLatin1(mark(it.key().toUtf8())) : it.key(),
                          isErrorCode(it.key(), it.value(), isAboutError && !secret)
                              ? it.value()
                              : value(it.value(), it.key(), isRecord ? withinSecret : secret, depth));
        return object;
    }
    if (given.isArray()) {
        QJsonArray array;
        for (const QJsonValue &item : given.toArray())
            array.append(value(item, name, withinSecret, depth));
        return array;
    }
    const QString text = given.toVariant().toString();
    if (text.isEmpty() || given.isBool())
        return given;
    if (secret || isKnown(text))
        return QString::fromLatin1(markNamed(name.toUtf8(), text.toUtf8()));
    return given.isString() ? QJsonValue(unpacked(text, depth + 1)) : given;
}

QByteArray Redaction::json(const QJsonDocument &document, int depth) const
{
    const QJsonValue whole = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    const QJsonValue redacted = value(whole, {}, false, depth);
    return (redacted.isArray() ? QJsonDocument(redacted.toArray()) : QJsonDocument(redacted.toObject())).toJson(QJsonDocument::Compact);
}

QByteArray Redaction::body(const QByteArray &contentType, QByteArrayView bytes) const
{
    static const QRegularExpression untold(QStringLiteral("^<\\d+ bytes( of [^<>\\s]+)?>$"));
    constexpr qsizetype longestMark = 200;
    if (bytes.isEmpty() || (bytes.size() <= longestMark && untold.match(QString::fromLatin1(bytes)).hasMatch()))
        return bytes.toByteArray();
    const QByteArray type = contentType.split(';').first().trimmed().toLower();
    // Whoever calls JSON a form, as curl does by itself, gets it told as what it is.
    if (type == "application/json" || type.endsWith("+json") || beginsLikeJson(QString::fromUtf8(bytes.first(std::min(bytes.size(), longestMark))))) {
        const core::Result<QJsonDocument> document = core::parseJson(bytes, mostRedacted);
        return document.ok() ? json(*document, 0) : sizeAlone(contentType, bytes.size());
    }
    if (type == "application/x-www-form-urlencoded" && bytes.size() <= mostRedacted && isForm(bytes))
        return form(bytes, 0);
    return sizeAlone(contentType, bytes.size());
}

QByteArray Redaction::sizeAlone(const QByteArray &contentType, qint64 bytes)
{
    const QByteArray type = contentType.split(';').first().trimmed().toLower();
    return '<' + QByteArray::number(bytes) + " bytes" + (type.isEmpty() ? QByteArray() : " of " + type) + '>';
}

} // namespace keyturn::net
