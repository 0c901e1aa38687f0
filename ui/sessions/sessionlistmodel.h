// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "model/session.h"

#include <QAbstractListModel>

#include <optional>

namespace keyturn::ui::sessions {

/// What a row is doing.
enum class RowState { Idle, Ending, Failed };

/// An account's sessions, with a heading before this device and before the others. What a row is doing survives that the list is read again.
class SessionListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< QString; empty for a heading.
        HeadingRole, ///< bool.
        CurrentRole, ///< bool.
        NameRole, ///< QString.
        ProgramRole, ///< QString.
        PlaceRole, ///< QString.
        UsedRole, ///< QString.
        SinceRole, ///< QString.
        UntilRole, ///< QString.
        LifeRole, ///< QString: both.
        IconRole, ///< QString.
        StateRole, ///< int of RowState.
        FailureRole, ///< QString: the sentence of a failure.
        ActionRole, ///< QString: the verb that can be done to the row now; empty: none.
    };

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

    /// This device first, then the others, newest use first; failures of rows that are gone go with them.
    void setSessions(const QList<model::Session> &sessions, const QDateTime &now);
    /// The relative times are as of now; nothing else changes.
    void setNow(const QDateTime &now);
    void clear();
    void setEnding(const model::SessionId &id);
    void setFailed(const model::SessionId &id, const QString &sentence);
    /// All but this device's; none where it is not plain which one that is.
    [[nodiscard]] QList<model::SessionId> others() const;
    [[nodiscard]] bool contains(const model::SessionId &id) const;
    [[nodiscard]] RowState stateOf(const model::SessionId &id) const;
    [[nodiscard]] const QList<model::Session> &sessions() const { return m_sessions; }

private:
    struct Row {
        int session = -1; ///< Into m_sessions; -1: a heading.
        QString heading;
    };
    [[nodiscard]] QList<Row> rowsFor(const QList<model::Session> &sessions) const;
    [[nodiscard]] QVariant headingData(const Row &row, int role) const;
    [[nodiscard]] QVariant sessionData(const model::Session &session, int role) const;
    [[nodiscard]] QString actionFor(const model::Session &session) const;
    void tellRow(const model::SessionId &id);

    struct Doing {
        RowState state = RowState::Idle;
        QString failure;
    };
    QList<model::Session> m_sessions;
    QList<Row> m_rows;
    QHash<model::SessionId, Doing> m_doing;
    QDateTime m_now;
};

} // namespace keyturn::ui::sessions
