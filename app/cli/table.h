// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace keyturn::cli {

/// Rows in columns that align on a terminal, as displayWidth() measures, two spaces apart; columns that are empty in every row are left out. The
/// first row is the header.
[[nodiscard]] QString alignedTable(QList<QStringList> rows);

/// Untrusted text made fit for a terminal: control characters (escape sequences among them), line ends and
/// bidirectional overrides become spaces, and so do joiners that join nothing.
[[nodiscard]] QString printable(const QString &text);

} // namespace keyturn::cli
