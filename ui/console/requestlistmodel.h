// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/console/consoleport.h"

#include <QAbstractListModel>

namespace keyturn::ui::console {

/// Requests that were sent, or those that have a name, as far as they fit what is looked for.
class RequestListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { SecondRole = Qt::UserRole };

    /// @p clock must outlive it.
    explicit RequestListModel(const core::Clock &clock, QObject *parent = nullptr) : QAbstractListModel(parent), m_clock(clock) { }

    void setPast(const QList<PastRequest> &past);
    void setSaved(const QList<SavedRequest> &saved);
    void setFilter(const QString &text);
    [[nodiscard]] const Draft &draft(const QModelIndex &index) const { return m_shown.at(index.row()).draft; }
    /// What it is saved under; empty: it is a past one.
    [[nodiscard]] QString name(const QModelIndex &index) const { return m_shown.at(index.row()).name; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row {
        QString name;
        QString first;
        QString second;
        Draft draft;
    };
    void setRows(const QList<Row> &rows);
    void show();

    const core::Clock &m_clock;
    QString m_filter;
    QList<Row> m_all;
    QList<Row> m_shown;
};

} // namespace keyturn::ui::console
