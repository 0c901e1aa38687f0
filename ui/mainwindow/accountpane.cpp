// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/accountpane.h"

#include "ui/accounts/accountpictures.h"
#include "ui/accounts/accountsport.h"
#include "ui/accounts/overviewpage.h"
#include "ui/activity/activitypage.h"
#include "ui/audit/auditpage.h"
#include "ui/common/avatar.h"
#include "ui/common/hairline.h"
#include "ui/common/leafbar.h"
#include "ui/common/plaintext.h"
#include "ui/common/searchline.h"
#include "ui/common/textlabel.h"
#include "ui/console/consolepage.h"
#include "ui/developer/developertools.h"
#include "ui/lab/clocknotice.h"
#include "ui/lab/labpage.h"
#include "ui/mainwindow/workbench.h"
#include "ui/sessions/sessionspage.h"
#include "ui/sessions/undobar.h"
#include "ui/tokens/tokenpage.h"
#include "ui/trace/tracepage.h"

#include <QAbstractItemView>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::mainwindow {

using common::grid;
using common::LeafBar;

namespace {
constexpr int disc = 48;
}

AccountPane::AccountPane(const Ports &ports, QWidget *parent)
    : QWidget(parent),
      m_port(ports.accounts),
      m_avatar(new common::Avatar(disc, this)),
      m_pictures(new accounts::AccountPictures(ports.accounts, disc, this)),
      m_name(new common::TextLabel({}, this)),
      m_where(new common::TextLabel({}, this)),
      m_leaves(new LeafBar(LeafBar::Rank::Leaves, this)),
      m_stack(new QStackedWidget(this)),
      m_overview(new accounts::OverviewPage(ports.accounts)),
      m_sessions(new sessions::SessionsPage(ports.sessions)),
      m_activity(new activity::ActivityPage(ports.activity)),
      m_workbench(new Workbench)
{
    buildLayout();
    buildWorkbench(ports);
    connect(m_leaves, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_leaves, &QTabBar::currentChanged, this, &AccountPane::leafChanged);
    connect(m_leaves, &LeafBar::leafChosen, this, &AccountPane::focusLeaf, Qt::QueuedConnection); // when it is the one that is shown
    connect(m_workbench, &Workbench::pageChosen, this, &AccountPane::focusLeaf, Qt::QueuedConnection);
    connect(m_overview, &accounts::OverviewPage::signOutRequested, this, &AccountPane::signOutRequested);
    connect(m_overview, &accounts::OverviewPage::signInAgainRequested, this, &AccountPane::signInAgainRequested);
    connect(m_sessions, &sessions::SessionsPage::stepUpRequested, this, &AccountPane::stepUpRequested);
    const auto showIfShown = [this](const model::AccountId &id) {
        if (id == m_id)
            showHeader();
    };
    connect(&m_port, &accounts::AccountsPort::changed, this, showIfShown);
    connect(m_pictures, &accounts::AccountPictures::arrived, this, showIfShown);
}

void AccountPane::buildLayout()
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_name->withSize(common::TextSize::Large);
    m_where->withTone(common::Tone::Muted);
    // A long name is elided, it never widens the window.
    for (common::TextLabel *label : {m_name, m_where})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto *names = new QVBoxLayout;
    names->setSpacing(2);
    names->addWidget(m_name);
    names->addWidget(m_where);
    auto *header = new QHBoxLayout;
    header->setContentsMargins(3 * grid, 2 * grid, 3 * grid, grid);
    header->setSpacing(2 * grid);
    header->addWidget(m_avatar);
    header->addLayout(names, 1);
    auto *leaves = new QHBoxLayout;
    leaves->setContentsMargins(2 * grid, 0, 2 * grid, 0);
    leaves->addWidget(m_leaves);
    leaves->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addLayout(leaves);
    layout->addWidget(new common::Hairline(Qt::Horizontal, this));
    layout->addWidget(&m_sessions->undoBar()); // over every leaf
    layout->addWidget(m_stack, 1);

    m_leaves->addTab(tr("O&verview"));
    m_leaves->addTab(tr("&Sessions"));
    m_leaves->addTab(tr("Ac&tivity"));
    m_leaves->addTab(tr("&Developer"));
    m_leaves->setAccessibleName(tr("Leaves of this account"));
    m_stack->addWidget(m_overview);
    m_stack->addWidget(m_sessions);
    m_stack->addWidget(m_activity);
    m_stack->addWidget(m_workbench);
}

