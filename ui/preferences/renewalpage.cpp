// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/renewalpage.h"

#include <QRadioButton>

namespace keyturn::ui::preferences {

RenewalPage::RenewalPage(PreferencesPort &port, QWidget *parent) : PreferencesPage(port, tr("Renewal"), parent)
{
    addWords(tr("What proves to a backend that you are signed in is good for a short time only, and is exchanged for a new one."));
    m_ahead = addOption(tr("&Ahead of time"),
                        tr("A little before it runs out, while Keyturn runs. Whatever you do then goes through at once, and Keyturn hears soon when "
                           "an account was signed out elsewhere."));
    m_needed =
        addOption(tr("Only when it is &needed"),
                  tr("Keyturn stays silent until you or a program wants something of a backend. A sign-in that nobody uses for long may end."));
    connect(m_ahead, &QRadioButton::clicked, this, [this] { store([](Choices &choices) { choices.renewAhead = true; }); });
    connect(m_needed, &QRadioButton::clicked, this, [this] { store([](Choices &choices) { choices.renewAhead = false; }); });
    reload();
}

void RenewalPage::showChoices(const Choices &choices)
{
    m_ahead->setChecked(choices.renewAhead);
    m_needed->setChecked(!choices.renewAhead);
}

} // namespace keyturn::ui::preferences
