// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/page.h"

#include "ui/common/countdown.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QUrl>

namespace keyturn::ui::signin {

using common::grid;

Page::Page(QWidget *parent)
    : QWidget(parent),
      m_title(new common::TextLabel({}, this)),
      m_below(new common::TextLabel({}, this)),
      m_content(new QVBoxLayout),
      m_notice(new common::Notice(this)),
      m_spinner(new common::Spinner(18, this)),
      m_aside(new QHBoxLayout),
      m_buttons(new QHBoxLayout)
{
    m_title->withSize(common::TextSize::Large)->wrapping();
    m_below->withTone(common::Tone::Muted)->wrapping();
    m_content->setSpacing(grid);
    for (QHBoxLayout *side : {m_aside, m_buttons})
        side->setSpacing(grid);
    auto *row = new QHBoxLayout;
    row->setSpacing(grid);
    row->addLayout(m_aside);
    row->addStretch();
    row->addWidget(m_spinner);
    row->addLayout(m_buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget(m_title);
    layout->addWidget(m_below);
    layout->addSpacing(grid);
    layout->addLayout(m_content, 1);
    layout->addWidget(m_notice);
    layout->addSpacing(grid);
    layout->addLayout(row);
    connect(m_notice, &common::Notice::actionTriggered, this, [this] {
        if (const std::function<void()> act = m_offered)
            act();
    });
}

void Page::setTitle(const QString &title, const QString &below)
{
    m_title->setText(title);
    m_below->setText(below);
    m_below->setVisible(!below.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(below);
}

void Page::sayFailure(const core::Error &error, const QString &backend, common::Countdown &pace)
{
    if (m_counting)
        m_counting->disconnect(this);
    const std::optional<std::chrono::seconds> wait = common::waitAskedBy(error);
    core::Error said = error;
    said.retryAfter = wait;
    m_counted = common::sentenceFor(said, backend);
    notice().say(m_counted);
    if (!wait)
        return;
    m_counting = &pace;
    connect(&pace, &common::Countdown::left, this, [this, said, backend](std::chrono::seconds left) mutable {
        said.retryAfter = left;
        count(said, backend);
    });
    connect(&pace, &common::Countdown::over, this, [this] {
        if (notice().sentence() == m_counted)
            notice().clear();
    });
    pace.start(*wait);
}

void Page::offer(const QString &sentence, const QString &verb, std::function<void()> act)
{
    m_offered = std::move(act);
    m_notice->sayWithAction(sentence, verb);
}

void Page::sayUnopened(const QUrl &page, const core::Error &error, const QString &backend)
{
    const QString address = page.toString(QUrl::FullyEncoded);
    offer(common::sentenceFor(error, backend) + u'\n' + common::oneLine(address, 200), tr("Copy &link"), [this, address] {
        QGuiApplication::clipboard()->setText(address);
        m_notice->say(tr("The link is copied. Open it in a browser."), common::Tone::Accent);
    });
}

void Page::count(const core::Error &error, const QString &backend)
{
    if (notice().sentence() != m_counted)
        return; // something else has been said since
    m_counted = common::sentenceFor(error, backend);
    notice().amend(m_counted);
}

void Page::claimDefault()
{
    if (m_default)
        m_default->setDefault(true);
}

QPushButton *Page::addAside(const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false);
    m_aside->addWidget(button);
    return button;
}

QPushButton *Page::addButton(const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false);
    m_buttons->addWidget(button);
    return button;
}

void Page::order(std::initializer_list<QWidget *> widgets)
{
    QWidget *before = nullptr;
    for (QWidget *widget : widgets) {
        if (before)
            setTabOrder(before, widget);
        before = widget;
    }
}

} // namespace keyturn::ui::signin
