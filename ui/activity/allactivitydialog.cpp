// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/activity/allactivitydialog.h"

#include "ui/activity/activitypage.h"
#include "ui/common/tone.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::activity {

using common::grid;

AllActivityDialog::AllActivityDialog(ActivityPort &port, QWidget *parent) : QDialog(parent), m_page(new ActivityPage(port, this))
{
    setWindowTitle(tr("Activity of all accounts"));
    m_page->showAll();
    auto *close = new QPushButton(tr("&Close"), this);
    close->setAutoDefault(false); // Enter belongs to the list and to the search
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(3 * grid, grid, 3 * grid, 2 * grid);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, grid, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_page, 1);
    layout->addLayout(buttons);
    resize(640, 460);
}

void AllActivityDialog::follow(const developer::DeveloperTools &tools)
{
    m_page->follow(tools);
}

} // namespace keyturn::ui::activity
