// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/accounts/accountlistmodel.h"

#include "ui/accounts/statewords.h"
#include "ui/common/plaintext.h"

#include <QMimeData>

namespace keyturn::ui::accounts {

namespace {
const QString dragType = QStringLiteral("application/x-keyturn-account");
} // namespace

AccountListModel::AccountListModel(AccountsPort &port, QObject *parent) : QAbstractListModel(parent), m_port(port), m_rows(port.accounts())
{
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
    const model::Account &account = m_rows.at(index.row());
    const keyturn::accounts::AccountState state = m_port.state(account.id);
    const QString email = common::oneLine(account.identity.email);
    switch (role) {
    case IdRole:
        return account.id.toString();
    case Qt::DisplayRole:
    case TitleRole:
        return titleOf(account);
    case BackendRole:
        return common::oneLine(m_port.backendName(account));
    case StateRole:
        return int(state);
    case SeedRole:
        return faceOf(account).seed;
    case HueRole:
        return account.hue ? QVariant(*account.hue) : QVariant();
    case EmailRole:
        return email;
    case SearchRole:
        return QStringList{titleOf(account), common::oneLine(account.identity.name), email, m_port.backendName(account)}.join(u'\n');
    case Qt::ToolTipRole:
        return email.isEmpty() ? titleOf(account) : email;
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3").arg(titleOf(account), common::oneLine(m_port.backendName(account)), StateWords::word(state));
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
    const model::AccountId before = row >= 0 && row < m_rows.size() ? m_rows.at(row).id : model::AccountId();
    return m_port.move(model::AccountId(QString::fromUtf8(data->data(dragType))), before).ok();
}

int AccountListModel::rowOf(const model::AccountId &id) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).id == id)
            return row;
    }
    return -1;
}

void AccountListModel::read()
{
    beginResetModel();
    m_rows = m_port.accounts();
    endResetModel();
}

void AccountListModel::refresh(const model::AccountId &id)
{
    const QList<model::Account> fresh = m_port.accounts();
    const int row = rowOf(id);
    for (int at = 0; at < fresh.size(); ++at) {
        if (fresh.at(at).id != id)
            continue;
        if (row < 0) {
            const int place = qMin(at, int(m_rows.size()));
            beginInsertRows({}, place, place);
            m_rows.insert(place, fresh.at(at));
            endInsertRows();
        } else {
            m_rows[row] = fresh.at(at);
            Q_EMIT dataChanged(index(row), index(row));
        }
        return;
    }
}

void AccountListModel::reorder()
{
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QList<model::AccountId> ids;
    for (const QModelIndex &index : before)
        ids += m_rows.at(index.row()).id;
    m_rows = m_port.accounts();
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
    endRemoveRows();
}

} // namespace keyturn::ui::accounts
