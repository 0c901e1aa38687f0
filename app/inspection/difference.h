// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inspection/token.h"

#include <QDateTime>

namespace keyturn::inspection {

/// One member that two tokens do not have alike.
struct Change {
    enum class Kind { Added, Removed, Changed };
    enum class Part { Header, Claims };

    Kind kind = Kind::Changed;
    Part part = Part::Claims;
    QString name;
    QString before = {}; ///< As Member::text; empty where it was added.
    QString after = {}; ///< Empty where it was removed.
    QDateTime timeBefore = {}; ///< UTC; of a claim that is a time; else invalid.
    QDateTime timeAfter = {};
    bool operator==(const Change &) const = default;
};

/// What @p after says otherwise than @p before, header first, in the order of @p after, then what is gone. Of tokens that cannot be read inside
/// nothing is told.
[[nodiscard]] QList<Change> difference(const Token &before, const Token &after);

/// The time that a claim of that name tells (RFC 7519 §2; OpenID Connect Core §2); invalid where it is none.
[[nodiscard]] QDateTime timeOfClaim(const Member &claim);

} // namespace keyturn::inspection
