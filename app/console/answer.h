// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/secret.h"
#include "net/httpclient.h"

#include <QDateTime>
#include <QUrl>

#include <chrono>
#include <optional>

namespace keyturn::console {

/// When what happened, counted from the moment that the request was asked for; -1 ms: not known, or did not happen (a connection stood already, no
/// TLS, no name to look up).
struct Timing {
    std::chrono::milliseconds lookup{-1}; ///< The name's address was known.
    std::chrono::milliseconds connecting{-1}; ///< The connection began.
    std::chrono::milliseconds connected{-1}; ///< It stood, and TLS began; known of one with TLS that no proxy makes.
    std::chrono::milliseconds encrypted{-1}; ///< TLS stood.
    std::chrono::milliseconds sent{-1}; ///< The request was out.
    std::chrono::milliseconds firstByte{-1}; ///< The answer's head was there.
    std::chrono::milliseconds total{0};
    bool operator==(const Timing &) const = default;
};

/// What came back, with whatever status; or why nothing did.
struct Answer {
    QDateTime startedAt; ///< UTC.
    QUrl url; ///< Where it went; redirects are never followed.
    int status = 0; ///< 0: no answer, see `failure`.
    QByteArray reason; ///< Of the status line; HTTP/2 has none.
    QByteArray httpVersion; ///< `HTTP/1.1`; empty: not known.
    QList<net::Header> headers; ///< In order, duplicates kept.
    core::Secret body; ///< Decompressed; at most mostBodyBytes.
    qint64 bodyBytes = 0; ///< Of `body`.
    bool isCut = false; ///< There was more: reading stopped at mostBodyBytes.
    Timing timing;
    int lostSendings = 0; ///< How often the connection closed before an answer, and the request was sent again.
    /// Why there was no answer, or why it ended early: then `status` is its own, and `body` what came.
    std::optional<core::Error> failure;

    /// The first value of @p name (case-insensitive), or empty.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
};

constexpr qint64 mostBodyBytes = 50 * 1024 * 1024;

} // namespace keyturn::console
