// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/sessionspage.h"

#include "ui/common/emptystate.h"
#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/sessions/sessiondelegate.h"
#include "ui/sessions/sessionlistmodel.h"
#include "ui/sessions/sessionsport.h"

#include <QKeyEvent>
#include <QListView>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::sessions {

using common::grid;

SessionsPage::SessionsPage(SessionsPort &port, QWidget *parent)
    : QWidget(parent),
      m_port(port),
      m_pace(port.clock()),
      m_model(new SessionListModel(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new common::EmptyState(this)),
      m_openPage(m_empty->addButton(tr("Open its page"))),
      m_list(new QListView(this)),
      m_notice(new common::Notice(this)),
      m_count(new common::TextLabel({}, this)),
      m_spinner(new common::Spinner(18, this)),
      m_refresh(new QPushButton(common::icon(QStringLiteral("refresh-cw")), {}, this)),
      m_others(new QPushButton(tr("Sign out all &others…"), this))
{
    buildList();
    buildLayout();
    m_openPage->setIcon(common::icon(QStringLiteral("external-link")));
    m_refresh->setFlat(true);
    m_refresh->setAccessibleName(tr("Read the list again"));
    m_refresh->setToolTip(tr("Read the list again (F5)"));
    connect(m_refresh, &QPushButton::clicked, this, &SessionsPage::refresh);
    connect(m_notice, &common::Notice::actionTriggered, this, &SessionsPage::actOnNotice);
    connect(&m_pace, &common::Countdown::left, this, [this](std::chrono::seconds left) {
        m_unread.retryAfter = left;
        m_notice->amend(common::sentenceFor(m_unread, m_port.backendName(m_id)));
    });
    connect(&m_pace, &common::Countdown::over, this, &SessionsPage::refresh);
    connect(m_others, &QPushButton::clicked, this,
            [this] { Q_EMIT confirmOthersRequested(int(m_model->others().size()), m_port.backendName(m_id)); });
    connect(m_openPage, &QPushButton::clicked, this, [this] {
        if (const core::Result<void> opened = m_port.openPage(m_page); !opened.ok())
            m_empty->say(QStringLiteral("globe"), tr("The browser could not be started"), m_page.toDisplayString());
    });
}

void SessionsPage::buildList()
{
    m_list->setModel(m_model);
    auto *delegate = new SessionDelegate(m_list);
    m_list->setItemDelegate(delegate);
    m_list->setAccessibleName(tr("Sessions"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->installEventFilter(this);
    connect(delegate, &SessionDelegate::actionClicked, this, &SessionsPage::actOn);
}

void SessionsPage::buildLayout()
{
    auto *bar = new QHBoxLayout;
    // The same on both sides: margins do not turn round with the layout.
    bar->setContentsMargins(3 * grid, grid + grid / 2, 3 * grid, grid / 2);
    bar->setSpacing(grid);
    bar->addWidget(m_count->withTone(common::Tone::Muted), 1);
    bar->addWidget(m_spinner);
    bar->addWidget(m_refresh);
    bar->addWidget(m_others);
    auto *notice = new QVBoxLayout;
    notice->setContentsMargins(3 * grid, grid / 2, 3 * grid, 0);
    notice->addWidget(m_notice);
    auto *listPage = new QWidget;
    auto *column = new QVBoxLayout(listPage);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addLayout(notice);
    column->addWidget(m_list, 1);
    m_stack->addWidget(listPage);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
}

void SessionsPage::setAccount(const model::AccountId &id)
{
    if (m_id == id)
        return;
    m_id = id;
    ++m_visit;
    m_reading = false;
    m_spinner->stop();
    m_model->clear();
    m_stepUp.reset();
    m_refused = {};
    m_listProved = false;
    m_pace.stop();
    m_notice->clear();
    showCount();
    if (isVisible())
        refresh();
}

void SessionsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void SessionsPage::refresh()
{
    if (m_id.isEmpty() || m_reading)
        return;
    const Support support = m_port.support(m_id);
    if (!support.listable) {
        showUnsupported(support.page);
        return;
    }
    m_stack->setCurrentIndex(0);
    m_reading = true;
    m_spinner->start();
    core::whenDone(m_port.list(m_id), this, [this, visit = m_visit](const core::Result<QList<model::Session>> &result) {
        if (visit == m_visit)
            listed(result);
    });
    keepRefreshing();
}

void SessionsPage::showUnsupported(const QUrl &page)
{
    const QString backend = m_port.backendName(m_id);
    m_page = page;
    m_openPage->setVisible(page.isValid() && !page.isEmpty());
    m_openPage->setText(tr("Open %1's page").arg(backend));
    m_openPage->setAccessibleName(m_openPage->text());
    m_openPage->setToolTip(page.toDisplayString());
    const QString hint =
        m_openPage->isHidden() ? tr("Look for “devices” or “security” on its website.") : tr("Its own page shows where you are signed in.");
    m_empty->say(QStringLiteral("monitor-smartphone"), tr("%1 does not show its sessions to programs").arg(backend), hint);
    m_stack->setCurrentIndex(1);
}

void SessionsPage::listed(const core::Result<QList<model::Session>> &result)
{
    m_reading = false;
    m_spinner->stop();
    m_pace.stop();
    if (result.ok()) {
        m_listProved = false;
        if (!m_stepUp)
            m_notice->clear();
        m_model->setSessions(*result, m_port.clock().now());
    } else if (const auto wanted = keyturn::accounts::stepUpAskedBy(result.error()); wanted && !m_listProved) {
        m_model->setNow(m_port.clock().now());
        offerStepUp(result.error(), *wanted);
    } else if (result.error().kind != core::ErrorKind::Cancelled) {
        m_model->setNow(m_port.clock().now());
        sayUnread(wanted ? common::unmetStepUp() : result.error());
    }
    showCount();
}

/// Where the backend asks for patience, the list is read again by itself when that is over.
void SessionsPage::sayUnread(const core::Error &error)
{
    if (m_stepUp)
        return; // what the person is asked for stands in the notice
    m_unread = error;
    m_unread.retryAfter = common::waitAskedBy(error);
    m_notice->sayWithAction(common::sentenceFor(m_unread, m_port.backendName(m_id)), tr("&Retry"));
    if (m_unread.retryAfter)
        m_pace.start(*m_unread.retryAfter);
}

void SessionsPage::offerStepUp(const core::Error &error, const keyturn::accounts::StepUp &stepUp)
{
    m_pace.stop();
    m_stepUp = stepUp;
    m_notice->sayWithAction(common::sentenceFor(error, m_port.backendName(m_id)), tr("&Confirm that it is you"));
}

void SessionsPage::actOnNotice()
{
    if (m_stepUp)
        return Q_EMIT stepUpRequested(m_id, *m_stepUp);
    m_listProved = false; // who asks again may prove it again, in another way
    refresh();
}

void SessionsPage::resume()
{
    m_stepUp.reset();
    m_notice->clear();
    m_listProved = true;
    const Refused refused = std::exchange(m_refused, {});
    if (refused.others)
        end({m_model->others(), true, true});
    for (const model::SessionId &session : refused.sessions)
        end({{session}, false, true});
    if (!refused.others && refused.sessions.isEmpty())
        refresh();
}

void SessionsPage::showCount()
{
    const qsizetype all = m_model->sessions().size();
    m_count->setText(all == 0 ? QString() : all == 1 ? tr("Signed in here only") : tr("Signed in at %1 places").arg(all));
    m_others->setEnabled(!m_model->others().isEmpty());
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

void SessionsPage::actOn(const QModelIndex &index)
{
    if (!index.data(SessionListModel::ActionRole).toString().isEmpty())
        signOut(model::SessionId(index.data(SessionListModel::IdRole).toString()));
}

void SessionsPage::signOut(const model::SessionId &session)
{
    end({{session}});
}

void SessionsPage::signOutOthers()
{
    end({m_model->others(), true});
}

void SessionsPage::end(const Ending &wanted)
{
    Ending ending = wanted;
    // What is gone has ended, and what is ending already does so once.
    ending.sessions.removeIf(
        [this](const model::SessionId &session) { return !m_model->contains(session) || m_model->stateOf(session) == RowState::Ending; });
    if (ending.sessions.isEmpty())
        return;
    for (const model::SessionId &session : ending.sessions)
        m_model->setEnding(session);
    const core::Async<void> answer = ending.others ? m_port.revokeOthers(m_id) : m_port.revoke(m_id, ending.sessions.first());
    core::whenDone(answer, this, [this, ending, visit = m_visit](const core::Result<void> &result) {
        if (visit == m_visit)
            ended(ending, result);
    });
}

/// Whatever the backend answered: what it lists now is what counts.
void SessionsPage::ended(const Ending &ending, const core::Result<void> &result)
{
    m_spinner->start();
    core::whenDone(m_port.list(m_id), this, [this, ending, result, visit = m_visit](const core::Result<QList<model::Session>> &listed) {
        if (visit == m_visit)
            settle(ending, result, listed);
    });
}

void SessionsPage::settle(const Ending &ending, const core::Result<void> &result, const core::Result<QList<model::Session>> &read)
{
    listed(read);
    const auto wanted = result.ok() ? std::nullopt : keyturn::accounts::stepUpAskedBy(result.error());
    if (wanted && !ending.proved) {
        m_refused.others |= ending.others;
        if (!ending.others && !m_refused.sessions.contains(ending.sessions.first()))
            m_refused.sessions += ending.sessions.first();
        offerStepUp(result.error(), *wanted);
    }
    const core::Error error = result.ok() ? core::Error() : wanted && ending.proved ? common::unmetStepUp() : result.error();
    const QString backend = m_port.backendName(m_id);
    for (const model::SessionId &session : ending.sessions) {
        if (!m_model->contains(session))
            continue;
        if (!result.ok())
            m_model->setFailed(session, common::sentenceFor(error, backend));
        else if (!read.ok())
            m_model->setFailed(session, tr("%1 accepted this, but its list could not be read to prove it.").arg(backend));
        else
            m_model->setFailed(session, common::sentenceFor({core::ErrorKind::Rejected, QStringLiteral("still_listed"), {}}, backend));
    }
}

bool SessionsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Delete || key == Qt::Key_Return || key == Qt::Key_Enter) {
            actOn(m_list->currentIndex());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace keyturn::ui::sessions
