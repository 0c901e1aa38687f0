// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/privacypage.h"

#include "ui/common/notice.h"
#include "ui/common/questiondialog.h"

#include <QCheckBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::preferences {

PrivacyPage::PrivacyPage(PreferencesPort &port, QWidget *parent)
    : PreferencesPage(port, tr("Privacy"), parent), m_clear(new QPushButton(tr("C&lear the history…"), this))
{
    addHeading(tr("Notifications"));
    bind(addSwitch(tr("A new &sign-in needed"), tr("When a backend has signed an account out. It names the account on your screen.")),
         &Choices::notifySignInNeeded);
    bind(addSwitch(tr("&New sessions"), tr("When one of your accounts was signed in somewhere else.")), &Choices::notifyNewSessions);
    addHeading(tr("Asked by itself"));
    bind(addSwitch(tr("&Watch sessions in the background"),
                   tr("Asks backends that show their sessions for the list now and then. Without it new sessions are seen only when you look.")),
         &Choices::watchSessions);
    bind(addSwitch(tr("Account &pictures"), tr("Fetches the picture that a backend names for an account; whoever keeps it sees that you did.")),
         &Choices::pictures);
    addHeading(tr("History"));
    bind(
        addSwitch(
            tr("Keep a &history"),
            tr("Sign-ins, renewals and what went wrong, for 90 days, and which sessions there were, for 28 days, on this computer only. Off, nothing "
               "more is recorded: no session is marked as new or told of, and none has a name of yours.")),
        &Choices::keepHistory);
    m_clear->setAutoDefault(false);
    content().addWidget(m_clear, 0, Qt::AlignLeading);
    connect(m_clear, &QPushButton::clicked, this, &PrivacyPage::askToClear);
    reload();
}

void PrivacyPage::bind(QCheckBox *box, bool Choices::*member)
{
    m_switches += {box, member};
    connect(box, &QCheckBox::clicked, this, [this, member](bool on) { store([member, on](Choices &choices) { choices.*member = on; }); });
}

void PrivacyPage::showChoices(const Choices &choices)
{
    for (const auto &[box, member] : std::as_const(m_switches))
        box->setChecked(choices.*member);
}

void PrivacyPage::askToClear()
{
    auto *question = new common::QuestionDialog(tr("Clear the whole history?"),
                                                tr("What is recorded about all accounts on this computer is removed for good, also of those that "
                                                   "were signed out, and with it the names that you gave to sessions. The accounts stay signed in."),
                                                tr("&Clear"), this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::accepted, this, [this] {
        m_clear->setEnabled(false);
        core::whenDone(port().clearHistory(), this, [this](const core::Result<void> &cleared) {
            m_clear->setEnabled(true);
            if (cleared.ok())
                notice().say(tr("The history is cleared."), common::Tone::Muted);
            else
                say(cleared.error());
        });
    });
    question->open();
}

} // namespace keyturn::ui::preferences
