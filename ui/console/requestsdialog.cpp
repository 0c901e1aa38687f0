// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/requestsdialog.h"

#include "ui/common/emptystate.h"
#include "ui/common/leafbar.h"
#include "ui/common/notice.h"
#include "ui/common/questiondialog.h"
#include "ui/common/searchline.h"
#include "ui/common/sentences.h"
#include "ui/console/requestlistmodel.h"
#include "ui/console/tworowdelegate.h"

#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::console {

using common::grid;

RequestsDialog::RequestsDialog(ConsolePort &port, const model::AccountId &id, QWidget *parent)
    : QDialog(parent),
      m_port(port),
      m_id(id),
      m_model(new RequestListModel(port.clock(), this)),
      m_bar(new common::LeafBar(common::LeafBar::Rank::Pages, this)),
      m_search(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_empty(new common::EmptyState(this)),
      m_stack(new QStackedWidget(this)),
      m_notice(new common::Notice(this)),
      m_remove(new QPushButton(this)),
      m_use(new QPushButton(tr("&Use"), this))
{
    setWindowTitle(tr("Past and saved requests"));
    setModal(true);
    m_bar->addTab(tr("&Past"));
    m_bar->addTab(tr("&Saved"));
    m_bar->setAccessibleName(tr("Past or saved"));
    common::SearchLine::dress(*m_search, tr("Search requests"), tr("Search"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new TwoRowDelegate(-1, RequestListModel::SecondRole, m_list));
    m_list->setAccessibleName(tr("Requests"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_use->setDefault(true);
    buildLayout();
    const auto *byKey = new QShortcut(QKeySequence::Delete, m_list, nullptr, nullptr, Qt::WidgetShortcut);
    connect(byKey, &QShortcut::activated, this, [this] {
        if (m_bar->currentIndex() == Saved)
            remove();
    });
    connect(m_bar, &QTabBar::currentChanged, this, &RequestsDialog::read);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setFilter(text);
        showRows();
    });
    connect(m_list, &QListView::activated, this, &RequestsDialog::take);
    connect(m_use, &QPushButton::clicked, this, [this] { take(m_list->currentIndex()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { m_bar->currentIndex() == Saved ? remove() : askToForget(); });
    connect(&m_port, &ConsolePort::requestsChanged, this, &RequestsDialog::read);
    m_list->setFocus(Qt::OtherFocusReason);
    read();
}

void RequestsDialog::buildLayout()
{
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    auto *close = new QPushButton(tr("&Close"), this);
    for (QPushButton *button : {m_remove, close})
        button->setAutoDefault(false);
    auto *top = new QHBoxLayout;
    top->setSpacing(grid);
    top->addWidget(m_bar);
    top->addWidget(m_search, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addWidget(m_remove);
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(m_use);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addLayout(top);
    layout->addWidget(m_notice);
    layout->addWidget(m_stack, 1);
    layout->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    resize(560, 420);
}

void RequestsDialog::read()
{
    const auto fill = [this, asked = ++m_asked](const auto &read, auto put) {
        if (asked != m_asked)
            return;
        if (read.ok())
            put(*read);
        else
            m_notice->say(common::sentenceFor(read.error(), {}));
        showRows();
    };
    if (m_bar->currentIndex() == Saved)
        core::whenDone(m_port.saved(), this, [this, fill](const core::Result<QList<SavedRequest>> &saved) {
            fill(saved, [this](const QList<SavedRequest> &all) { m_model->setSaved(all); });
        });
    else
        core::whenDone(m_port.past(m_id), this, [this, fill](const core::Result<QList<PastRequest>> &past) {
            fill(past, [this](const QList<PastRequest> &all) { m_model->setPast(all); });
        });
}

void RequestsDialog::showRows()
{
    const bool isSaved = m_bar->currentIndex() == Saved;
    const bool isEmpty = m_model->rowCount() == 0;
    m_remove->setText(isSaved ? tr("&Remove") : tr("&Forget all…"));
    m_remove->setEnabled(!isEmpty);
    m_use->setEnabled(!isEmpty);
    m_stack->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_empty) : m_list);
    if (!isEmpty)
        m_list->setCurrentIndex(m_model->index(0, 0));
    else if (!m_search->text().trimmed().isEmpty())
        m_empty->say(QStringLiteral("search"), tr("No such request"), tr("Look for something else."));
    else if (isSaved)
        m_empty->say(QStringLiteral("terminal"), tr("Nothing is saved"), tr("“More”, “Save under a name…” keeps a request for every account."));
    else
        m_empty->say(QStringLiteral("terminal"), tr("Nothing was sent yet"),
                     tr("What is sent as this account is found here again, without secrets."));
}

void RequestsDialog::take(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const Draft draft = m_model->draft(index);
    Q_EMIT chosen(draft);
    accept();
}

void RequestsDialog::remove()
{
    if (const QModelIndex index = m_list->currentIndex(); index.isValid())
        core::whenDone(m_port.removeSaved(m_model->name(index)), this, [this](const core::Result<void> &removed) { tell(removed); });
}

void RequestsDialog::askToForget()
{
    auto *question = new common::QuestionDialog(tr("Forget what was sent as this account?"),
                                                tr("The list is removed from this computer for good. Saved requests stay."), tr("&Forget"), this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::accepted, this,
            [this] { core::whenDone(m_port.forget(m_id), this, [this](const core::Result<void> &forgotten) { tell(forgotten); }); });
    question->open();
}

void RequestsDialog::tell(const core::Result<void> &done)
{
    if (done.ok())
        m_notice->clear();
    else
        m_notice->say(common::sentenceFor(done.error(), {}));
    read();
}

} // namespace keyturn::ui::console
