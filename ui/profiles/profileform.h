// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace keyturn::ui::signin {
class FormField;
}

namespace keyturn::ui::profiles {

/// The three things of a profile that most people change, beside its text. The text is the truth: a field shows what stands there, and asks for it to
/// be exchanged.
class ProfileForm final : public QWidget
{
    Q_OBJECT
public:
    explicit ProfileForm(QWidget *parent = nullptr);

    /// Shows what @p text says; a field that has no place in it is hidden. While it is no JSON they keep what they had and wait.
    void follow(const QString &text);

Q_SIGNALS:
    void exchangeRequested(const QString &pointer, const QString &value);

private:
    struct Field {
        QString pointer;
        signin::FormField *widget = nullptr;
    };
    void add(const QString &name, const QString &pointer);

    QList<Field> m_fields;
};

} // namespace keyturn::ui::profiles
