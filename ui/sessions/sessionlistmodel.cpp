// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/sessionlistmodel.h"

#include "ui/sessions/sessionwords.h"

#include <algorithm>

namespace keyturn::ui::sessions {

int SessionListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant SessionListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    return row.session < 0 ? headingData(row, role) : sessionData(m_sessions.at(row.session), role);
}

QVariant SessionListModel::headingData(const Row &row, int role) const
{
    switch (role) {
    case HeadingRole:
        return true;
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return row.heading;
    default:
        return {};
    }
}

QVariant SessionListModel::sessionData(const model::Session &session, int role) const
{
    switch (role) {
    case IdRole:
        return session.id.toString();
    case HeadingRole:
        return false;
    case CurrentRole:
        return session.current;
    case Qt::DisplayRole:
    case NameRole:
        return SessionWords::name(session);
    case ProgramRole:
        return SessionWords::program(session);
    case PlaceRole:
        return SessionWords::place(session);
    case UsedRole:
        return SessionWords::used(session, m_now);
    case SinceRole:
        return SessionWords::since(session, m_now);
    case UntilRole:
        return SessionWords::until(session, m_now);
    case LifeRole:
        return SessionWords::life(session, m_now);
    case IconRole:
        return SessionWords::iconName(session);
    case StateRole:
        return int(m_doing.value(session.id).state);
    case FailureRole:
        return m_doing.value(session.id).failure;
    case ActionRole:
        return actionFor(session);
    case Qt::ToolTipRole:
        return SessionWords::exactTimes(session);
    case Qt::AccessibleTextRole: {
        QStringList parts{SessionWords::name(session)};
        if (session.current)
            parts += tr("this device");
        parts +=
            {SessionWords::program(session), SessionWords::place(session), SessionWords::used(session, m_now), SessionWords::life(session, m_now)};
        parts += m_doing.value(session.id).state == RowState::Ending ? tr("signing out") : m_doing.value(session.id).failure;
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

QString SessionListModel::actionFor(const model::Session &session) const
{
    if (session.current)
        return {};
    switch (m_doing.value(session.id).state) {
    case RowState::Idle:
        return tr("Sign out");
    case RowState::Failed:
        return tr("Retry");
    case RowState::Ending:
        break;
    }
    return {};
}

Qt::ItemFlags SessionListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (m_rows.at(index.row()).session < 0)
        return Qt::ItemIsEnabled;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

QList<SessionListModel::Row> SessionListModel::rowsFor(const QList<model::Session> &sessions) const
{
    QList<Row> rows;
    for (int i = 0; i < sessions.size(); ++i) {
        if (i == 0 && sessions.at(i).current)
            rows.append(Row{-1, tr("This device")});
        else if (!sessions.at(i).current && (i == 0 || sessions.at(i - 1).current))
            rows.append(Row{-1, i == 0 ? tr("Sessions") : tr("Other sessions")});
        rows.append(Row{i, {}});
    }
    return rows;
}

void SessionListModel::setSessions(const QList<model::Session> &sessions, const QDateTime &now)
{
    QList<model::Session> sorted = sessions;
    std::stable_sort(sorted.begin(), sorted.end(), [](const model::Session &a, const model::Session &b) {
        if (a.current != b.current)
            return a.current;
        return a.lastUsedAt > b.lastUsedAt;
    });
    const auto sameId = [](const model::Session &a, const model::Session &b) { return a.id == b.id && a.current == b.current; };
    // The same rows in the same order: tell only that they changed, so that neither selection nor scroll position moves.
    if (std::equal(sorted.begin(), sorted.end(), m_sessions.begin(), m_sessions.end(), sameId)) {
        m_sessions = sorted;
        setNow(now);
        return;
    }
    beginResetModel();
    m_now = now;
    m_sessions = sorted;
    m_rows = rowsFor(m_sessions);
    m_doing.removeIf([this](const auto &entry) { return !contains(entry.key()); });
    endResetModel();
}

void SessionListModel::setNow(const QDateTime &now)
{
    m_now = now;
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
}

void SessionListModel::clear()
{
    beginResetModel();
    m_sessions.clear();
    m_rows.clear();
    m_doing.clear();
    endResetModel();
}

void SessionListModel::setEnding(const model::SessionId &id)
{
    m_doing.insert(id, {RowState::Ending, {}});
    tellRow(id);
}

void SessionListModel::setFailed(const model::SessionId &id, const QString &sentence)
{
    if (!contains(id))
        return;
    m_doing.insert(id, {RowState::Failed, sentence});
    tellRow(id);
}

QList<model::SessionId> SessionListModel::others() const
{
    QList<model::SessionId> found;
    for (const model::Session &session : m_sessions) {
        if (!session.current)
            found += session.id;
    }
    // Where none of them, or more than one, is this device's, nobody could say which are the others.
    return found.size() == m_sessions.size() - 1 ? found : QList<model::SessionId>();
}

bool SessionListModel::contains(const model::SessionId &id) const
{
    return std::any_of(m_sessions.begin(), m_sessions.end(), [&id](const model::Session &session) { return session.id == id; });
}

RowState SessionListModel::stateOf(const model::SessionId &id) const
{
    return m_doing.value(id).state;
}

void SessionListModel::tellRow(const model::SessionId &id)
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).session >= 0 && m_sessions.at(m_rows.at(row).session).id == id)
            Q_EMIT dataChanged(index(row), index(row));
    }
    // A failure's sentence makes the row higher.
    Q_EMIT layoutChanged();
}

} // namespace keyturn::ui::sessions
