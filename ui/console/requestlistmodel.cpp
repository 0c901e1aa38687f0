// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/requestlistmodel.h"

#include "ui/common/plaintext.h"
#include "ui/console/consolewords.h"
#include "words/filled.h"

#include <algorithm>

namespace keyturn::ui::console {

void RequestListModel::setPast(const QList<PastRequest> &past)
{
    QList<Row> rows;
    for (const PastRequest &one : past)
        rows += {{}, ConsoleWords::request(one.draft), ConsoleWords::outcome(one, m_clock.now()), one.draft};
    setRows(rows);
}

void RequestListModel::setSaved(const QList<SavedRequest> &saved)
{
    QList<Row> rows;
    for (const SavedRequest &one : saved)
        rows += {one.name, common::oneLine(one.name), ConsoleWords::request(one.draft), one.draft};
    setRows(rows);
}

void RequestListModel::setFilter(const QString &text)
{
    m_filter = text.trimmed();
    show();
}

void RequestListModel::setRows(const QList<Row> &rows)
{
    m_all = rows;
    show();
}

void RequestListModel::show()
{
    beginResetModel();
    m_shown.clear();
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(m_shown), [this](const Row &row) {
        return row.first.contains(m_filter, Qt::CaseInsensitive) || row.second.contains(m_filter, Qt::CaseInsensitive);
    });
    endResetModel();
}

int RequestListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant RequestListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_shown.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.first;
    case SecondRole:
        return row.second;
    case Qt::AccessibleTextRole:
        return words::filled(tr("%1. %2"), {row.first, row.second});
    case Qt::ToolTipRole:
        return common::toolTip(row.first);
    default:
        return {};
    }
}

} // namespace keyturn::ui::console
