// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/activity/activitypage.h"

#include "ui/activity/activitydelegate.h"
#include "ui/activity/activitylistmodel.h"
#include "ui/activity/activityport.h"
#include "ui/activity/eventdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/exportdialog.h"
#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/questiondialog.h"
#include "ui/common/searchline.h"
#include "ui/common/sentences.h"
#include "words/historywords.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::activity {

using common::grid;
using history::EventGroup;

namespace {

/// The choices of the filter, in their order.
QList<QList<EventGroup>> choices()
{
    return {{},
            {EventGroup::SignIn, EventGroup::SignOut, EventGroup::Refusal, EventGroup::Lab},
            {EventGroup::Renewal},
            {EventGroup::Refusal, EventGroup::Network, EventGroup::Keychain, EventGroup::Clock, EventGroup::Lab},
            {EventGroup::Session}};
}

QList<history::EventKind> kindsIn(const QList<EventGroup> &groups)
{
    QList<history::EventKind> kinds;
    for (int kind = 0; kind < history::eventKindCount; ++kind) {
        if (groups.contains(history::groupOf(history::EventKind(kind))))
            kinds += history::EventKind(kind);
    }
    return kinds;
}

} // namespace

ActivityPage::ActivityPage(ActivityPort &port, QWidget *parent)
    : QWidget(parent),
      m_port(port),
      m_model(new ActivityListModel(port, this)),
      m_kinds(new QComboBox(this)),
      m_search(new QLineEdit(this)),
      m_more(new QPushButton(tr("&More"), this)),
      m_export(new QAction(tr("&Export…"), this)),
      m_clear(new QAction(tr("&Clear…"), this)),
      m_notice(new common::Notice(this)),
      m_stack(new QStackedWidget(this)),
      m_list(new QListView(this)),
      m_empty(new common::EmptyState(this))
{
    buildBar();
    buildList();
    buildLayout();
    connect(m_model, &ActivityListModel::read, this, &ActivityPage::read);
    connect(&m_port, &ActivityPort::recorded, this, [this] {
        if (isVisible() && !m_stale)
            m_model->refresh();
    });
}

void ActivityPage::buildBar()
{
    m_kinds->addItems({tr("Everything"), tr("Sign-ins and sign-outs"), tr("Renewals"), tr("Trouble"), tr("Sessions ended")});
    m_kinds->setAccessibleName(tr("What to show"));
    m_kinds->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding); // as high as its neighbours
    common::SearchLine::dress(*m_search, tr("Search in what happened"), tr("Search"));
    m_search->setMinimumWidth(12 * grid);
    auto *menu = new QMenu(m_more);
    menu->addAction(m_export);
    menu->addAction(m_clear);
    m_more->setMenu(menu);
    m_more->setAutoDefault(false);
    m_more->setToolTip(tr("Export what is shown, or clear what is recorded about this account"));
    connect(m_kinds, &QComboBox::currentIndexChanged, this, &ActivityPage::filter);
    connect(m_search, &QLineEdit::textChanged, this, &ActivityPage::searchSoon);
    connect(m_search, &QLineEdit::returnPressed, this, &ActivityPage::filter);
    connect(m_export, &QAction::triggered, this, &ActivityPage::askWhereTo);
    connect(m_clear, &QAction::triggered, this, &ActivityPage::askToClear);
}

void ActivityPage::buildList()
{
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ActivityDelegate(m_list));
    m_list->setAccessibleName(tr("Activity"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    connect(m_list, &QListView::activated, this, &ActivityPage::open);
}

void ActivityPage::buildLayout()
{
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(3 * grid, grid + grid / 2, 3 * grid, grid / 2);
    bar->setSpacing(grid);
    bar->addWidget(m_kinds);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_more);
    auto *notice = new QVBoxLayout;
    notice->setContentsMargins(2 * grid, 0, 2 * grid, 0);
    notice->addWidget(m_notice);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addLayout(notice);
    layout->addWidget(m_stack, 1);
}

