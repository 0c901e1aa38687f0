// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <QLineEdit>

namespace keyturn::ui::signin {

/// A secret's line, a password's mostly: reveals on demand, tells when caps lock seems to be on, gives its contents away once.
class PasswordField final : public QLineEdit
{
    Q_OBJECT
public:
    explicit PasswordField(QWidget *parent = nullptr);

    /// What revealing and hiding are called, where it is no password.
    void setWords(const QString &show, const QString &hide);
    /// What was typed; the field is empty afterwards, and forgets its undo history.
    [[nodiscard]] core::Secret take();
    /// As take(), until it has turned out whether what was typed served: giveBack() puts it into the field again, take() forgets it.
    [[nodiscard]] core::Secret lend();
    void giveBack();
    [[nodiscard]] bool isRevealed() const { return echoMode() == QLineEdit::Normal; }

Q_SIGNALS:
    void capsLockSeen(bool on);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void setRevealed(bool revealed);

    QAction *m_reveal;
    core::Secret m_lent;
    QString m_show;
    QString m_hide;
};

} // namespace keyturn::ui::signin
