// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/welcomepage.h"

#include "ui/common/emptystate.h"
#include "ui/common/icon.h"
#include "ui/common/notice.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::mainwindow {

using common::grid;

WelcomePage::WelcomePage(QWidget *more, QWidget *parent) : QWidget(parent), m_problem(new common::Notice(this))
{
    auto *welcome = new common::EmptyState(this);
    welcome->say(QStringLiteral("key-round"), tr("Add your first account"),
                 tr("Sign in once, and Keyturn keeps you signed in, shows where else you are, and lets you end it there."));
    QPushButton *add = welcome->addButton(tr("&Add account"));
    add->setDefault(true);
    QPushButton *demo = welcome->addButton(tr("Try the &demo"));
    demo->setToolTip(tr("A backend on this computer, made for trying things out"));
    auto *backends = new QPushButton(common::icon(QStringLiteral("server")), tr("&Backends and providers"), this);
    backends->setFlat(true);
    backends->setToolTip(tr("What can be signed in to, and how to add a backend of your own"));
    welcome->addBelow(backends);
    connect(add, &QPushButton::clicked, this, &WelcomePage::addRequested);
    connect(demo, &QPushButton::clicked, this, &WelcomePage::demoRequested);
    connect(backends, &QPushButton::clicked, this, &WelcomePage::profilesRequested);
    connect(m_problem, &common::Notice::actionTriggered, this, &WelcomePage::checkRequested);

    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(grid + grid / 2, 0, grid + grid / 2, grid + grid / 2);
    bottom->setSpacing(grid);
    bottom->addWidget(m_problem, 1);
    bottom->addStretch();
    bottom->addWidget(more, 0, Qt::AlignBottom);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(welcome, 1);
    layout->addLayout(bottom);
    for (const auto &[before, after] : std::initializer_list<std::pair<QWidget *, QWidget *>>{{add, demo}, {demo, backends}, {backends, more}})
        setTabOrder(before, after);
}

void WelcomePage::setProblem(const QString &sentence)
{
    m_problem->sayWithAction(sentence, sentence.isEmpty() ? QString() : tr("&Check this computer"), common::Tone::Muted);
}

} // namespace keyturn::ui::mainwindow
