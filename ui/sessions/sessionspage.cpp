// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/sessionspage.h"

#include "ui/common/emptystate.h"
#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/common/times.h"
#include "ui/sessions/sessionbar.h"
#include "ui/sessions/sessionrows.h"
#include "ui/sessions/sessionview.h"
#include "ui/sessions/undobar.h"
#include "words/sessionwords.h"

#include <QPushButton>
#include <QShowEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::sessions {

using common::grid;
using history::KnownSessions;

SessionsPage::SessionsPage(SessionsPort &port, QWidget *parent)
    : QWidget(parent),
      m_port(port),
      m_pace(port.clock()),
      m_model(new SessionListModel(this)),
      m_rows(new SessionRows(*m_model, this)),
      m_endings(new SessionEndings(port, this)),
      m_stack(new QStackedWidget(this)),
      m_unsupported(new common::EmptyState(this)),
      m_openPage(m_unsupported->addButton(tr("Open its page"))),
      m_bar(new SessionBar(this)),
      m_list(new SessionView(*m_rows, this)),
      m_listOrNone(new QStackedWidget(this)),
      m_none(new common::EmptyState(this)),
      m_notice(new common::Notice(this)),
      m_proof(new common::Notice(this)),
      m_export(new common::Notice(this)),
      m_undo(new UndoBar(port, *m_endings, this)),
      m_count(new common::TextLabel({}, this)),
      m_spinner(new common::Spinner(18, this)),
      m_refresh(new QPushButton(common::icon(QStringLiteral("refresh-cw")), {}, this)),
      m_chosen(new QPushButton(this)),
      m_others(new QPushButton(tr("Sign out all &others…"), this))
{
    buildLayout();
    connectParts();
    m_openPage->setIcon(common::icon(QStringLiteral("external-link")));
    m_refresh->setFlat(true);
    m_refresh->setAccessibleName(tr("Read the list again"));
    m_refresh->setToolTip(tr("Read the list again (F5)"));
    m_chosen->hide();
}

SessionsPage::~SessionsPage()
{
    leave();
    m_endings->hurry(); // whoever owns it was to settle() first
}

void SessionsPage::connectParts()
{
    connect(m_refresh, &QPushButton::clicked, this, &SessionsPage::refresh);
    connect(m_notice, &common::Notice::actionTriggered, this, &SessionsPage::retry);
    connect(m_proof, &common::Notice::actionTriggered, this, [this] {
        if (m_stepUp)
            Q_EMIT stepUpRequested(m_id, *m_stepUp);
    });
    connect(&m_pace, &common::Countdown::left, this, [this](std::chrono::seconds left) {
        m_unread.retryAfter = left;
        m_notice->amend(common::sentenceFor(m_unread, m_port.backendName(m_id)));
    });
    connect(&m_pace, &common::Countdown::over, this, &SessionsPage::refresh);
    connect(m_others, &QPushButton::clicked, this,
            [this] { Q_EMIT confirmOthersRequested(m_id, int(m_model->others().size()), m_port.backendName(m_id)); });
    connect(m_openPage, &QPushButton::clicked, this, [this] {
        if (const core::Result<void> opened = m_port.openPage(m_page); !opened.ok())
            m_unsupported->say(QStringLiteral("globe"), tr("The browser could not be started"), m_page.toDisplayString());
    });
    connect(m_bar, &SessionBar::filtered, this, &SessionsPage::filter);
    connect(m_bar, &SessionBar::left, this, [this] { m_list->setFocus(Qt::OtherFocusReason); });
    connect(m_bar, &SessionBar::exportRequested, this, &SessionsPage::askWhereTo);
    connect(m_bar, &SessionBar::everywhereRequested, this, [this] { Q_EMIT signOutEverywhereRequested(m_id); });
    connect(m_list, &SessionView::actionRequested, this, &SessionsPage::actOn);
    connect(m_list, &SessionView::endRequested, this, [this] { signOut(m_list->chosen()); });
    connect(m_list, &SessionView::detailsRequested, this, &SessionsPage::showDetails);
    connect(m_list, &SessionView::renameRequested, this, &SessionsPage::rename);
    connect(m_list, &SessionView::menuRequested, this, &SessionsPage::openMenu);
    connect(m_list, &SessionView::typed, m_bar, &SessionBar::type);
    connect(m_list, &SessionView::choiceChanged, this, &SessionsPage::showCount);
    connect(m_chosen, &QPushButton::clicked, this, [this] { signOut(m_list->chosen()); });
    connect(m_endings, &SessionEndings::changed, this, [this](const model::AccountId &account) {
        if (account == m_id)
            showDoings();
    });
    connect(m_endings, &SessionEndings::listed, this, [this](const model::AccountId &account, const core::Result<KnownSessions> &result) {
        if (account == m_id)
            listed(result);
    });
    connect(m_endings, &SessionEndings::stepUpAsked, this,
            [this](const Ending &refused, const core::Error &error, const keyturn::accounts::StepUp &stepUp) {
                if (refused.account != m_id)
                    return;
                m_refused += refused;
                offerStepUp(error, stepUp);
            });
}

