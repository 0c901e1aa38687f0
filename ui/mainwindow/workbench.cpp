// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/workbench.h"

#include "ui/common/leafbar.h"
#include "ui/common/tone.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::mainwindow {

using common::grid;
using common::LeafBar;

Workbench::Workbench(QWidget *parent) : QWidget(parent), m_bar(new LeafBar(LeafBar::Rank::Pages, this)), m_stack(new QStackedWidget(this))
{
    m_bar->setAccessibleName(tr("Pages for developers"));
    m_bar->hide(); // a bar of nothing has no name
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(2 * grid, grid, 2 * grid, 0);
    bar->addWidget(m_bar);
    bar->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_stack, 1);
    connect(m_bar, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_bar, &LeafBar::leafChosen, this, &Workbench::pageChosen);
}

void Workbench::add(const QString &title, QWidget *page, Follow follow)
{
    m_stack->addWidget(page);
    m_bar->addTab(title);
    m_bar->show();
    follow(m_id);
    m_follow.push_back(std::move(follow));
}

QWidget *Workbench::page() const
{
    return m_stack->currentWidget();
}

void Workbench::showPage(QWidget *page)
{
    m_bar->setCurrentIndex(m_stack->indexOf(page));
}

void Workbench::setAccount(const model::AccountId &id)
{
    m_id = id;
    for (const Follow &follow : m_follow)
        follow(id);
}

} // namespace keyturn::ui::mainwindow
