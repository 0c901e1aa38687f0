// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilechecks.h"

#include <QRegularExpression>

#include <algorithm>

namespace keyturn::model {

namespace {

bool matches(const QString &text, const QString &pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

/// RFC 9110 §5.6.2 `token`.
bool isToken(const QString &text)
{
    return matches(text, QStringLiteral("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}"));
}

/// Characters that are not seen, or that turn the direction of what stands after them: a label with them can pass for another one.
bool deceives(QChar c)
{
    const char16_t u = c.unicode();
    return c.category() == QChar::Other_Control || (u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069);
}

QString listed(const QStringList &placeholders)
{
    return placeholders.isEmpty() ? QStringLiteral("no placeholder here")
                                  : QStringLiteral("only these placeholders here: {%1}").arg(placeholders.join(QLatin1String("}, {")));
}

} // namespace

QString checkId(const QString &text)
{
    if (matches(text, QStringLiteral("[a-z0-9][a-z0-9._-]{0,63}")))
        return {};
    return QStringLiteral("expected 1 to 64 of a-z, 0-9, '.', '_', '-', a letter or digit first");
}

QString checkLabel(const QString &text)
{
    if (!text.trimmed().isEmpty() && std::none_of(text.cbegin(), text.cend(), deceives))
        return {};
    return QStringLiteral("expected visible text without control characters");
}

bool isLoopback(const QUrl &url)
{
    const QString host = url.host().toLower();
    return host == QLatin1String("localhost") || host == QLatin1String("::1") || matches(host, QStringLiteral("127(\\.[0-9]{1,3}){3}"));
}

QString checkUrl(const QString &text, bool mayHaveQuery)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return QStringLiteral("expected a whole address such as https://auth.example.org");
    if (!url.userInfo().isEmpty() || url.authority().contains(u'@'))
        return QStringLiteral("expected no user name or password in the address; remove what stands before '@'");
    // RFC 8252 §8.3 and RFC 6749 §3.1: plain HTTP never leaves this machine.
    if (url.scheme() != QLatin1String("https") && !(url.scheme() == QLatin1String("http") && isLoopback(url)))
        return QStringLiteral("expected an https address (http only for localhost, 127.0.0.1 and [::1])");
    if (url.hasFragment())
        return QStringLiteral("expected no fragment; remove '#' and what follows");
    if (!mayHaveQuery && url.hasQuery())
        return QStringLiteral("expected no query; remove '?' and what follows");
    return {};
}

QString checkPointer(const QString &text)
{
    // RFC 6901 §3: '~' stands only before 0 or 1.
    if (matches(text, QStringLiteral("(/([^~/]|~[01])*)+")))
        return {};
    return QStringLiteral("expected a JSON Pointer such as /data/accessToken; leave the member out where the answer has no such value");
}

QString checkPlaceholders(const QString &text, const QStringList &placeholders)
{
    static const QRegularExpression placeholder(QStringLiteral("\\{\\{[A-Za-z]+\\}\\}|\\{([A-Za-z]+)(:number)?\\}"));
    for (auto found = placeholder.globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        const QString name = match.captured(1);
        if (name.isEmpty())
            continue; // {{name}} is text
        if (!placeholders.contains(name))
            return QStringLiteral("unknown placeholder {%1}; expected %2; where the text itself is meant, write {{%1}}")
                .arg(name, listed(placeholders));
        if (!match.captured(2).isEmpty())
            return QStringLiteral("expected {%1:number} only as the whole of a text in a JSON body").arg(name);
    }
    for (const QString &name : placeholders) {
        const QRegularExpression open(QStringLiteral("(?<!\\{)\\{%1(?![A-Za-z}:])").arg(name));
        if (open.match(text).hasMatch())
            return QStringLiteral("expected {%1}: its brace is not closed").arg(name);
    }
    return {};
}

QString checkTypedPlaceholders(const QString &text, const QStringList &placeholders)
{
    static const QRegularExpression whole(QStringLiteral("^\\{([A-Za-z]+):number\\}$"));
    const QString name = whole.match(text).captured(1);
    return checkPlaceholders(name.isEmpty() ? text : u'{' + name + u'}', placeholders);
}

QString checkJsonType(const QString &text)
{
    if (matches(text, QStringLiteral("(?i)application/([a-z0-9!#$&^_.-]+\\+)?json(\\s*;[\\x20-\\x7e]*)?")))
        return {};
    return QStringLiteral("expected a media type of JSON, such as application/vnd.api+json");
}

QString checkPath(const QString &text, const QStringList &placeholders)
{
    if (const QString problem = checkPlaceholders(text, placeholders); !problem.isEmpty())
        return problem;
    QString plain = text;
    for (const QString &name : placeholders)
        plain.replace(u'{' + name + u'}', QLatin1String("x"));
    const QString path = plain.section(u'?', 0, 0);
    // RFC 3986 §3.3. A path that starts with "//" names a host, and ".." leaves the base: neither may happen.
    if (!matches(plain, QStringLiteral("/(?!/)([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"))
        || matches(path, QStringLiteral("(.*/)?(\\.|%2[eE]){1,2}(/.*)?")))
        return QStringLiteral("expected a percent-encoded path that starts with one '/' and has no '..', such as /api/auth/login");
    return {};
}

QString checkHeaderName(const QString &text)
{
    static const QStringList ours{QStringLiteral("authorization"),      QStringLiteral("cookie"),     QStringLiteral("host"),
                                  QStringLiteral("content-length"),     QStringLiteral("connection"), QStringLiteral("transfer-encoding"),
                                  QStringLiteral("content-type"),       QStringLiteral("te"),         QStringLiteral("upgrade"),
                                  QStringLiteral("proxy-authorization")};
    if (!isToken(text))
        return QStringLiteral("expected a header name (RFC 9110 token)");
    if (ours.contains(text.toLower()))
        return QStringLiteral("this header is set by Keyturn itself; remove it");
    return {};
}

QString checkEndpointHeaderName(const QString &text)
{
    return text.compare(QLatin1String("content-type"), Qt::CaseInsensitive) == 0 ? QString() : checkHeaderName(text);
}

QString checkToken(const QString &text)
{
    return isToken(text) ? QString() : QStringLiteral("expected a word without spaces (RFC 9110 token)");
}

QString checkErrorCode(const QString &text)
{
    return matches(text, QStringLiteral("[a-z][a-z0-9_]{0,63}")) ? QString() : QStringLiteral("expected a code such as invalid_credentials");
}

QString checkQueryName(const QString &text)
{
    return matches(text, QStringLiteral("[A-Za-z0-9_.\\[\\]-]{1,64}")) ? QString() : QStringLiteral("expected a query parameter's name");
}

QString checkCertificates(const QString &text)
{
    if (matches(text, QStringLiteral("\\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----\\s*)+")))
        return {};
    return QStringLiteral("expected certificates in PEM form, from -----BEGIN CERTIFICATE----- on");
}

QString checkHeaderValue(const QString &text)
{
    if (matches(text, QStringLiteral("[\\x20-\\x7e]*")))
        return {};
    return QStringLiteral("expected printable ASCII characters without a line break");
}

QString checkCookieName(const QString &text)
{
    return isToken(text) ? QString() : QStringLiteral("expected a cookie's name (RFC 6265 token)");
}

QString checkScope(const QString &text)
{
    // RFC 6749 §3.3 `scope-token`.
    if (matches(text, QStringLiteral("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,256}")))
        return {};
    return QStringLiteral("expected one scope without spaces; write each scope as an item of its own");
}

QString checkCallbackPath(const QString &text)
{
    if (matches(text, QStringLiteral("(/[A-Za-z0-9_-]{1,64}){1,4}")))
        return {};
    return QStringLiteral("expected a path such as /callback, of letters, digits, '_' and '-'");
}

QString checkRedirectUri(const QString &text)
{
    // No dot alone, nor two: browsers take such segments out of the path before they ask for it.
    const QString path = QStringLiteral("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]{1,64}){0,8}/?");
    if (!matches(text, QStringLiteral("http://(127\\.0\\.0\\.1|\\[::1\\]|localhost)(:[1-9][0-9]{3,4})?") + path))
        return QStringLiteral("expected an address on this computer such as http://127.0.0.1/callback or http://localhost:8400/callback");
    const QUrl url(text, QUrl::StrictMode); // invalid above 65535
    if (!url.isValid() || url.port(1024) < 1024)
        return QStringLiteral("expected a port from 1024 to 65535, or none");
    return {};
}

QString checkAuthorizationParameter(const QString &text)
{
    static const QStringList ours{
        QStringLiteral("client_id"), QStringLiteral("redirect_uri"), QStringLiteral("response_type"),  QStringLiteral("response_mode"),
        QStringLiteral("state"),     QStringLiteral("scope"),        QStringLiteral("code_challenge"), QStringLiteral("code_challenge_method"),
        QStringLiteral("nonce"),     QStringLiteral("request"),      QStringLiteral("request_uri"),    QStringLiteral("client_secret"),
        QStringLiteral("dpop_jkt")};
    if (!matches(text, QStringLiteral("[A-Za-z0-9_.-]{1,64}")))
        return QStringLiteral("expected a parameter's name of letters, digits, '_', '.', '-'");
    if (ours.contains(text))
        return QStringLiteral("this parameter is set by Keyturn itself; remove it");
    return {};
}

} // namespace keyturn::model
