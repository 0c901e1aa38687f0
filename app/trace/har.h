// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "net/exchangelog.h"

namespace keyturn::trace {

/// The phases of HAR 1.2 (§timings), in milliseconds; -1: not known or not there. Their sum is the exchange's duration.
struct Timings {
    qint64 blocked = -1;
    qint64 connect = -1; ///< TLS is part of it.
    qint64 send = 0;
    qint64 wait = 0;
    qint64 receive = 0;
    bool operator==(const Timings &) const = default;
};
[[nodiscard]] Timings timingsOf(const net::Exchange &exchange);

/// An HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/) of @p entries as they are, redacted. Steps that are no exchange stand in it
/// as entries without an answer; what HAR has no place for is in each entry's `_keyturn`. @p version is Keyturn's.
[[nodiscard]] QByteArray toHar(const QList<net::Exchange> &entries, const QString &version);

/// What is read of a HAR file at most.
constexpr qint64 maxHarBytes = 64 * 1024 * 1024;
constexpr qsizetype maxHarEntries = 20'000;
constexpr int maxHarDepth = 200;
constexpr qsizetype maxHarValues = 3'000'000;

/// Anybody's HAR, redacted as it is read: what Keyturn shows of it has no secret. Errors are Configuration: `har_too_large`, with the limit that is
/// broken as detail; `har_invalid`, with what is wrong and where. Limits are looked at before anything is built.
[[nodiscard]] core::Result<QList<net::Exchange>> readHar(const QByteArray &text);
/// The same of a file; Storage `disk_failed` where it cannot be read.
[[nodiscard]] core::Result<QList<net::Exchange>> readHarFile(const QString &path);

} // namespace keyturn::trace
