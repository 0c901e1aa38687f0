// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QUrl>

namespace keyturn::net {

/// Scheme, host and port (RFC 6454): what decides whether a token may go along.
struct Origin {
    QString scheme;
    QString host; ///< Lower case, as QUrl normalises it (IDN in ACE form).
    int port = -1; ///< Explicit, the scheme's default filled in.

    /// Invalid (isValid() false) for anything but http and https, for URLs with user information, and without a host.
    [[nodiscard]] static Origin of(const QUrl &url);
    [[nodiscard]] bool isValid() const { return !scheme.isEmpty(); }
    [[nodiscard]] bool isLoopback() const; ///< 127.0.0.0/8 or [::1] as literals, or `localhost`.
    bool operator==(const Origin &) const = default;
};

} // namespace keyturn::net
