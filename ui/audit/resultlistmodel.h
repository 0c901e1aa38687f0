// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report.h"

#include <QAbstractListModel>

namespace keyturn::ui::audit {

/// What an audit has found so far, in a report's order.
class ResultListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        SummaryRole = Qt::UserRole + 1, ///< QString.
        EvidenceRole, ///< QString; empty where all is right.
        IconRole, ///< QString.
        ToneRole, ///< int of common::Tone.
    };

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    void setResults(const QList<keyturn::audit::CheckResult> &results);
    void add(const keyturn::audit::CheckResult &result);
    [[nodiscard]] const keyturn::audit::CheckResult &result(const QModelIndex &index) const { return m_results.at(index.row()); }

private:
    QList<keyturn::audit::CheckResult> m_results;
};

} // namespace keyturn::ui::audit
