// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QList>
#include <QString>

namespace keyturn::backend {

/// One thing that goes wrong on demand. Its text is `name` or `name=NUMBER`.
struct Fault {
    enum class Kind {
        Latency, ///< The answer goes out so many milliseconds later; no thread waits.
        DropBefore, ///< The connection is closed and nothing was done.
        DropAfter, ///< All was done, and the connection is closed without an answer.
        ResetBefore, ///< As DropBefore, by RST.
        ResetAfter, ///< As DropAfter, by RST.
        Truncate, ///< Content-Length tells more than comes: so many bytes of the body (half of it where none are named), then the end.
        SlowBody, ///< The body comes byte by byte, so many milliseconds apart.
        BrokenJson, ///< Well-framed, and the JSON ends in its middle.
        BadGateway, ///< 502 with a page of HTML, as a proxy answers; nothing was done.
        RateLimited, ///< 429 with so many seconds in Retry-After; nothing was done.
        Unavailable, ///< 503, the same way.
        ClockSkew, ///< The server's clock goes wrong by so many seconds, until it is cleared.
        ExpiredToken, ///< The access or ID token that is given out has expired.
        UnsignedToken, ///< … says `alg: none` and has no signature.
        ForeignToken, ///< … is signed by a key that is not ours.
        LostRotation, ///< The rotation is done, and the answer with the new refresh token is lost.
        OldRefreshToken, ///< The rotation is done, and the answer holds the token that was spent.
        RevokedFamily, ///< The session of the presented refresh or access token is ended first.
    };
    Kind kind = Kind::Latency;
    qint64 value = 0; ///< Milliseconds, seconds or bytes; -1: half of the body.

    /// Configuration `fault_unknown` or `fault_value`, with a sentence that tells what there is.
    [[nodiscard]] static core::Result<Fault> parse(const QByteArray &text);
    [[nodiscard]] QByteArray text() const;
    bool operator==(const Fault &) const = default;
};

/// Comma-separated faults; none in an empty text.
[[nodiscard]] core::Result<QList<Fault>> parseFaults(const QByteArray &list);
/// What there is, for a client to choose from: `[{name, value?, about}]`, where `value` says what its number counts.
[[nodiscard]] QJsonArray availableFaults();
/// One line for each: its text, and what it does.
[[nodiscard]] QString describeFaults();

} // namespace keyturn::backend
