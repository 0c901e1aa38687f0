// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::backendapi {

/// What people want to know of a User-Agent (RFC 9110 §10.1.5): which program, on which system. Empty where it does not tell.
struct UserAgent {
    QString app;
    QString appVersion;
    QString system;
    bool operator==(const UserAgent &) const = default;
};

/// Names the browsers that are common, else the first product; never more than that: agents are written to be taken for one another.
[[nodiscard]] UserAgent readUserAgent(const QString &agent);

} // namespace keyturn::backendapi
