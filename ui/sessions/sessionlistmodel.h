// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/knownsession.h"

#include <QAbstractListModel>
#include <QHash>

namespace keyturn::ui::sessions {

/// What a row is doing: nothing; waiting for the person to think better of it; ending, until the list proves it; or it could not be ended.
enum class RowState { Idle, Waiting, Ending, Failed };

/// What is being done to one session.
struct Doing {
    RowState state = RowState::Idle;
    QString failure = {}; ///< Of Failed: the sentence.
    bool unanswered = false; ///< Of Failed: the backend did not answer, and has not since.
    bool operator==(const Doing &) const = default;
};
using Doings = QHash<model::SessionId, Doing>;

/// Whether the person is to be told of it: new since the last visit, and not ended by themselves since.
[[nodiscard]] bool isNews(const history::KnownSession &known);

/// An account's sessions, alive and ended, one a row, as they were listed. SessionRows orders, groups and filters them.
class SessionListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< QString; empty for a heading, and for what is only remembered.
        KeyRole, ///< QByteArray.
        HeadingRole, ///< bool.
        CurrentRole, ///< bool.
        EndedRole, ///< bool.
        NewRole, ///< bool.
        NameRole, ///< QString.
        LabelRole, ///< QString: the person's own name; may be empty.
        ProgramRole, ///< QString.
        PlaceRole, ///< QString.
        UsedRole, ///< QString; of an ended one, when it ended.
        SinceRole, ///< QString.
        UntilRole, ///< QString; of an ended one, why.
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

    void setSessions(const QList<history::KnownSession> &sessions, const QDateTime &now);
    /// The relative times are as of now; nothing else changes.
    void setNow(const QDateTime &now);
    void clear();
    void setDoings(const Doings &doings);
    /// All living ones but this device's; none where it is not plain which one that is.
    [[nodiscard]] QList<model::SessionId> others() const;
    /// Alive, as was listed.
    [[nodiscard]] bool contains(const model::SessionId &id) const { return m_living.contains(id); }
    [[nodiscard]] RowState stateOf(const model::SessionId &id) const { return m_doings.value(id).state; }
    [[nodiscard]] const QList<history::KnownSession> &sessions() const { return m_sessions; }
    [[nodiscard]] int livingCount() const { return m_livingCount; }
    [[nodiscard]] int newCount() const;
    [[nodiscard]] QList<int> failedRows() const;
    [[nodiscard]] const QDateTime &now() const { return m_now; }

private:
    [[nodiscard]] QString actionFor(const model::Session &session) const;
    [[nodiscard]] QString toldOf(const history::KnownSession &known) const;
    void tellAll();

    QList<history::KnownSession> m_sessions;
    QHash<model::SessionId, int> m_living; ///< Their rows.
    int m_livingCount = 0;
    Doings m_doings;
    QDateTime m_now;
};

} // namespace keyturn::ui::sessions
