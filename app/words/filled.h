// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace keyturn::words {

/// @p pattern with %1 … %9 replaced by @p values, of which the first is %1; a place beyond them stays as it is. Not QString::arg(), which would fill
/// in the %2 that a backend's own words bring along: what is filled in is never itself a place to fill.
[[nodiscard]] QString filled(const QString &pattern, const QStringList &values);

} // namespace keyturn::words
