// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLineEdit;

namespace keyturn::ui::common {
class TextLabel;
}

namespace keyturn::ui::signin {

/// A line to fill in, its name above it and what is wrong with it below it.
class FormField final : public QWidget
{
    Q_OBJECT
public:
    /// @p line becomes its child. @p name may hold a mnemonic.
    FormField(const QString &name, QLineEdit *line, QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit &line() const { return *m_line; }
    void setName(const QString &name);
    /// Empty: nothing is wrong.
    void setError(const QString &sentence);
    [[nodiscard]] QString error() const;
    /// Quiet words in the same place, where there is no error: a rule, caps lock.
    void setHint(const QString &hint);
    [[nodiscard]] QString hint() const { return m_hint; }

private:
    void showBelow();

    QLineEdit *m_line;
    common::TextLabel *m_name;
    common::TextLabel *m_below;
    QString m_error;
    QString m_hint;
};

} // namespace keyturn::ui::signin
