// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/endpoints.h"

#include <QAbstractListModel>

namespace keyturn::ui::console {

/// Those endpoints that fit what is typed, best first.
class EndpointModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { MethodRole = Qt::UserRole, SummaryRole };

    using QAbstractListModel::QAbstractListModel;

    void setEndpoints(const QList<keyturn::console::Endpoint> &endpoints);
    void setTyped(const QString &typed);
    [[nodiscard]] const keyturn::console::Endpoint &endpoint(const QModelIndex &index) const { return m_found.at(index.row()); }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    void find();

    QList<keyturn::console::Endpoint> m_all;
    QList<keyturn::console::Endpoint> m_found;
    QString m_typed;
};

} // namespace keyturn::ui::console