void ActivityPage::setAccount(const model::AccountId &id)
{
    if (m_id == id)
        return;
    m_id = id;
    m_stale = true;
    m_notice->clear();
    if (isVisible())
        filter();
}

void ActivityPage::showAll()
{
    m_all = true;
    m_stale = true;
    m_clear->setVisible(false);
    m_more->setToolTip(tr("Export what is shown"));
    m_model->setNaming(true);
    if (isVisible())
        filter();
}

void ActivityPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        filter();
    else
        m_model->refresh(); // other programs record as well
}

history::Filter ActivityPage::wanted() const
{
    history::Filter filter;
    if (!m_all)
        filter.accounts = {m_id};
    filter.kinds = kindsIn(choices().value(m_kinds->currentIndex()));
    filter.text = m_search->text().trimmed();
    filter.sentence = [](const history::Event &event) { return words::historySentence(event); };
    return filter;
}

void ActivityPage::searchSoon()
{
    m_port.clock().callAfter(typingPause, this, [this, typed = ++m_typed] {
        if (typed == m_typed)
            filter();
    });
}

void ActivityPage::filter()
{
    ++m_typed;
    if (m_id.isEmpty() && !m_all)
        return;
    m_stale = false;
    m_stack->setCurrentWidget(m_list);
    m_model->setFilter(wanted());
}

void ActivityPage::read(const std::optional<core::Error> &trouble)
{
    if (trouble && !common::wasStopped(*trouble))
        m_notice->say(common::sentenceFor(*trouble, {}));
    else
        m_notice->clear();
    if (m_model->rowCount() > 0)
        m_stack->setCurrentWidget(m_list);
    else if (m_model->isComplete())
        showEmpty();
}

void ActivityPage::showEmpty()
{
    const bool filtered = m_kinds->currentIndex() > 0 || !m_search->text().trimmed().isEmpty();
    if (filtered)
        m_empty->say(QStringLiteral("search"), tr("Nothing like that has happened"), tr("Look for something else, or show everything."));
    else
        m_empty->say(QStringLiteral("hourglass"), tr("Nothing has happened yet"),
                     tr("Sign-ins, renewals and what went wrong are kept here for 90 days, on this computer only."));
    m_stack->setCurrentWidget(m_empty);
}

void ActivityPage::askWhereTo()
{
    auto *dialog = new common::ExportDialog(tr("Export the activity"), QStringLiteral("activity.csv"), this);
    connect(dialog, &QFileDialog::fileSelected, this, &ActivityPage::exportTo);
    dialog->open();
}

void ActivityPage::exportTo(const QString &path)
{
    m_export->setEnabled(false);
    const history::ExportFormat format = history::exportFormatOf(path).value_or(history::ExportFormat::Csv);
    core::whenDone(m_port.exportTo(wanted(), format, path), this, [this, path](const core::Result<qint64> &count) {
        m_export->setEnabled(true);
        if (count.ok())
            m_notice->say(tr("Written to %1: %2").arg(path).arg(*count), common::Tone::Normal);
        else
            m_notice->say(common::sentenceFor(count.error(), {}));
    });
}

void ActivityPage::askToClear()
{
    auto *question = new common::QuestionDialog(
        tr("Clear this account's activity?"),
        tr("What is recorded about it on this computer is removed for good. The account itself stays signed in."), tr("&Clear"), this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::accepted, this, [this, id = m_id] {
        core::whenDone(m_port.clear(id), this, [this](const core::Result<void> &cleared) {
            if (!cleared.ok())
                m_notice->say(common::sentenceFor(cleared.error(), {}));
            else
                filter();
        });
    });
    question->open();
}

void ActivityPage::open(const QModelIndex &index)
{
    auto *dialog = new EventDialog(m_model->eventAt(index), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (m_tools)
        dialog->follow(*m_tools);
    dialog->open();
}

} // namespace keyturn::ui::activity
