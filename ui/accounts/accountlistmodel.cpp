// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/accounts/accountlistmodel.h"

#include "ui/accounts/statewords.h"
#include "ui/common/plaintext.h"

#include <QMimeData>

#include <algorithm>

namespace keyturn::ui::accounts {

namespace {
const QString dragType = QStringLiteral("application/x-keyturn-account");
} // namespace

AccountListModel::AccountListModel(AccountsPort &port, QObject *parent) : QAbstractListModel(parent), m_port(port)
{
    read();
    connect(&port, &AccountsPort::reset, this, &AccountListModel::read);
    connect(&port, &AccountsPort::added, this, &AccountListModel::refresh);
    connect(&port, &AccountsPort::changed, this, &AccountListModel::refresh);
    connect(&port, &AccountsPort::removed, this, &AccountListModel::drop);
    connect(&port, &AccountsPort::moved, this, &AccountListModel::reorder);
}

int AccountListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant AccountListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    const auto state = [this, &row] { return m_port.state(row.account.id); };
    switch (role) {
    case IdRole:
        return row.account.id.toString();
    case Qt::DisplayRole:
    case TitleRole:
        return row.title;
    case BackendRole:
        return row.backend;
    case StateRole:
        return int(state());
    case SeedRole:
        return faceOf(row.account).seed;
    case HueRole:
        return row.account.hue ? QVariant(*row.account.hue) : QVariant();
    case EmailRole:
        return row.email;
    case PictureRole:
        return row.account.identity.picture;
    case SearchRole:
        return row.search;
    case Qt::ToolTipRole:
        return common::toolTip(row.email.isEmpty() ? row.title : row.email);
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3").arg(row.title, row.backend, StateWords::word(state()));
    default:
        return {};
    }
}

Qt::ItemFlags AccountListModel::flags(const QModelIndex &index) const
{
    // Between two rows, not onto one.
    return index.isValid() ? QAbstractListModel::flags(index) | Qt::ItemIsDragEnabled : Qt::ItemIsDropEnabled;
}

QStringList AccountListModel::mimeTypes() const
{
    return {dragType};
}

QMimeData *AccountListModel::mimeData(const QModelIndexList &indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    auto *data = new QMimeData;
    data->setData(dragType, indexes.first().data(IdRole).toString().toUtf8());
    return data;
}

bool AccountListModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int, const QModelIndex &parent)
{
    if (action != Qt::MoveAction || parent.isValid() || !data->hasFormat(dragType))
        return false;
    const model::AccountId before = row >= 0 && row < m_rows.size() ? m_rows.at(row).account.id : model::AccountId();
    return m_port.move(model::AccountId(QString::fromUtf8(data->data(dragType))), before).ok();
}

int AccountListModel::rowOf(const model::AccountId &id) const
{
    return m_places.value(id, -1);
}

AccountListModel::Row AccountListModel::rowFor(const model::Account &account) const
{
    Row row{account, titleOf(account), common::oneLine(account.identity.email), common::oneLine(m_port.backendName(account)), {}};
    row.search = QStringList{row.title, common::oneLine(account.identity.name), row.email, row.backend}.join(u'\n');
    return row;
}

/// After rows from @p from on have other places.
void AccountListModel::number(int from)
{
    for (int row = from; row < m_rows.size(); ++row)
        m_places.insert(m_rows.at(row).account.id, row);
}

void AccountListModel::read()
{
    beginResetModel();
    m_rows.clear();
    m_places.clear();
    const QList<model::Account> accounts = m_port.accounts();
    m_rows.reserve(accounts.size());
    for (const model::Account &account : accounts)
        m_rows += rowFor(account);
    number(0);
    endResetModel();
}

void AccountListModel::refresh(const model::AccountId &id)
{
    const std::optional<model::Account> fresh = m_port.account(id);
    if (!fresh)
        return;
    const int row = rowOf(id);
    if (row < 0)
        return add(*fresh);
    if (!(m_rows.at(row).account == *fresh))
        m_rows[row] = rowFor(*fresh);
    Q_EMIT dataChanged(index(row), index(row)); // its state may be another one
}

void AccountListModel::add(const model::Account &account)
{
    const QList<model::Account> accounts = m_port.accounts();
    const auto at = std::find_if(accounts.begin(), accounts.end(), [&account](const model::Account &one) { return one.id == account.id; });
    const int place = qMin(int(at - accounts.begin()), int(m_rows.size()));
    beginInsertRows({}, place, place);
    m_rows.insert(place, rowFor(account));
    number(place);
    endInsertRows();
}

void AccountListModel::reorder()
{
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QList<model::AccountId> ids;
    for (const QModelIndex &index : before)
        ids += m_rows.at(index.row()).account.id;
    QList<Row> rows;
    for (const model::Account &account : m_port.accounts()) {
        if (const int row = rowOf(account.id); row >= 0)
            rows += m_rows.at(row);
    }
    m_rows = rows;
    m_places.clear();
    number(0);
    QModelIndexList after;
    for (const model::AccountId &id : std::as_const(ids))
        after += index(rowOf(id));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void AccountListModel::drop(const model::AccountId &id)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    m_places.remove(id);
    number(row);
    endRemoveRows();
}

} // namespace keyturn::ui::accounts
