// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/preferences/preferencespage.h"

class QPushButton;

namespace keyturn::ui::common {
class Spinner;
}
namespace keyturn::ui::signin {
class FormField;
class PasswordField;
} // namespace keyturn::ui::signin

namespace keyturn::ui::preferences {

/// Where sign-ins are kept, and how they move. Nothing happens before its button is pressed.
class SecretsPage final : public PreferencesPage
{
    Q_OBJECT
public:
    explicit SecretsPage(PreferencesPort &port, QWidget *parent = nullptr);

    /// Secrets are on their way.
    [[nodiscard]] bool isBusy() const { return m_busy; }

protected:
    void showChoices(const Choices &choices) override;

private:
    void buildPassphrase();
    [[nodiscard]] SecretPlace chosen() const;
    void showState();
    void begin();
    void move();
    void setBusy(bool busy);

    SecretFacts m_facts;
    QRadioButton *m_keychain;
    QRadioButton *m_file;
    QRadioButton *m_session;
    signin::PasswordField *m_passphrase;
    signin::PasswordField *m_repeat;
    signin::FormField *m_passphraseField;
    signin::FormField *m_repeatField;
    QWidget *m_fields;
    QPushButton *m_move;
    common::Spinner *m_spinner;
    bool m_busy = false;
};

} // namespace keyturn::ui::preferences
