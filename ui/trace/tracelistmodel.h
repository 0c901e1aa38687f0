// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "trace/sequence.h"
#include "ui/trace/traceport.h"

#include <QAbstractListModel>

namespace keyturn::ui::trace {

using keyturn::trace::Party;

/// The steps of a sequence, in the order of time.
class TraceListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        RequestRole = Qt::UserRole + 1, ///< QString: method and path, or the sentence where there is no request.
        MeaningRole, ///< QString: time, outcome, duration, and what it is for.
        FailedRole, ///< bool.
    };

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// What is still there stays where it is; what came is put below.
    void setEntries(const QList<Kept> &entries);
    [[nodiscard]] const QList<Kept> &entries() const { return m_entries; }
    [[nodiscard]] const Kept &entry(const QModelIndex &index) const { return m_entries.at(index.row()); }
    /// Who stands in the lanes, from the leading side on, and by what names.
    [[nodiscard]] const QList<Party> &parties() const { return m_parties; }
    [[nodiscard]] const QStringList &names() const { return m_names; }
    [[nodiscard]] QString nameOf(Party party) const { return m_names.value(m_parties.indexOf(party)); }

Q_SIGNALS:
    void lanesChanged();

private:
    void findLanes();
    [[nodiscard]] QString spoken(const Kept &entry) const;

    QList<Kept> m_entries;
    QList<Party> m_parties;
    QStringList m_names;
};

} // namespace keyturn::ui::trace
