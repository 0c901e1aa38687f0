// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "jose/jwks.h"

#include <QHash>
#include <QObject>

#include <optional>

namespace keyturn::jose {

/// Key sets by address, fetched when first asked for and again when a `kid` is not among them, at most once a minute per address.
class JwksCache : public QObject
{
    Q_OBJECT
public:
    JwksCache(core::Clock &clock, net::HttpClient &http, QObject *parent = nullptr);
    /// The set at @p url that holds @p keyId where the provider has it; with an empty @p keyId whatever is cached serves.
    [[nodiscard]] core::Async<Jwks> fetch(const QUrl &url, const QString &keyId);

private:
    struct Entry {
        std::optional<Jwks> keys;
        std::chrono::milliseconds fetchedAt{0};
        std::optional<core::Async<Jwks>> running;
    };
    [[nodiscard]] core::Async<Jwks> fetchNow(const QUrl &url);

    core::Clock &m_clock;
    net::HttpClient &m_http;
    QHash<QUrl, Entry> m_entries;
};

} // namespace keyturn::jose
