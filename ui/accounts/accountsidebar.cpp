// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/accounts/accountsidebar.h"

#include "ui/accounts/accountdelegate.h"
#include "ui/accounts/accountlistmodel.h"
#include "ui/accounts/colourmenu.h"
#include "ui/common/icon.h"
#include "ui/common/searchline.h"
#include "ui/common/textlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace keyturn::ui::accounts {

using common::grid;

AccountSidebar::AccountSidebar(AccountsPort &port, QWidget *parent)
    : QWidget(parent),
      m_port(port),
      m_model(new AccountListModel(port, this)),
      m_filtered(new QSortFilterProxyModel(this)),
      m_search(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_nothing((new common::TextLabel(tr("No account fits. Esc shows all again."), this))->withTone(common::Tone::Muted)->wrapping()),
      m_add(new QPushButton(common::icon(QStringLiteral("plus")), tr("&Add account"), this)),
      m_bar(new QHBoxLayout)
{
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterRole(AccountListModel::SearchRole);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);

    common::SearchLine::dress(*m_search, tr("Search accounts"), tr("Search accounts"));
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &AccountSidebar::searchAgain);

    m_list->setModel(m_filtered);
    m_list->setItemDelegate(new AccountDelegate(port, m_list));
    m_list->setAccessibleName(tr("Accounts"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setDropIndicatorShown(true);
    m_list->viewport()->setBackgroundRole(QPalette::Window);
    m_list->setBackgroundRole(QPalette::Window);
    m_list->installEventFilter(this);
    connect(m_list, &QWidget::customContextMenuRequested, this, &AccountSidebar::openMenu);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &now) {
        if (!now.isValid())
            return;
        m_current = model::AccountId(now.data(AccountListModel::IdRole).toString());
        Q_EMIT currentChanged(m_current);
    });

    m_nothing->setContentsMargins(2 * grid, 0, 2 * grid, 0);
    m_nothing->hide();
    m_add->setAccessibleName(tr("Add account"));
    connect(m_add, &QPushButton::clicked, this, &AccountSidebar::addRequested);

    auto *top = new QVBoxLayout;
    top->setContentsMargins(grid + grid / 2, grid + grid / 2, grid + grid / 2, grid);
    top->addWidget(m_search);
    m_bar->setSpacing(grid / 2);
    m_bar->setContentsMargins(grid + grid / 2, grid, grid + grid / 2, grid + grid / 2);
    m_bar->addWidget(m_add, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_nothing);
    layout->addWidget(m_list, 1);
    layout->addLayout(m_bar);
    setTabOrder(m_search, m_list);
    setTabOrder(m_list, m_add);

    connect(m_filtered, &QAbstractItemModel::modelReset, this, &AccountSidebar::keepSelection);
    connect(m_filtered, &QAbstractItemModel::rowsInserted, this, &AccountSidebar::keepSelection);
    // The filter tells of a removal before it is done, the model after.
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &AccountSidebar::keepSelection);
    connect(m_filtered, &QAbstractItemModel::rowsRemoved, this, &AccountSidebar::keepSelection);
    keepSelection();
}

model::AccountId AccountSidebar::current() const
{
    return m_current;
}

void AccountSidebar::choose(const model::AccountId &id)
{
    const int row = m_model->rowOf(id);
    if (row < 0)
        return;
    QModelIndex index = m_filtered->mapFromSource(m_model->index(row));
    if (!index.isValid()) {
        m_search->clear();
        index = m_filtered->mapFromSource(m_model->index(row));
    }
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
}

void AccountSidebar::chooseNumber(int number)
{
    if (const QModelIndex index = m_filtered->index(number - 1, 0); index.isValid())
        m_list->setCurrentIndex(index);
}

void AccountSidebar::chooseNext(int step)
{
    const int rows = m_filtered->rowCount();
    if (rows > 0)
        m_list->setCurrentIndex(m_filtered->index((m_list->currentIndex().row() + step + rows) % rows, 0));
}

void AccountSidebar::addToBar(QWidget *widget)
{
    QWidget *before = m_bar->itemAt(m_bar->count() - 1)->widget();
    m_bar->addWidget(widget);
    setTabOrder(before, widget);
}

void AccountSidebar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void AccountSidebar::focusList()
{
    m_list->setFocus(Qt::OtherFocusReason);
}

