// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::backend {

/// What a User-Agent header tells (RFC 9110 §10.1.5). What it does not tell is empty. Untrusted text, limited in length.
struct UserAgent {
    QString app;
    QString version;
    QString system;
    bool operator==(const UserAgent &) const = default;
};

/// `Keyturn/0.1.0 (Linux; Debian GNU/Linux 12)` is Keyturn, 0.1.0, Debian GNU/Linux 12. The common browsers are told apart although each of
/// them names the others.
[[nodiscard]] UserAgent parseUserAgent(const QString &header);

} // namespace keyturn::backend
