// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

class QDialog;
class QMenu;
class QPushButton;
class QString;
class QWidget;

namespace keyturn::ui::signin {
class FormField;
}

/// How the tests of dialogs find things: as a person does, by what is written on them.
namespace keyturn::ui::tests {

/// Null where there is none; mnemonics do not count.
[[nodiscard]] QPushButton *buttonOf(const QWidget &root, const QString &text);
[[nodiscard]] signin::FormField *fieldOf(const QWidget &root, const QString &name);
/// Whether a label that is not hidden holds @p words.
[[nodiscard]] bool says(const QWidget &root, const QString &words);
/// The dialog that stands over @p root and asks; null where there is none.
[[nodiscard]] QDialog *questionOver(const QWidget &root);
/// The first control that the keyboard comes to and that a screen reader has no name for; empty where each has one.
[[nodiscard]] QString namelessIn(const QWidget &root);
/// The first letter that two things which are seen and enabled have, with both; empty where there is none.
[[nodiscard]] QString sharedMnemonicIn(const QWidget &root);
/// The same of a menu and those below it; also an entry without any letter.
[[nodiscard]] QString mnemonicFaultIn(const QMenu &menu);

} // namespace keyturn::ui::tests