void SessionsPage::buildLayout()
{
    auto *top = new QVBoxLayout;
    // The same on both sides: margins do not turn round with the layout.
    top->setContentsMargins(3 * grid, grid + grid / 2, 3 * grid, grid / 2);
    top->setSpacing(grid);
    auto *line = new QHBoxLayout;
    line->setSpacing(grid);
    line->addWidget(m_count->withTone(common::Tone::Muted), 1);
    line->addWidget(m_spinner);
    line->addWidget(m_refresh);
    line->addWidget(m_chosen);
    line->addWidget(m_others);
    top->addWidget(m_bar);
    top->addLayout(line);
    auto *notices = new QVBoxLayout;
    notices->setContentsMargins(3 * grid, grid / 2, 3 * grid, 0);
    notices->setSpacing(grid / 2);
    for (common::Notice *notice : {m_notice, m_proof, m_export})
        notices->addWidget(notice);
    m_export->setDismissible(true);
    m_listOrNone->addWidget(m_list);
    m_listOrNone->addWidget(m_none);
    auto *listPage = new QWidget;
    auto *column = new QVBoxLayout(listPage);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addLayout(notices);
    column->addWidget(m_listOrNone, 1);
    m_stack->addWidget(listPage);
    m_stack->addWidget(m_unsupported);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_undo);
    layout->addWidget(m_stack, 1);
}

void SessionsPage::setAccount(const model::AccountId &id)
{
    if (m_id == id)
        return;
    leave();
    m_id = id;
    ++m_visit;
    m_reading = false;
    m_spinner->stop();
    m_model->clear();
    m_bar->reset();
    m_rows->setFilter(Show::All, {});
    m_stepUp.reset();
    m_refused.clear();
    m_listProved = false;
    m_pace.stop();
    m_listedAt = {};
    m_read = false;
    for (common::Notice *notice : {m_notice, m_proof, m_export})
        notice->clear();
    m_undo->setAccount(id);
    showDoings();
    if (isVisible())
        refresh();
}

void SessionsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void SessionsPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (!event->spontaneous()) // else the window is only out of sight
        leave();
}

/// What the list had until now is known from here on.
void SessionsPage::leave()
{
    if (std::exchange(m_seen, false))
        m_port.markVisited(m_id);
}

void SessionsPage::refresh()
{
    if (m_id.isEmpty() || m_reading)
        return;
    const Support support = m_port.support(m_id);
    if (!support.listable) {
        showUnsupported(support);
        return;
    }
    m_stack->setCurrentIndex(0);
    m_reading = true;
    m_spinner->start();
    core::whenDone(m_port.list(m_id), this, [this, visit = m_visit](const core::Result<KnownSessions> &result) {
        if (visit == m_visit)
            listed(result);
    });
    keepRefreshing();
}

void SessionsPage::showUnsupported(const Support &support)
{
    const QString backend = m_port.backendName(m_id);
    const QDateTime now = m_port.clock().now();
    m_page = support.page;
    m_openPage->setVisible(m_page.isValid() && !m_page.isEmpty());
    m_openPage->setText(tr("Open %1's page").arg(backend));
    m_openPage->setAccessibleName(m_openPage->text());
    m_openPage->setToolTip(m_page.toDisplayString());
    QStringList hints{m_openPage->isHidden() ? tr("Look for “devices” or “security” on its website.")
                                             : tr("Its own page shows where you are signed in.")};
    if (support.signedInAt.isValid() && support.lastUsedAt.isValid())
        hints += tr("On this computer you signed in %1; the account was last used %2.")
                     .arg(common::Times::relative(support.signedInAt, now), common::Times::relative(support.lastUsedAt, now));
    m_unsupported->say(QStringLiteral("monitor-smartphone"), tr("%1 does not show its sessions to programs").arg(backend), hints.join(u'\n'));
    m_stack->setCurrentIndex(1);
}