/// Typing in the list searches; arrows in the search field move through the list; Esc shows all again. Shift+F10 opens the menu, as Qt has it of the
/// menu key alone on X11, which many keyboards lack.
bool AccountSidebar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto *key = static_cast<QKeyEvent *>(event);
    const bool plain = (key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    if (watched == m_list && key->key() == Qt::Key_F10 && key->modifiers() == Qt::ShiftModifier) {
        openMenu(QPoint(-1, -1)); // of the account that is shown
        return true;
    }
    if (key->key() == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        m_list->setFocus(Qt::OtherFocusReason);
        return true;
    }
    if (watched == m_list && key->modifiers() == Qt::AltModifier && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up)) {
        moveCurrent(key->key() == Qt::Key_Down ? 1 : -1);
        return true;
    }
    if (watched == m_search && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up)) {
        chooseNext(key->key() == Qt::Key_Down ? 1 : -1);
        return true;
    }
    if (watched == m_search && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
        m_list->setFocus(Qt::OtherFocusReason);
        return true;
    }
    if (watched == m_list && plain && !key->text().isEmpty() && key->text().at(0).isLetterOrNumber()) {
        m_search->setFocus(Qt::OtherFocusReason);
        m_search->insert(key->text());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void AccountSidebar::searchAgain(const QString &text)
{
    m_filtered->setFilterFixedString(text.trimmed());
    m_nothing->setVisible(m_filtered->rowCount() == 0 && !text.trimmed().isEmpty());
    keepSelection();
}

/// The account shown stays the one shown as long as it is there; else the first one takes its place.
void AccountSidebar::keepSelection()
{
    const int row = m_model->rowOf(m_current);
    const QModelIndex same = row < 0 ? QModelIndex() : m_filtered->mapFromSource(m_model->index(row));
    if (same.isValid()) {
        if (m_list->currentIndex() != same)
            m_list->setCurrentIndex(same);
        return;
    }
    if (m_filtered->rowCount() > 0) {
        m_list->setCurrentIndex(m_filtered->index(0, 0));
    } else if (m_model->rowCount() == 0 && !m_current.isEmpty()) {
        m_current = {};
        Q_EMIT currentChanged(m_current);
    }
}

void AccountSidebar::moveCurrent(int step)
{
    const QModelIndex row = m_list->currentIndex();
    const int to = row.row() + step;
    if (!row.isValid() || to < 0 || to >= m_filtered->rowCount())
        return;
    // In front of the row that comes after the place; past the last one shown, of what follows that in the whole list.
    const QModelIndex neighbour = m_filtered->mapToSource(m_filtered->index(to, 0));
    const QModelIndex before = step < 0 ? neighbour : m_model->index(neighbour.row() + 1);
    if (!m_port.move(m_current, model::AccountId(before.data(AccountListModel::IdRole).toString())).ok()) { } // the row stays, which is seen
    m_list->scrollTo(m_list->currentIndex());
}

void AccountSidebar::openMenu(const QPoint &position)
{
    const QModelIndex index = m_list->indexAt(position).isValid() ? m_list->indexAt(position) : m_list->currentIndex();
    if (!index.isValid())
        return;
    const model::AccountId id(index.data(AccountListModel::IdRole).toString());
    const QString email = index.data(AccountListModel::EmailRole).toString();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(common::icon(QStringLiteral("pencil")), tr("&Rename…"), this, [this, id] { Q_EMIT renameRequested(id); });
    if (const std::optional<model::Account> account = m_port.account(id))
        menu->addMenu(new ColourMenu(m_port, *account, menu));
    if (!email.isEmpty())
        menu->addAction(common::icon(QStringLiteral("copy")), tr("&Copy e-mail"), this, [email] { QGuiApplication::clipboard()->setText(email); });
    const auto addMove = [this, menu, &index](const QString &icon, const QString &text, int step, Qt::Key key) {
        QAction *action = menu->addAction(common::icon(icon), text, this, [this, step] { moveCurrent(step); });
        action->setShortcut(Qt::ALT | key); // shown; heard by the list
        action->setShortcutVisibleInContextMenu(true);
        const int to = index.row() + step;
        action->setEnabled(to >= 0 && to < m_filtered->rowCount());
    };
    addMove(QStringLiteral("arrow-up"), tr("Move &up"), -1, Qt::Key_Up);
    addMove(QStringLiteral("arrow-down"), tr("Move &down"), 1, Qt::Key_Down);
    menu->addAction(common::icon(QStringLiteral("app-window")), tr("Open in a new &window"), this, [this, id] { Q_EMIT windowRequested(id); });
    menu->addSeparator();
    menu->addAction(common::icon(QStringLiteral("log-in")), tr("Sign in &again…"), this, [this, id] { Q_EMIT signInAgainRequested(id); });
    if (m_port.offersPasswordChange(id))
        menu->addAction(common::icon(QStringLiteral("lock")), tr("Change &password…"), this, [this, id] { Q_EMIT passwordChangeRequested(id); });
    menu->addAction(common::icon(QStringLiteral("log-out")), tr("Sign &out…"), this, [this, id] { Q_EMIT signOutRequested(id); });
    menu->popup(m_list->viewport()->mapToGlobal(m_list->indexAt(position).isValid() ? position : m_list->visualRect(index).center()));
}

} // namespace keyturn::ui::accounts
