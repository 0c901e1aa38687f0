// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::words {

/// What Keyturn was doing in the step of an Error, as "Keyturn was …" goes on: "asking who signed in"; empty for a step that has no words, and for
/// none.
[[nodiscard]] QString stepWords(const QString &step);

/// Whether @p step is one that only a sign-in has: where it fails there is no account that could stay as it is.
[[nodiscard]] bool isSigningIn(const QString &step);

} // namespace keyturn::words
