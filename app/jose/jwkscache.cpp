// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/jwkscache.h"

#include <algorithm>

namespace keyturn::jose {

namespace {

/// A kid that nobody knows must not make us ask at every token (FAULTS 88): once a minute the provider may have rotated.
constexpr std::chrono::minutes betweenFetches{1};
constexpr std::chrono::hours longestAge{1};

bool holds(const Jwks &set, const QString &keyId)
{
    return keyId.isEmpty() || std::any_of(set.keys.begin(), set.keys.end(), [&keyId](const QJsonObject &key) {
               return key.value(QStringLiteral("kid")).toString() == keyId;
           });
}

} // namespace

JwksCache::JwksCache(core::Clock &clock, net::HttpClient &http, QObject *parent) : QObject(parent), m_clock(clock), m_http(http) { }

std::optional<core::Async<Jwks>> JwksCache::cached(const QUrl &url, std::chrono::milliseconds age) const
{
    const Entry entry = m_entries.value(url);
    if (entry.running && !entry.running->isFinished())
        return entry.running;
    if (entry.keys && m_clock.monotonic() - entry.fetchedAt < age)
        return core::ready<Jwks>(*entry.keys);
    return std::nullopt;
}

core::Async<Jwks> JwksCache::fetch(const QUrl &url, const QString &keyId)
{
    const std::optional<Jwks> known = m_entries.value(url).keys;
    const std::optional<core::Async<Jwks>> answer = cached(url, known && holds(*known, keyId) ? longestAge : betweenFetches);
    return answer ? *answer : fetchNow(url);
}

core::Async<Jwks> JwksCache::fetchAnew(const QUrl &url)
{
    const std::optional<core::Async<Jwks>> answer = cached(url, betweenFetches);
    return answer ? *answer : fetchNow(url);
}

core::Result<Jwks> JwksCache::read(const net::HttpResponse &response) const
{
    const QString detail = QStringLiteral("status %1").arg(response.status);
    if (response.isRateLimited())
        return core::Error{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), detail, response.retryAfter(m_clock.now())};
    if (response.status >= 500)
        return core::Error{core::ErrorKind::Offline, QStringLiteral("jwks_invalid"), detail, response.retryAfter(m_clock.now())};
    if (response.status != 200)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("jwks_invalid"), detail};
    // RFC 7517 §8.5.2. A page, or what somebody may upload there, is no set of keys, whatever can be read in it.
    if (!response.isJson())
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("jwks_invalid"), QStringLiteral("it is not JSON by its type")};
    return readJwks(response.body.reveal());
}

core::Async<Jwks> JwksCache::fetchNow(const QUrl &url)
{
    net::HttpRequest request;
    request.url = url;
    request.headers = {{"Accept", "application/jwk-set+json, application/json"}};
    request.maxBodyBytes = maxJwksBytes;
    request.purpose = QStringLiteral("jwks");
    const core::Async<Jwks> answer =
        core::inStep(QStringLiteral("jwks"), core::chain(m_http.send(std::move(request)), this, [this, url](const net::HttpResponse &response) {
                         core::Result<Jwks> keys = read(response);
                         if (keys.ok()) {
                             m_entries[url].keys = *keys;
                             m_entries[url].fetchedAt = m_clock.monotonic();
                         }
                         return keys;
                     }));
    m_entries[url].running = answer;
    core::whenDone(answer, this, [this, url](const core::Result<Jwks> &) { m_entries[url].running.reset(); });
    return answer;
}

} // namespace keyturn::jose
