// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ids.h"

#include <QDateTime>

namespace keyturn::model {

/// One sign-in of a person at a backend, as the backend lists it. What it does not tell is empty or an invalid time.
struct Session {
    SessionId id;
    bool current = false; ///< The one this account itself uses.
    QString device;
    QString app;
    QString appVersion;
    QString system;
    QString ip;
    QString place;
    QDateTime createdAt; ///< UTC.
    QDateTime lastUsedAt; ///< UTC.
    QDateTime expiresAt; ///< UTC.
    QDateTime endedAt; ///< UTC; invalid: alive.
    QString cause; ///< Why it ended, the backend's code.
    bool operator==(const Session &) const = default;
};

} // namespace keyturn::model
