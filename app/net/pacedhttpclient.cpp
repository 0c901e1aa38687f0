// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/pacedhttpclient.h"

#include "net/ratelimit.h"

namespace keyturn::net {

namespace {

constexpr qsizetype maxPauses = 256; // whoever answers from more paths than this at once is not asking for patience

QString endpointOf(const QUrl &url)
{
    return url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment).toString(QUrl::FullyEncoded);
}

/// Retry-After means a pause only where nothing was done (RFC 9110 §10.2.3, RFC 6585 §4); a limit that is used up, after any answer.
std::optional<std::chrono::seconds> pauseAfter(const HttpResponse &response, const QDateTime &now)
{
    if (response.isRateLimited() || response.status >= 500)
        return response.retryAfter(now);
    return exhaustedFor(response, now);
}

} // namespace

std::optional<core::Error> Pauses::standing(const QUrl &url)
{
    const auto found = m_pauses.constFind(endpointOf(url));
    if (found == m_pauses.constEnd())
        return std::nullopt;
    const std::chrono::milliseconds left = found->until - m_clock.monotonic();
    if (left <= std::chrono::milliseconds(0)) {
        m_pauses.erase(found);
        return std::nullopt;
    }
    const bool limited = found->kind == core::ErrorKind::RateLimited;
    return core::Error{found->kind, limited ? QStringLiteral("rate_limited") : QStringLiteral("server_error"),
                       QStringLiteral("not sent: the endpoint asked for a pause"), std::chrono::ceil<std::chrono::seconds>(left)};
}

void Pauses::note(const QUrl &url, const HttpResponse &response)
{
    const QString endpoint = endpointOf(url);
    const std::optional<std::chrono::seconds> pause = pauseAfter(response, m_clock.now());
    if (!pause || *pause <= std::chrono::seconds(0)) {
        m_pauses.remove(endpoint);
        return;
    }
    const std::chrono::milliseconds now = m_clock.monotonic();
    if (m_pauses.size() >= maxPauses)
        m_pauses.removeIf([now](const auto &entry) { return entry.value().until <= now; });
    if (m_pauses.size() >= maxPauses)
        return;
    const bool down = response.status >= 500;
    m_pauses.insert(endpoint, {now + *pause, down ? core::ErrorKind::Offline : core::ErrorKind::RateLimited});
}

core::Async<HttpResponse> PacedHttpClient::send(HttpRequest request)
{
    const QUrl url = request.url;
    if (!request.cannotWait) {
        if (const std::optional<core::Error> error = m_pauses.standing(url))
            return core::ready<HttpResponse>(*error);
    }
    return core::chain(m_http.send(std::move(request)), this, [this, url](HttpResponse response) -> core::Result<HttpResponse> {
        m_pauses.note(url, response);
        return response;
    });
}

} // namespace keyturn::net
