// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/secret.h"
#include "model/backendprofile.h"
#include "ui/common/countdown.h"
#include "ui/signin/page.h"

namespace keyturn::ui::signin {

class FormField;
class PacedButton;
class PasswordField;

/// The password was right, and the backend wants a second factor: the app's code, or one of those that were written down.
class CodePage final : public Page
{
    Q_OBJECT
public:
    /// @p clock must outlive it.
    explicit CodePage(core::Clock &clock, QWidget *parent = nullptr);

    /// A TOTP code has @p digits digits.
    void begin(const QString &backend, const QList<model::SecondFactorMethod> &methods, int digits);
    void setBusy(bool busy);
    /// Not the end: the code is there to be mended.
    void showRefusal(const core::Error &error);
    void wipe();
    void enter() override;

Q_SIGNALS:
    void submitted(const keyturn::core::Secret &code, keyturn::model::SecondFactorMethod method);
    void backRequested();

private:
    void use(model::SecondFactorMethod method);
    void submit();
    void updateSubmit();
    [[nodiscard]] FormField &field() const;
    [[nodiscard]] bool isComplete() const;

    QString m_backend;
    model::SecondFactorMethod m_method = model::SecondFactorMethod::Totp;
    int m_digits = 6;
    bool m_busy = false;
    common::Countdown m_pace;
    FormField *m_totp;
    PasswordField *m_recoveryLine;
    FormField *m_recovery;
    PacedButton *m_submit;
    QPushButton *m_back;
    QPushButton *m_other;
};

} // namespace keyturn::ui::signin
