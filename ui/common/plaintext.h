// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::ui::common {

/// What a backend or a person calls something, fit for one line: controls and direction overrides taken out, white space folded, at most @p longest
/// characters. Nothing that comes from outside is ever shown as rich text.
[[nodiscard]] QString oneLine(const QString &text, qsizetype longest = 200);

/// @p text for a place beside other texts: whichever way it reads, it turns nothing round but itself (UAX #9, FSI … PDI). The same text where nothing
/// could turn.
[[nodiscard]] QString isolated(const QString &text);

/// @p text for a tool tip, which Qt would take for rich text where it looks like that.
[[nodiscard]] QString toolTip(const QString &text);

} // namespace keyturn::ui::common
