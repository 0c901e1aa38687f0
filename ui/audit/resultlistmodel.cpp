// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/resultlistmodel.h"

#include "ui/audit/auditwords.h"
#include "ui/common/plaintext.h"

#include <algorithm>

namespace keyturn::ui::audit {

using keyturn::audit::CheckResult;
using keyturn::audit::Outcome;

namespace {
constexpr qsizetype longestEvidence = 400;
}

int ResultListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_results.size());
}

QVariant ResultListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_results.size())
        return {};
    const CheckResult &result = m_results.at(index.row());
    // English, whichever way the window reads.
    const QString evidence = result.outcome == Outcome::Pass ? QString() : common::isolated(common::oneLine(result.evidence, longestEvidence));
    switch (role) {
    case Qt::DisplayRole:
        return common::isolated(common::oneLine(result.check.title));
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1. %2. %3").arg(common::oneLine(result.check.title), AuditWords::summary(result), evidence);
    case SummaryRole:
        return AuditWords::summary(result);
    case EvidenceRole:
        return evidence;
    case IconRole:
        return AuditWords::iconName(result.outcome);
    case ToneRole:
        return static_cast<int>(AuditWords::tone(result.outcome));
    default:
        return {};
    }
}

void ResultListModel::setResults(const QList<CheckResult> &results)
{
    beginResetModel();
    m_results = results;
    endResetModel();
}

void ResultListModel::add(const CheckResult &result)
{
    const auto place = std::upper_bound(m_results.begin(), m_results.end(), result, &keyturn::audit::comesBefore);
    const int row = static_cast<int>(place - m_results.begin());
    beginInsertRows({}, row, row);
    m_results.insert(row, result);
    endInsertRows();
}

} // namespace keyturn::ui::audit
