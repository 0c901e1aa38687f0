// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/secret.h"
#include "ui/common/fittingdialog.h"

class QPushButton;

namespace keyturn::ui::common {
class Notice;
class Spinner;
} // namespace keyturn::ui::common

namespace keyturn::ui::signin {

class FormField;
class PasswordField;

/// Asks for the passphrase of the file that sign-ins are kept in. Stays open until it fits.
class UnlockDialog final : public common::FittingDialog
{
    Q_OBJECT
public:
    explicit UnlockDialog(QWidget *parent = nullptr);
    void showError(const core::Error &error);

Q_SIGNALS:
    void passphraseGiven(const keyturn::core::Secret &passphrase);

private:
    void setBusy(bool busy);

    PasswordField *m_passphrase;
    FormField *m_field;
    common::Notice *m_notice;
    common::Spinner *m_spinner;
    QPushButton *m_unlock;
    bool m_busy = false;
};

} // namespace keyturn::ui::signin
