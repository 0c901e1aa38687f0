// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::oauth {

/// A stranger's words made fit to be shown as plain text: control, bidirectional and other invisible characters taken out (they can make a text read
/// as another one), blanks joined, cut to @p maxLength UTF-16 units at most.
[[nodiscard]] QString displayText(const QString &untrusted, qsizetype maxLength);

} // namespace keyturn::oauth
