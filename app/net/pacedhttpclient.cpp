// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/pacedhttpclient.h"

#include "net/ratelimit.h"

namespace keyturn::net {

namespace {

constexpr qsizetype maxPauses = 512; // whoever answers from more places than this at once is not asking for patience

QString pathKey(const QUrl &url)
{
    return url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment).toString(QUrl::FullyEncoded);
}

/// A space stands in no address: it tells the key of all requests of a purpose at a host from that of one path.
bool isOfOnePath(const QString &key)
{
    return !key.contains(u' ');
}

QStringList keysOf(const QUrl &url, const QString &purpose)
{
    QStringList keys{pathKey(url)};
    if (!purpose.isEmpty())
        keys += url.adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment).toString(QUrl::FullyEncoded) + u' '
            + purpose;
    return keys;
}

/// Retry-After means a pause only where nothing was done (RFC 9110 §10.2.3, RFC 6585 §4); a limit that is used up, after any answer.
std::optional<std::chrono::seconds> pauseAfter(const HttpResponse &response, const QDateTime &now)
{
    if (response.isRateLimited() || response.status >= 500)
        return response.retryAfter(now);
    return exhaustedFor(response, now);
}

} // namespace

std::optional<core::Error> Pauses::standing(const QUrl &url, const QString &purpose)
{
    const std::chrono::milliseconds now = m_clock.monotonic();
    std::optional<Pause> longest;
    for (const QString &key : keysOf(url, purpose)) {
        const auto found = m_pauses.constFind(key);
        if (found == m_pauses.constEnd())
            continue;
        if (found->until <= now)
            m_pauses.erase(found);
        else if (!longest || longest->until < found->until)
            longest = *found;
    }
    if (!longest)
        return std::nullopt;
    const bool limited = longest->kind == core::ErrorKind::RateLimited;
    return core::Error{longest->kind, limited ? QStringLiteral("rate_limited") : QStringLiteral("server_error"),
                       QStringLiteral("not sent: the host asked for a pause"), std::chrono::ceil<std::chrono::seconds>(longest->until - now)};
}

void Pauses::note(const QUrl &url, const QString &purpose, std::chrono::milliseconds sentAt, const HttpResponse &response)
{
    const std::optional<std::chrono::seconds> asked = pauseAfter(response, m_clock.now());
    std::optional<Pause> pause;
    if (asked && *asked > std::chrono::seconds(0)) {
        const std::chrono::milliseconds now = m_clock.monotonic();
        pause = Pause{now + *asked, now, response.status >= 500 ? core::ErrorKind::Offline : core::ErrorKind::RateLimited};
    }
    for (const QString &key : keysOf(url, purpose))
        take(key, sentAt, pause);
}

void Pauses::take(const QString &key, std::chrono::milliseconds sentAt, const std::optional<Pause> &pause)
{
    const auto standing = m_pauses.constFind(key);
    const bool isOlderNews = standing != m_pauses.constEnd() && sentAt < standing->since;
    if (isOlderNews && (!pause || pause->until <= standing->until))
        return;
    if (!pause) {
        m_pauses.remove(key);
        return;
    }
    if (standing == m_pauses.constEnd())
        makeRoom();
    m_pauses.insert(key, *pause);
}

void Pauses::makeRoom()
{
    if (m_pauses.size() < maxPauses)
        return;
    m_pauses.removeIf([now = m_clock.monotonic()](const auto &entry) { return entry.value().until <= now; });
    if (m_pauses.size() < maxPauses)
        return;
    // What holds for one path alone does the least good, else a host with many of them would push out others' pauses; and what ends soonest.
    auto first = m_pauses.begin();
    for (auto it = m_pauses.begin(); it != m_pauses.end(); ++it) {
        const bool oneOfBoth = isOfOnePath(it.key()) == isOfOnePath(first.key());
        if (oneOfBoth ? it->until < first->until : isOfOnePath(it.key()))
            first = it;
    }
    m_pauses.erase(first);
}

core::Async<HttpResponse> PacedHttpClient::send(HttpRequest request)
{
    if (!request.cannotWait) {
        if (const std::optional<core::Error> error = m_pauses.standing(request.url, request.purpose))
            return core::ready<HttpResponse>(*error);
    }
    const QUrl url = request.url;
    const QString purpose = request.purpose;
    const std::chrono::milliseconds sentAt = m_pauses.now();
    return core::chain(m_http.send(std::move(request)), this, [this, url, purpose, sentAt](HttpResponse response) -> core::Result<HttpResponse> {
        m_pauses.note(url, purpose, sentAt, response);
        return response;
    });
}

} // namespace keyturn::net
