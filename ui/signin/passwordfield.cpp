// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/passwordfield.h"

#include "ui/common/icon.h"

#include <QAction>
#include <QKeyEvent>

namespace keyturn::ui::signin {

PasswordField::PasswordField(QWidget *parent)
    : QLineEdit(parent), m_reveal(addAction(common::icon(QStringLiteral("eye")), QLineEdit::TrailingPosition))
{
    setEchoMode(QLineEdit::Password);
    setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase | Qt::ImhHiddenText);
    m_reveal->setCheckable(true);
    setWords(tr("Show the password"), tr("Hide the password"));
    m_reveal->setShortcut(QKeySequence(Qt::ALT | Qt::Key_V));
    m_reveal->setShortcutContext(Qt::WidgetShortcut);
    connect(m_reveal, &QAction::toggled, this, &PasswordField::setRevealed);
}

void PasswordField::setWords(const QString &show, const QString &hide)
{
    m_show = show;
    m_hide = hide;
    m_reveal->setText(isRevealed() ? m_hide : m_show);
    m_reveal->setToolTip(tr("%1 (Alt+V)").arg(m_show));
}

core::Secret PasswordField::take()
{
    const core::Secret typed = core::Secret::fromText(text());
    m_lent = {};
    clear();
    // setText() drops the undo history, clear() keeps it: Ctrl+Z would bring the password back (FAULTS 107).
    setText(QString());
    m_reveal->setChecked(false);
    return typed;
}

core::Secret PasswordField::lend()
{
    const core::Secret typed = take();
    m_lent = typed;
    return typed;
}

void PasswordField::giveBack()
{
    if (const core::Secret lent = std::exchange(m_lent, {}); !lent.isEmpty() && text().isEmpty())
        setText(QString::fromUtf8(lent.reveal()));
}

void PasswordField::setRevealed(bool revealed)
{
    setEchoMode(revealed ? QLineEdit::Normal : QLineEdit::Password);
    m_reveal->setIcon(common::icon(revealed ? QStringLiteral("eye-off") : QStringLiteral("eye")));
    m_reveal->setText(revealed ? m_hide : m_show);
}

/// Qt does not tell the state of the lock; the letters that come do.
void PasswordField::keyPressEvent(QKeyEvent *event)
{
    const QString typed = event->text();
    if (typed.size() == 1 && typed.at(0).isLetter()) {
        const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
        const QChar letter = typed.at(0);
        if (letter.toLower() != letter.toUpper())
            Q_EMIT capsLockSeen(letter.isUpper() != shift);
    } else if (event->key() == Qt::Key_CapsLock) {
        Q_EMIT capsLockSeen(false);
    }
    QLineEdit::keyPressEvent(event);
}

void PasswordField::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    Q_EMIT capsLockSeen(false);
}

} // namespace keyturn::ui::signin
