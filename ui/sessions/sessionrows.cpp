// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/sessionrows.h"

#include "ui/sessions/sessionlistmodel.h"
#include "words/sessionwords.h"

#include <algorithm>
#include <array>

namespace keyturn::ui::sessions {

namespace {

enum Group { Own, Others, Ended };

Group groupOf(const model::Session &session)
{
    return session.endedAt.isValid() ? Ended : session.current ? Own : Others;
}

QDateTime lastSign(const model::Session &session)
{
    return session.lastUsedAt.isValid() ? session.lastUsedAt : session.createdAt;
}

} // namespace

SessionRows::SessionRows(SessionListModel &sessions, QObject *parent) : QAbstractProxyModel(parent), m_sessions(sessions)
{
    setSourceModel(&sessions);
    connect(&sessions, &QAbstractItemModel::modelReset, this, [this] {
        forget();
        build();
    });
    connect(&sessions, &QAbstractItemModel::dataChanged, this, &SessionRows::pass);
    build();
}

void SessionRows::setFilter(Show show, const QString &text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    if (m_show == show && m_words == words)
        return;
    m_show = show;
    m_words = words;
    m_matchers.clear();
    for (const QString &word : words)
        m_matchers.emplace_back(word, Qt::CaseInsensitive);
    build();
}

void SessionRows::forget()
{
    m_ownApp.clear();
    m_hasOwn = false;
    for (const history::KnownSession &known : m_sessions.sessions()) {
        if (!known.session.current)
            continue;
        m_ownApp = known.session.app;
        m_hasOwn = true;
    }
}

/// A single row tells of what is being done to it; all of them, that the list was read again, and their order may be another.
void SessionRows::pass(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles)
{
    if (roles.isEmpty()) {
        forget();
        return build();
    }
    for (int row = first.row(); row <= last.row(); ++row) {
        if (const QModelIndex here = mapFromSource(m_sessions.index(row)); here.isValid())
            Q_EMIT dataChanged(here, here, roles);
    }
}

bool SessionRows::isWanted(int source) const
{
    const history::KnownSession &known = m_sessions.sessions().at(source);
    const model::Session &session = known.session;
    const bool alive = !session.endedAt.isValid();
    switch (m_show) {
    case Show::All:
        return true;
    case Show::Stale:
        return alive && !session.current && lastSign(session).isValid() && lastSign(session).daysTo(m_sessions.now()) > staleDays;
    case Show::OtherApps:
        return alive && !session.current && session.app.compare(m_ownApp.isEmpty() ? QStringLiteral("Keyturn") : m_ownApp, Qt::CaseInsensitive) != 0;
    case Show::New:
        return isNews(known);
    case Show::Ended:
        return !alive;
    }
    return true;
}

/// Each word in one of the fields as they are: a copy of all of them to search in would cost more than the search.
bool SessionRows::says(int source)
{
    const history::KnownSession &known = m_sessions.sessions().at(source);
    const model::Session &session = known.session;
    const QString *const cause = session.endedAt.isValid() ? &causeOf(session.cause) : nullptr;
    const std::array<const QString *, 8> fields{&known.label,    &session.device, &session.app,   &session.appVersion,
                                                &session.system, &session.ip,     &session.place, cause};
    return std::all_of(m_matchers.begin(), m_matchers.end(), [&fields](const QStringMatcher &word) {
        return std::any_of(fields.begin(), fields.end(), [&word](const QString *field) { return field && word.indexIn(*field) >= 0; });
    });
}

const QString &SessionRows::causeOf(const QString &code)
{
    auto found = m_causes.find(code);
    if (found == m_causes.end())
        found = m_causes.insert(code, words::endedWords(code));
    return *found;
}

std::vector<SessionRows::Row> SessionRows::wantedRows()
{
    struct Placed {
        qint64 at;
        int source;
    };
    const QList<history::KnownSession> &all = m_sessions.sessions();
    m_causes.clear(); // as many as the backend has codes for, not as there were ever
    std::array<std::vector<Placed>, 3> groups;
    for (int source = 0; source < all.size(); ++source) {
        if (!isWanted(source) || (!m_words.isEmpty() && !says(source)))
            continue;
        const model::Session &session = all.at(source).session;
        const Group group = groupOf(session);
        const QDateTime at = group == Ended ? session.endedAt : lastSign(session);
        groups.at(group).push_back({at.isValid() ? at.toMSecsSinceEpoch() : std::numeric_limits<qint64>::min(), source});
    }
    std::vector<Row> rows;
    rows.reserve(static_cast<std::size_t>(all.size()) + groups.size());
    for (int group = Own; group <= Ended; ++group) {
        std::vector<Placed> &members = groups.at(static_cast<std::size_t>(group));
        if (members.empty())
            continue;
        std::stable_sort(members.begin(), members.end(), [](const Placed &a, const Placed &b) { return a.at > b.at; });
        rows.push_back(-1 - group);
        for (const Placed &member : members)
            rows.push_back(member.source);
    }
    return rows;
}

void SessionRows::build()
{
    std::vector<Row> rows = wantedRows();
    const QList<history::KnownSession> &all = m_sessions.sessions();
    QList<QByteArray> keys;
    keys.reserve(static_cast<qsizetype>(rows.size()));
    int count = 0;
    for (const Row row : rows) {
        keys += row < 0 ? QByteArray::number(row) : all.at(row).key;
        count += row < 0 ? 0 : 1;
    }
    const bool same = keys == m_keys;
    if (!same)
        beginResetModel();
    m_rows = std::move(rows);
    m_keys = std::move(keys);
    m_count = count;
    m_places.assign(static_cast<std::size_t>(all.size()), -1);
    m_headings.clear();
    for (int place = 0; place < rowCount(); ++place) {
        const Row row = m_rows[static_cast<std::size_t>(place)];
        if (row < 0)
            m_headings += place;
        else
            m_places[static_cast<std::size_t>(row)] = place;
    }
    if (!same)
        endResetModel();
    else if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

QList<int> SessionRows::unusualRows() const
{
    QList<int> found = m_headings;
    for (const int source : m_sessions.failedRows()) {
        if (const QModelIndex here = mapFromSource(m_sessions.index(source)); here.isValid())
            found += here.row();
    }
    return found;
}

QString SessionRows::headingOf(Row row) const
{
    switch (-1 - row) {
    case Own:
        return tr("This device");
    case Others:
        return m_hasOwn ? tr("Other sessions") : tr("Sessions");
    default:
        return tr("Ended in the last 28 days");
    }
}

QModelIndex SessionRows::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

int SessionRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SessionRows::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 1;
}

QVariant SessionRows::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row row = m_rows.at(static_cast<std::size_t>(index.row()));
    if (role == SessionListModel::KeyRole) // still those of before, while the source has the new ones already: who keeps a place asks then
        return row < 0 ? QVariant() : QVariant(m_keys.at(index.row()));
    if (row >= 0)
        return m_sessions.data(m_sessions.index(row), role);
    switch (role) {
    case SessionListModel::HeadingRole:
        return true;
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return headingOf(row);
    default:
        return {};
    }
}

Qt::ItemFlags SessionRows::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Row row = m_rows.at(static_cast<std::size_t>(index.row()));
    return row < 0 ? Qt::ItemFlags(Qt::ItemIsEnabled | Qt::ItemNeverHasChildren) : m_sessions.flags(m_sessions.index(row));
}

QModelIndex SessionRows::mapToSource(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= static_cast<int>(m_rows.size()))
        return {};
    const Row row = m_rows[static_cast<std::size_t>(index.row())];
    return row < 0 ? QModelIndex() : m_sessions.index(row);
}

QModelIndex SessionRows::mapFromSource(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= static_cast<int>(m_places.size()))
        return {};
    const int place = m_places[static_cast<std::size_t>(index.row())];
    return place < 0 ? QModelIndex() : createIndex(place, 0);
}

} // namespace keyturn::ui::sessions
