// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/audit/auditport.h"

#include <QWidget>

class QCheckBox;
class QPushButton;

namespace keyturn::ui::common {
class TextLabel;
}
namespace keyturn::ui::signin {
class FormField;
class PasswordField;
} // namespace keyturn::ui::signin

namespace keyturn::ui::audit {

/// What an audit may do, before it begins: nothing that the person has not ticked.
class SetupPage final : public QWidget
{
    Q_OBJECT
public:
    explicit SetupPage(QWidget *parent = nullptr);

    void setSubject(const Subject &subject);

Q_SIGNALS:
    void startRequested(const keyturn::ui::audit::Wish &wish);

private:
    [[nodiscard]] QWidget *buildForm();
    void showWhatIsPossible();
    void start();

    Subject m_subject;
    common::TextLabel *m_title;
    QCheckBox *m_attack;
    QWidget *m_form;
    signin::FormField *m_user;
    signin::PasswordField *m_password;
    signin::FormField *m_passwordField;
    QCheckBox *m_register;
    QCheckBox *m_stress;
    QCheckBox *m_mine;
    QPushButton *m_start;
};

} // namespace keyturn::ui::audit
