// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "ui/signin/credentialpage.h"

#include <array>

namespace keyturn::ui::signin {

class RuleList;

/// What there is to do about a password that brings nobody in: a code in the mail for who forgot it, one that confirms an e-mail, and a new password
/// for who is signed in.
class CarePage final : public CredentialPage
{
    Q_OBJECT
public:
    enum class Verb {
        AskForReset, ///< Who forgot it says who they are.
        Reset, ///< The code from the mail, and the new password.
        ConfirmEmail, ///< The code from the mail.
        Change, ///< The present password and the new one.
    };
    /// What was typed; the fields of the secrets are empty afterwards.
    struct Typed {
        QString email;
        core::Secret code;
        core::Secret present;
        core::Secret fresh;
    };

    explicit CarePage(core::Clock &clock, QWidget *parent = nullptr);

    /// @p inHand: the code came on another day, so nothing has just been sent, and who it is for is asked as well.
    void begin(Verb verb, const SignInWay &way, const QString &email, bool inHand = false);
    [[nodiscard]] Verb verb() const { return m_verb; }
    /// Not the end: what was typed wrong is told at its field.
    void showRefusal(const core::Error &error);
    /// What is typed is sent, as by the button.
    void submit();
    void wipe();
    void setBusy(bool busy) override;
    void enter() override;

Q_SIGNALS:
    void submitted(const keyturn::ui::signin::CarePage::Typed &typed);
    void sendAgainRequested();
    void codeInHand(); ///< There is no need to send one.

protected:
    [[nodiscard]] FormField *fieldNamed(const QString &name) override;
    [[nodiscard]] QList<FormField *> fields() override;
    [[nodiscard]] QList<FormField *> secretFields() override { return {m_present, &passwordField()}; }
    [[nodiscard]] bool doubts(const core::Error &error, const FormField &field) override;
    [[nodiscard]] bool isComplete() const override;
    [[nodiscard]] bool canStop() const override { return m_verb != Verb::Change; }

private:
    /// What is asked of the backend, each with a countdown of its own.
    enum Request { MailCode, SetPassword, MailConfirmation, ConfirmAddress, ChangePassword, RequestCount };

    void say();
    void sendAgain();
    void allowAsides();
    [[nodiscard]] Request request() const;
    [[nodiscard]] Request againRequest() const;
    void dressButtons();
    void showFields();
    [[nodiscard]] bool wants(const FormField *field) const;
    [[nodiscard]] FormField *culpritOf(const core::Error &error);

    Verb m_verb = Verb::AskForReset;
    bool m_inHand = false;
    bool m_sendingAgain = false; ///< What runs, or ran last, is not what the fields are for.
    std::array<common::Countdown *, RequestCount> m_paces;
    PasswordField *m_presentLine;
    FormField *m_present;
    FormField *m_code;
    RuleList *m_rules;
    QPushButton *m_submit;
    PacedButton *m_again;
    QPushButton *m_haveCode;
};

} // namespace keyturn::ui::signin
