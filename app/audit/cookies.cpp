// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/cookies.h"

#include "backendapi/tokenrequest.h"

#include <algorithm>
#include <array>

namespace keyturn::audit {

namespace {

/// Name and value around the first equals sign, without the white space at their ends.
std::pair<QByteArray, QByteArray> pairOf(const QByteArray &part)
{
    const qsizetype equals = part.indexOf('=');
    return equals < 0 ? std::pair(part.trimmed(), QByteArray()) : std::pair(part.left(equals).trimmed(), part.mid(equals + 1).trimmed());
}

/// nullopt where the cookie is taken back, or is none.
std::optional<GivenCookie> cookieOf(const QByteArray &field)
{
    const QByteArrayList parts = field.split(';');
    const auto [name, content] = pairOf(parts.first());
    if (name.isEmpty() || content.isEmpty())
        return std::nullopt;
    GivenCookie cookie{name};
    for (const QByteArray &part : parts.mid(1)) {
        const auto [spelt, value] = pairOf(part);
        const QByteArray attribute = spelt.toLower();
        if (attribute == "secure") {
            cookie.secure = true;
        } else if (attribute == "httponly") {
            cookie.httpOnly = true;
        } else if (attribute == "samesite") {
            cookie.sameSite = value.toLower();
        } else if (attribute == "path") {
            cookie.path = value.startsWith('/') ? value : QByteArray(); // RFC 6265 §5.2.4
        } else if (attribute == "domain") {
            cookie.domain = (value.startsWith('.') ? value.mid(1) : value).toLower(); // RFC 6265 §5.2.3
        } else if (attribute == "max-age") {
            bool isNumber = false;
            if (value.toLongLong(&isNumber) <= 0 && isNumber)
                return std::nullopt;
        }
    }
    return cookie;
}

} // namespace

QList<GivenCookie> givenCookies(const Answer &answer)
{
    QList<GivenCookie> cookies;
    for (const QByteArray &field : answer.headers("Set-Cookie")) {
        if (const std::optional<GivenCookie> cookie = cookieOf(field))
            cookies.append(*cookie);
    }
    return cookies;
}

bool isSessionCookie(const model::BackendProfile &profile, const QByteArray &name)
{
    if (profile.access.cookieNames().contains(name) || backendapi::refreshCookie(profile) == name)
        return true;
    if (profile.password && profile.password->tokens.accessToken == model::ValuePlace::cookie(QString::fromLatin1(name)))
        return true;
    const QByteArray lower = name.toLower();
    const auto isPart = [&lower](const char *word) { return lower.contains(word); };
    static constexpr std::array forForms{"csrf", "xsrf"};
    static constexpr std::array forSessions{"sess", "sid", "token", "auth", "jwt"};
    return std::none_of(forForms.begin(), forForms.end(), isPart) && std::any_of(forSessions.begin(), forSessions.end(), isPart);
}

bool pathMatches(const QByteArray &cookiePath, const QByteArray &path)
{
    return path == cookiePath || (path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path.at(cookiePath.size()) == '/'));
}

} // namespace keyturn::audit
