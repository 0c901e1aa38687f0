// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <variant>

namespace keyturn::oauth {

/// A GET whose head is well formed and meant for this listener. Nothing is decoded: only the exact path is ours (FAULTS 12).
struct LoopbackRequest {
    QByteArray path;
    QByteArray query; ///< Without the question mark.
    bool navigation = true; ///< false: a page's image, script or fetch, not a person's tab (Sec-Fetch-Mode, FAULTS 16).
    bool operator==(const LoopbackRequest &) const = default;
};

struct HeadIncomplete {
    bool operator==(const HeadIncomplete &) const = default;
};

struct HeadRefused {
    int status = 400;
    bool operator==(const HeadRefused &) const = default;
};

using HeadReading = std::variant<HeadIncomplete, HeadRefused, LoopbackRequest>;

/// Request line and headers together, in bytes.
inline constexpr qsizetype maxHeadBytes = 8 * 1024;

/// Reads the head of an HTTP/1.1 request (RFC 9112 §2–5) from all that came so far. @p authority is the `host:port` that Host must be, literally.
/// Strict where the RFC lets a server choose: no bare line feeds, no folded lines, no absolute-form, no body.
[[nodiscard]] HeadReading readRequestHead(QByteArrayView received, QByteArrayView authority);

} // namespace keyturn::oauth
