// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "ui/signin/credentialpage.h"

namespace keyturn::ui::signin {

/// E-mail, or whatever the backend knows people by, and password.
class PasswordPage final : public CredentialPage
{
    Q_OBJECT
public:
    explicit PasswordPage(core::Clock &clock, QWidget *parent = nullptr);

    /// @p again: the account's title when it signs in again; @p email is then what it may have signed in by, for the person to put right where the
    /// backend knows them by another name.
    /// @p proof: and it does so to prove who the person is.
    void begin(const SignInWay &way, const QString &email, const QString &again = {}, bool proof = false);
    void setBusy(bool busy) override;
    void enter() override;

Q_SIGNALS:
    void submitted(const QString &email, const keyturn::core::Secret &password);
    void registrationRequested();
    void passwordForgotten();
    void confirmationRequested(); ///< Of the e-mail, by a code that is there already.

private:
    QPushButton *m_register;
    QPushButton *m_forgotten;
    QPushButton *m_confirm;
};

} // namespace keyturn::ui::signin
