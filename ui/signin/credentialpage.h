// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "ui/common/countdown.h"
#include "ui/signin/page.h"
#include "ui/signin/signinway.h"

namespace keyturn::ui::signin {

class FormField;
class PacedButton;
class PasswordField;

/// What signing in by password and making an account have in common: fields, one button that submits, waiting, and what went wrong.
class CredentialPage : public Page
{
    Q_OBJECT
public:
    /// @p clock must outlive it.
    CredentialPage(core::Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] const SignInWay &way() const { return m_way; }
    [[nodiscard]] QString email() const;
    void setEmail(const QString &email);
    /// The backend works on it: fields rest, Cancel stops it.
    virtual void setBusy(bool busy);
    [[nodiscard]] bool isBusy() const { return m_busy; }
    void showError(const core::Error &error);
    /// Takes the words of earlier attempts away.
    void clearErrors();
    void wipePassword();
    /// Stopped on the way: what was typed is there again.
    void resume();

Q_SIGNALS:
    void backRequested();
    void cancelRequested();

protected:
    void setWay(const SignInWay &way);
    void setSubmit(QPushButton *submit);
    /// What submitting means from now on; @p pace is its own (see PacedButton).
    void setVerb(const QString &verb, common::Countdown &pace);
    [[nodiscard]] common::Countdown &pace() { return *m_pace; }
    /// @p word: what it says while nothing runs.
    void setBack(QPushButton *back, const QString &word);
    [[nodiscard]] FormField &emailField() { return *m_email; }
    [[nodiscard]] FormField &passwordField() { return *m_passwordField; }
    [[nodiscard]] PasswordField &password() { return *m_password; }
    /// Whether what runs can be stopped: what a backend has done it does not undo.
    [[nodiscard]] virtual bool canStop() const { return true; }
    /// The field that the backend calls @p name; null: none of ours.
    [[nodiscard]] virtual FormField *fieldNamed(const QString &name);
    [[nodiscard]] virtual QList<FormField *> fields() { return {m_email, m_passwordField}; }
    /// Those that lend what was typed.
    [[nodiscard]] virtual QList<FormField *> secretFields() { return {m_passwordField}; }
    /// Whether @p error says that what stood in @p field was wrong, or may say so.
    [[nodiscard]] virtual bool doubts(const core::Error &error, const FormField &field);
    void showError(const core::Error &error, common::Countdown &pace);
    /// Whether what was typed may be sent.
    [[nodiscard]] virtual bool isComplete() const;
    void updateSubmit();

private:
    void showFieldErrors(const QList<core::FieldError> &errors);

    SignInWay m_way;
    FormField *m_email;
    PasswordField *m_password;
    FormField *m_passwordField;
    PacedButton *m_submit = nullptr;
    QPushButton *m_back = nullptr;
    QString m_backWord;
    common::Countdown m_ownPace;
    common::Countdown *m_pace = &m_ownPace;
    bool m_busy = false;
};

} // namespace keyturn::ui::signin
