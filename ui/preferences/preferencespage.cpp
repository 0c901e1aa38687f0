// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/preferencespage.h"

#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/textlabel.h"

#include <QCheckBox>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::preferences {

using common::grid;
using common::TextLabel;

PreferencesPage::PreferencesPage(PreferencesPort &port, const QString &title, QWidget *parent)
    : QWidget(parent), m_port(port), m_content(new QVBoxLayout), m_notice(new common::Notice(this))
{
    setAccessibleName(title);
    m_content->setSpacing(grid / 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget((new TextLabel(title, this))->withSize(common::TextSize::Large)->wrapping());
    layout->addWidget(m_notice);
    layout->addLayout(m_content);
    layout->addStretch(1);
}

void PreferencesPage::reload()
{
    const core::Result<Choices> choices = m_port.choices();
    for (QObject *child : children()) {
        auto *widget = qobject_cast<QWidget *>(child);
        if (widget && widget != m_notice && widget->focusPolicy() != Qt::NoFocus)
            widget->setEnabled(choices.ok());
    }
    if (!choices.ok())
        return say(choices.error());
    m_showing = true;
    showChoices(*choices);
    m_showing = false;
    letTabReachTheChosen();
}

/// Qt sees to that only once one of them has had the focus: until then Tab came to the first, chosen or not. The arrows go from one to the other.
void PreferencesPage::letTabReachTheChosen()
{
    const QList<QRadioButton *> options = findChildren<QRadioButton *>(QString(), Qt::FindDirectChildrenOnly);
    const bool any = std::any_of(options.begin(), options.end(), [](const QRadioButton *option) { return option->isChecked(); });
    for (QRadioButton *option : options)
        option->setFocusPolicy(option->isChecked() || !any ? Qt::StrongFocus : Qt::ClickFocus);
}

void PreferencesPage::say(const core::Error &error)
{
    m_notice->say(common::sentenceFor(error, {}));
}

bool PreferencesPage::store(const std::function<void(Choices &)> &step)
{
    if (m_showing)
        return true;
    m_notice->clear();
    const core::Result<void> stored = m_port.change(step);
    if (!stored.ok()) {
        reload();
        say(stored.error());
    }
    return stored.ok();
}

QHBoxLayout *PreferencesPage::addIndented()
{
    auto *row = new QHBoxLayout; // whose spacing turns round with the layout, as margins do not
    row->setSpacing(0);
    row->addSpacing(3 * grid);
    m_content->addLayout(row);
    return row;
}

void PreferencesPage::addBelow(const QString &words)
{
    if (!words.isEmpty())
        addIndented()->addWidget((new TextLabel(words, this))->withTone(common::Tone::Muted)->wrapping(), 1);
    m_content->addSpacing(grid);
}

QCheckBox *PreferencesPage::addSwitch(const QString &text, const QString &words)
{
    auto *box = new QCheckBox(text, this);
    box->setAccessibleDescription(words);
    m_content->addWidget(box);
    addBelow(words);
    return box;
}

QRadioButton *PreferencesPage::addOption(const QString &text, const QString &words)
{
    auto *option = new QRadioButton(text, this);
    connect(option, &QRadioButton::toggled, this, &PreferencesPage::letTabReachTheChosen);
    option->setAccessibleDescription(words);
    m_content->addWidget(option);
    addBelow(words);
    return option;
}

TextLabel *PreferencesPage::addWords(const QString &words)
{
    auto *label = (new TextLabel(words, this))->wrapping();
    m_content->addWidget(label);
    m_content->addSpacing(grid);
    return label;
}

void PreferencesPage::addHeading(const QString &text)
{
    m_content->addSpacing(grid);
    m_content->addWidget((new TextLabel(text, this))->withWeight(common::Weight::Strong)->wrapping());
    m_content->addSpacing(grid / 2);
}

} // namespace keyturn::ui::preferences
