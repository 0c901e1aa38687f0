// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "ui/signin/page.h"
#include "ui/signin/signinport.h"

class QRadioButton;

namespace keyturn::ui::signin {

class FormField;
class PasswordField;

/// There is no keychain: the person chooses where the sign-in is kept. Nothing is chosen at first.
class KeychainPage final : public Page
{
    Q_OBJECT
public:
    explicit KeychainPage(QWidget *parent = nullptr);

    void begin();
    void setBusy(bool busy);
    void showError(const core::Error &error);
    void enter() override;

Q_SIGNALS:
    void chosen(keyturn::ui::signin::SecretPlace place, const keyturn::core::Secret &passphrase);
    void cancelled();

private:
    void showChoice();
    void submit();

    QRadioButton *m_file;
    QRadioButton *m_session;
    PasswordField *m_passphrase;
    PasswordField *m_repeat;
    FormField *m_passphraseField;
    FormField *m_repeatField;
    QPushButton *m_use;
    bool m_busy = false;
};

} // namespace keyturn::ui::signin
