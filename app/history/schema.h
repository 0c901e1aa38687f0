// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

#include <vector>

namespace keyturn::history {

/// What a kind of file is like within.
struct Schema {
    const char *name; ///< Begins the codes of its errors: `<name>_newer`, `<name>_failed`.
    std::vector<std::vector<const char *>> steps; ///< Each makes the next version of the one before, and says so (`PRAGMA user_version`).

    [[nodiscard]] qint64 version() const { return static_cast<qint64>(steps.size()); }
};

/// What happened: EventStore's.
[[nodiscard]] const Schema &eventSchema();
/// What sessions there were: SessionBook's.
[[nodiscard]] const Schema &sessionSchema();

} // namespace keyturn::history
