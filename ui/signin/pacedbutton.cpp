// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/pacedbutton.h"

#include "ui/common/countdown.h"
#include "ui/common/times.h"

#include <QPushButton>

namespace keyturn::ui::signin {

using common::Countdown;

PacedButton::PacedButton(QPushButton *button) : QObject(button), m_button(button), m_words(button->text()) { }

void PacedButton::setVerb(const QString &words, const QString &waiting, Countdown &pace)
{
    m_words = words;
    m_waiting = waiting;
    if (m_pace)
        m_pace->disconnect(this);
    m_pace = &pace;
    connect(m_pace, &Countdown::left, this, &PacedButton::dress);
    connect(m_pace, &Countdown::over, this, &PacedButton::dress);
    dress();
}

void PacedButton::allow(bool allowed)
{
    m_allowed = allowed;
    dress();
}

bool PacedButton::isWaiting() const
{
    return m_pace && m_pace->isRunning();
}

void PacedButton::dress()
{
    m_button->setText(isWaiting() ? m_waiting.arg(common::Times::left(m_pace->rest())) : m_words);
    m_button->setEnabled(m_allowed && !isWaiting());
}

} // namespace keyturn::ui::signin
