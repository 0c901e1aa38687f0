// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::ui::mainwindow {

/// The leaves of an account, in their order.
enum class Leaf { Overview, Sessions, Activity, Developer };

/// As it is remembered.
[[nodiscard]] inline QString wordOf(Leaf leaf)
{
    switch (leaf) {
    case Leaf::Sessions:
        return QStringLiteral("sessions");
    case Leaf::Activity:
        return QStringLiteral("activity");
    case Leaf::Developer:
        return QStringLiteral("developer");
    case Leaf::Overview:
        break;
    }
    return QStringLiteral("overview");
}

/// The first one for a word that is not known.
[[nodiscard]] inline Leaf leafOf(const QString &word)
{
    for (const Leaf leaf : {Leaf::Sessions, Leaf::Activity, Leaf::Developer}) {
        if (wordOf(leaf) == word)
            return leaf;
    }
    return Leaf::Overview;
}

} // namespace keyturn::ui::mainwindow