/// The pages for developers, each where its port is there. Their letters beside those of the leaves: K token, N console, R trace, B lab, U audit.
void AccountPane::buildWorkbench(const Ports &ports)
{
    if (ports.tokens)
        m_workbench->addPage(tr("To&ken"), new tokens::TokenPage(*ports.tokens));
    if (ports.console)
        m_workbench->addPage(tr("Co&nsole"), new console::ConsolePage(*ports.console));
    trace::TracePage *trace = ports.trace ? new trace::TracePage(*ports.trace) : nullptr;
    if (trace)
        m_workbench->addPage(tr("T&race"), trace);
    if (ports.lab)
        addLab(*ports.lab, trace);
    if (ports.audit)
        m_workbench->addPage(tr("A&udit"), new audit::AuditPage(*ports.audit));
    const auto show = [this](bool shown) { m_leaves->setTabVisible(int(Leaf::Developer), shown && !m_workbench->isEmpty()); };
    if (ports.developer)
        ports.developer->follow(this, show);
    else
        show(true);
}

void AccountPane::addLab(lab::LabPort &port, QWidget *trace)
{
    auto *page = new lab::LabPage(port);
    m_workbench->addPage(tr("La&b"), page);
    static_cast<QVBoxLayout *>(layout())->insertWidget(layout()->indexOf(m_stack), &page->clockNotice()); // over every leaf
    connect(page, &lab::LabPage::traceRequested, this, [this, trace] {
        if (trace)
            m_workbench->showPage(trace);
    });
    connect(page, &lab::LabPage::activityRequested, this, [this] { showLeaf(Leaf::Activity); });
}

void AccountPane::setAccount(const model::AccountId &id)
{
    m_id = id;
    showHeader();
    m_overview->setAccount(id);
    m_sessions->setAccount(id);
    m_activity->setAccount(id);
    m_workbench->setAccount(id);
}

Leaf AccountPane::leaf() const
{
    return static_cast<Leaf>(m_leaves->currentIndex());
}

void AccountPane::showLeaf(Leaf leaf)
{
    if (m_leaves->isTabVisible(static_cast<int>(leaf)))
        m_leaves->setCurrentIndex(static_cast<int>(leaf));
}

/// What is below all bars.
QWidget *AccountPane::shownPage() const
{
    return leaf() == Leaf::Developer ? m_workbench->page() : m_stack->currentWidget();
}

/// Its list; without one, the first thing that Tab comes to. The console begins with an address.
void AccountPane::focusLeaf()
{
    QWidget *leaf = shownPage();
    if (auto *console = qobject_cast<console::ConsolePage *>(leaf))
        return console->focusAddress();
    for (auto *list : leaf->findChildren<QAbstractItemView *>()) {
        if (list->isVisible())
            return list->setFocus(Qt::ShortcutFocusReason);
    }
    for (QWidget *next = leaf->nextInFocusChain(); next != leaf; next = next->nextInFocusChain()) {
        if (leaf->isAncestorOf(next) && next->isVisible() && next->isEnabled() && next->focusPolicy() & Qt::TabFocus)
            return next->setFocus(Qt::ShortcutFocusReason);
    }
}

bool AccountPane::focusSearch()
{
    if (auto *console = qobject_cast<console::ConsolePage *>(shownPage()); console && console->focusSearch())
        return true;
    for (auto *line : shownPage()->findChildren<QLineEdit *>()) {
        if (!line->isVisible() || !common::SearchLine::isOne(*line))
            continue;
        line->setFocus(Qt::ShortcutFocusReason);
        line->selectAll();
        return true;
    }
    return false;
}

void AccountPane::showHeader()
{
    const std::optional<model::Account> account = m_port.account(m_id);
    if (!account)
        return;
    m_title = accounts::titleOf(*account);
    const QString email = common::oneLine(account->identity.email);
    const QString backend = common::oneLine(m_port.backendName(*account));
    m_below = email.isEmpty() || email == m_title ? backend : tr("%1 · %2").arg(email, backend);
    common::Face face = accounts::faceOf(*account);
    face.picture = m_pictures->of(m_id, account->identity.picture, devicePixelRatioF());
    m_avatar->setFace(face);
    m_name->setToolTip(common::toolTip(m_title));
    resizeEvent(nullptr);
}

void AccountPane::resizeEvent(QResizeEvent *)
{
    const int room = width() - 6 * grid - disc - 2 * grid;
    m_name->setText(m_name->fontMetrics().elidedText(m_title, Qt::ElideRight, room));
    m_where->setText(m_where->fontMetrics().elidedText(m_below, Qt::ElideRight, room));
}

} // namespace keyturn::ui::mainwindow
