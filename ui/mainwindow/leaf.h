// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::ui::mainwindow {

/// The leaves of an account, in their order.
enum class Leaf { Overview, Sessions, Activity };

/// As it is remembered.
[[nodiscard]] inline QString wordOf(Leaf leaf)
{
    return leaf == Leaf::Sessions ? QStringLiteral("sessions") : leaf == Leaf::Activity ? QStringLiteral("activity") : QStringLiteral("overview");
}

/// The first one for a word that is not known.
[[nodiscard]] inline Leaf leafOf(const QString &word)
{
    for (const Leaf leaf : {Leaf::Sessions, Leaf::Activity}) {
        if (wordOf(leaf) == word)
            return leaf;
    }
    return Leaf::Overview;
}

} // namespace keyturn::ui::mainwindow
