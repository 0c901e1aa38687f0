// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "jose/jwks.h"

#include <QHash>
#include <QObject>

#include <optional>

namespace keyturn::jose {

/// Key sets by address, fetched when first asked for, and again when a `kid` is not among them or they are an hour old, so that a key that was
/// withdrawn does not serve on; at most once a minute per address. Errors: those of HttpClient and readJwks(); Offline `jwks_invalid` for 5xx;
/// RateLimited; all of the step `jwks`.
class JwksCache : public QObject
{
    Q_OBJECT
public:
    JwksCache(core::Clock &clock, net::HttpClient &http, QObject *parent = nullptr);
    /// The set at @p url that holds @p keyId where the provider has it; with an empty @p keyId whatever is cached serves.
    [[nodiscard]] core::Async<Jwks> fetch(const QUrl &url, const QString &keyId);
    /// For when a signature does not hold by the cached keys: a provider may change a key without another `kid`.
    [[nodiscard]] core::Async<Jwks> fetchAnew(const QUrl &url);

private:
    struct Entry {
        std::optional<Jwks> keys;
        std::chrono::milliseconds fetchedAt{0};
        std::optional<core::Async<Jwks>> running;
    };
    /// nullopt: there is none that was fetched within @p age.
    [[nodiscard]] std::optional<core::Async<Jwks>> cached(const QUrl &url, std::chrono::milliseconds age) const;
    [[nodiscard]] core::Result<Jwks> read(const net::HttpResponse &response) const;
    [[nodiscard]] core::Async<Jwks> fetchNow(const QUrl &url);

    core::Clock &m_clock;
    net::HttpClient &m_http;
    QHash<QUrl, Entry> m_entries;
};

} // namespace keyturn::jose
