// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCommandLineOption>
#include <QList>
#include <QString>

#include <utility>

namespace keyturn::backend {

/// What --help says of @p options: each under the heading it belongs to, in 80 columns. One that no heading knows comes last.
[[nodiscard]] QString optionHelp(const QList<QCommandLineOption> &options);

/// Words and what they mean in two columns, each line of at most 80 characters; a word that is wider than its column has a line of its own.
[[nodiscard]] QString inColumns(const QList<std::pair<QString, QString>> &rows, int secondColumn);

/// @p text broken at its spaces, so that no line has more than @p width characters where its words allow that.
[[nodiscard]] QString wrapped(const QString &text, int width = 80);

} // namespace keyturn::backend
