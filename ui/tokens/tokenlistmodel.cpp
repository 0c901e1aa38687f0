// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/tokens/tokenlistmodel.h"

namespace keyturn::ui::tokens {

namespace {

/// What a screen reader says of a row.
QString spoken(const TokenRow &row)
{
    QStringList parts;
    for (const QString &part : {row.heading, row.name, row.text, row.note}) {
        if (!part.isEmpty())
            parts.append(part);
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

QVariant TokenListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const TokenRow &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.text;
    case Qt::AccessibleTextRole:
        return spoken(row);
    case HeadingRole:
        return row.heading;
    case NameRole:
        return row.name;
    case NoteRole:
        return row.note;
    case ToneRole:
        return int(row.tone);
    default:
        return {};
    }
}

void TokenListModel::setRows(const QList<TokenRow> &rows)
{
    if (rows.size() != m_rows.size()) {
        beginResetModel();
        m_rows = rows;
        endResetModel();
        return;
    }
    for (int row = 0; row < rows.size(); ++row) {
        if (m_rows.at(row) == rows.at(row))
            continue;
        m_rows[row] = rows.at(row);
        Q_EMIT dataChanged(index(row), index(row));
    }
}

QString TokenListModel::line(const QModelIndex &index) const
{
    const TokenRow &row = m_rows.at(index.row());
    return row.name.isEmpty() ? row.text : row.name + u'\t' + row.text;
}

} // namespace keyturn::ui::tokens