void SessionsPage::listed(const core::Result<KnownSessions> &result)
{
    m_reading = false;
    m_spinner->stop();
    m_pace.stop();
    if (result.ok()) {
        m_listProved = false;
        m_seen = isVisible();
        m_read = true;
        m_listedAt = {};
        if (result->notKept)
            m_notice->say(words::notKeptWords(*result->notKept));
        else
            m_notice->clear();
        m_model->setSessions(result->sessions, m_port.clock().now());
        m_endings->seen(m_id, *result);
    } else if (const auto wanted = keyturn::accounts::stepUpAskedBy(result.error()); wanted && !m_listProved) {
        m_model->setNow(m_port.clock().now());
        m_notice->clear();
        offerStepUp(result.error(), *wanted);
    } else if (result.error().kind != core::ErrorKind::Cancelled) {
        m_model->setNow(m_port.clock().now());
        sayUnread(wanted ? common::unmetStepUp() : result.error());
    }
    if (!m_read)
        showRemembered();
    showCount();
}

/// What this computer knows from the time when the backend answered is better than nothing.
void SessionsPage::showRemembered()
{
    core::whenDone(m_port.remembered(m_id), this, [this, visit = m_visit](const core::Result<KnownSessions> &known) {
        const bool isOvertaken = visit != m_visit || m_read;
        if (isOvertaken || !known.ok() || !known->listedAt.isValid())
            return;
        m_listedAt = known->listedAt;
        m_model->setSessions(known->sessions, m_port.clock().now());
        showCount();
    });
}

/// Where the backend asks for patience, the list is read again by itself when that is over.
void SessionsPage::sayUnread(const core::Error &error)
{
    m_unread = error;
    m_unread.retryAfter = common::waitAskedBy(error);
    m_notice->sayWithAction(common::sentenceFor(m_unread, m_port.backendName(m_id)), tr("&Retry"));
    if (m_unread.retryAfter)
        m_pace.start(*m_unread.retryAfter);
}

void SessionsPage::offerStepUp(const core::Error &error, const keyturn::accounts::StepUp &stepUp)
{
    m_stepUp = stepUp;
    m_proof->sayWithAction(common::sentenceFor(error, m_port.backendName(m_id)), tr("Con&firm that it is you"));
}

void SessionsPage::retry()
{
    m_listProved = false; // who asks again may prove it again, in another way
    refresh();
}

void SessionsPage::resume(const model::AccountId &id)
{
    if (id != m_id) // another one is shown by now
        return;
    m_stepUp.reset();
    m_proof->clear();
    m_listProved = true;
    const QList<Ending> refused = std::exchange(m_refused, {});
    const bool others = std::any_of(refused.begin(), refused.end(), [](const Ending &one) { return one.others; });
    if (others)
        m_endings->begin({m_id, m_model->others(), true, true});
    for (const Ending &one : refused)
        m_endings->begin({m_id, one.sessions, false, true});
    if (refused.isEmpty())
        refresh();
}

void SessionsPage::signOut(const QList<model::SessionId> &sessions)
{
    m_endings->plan({m_id, sessions});
}

void SessionsPage::signOutOthers(const model::AccountId &id)
{
    if (id == m_id)
        m_endings->plan({m_id, m_model->others(), true});
}

core::Async<void> SessionsPage::settle()
{
    m_endings->hurry();
    return m_endings->settled();
}

void SessionsPage::actOn(const QModelIndex &index)
{
    const model::SessionId id(index.data(SessionListModel::IdRole).toString());
    if (index.data(SessionListModel::ActionRole).toString().isEmpty())
        return;
    if (m_model->stateOf(id) == RowState::Waiting)
        m_endings->undo(m_id, {id});
    else if (m_model->stateOf(id) == RowState::Failed)
        m_endings->begin({m_id, {id}}); // again: there was time to think before
    else
        signOut({id});
}

void SessionsPage::filter()
{
    m_rows->setFilter(m_bar->show(), m_bar->text());
    showCount();
}

void SessionsPage::keepRefreshing()
{
    if (m_waiting || !isVisible())
        return;
    m_waiting = true;
    m_port.clock().callAfter(refreshEvery, this, [this] {
        m_waiting = false;
        if (isVisible())
            refresh();
    });
}

} // namespace keyturn::ui::sessions
