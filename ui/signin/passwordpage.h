// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "ui/signin/credentialpage.h"

namespace keyturn::ui::signin {

/// E-mail and password.
class PasswordPage final : public CredentialPage
{
    Q_OBJECT
public:
    explicit PasswordPage(core::Clock &clock, QWidget *parent = nullptr);

    /// @p again: the account's title when it signs in again; its e-mail is then given and stands still where it is known.
    void begin(const SignInWay &way, const QString &email, const QString &again = {});
    void enter() override;

Q_SIGNALS:
    void submitted(const QString &email, const keyturn::core::Secret &password);
    void registrationRequested();
    void passwordForgotten();

private:
    QPushButton *m_register;
    QPushButton *m_forgotten;
};

} // namespace keyturn::ui::signin
