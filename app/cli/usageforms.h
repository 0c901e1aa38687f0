// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCommandLineParser>
#include <QList>
#include <QStringList>

/// What a command's own usage line and parser say of what may be typed: the one source of help, completion and manual.
namespace keyturn::cli {

/// One way to use a command: its words in their order. Lower case is typed as it stands, `a|b` is a choice, and upper case tells what kind of word is
/// wanted.
struct UsageForm {
    QStringList words;
    bool repeats = false; ///< The last word may come again.
    bool operator==(const UsageForm &) const = default;
};

/// The ways in @p usage (Command::usage()), options left out. Square and round brackets say what may be left out or belongs together, " | " outside
/// of them, or the start of a line, parts one way from another.
[[nodiscard]] QList<UsageForm> usageForms(const QString &usage);

/// What may follow the option @p name in @p usage where that is one of a few words: `--method password|browser|device`. Empty where it is not.
[[nodiscard]] QStringList usageChoices(const QString &usage, const QString &name);

/// What may be typed after the words @p before: words, choices taken apart, and kinds.
[[nodiscard]] QStringList nextWords(const QList<UsageForm> &forms, const QStringList &before);

/// Whether @p word of a usage line is a kind of word, and none that is typed as it stands.
[[nodiscard]] bool isKind(const QString &word);

/// An option as its parser's help has it.
struct ShownOption {
    QStringList names; ///< With their hyphens.
    QString value; ///< What the help calls it; empty: it takes none.
    QString description;
};

/// Those of @p parser that are not hidden, in its order.
[[nodiscard]] QList<ShownOption> shownOptions(const QCommandLineParser &parser);

} // namespace keyturn::cli
