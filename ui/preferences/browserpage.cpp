// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/browserpage.h"

#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/textlabel.h"

#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

namespace keyturn::ui::preferences {

using common::grid;
using common::TextLabel;

BrowserPage::BrowserPage(PreferencesPort &port, QWidget *parent)
    : PreferencesPage(port, tr("Browser"), parent), m_browser(new QComboBox(this)), m_own(new QWidget(this)), m_command(new QLineEdit(m_own))
{
    addWords(tr("Signing in at a provider opens a page in this browser. An account may have one of its own, chosen when it signs in."));
    auto *name = new TextLabel(tr("Sign in &with"), this);
    name->setBuddy(m_browser);
    m_browser->setAccessibleName(tr("Sign in with"));
    m_browser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_browser->setMinimumContentsLength(24);
    m_browser->addItem(tr("The system's usual browser"), QString());
    for (const composition::browsers::InstalledBrowser &browser : port.browsers())
        m_browser->addItem(common::oneLine(browser.profile.isEmpty() ? browser.name : tr("%1, profile “%2”").arg(browser.name, browser.profile), 80),
                           browser.command);
    m_browser->addItem(tr("A command of my own"), QVariant());
    content().addWidget(name);
    content().addWidget(m_browser, 0, Qt::AlignLeading);
    auto *column = new QVBoxLayout(m_own);
    column->setContentsMargins(0, grid, 0, 0);
    column->setSpacing(grid / 2);
    auto *label = new TextLabel(tr("&Command"), m_own);
    label->setBuddy(m_command);
    m_command->setAccessibleName(tr("Command"));
    m_command->setPlaceholderText(QStringLiteral("firefox -P work %s"));
    column->addWidget(label);
    column->addWidget(m_command);
    column->addWidget(
        (new TextLabel(tr("The address takes the place of %s, or comes last. Press Enter to store it; left empty, the system's browser serves."),
                       m_own))
            ->withTone(common::Tone::Muted)
            ->wrapping());
    content().addWidget(m_own);
    if (!port.browserForThisStart().isEmpty())
        addWords(tr("Until Keyturn ends, the browser that it was started with serves: %1").arg(common::oneLine(port.browserForThisStart(), 120)))
            ->withTone(common::Tone::Muted);
    connect(m_browser, &QComboBox::activated, this, &BrowserPage::choose);
    connect(m_command, &QLineEdit::editingFinished, this, &BrowserPage::storeCommand);
    reload();
}

void BrowserPage::showChoices(const Choices &choices)
{
    const int last = m_browser->count() - 1;
    int index = choices.browser.isEmpty() ? 0 : last;
    for (int i = 1; i < last; ++i) {
        if (m_browser->itemData(i).toString() == choices.browser)
            index = i;
    }
    m_browser->setCurrentIndex(index);
    m_own->setVisible(index == last);
    m_command->setText(index == last ? choices.browser : QString());
}

void BrowserPage::choose(int index)
{
    const bool own = index == m_browser->count() - 1;
    m_own->setVisible(own);
    if (own)
        m_command->setFocus(Qt::OtherFocusReason);
    else
        store([command = m_browser->itemData(index).toString()](Choices &choices) { choices.browser = command; });
}

void BrowserPage::storeCommand()
{
    if (m_own->isHidden())
        return;
    store([command = m_command->text().trimmed()](Choices &choices) { choices.browser = command; });
}

} // namespace keyturn::ui::preferences
