// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/sessionlistmodel.h"

#include "ui/sessions/sessionwords.h"

#include <algorithm>

namespace keyturn::ui::sessions {

namespace {
/// Of more rows than that, all are said to have changed: who listens looks at those alone that are seen.
constexpr qsizetype toldOneByOne = 100;
} // namespace

bool isNews(const history::KnownSession &known)
{
    return known.isNew && known.session.cause != QLatin1String(history::endcause::signedOutHere);
}

int SessionListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_sessions.size());
}

QVariant SessionListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const history::KnownSession &known = m_sessions.at(index.row());
    const model::Session &session = known.session;
    const bool ended = session.endedAt.isValid();
    switch (role) {
    case IdRole:
        return session.id.toString();
    case KeyRole:
        return known.key;
    case HeadingRole:
        return false;
    case CurrentRole:
        return session.current;
    case EndedRole:
        return ended;
    case NewRole:
        return isNews(known);
    case Qt::DisplayRole:
    case NameRole:
        return SessionWords::name(known);
    case LabelRole:
        return known.label;
    case ProgramRole:
        return SessionWords::program(known);
    case PlaceRole:
        return SessionWords::place(session);
    case UsedRole:
        return ended ? SessionWords::ended(known, m_now) : SessionWords::used(session, m_now);
    case SinceRole:
        return SessionWords::since(session, m_now);
    case UntilRole:
        return ended ? SessionWords::cause(session) : SessionWords::until(session, m_now);
    case LifeRole:
        return ended ? SessionWords::cause(session) : SessionWords::life(session, m_now);
    case IconRole:
        return SessionWords::iconName(session);
    case StateRole:
        return int(m_doings.value(session.id).state);
    case FailureRole:
        return m_doings.value(session.id).failure;
    case ActionRole:
        return actionFor(session);
    case Qt::ToolTipRole:
        return SessionWords::exactTimes(known);
    case Qt::AccessibleTextRole:
        return toldOf(known);
    default:
        return {};
    }
}

QString SessionListModel::toldOf(const history::KnownSession &known) const
{
    const model::Session &session = known.session;
    const Doing doing = m_doings.value(session.id);
    QStringList parts{SessionWords::name(known)};
    if (session.current)
        parts += tr("this device");
    if (isNews(known))
        parts += tr("new");
    parts += {SessionWords::program(known), SessionWords::place(session)};
    if (session.endedAt.isValid())
        parts += {SessionWords::ended(known, m_now), SessionWords::cause(session)};
    else
        parts += {SessionWords::used(session, m_now), SessionWords::life(session, m_now)};
    parts += doing.state == RowState::Waiting || doing.state == RowState::Ending ? tr("signing out") : doing.failure;
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString SessionListModel::actionFor(const model::Session &session) const
{
    if (session.current || session.endedAt.isValid() || session.id.isEmpty())
        return {};
    switch (m_doings.value(session.id).state) {
    case RowState::Idle:
        return tr("Sign out");
    case RowState::Waiting:
        return tr("Undo");
    case RowState::Failed:
        return tr("Retry");
    case RowState::Ending:
        break;
    }
    return {};
}

Qt::ItemFlags SessionListModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren : Qt::NoItemFlags;
}

void SessionListModel::setSessions(const QList<history::KnownSession> &sessions, const QDateTime &now)
{
    const auto sameOne = [](const history::KnownSession &a, const history::KnownSession &b) { return a.key == b.key; };
    // The same ones in the same order: tell only that they changed, so that neither selection nor scroll position moves.
    const bool same = std::equal(sessions.begin(), sessions.end(), m_sessions.begin(), m_sessions.end(), sameOne);
    if (!same)
        beginResetModel();
    m_now = now;
    m_sessions = sessions;
    m_living.clear();
    m_living.reserve(m_sessions.size());
    m_livingCount = 0;
    for (int row = 0; row < m_sessions.size(); ++row) {
        if (m_sessions.at(row).session.endedAt.isValid())
            continue;
        if (!m_sessions.at(row).session.id.isEmpty()) // remembered alone
            m_living.insert(m_sessions.at(row).session.id, row);
        ++m_livingCount;
    }
    if (!same)
        endResetModel();
    else
        tellAll();
}

void SessionListModel::setNow(const QDateTime &now)
{
    m_now = now;
    tellAll();
}

void SessionListModel::tellAll()
{
    if (!m_sessions.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_sessions.size()) - 1));
}

void SessionListModel::clear()
{
    beginResetModel();
    m_sessions.clear();
    m_living.clear();
    m_livingCount = 0;
    m_doings.clear();
    endResetModel();
}

void SessionListModel::setDoings(const Doings &doings)
{
    const Doings before = std::exchange(m_doings, doings);
    QList<int> rows;
    const auto note = [this, &rows](const model::SessionId &id) {
        if (const auto row = m_living.constFind(id); row != m_living.constEnd())
            rows += *row;
    };
    for (auto it = doings.constBegin(); it != doings.constEnd(); ++it) {
        if (before.value(it.key()) != *it)
            note(it.key());
    }
    for (auto it = before.constBegin(); it != before.constEnd(); ++it) {
        if (!doings.contains(it.key()))
            note(it.key());
    }
    if (rows.size() > toldOneByOne)
        return tellAll();
    for (const int row : std::as_const(rows))
        Q_EMIT dataChanged(index(row), index(row), {StateRole, FailureRole, ActionRole, Qt::AccessibleTextRole});
}

QList<model::SessionId> SessionListModel::others() const
{
    QList<model::SessionId> found;
    for (const history::KnownSession &known : m_sessions) {
        if (!known.session.current && !known.session.endedAt.isValid() && !known.session.id.isEmpty())
            found += known.session.id;
    }
    // Where none of them, or more than one, is this device's, nobody could say which are the others.
    return found.size() == m_livingCount - 1 ? found : QList<model::SessionId>();
}

QList<int> SessionListModel::failedRows() const
{
    QList<int> rows;
    for (auto it = m_doings.constBegin(); it != m_doings.constEnd(); ++it) {
        if (const auto row = m_living.constFind(it.key()); it->state == RowState::Failed && row != m_living.constEnd())
            rows += *row;
    }
    return rows;
}

int SessionListModel::newCount() const
{
    return int(std::count_if(m_sessions.begin(), m_sessions.end(), &isNews));
}

} // namespace keyturn::ui::sessions
