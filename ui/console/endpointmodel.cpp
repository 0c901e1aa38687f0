// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/endpointmodel.h"

#include "ui/common/plaintext.h"
#include "words/filled.h"

namespace keyturn::ui::console {

using keyturn::console::Endpoint;

void EndpointModel::setEndpoints(const QList<Endpoint> &endpoints)
{
    m_all = endpoints;
    find();
}

void EndpointModel::setTyped(const QString &typed)
{
    m_typed = typed;
    find();
}

void EndpointModel::find()
{
    beginResetModel();
    m_found = keyturn::console::completionsOf(m_all, m_typed);
    endResetModel();
}

int EndpointModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_found.size());
}

QVariant EndpointModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Endpoint &endpoint = m_found.at(index.row());
    const QString method = common::oneLine(QString::fromLatin1(endpoint.method), 20);
    const QString summary = common::oneLine(endpoint.summary);
    switch (role) {
    case Qt::EditRole: // what the line holds once it is chosen
        return endpoint.path;
    case Qt::DisplayRole:
        return common::oneLine(endpoint.path, 300);
    case MethodRole:
        return method;
    case SummaryRole:
        return summary;
    case Qt::AccessibleTextRole:
        return words::filled(summary.isEmpty() ? tr("%1 %2") : tr("%1 %2: %3"), {method, common::oneLine(endpoint.path, 300), summary});
    default:
        return {};
    }
}

} // namespace keyturn::ui::console
