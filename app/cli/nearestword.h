// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace keyturn::cli {

/// The one of @p words that @p typed is most likely meant to be: at most two letters wrong, missing, too many or exchanged with their neighbour, and
/// at most a third of the word; empty: none.
[[nodiscard]] QString nearestWord(const QString &typed, const QStringList &words);

/// "There is no command “sessions lable”. Did you mean “sessions label”?" @p command: what stands before @p typed, and @p words are what may stand
/// there.
[[nodiscard]] QString unknownCommand(const QString &command, const QString &typed, const QStringList &words);

} // namespace keyturn::cli
