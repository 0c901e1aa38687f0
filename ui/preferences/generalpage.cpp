// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/generalpage.h"

#include "ui/common/notice.h"
#include "ui/common/textlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLocale>
#include <QVBoxLayout>

namespace keyturn::ui::preferences {

using common::grid;

GeneralPage::GeneralPage(PreferencesPort &port, QWidget *parent) : PreferencesPage(port, tr("General"), parent)
{
    if (const QStringList languages = port.languages(); !languages.isEmpty()) {
        auto *name = new common::TextLabel(tr("&Language"), this);
        m_language = new QComboBox(this);
        m_language->setAccessibleName(tr("Language"));
        m_language->addItem(tr("As this computer"), QString());
        m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));
        for (const QString &language : languages)
            m_language->addItem(QLocale(language).nativeLanguageName(), language);
        name->setBuddy(m_language);
        content().addWidget(name);
        content().addWidget(m_language, 0, Qt::AlignLeading);
        addWords(tr("In force at once. A window in which a question is open keeps its language until it is opened anew."))
            ->withTone(common::Tone::Muted);
        connect(m_language, &QComboBox::activated, this,
                [this] { store([value = m_language->currentData().toString()](Choices &choices) { choices.language = value; }); });
    }
    const bool tray = port.hasTray();
    m_login = addSwitch(tr("&Start when you log in"), tr("Keyturn keeps your sign-ins alive from the start, and tells when one has ended."));
    m_hidden = addSwitch(tr("Start without a &window"),
                         tray ? tr("It waits in the tray where it keeps an icon there; else its window is an icon in the panel.")
                              : tr("Its window is an icon then, in the panel."));
    m_tray = addSwitch(tr("&Keep running when the window is closed"),
                       tray ? tr("An icon in the tray opens it again, and shows when an account needs you. “Quit” ends it.")
                            : tr("This desktop has no tray to put an icon into, so closing the last window ends Keyturn."));
    m_developer = addSwitch(tr("Show what is for &developers"),
                            tr("Codes and requests of what happened, and backends' profiles as text to edit. Nothing else depends on it."));
    connect(m_developer, &QCheckBox::clicked, this, [this](bool on) { store([on](Choices &choices) { choices.developerTools = on; }); });
    connect(m_login, &QCheckBox::clicked, this, &GeneralPage::storeLoginStart);
    connect(m_hidden, &QCheckBox::clicked, this, &GeneralPage::storeLoginStart);
    connect(m_tray, &QCheckBox::clicked, this, [this](bool on) { store([on](Choices &choices) { choices.keepInTray = on; }); });
    reload();
}

void GeneralPage::showChoices(const Choices &choices)
{
    if (m_language)
        m_language->setCurrentIndex(std::max(0, m_language->findData(choices.language)));
    m_developer->setChecked(choices.developerTools);
    m_tray->setChecked(choices.keepInTray && port().hasTray());
    m_tray->setEnabled(port().hasTray());
    const core::Result<LoginStart> start = port().loginStart();
    m_login->setEnabled(start.ok());
    m_login->setChecked(start.ok() && start->starts);
    m_hidden->setEnabled(start.ok() && start->starts);
    m_hidden->setChecked(start.ok() && start->starts && start->hidden);
    if (!start.ok())
        say(start.error());
}

void GeneralPage::storeLoginStart()
{
    notice().clear();
    const core::Result<void> stored = port().setLoginStart({m_login->isChecked(), m_login->isChecked() && m_hidden->isChecked()});
    reload();
    if (!stored.ok())
        say(stored.error());
}

} // namespace keyturn::ui::preferences
