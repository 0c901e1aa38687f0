// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "crash/triplog.h"

#include <QByteArray>
#include <QStringList>

#include <algorithm>
#include <array>

namespace keyturn::crash {

namespace {

/// What begins each arrow: the moment from which on its step before has, or may have, taken effect. Each comes after the one before: what was left by
/// another process is mended before the token is spent, by calls of the same kind.
struct Landmark {
    Arrow arrow;
    const char *start; ///< Of the moment, up to its number.
};
constexpr std::array landmarks{
    Landmark{Arrow::LockJournal, "> create state/locks/ID.lock#"},
    Landmark{Arrow::JournalPost, "< rename state/rotation/ID.json#"},
    Landmark{Arrow::PostWrite, "> send tcp#"},
    Landmark{Arrow::WriteCommit, "< dbus CreateItem#"},
    Landmark{Arrow::CommitRemove, "< rename data/accounts.json#"},
    Landmark{Arrow::RemoveEnd, "< dbus Delete#"},
    Landmark{Arrow::Done, "< remove state/locks/ID.lock#"},
};

} // namespace

TripLog::TripLog(const QByteArray &lines)
{
    for (const QByteArray &line : lines.split('\n')) {
        const qsizetype space = line.indexOf(' ');
        if (space > 0 && line.at(0) != '=')
            m_moments.append({line.left(space).toLongLong(), QString::fromUtf8(line.mid(space + 1))});
    }
}

qsizetype TripLog::indexOf(const QString &at) const
{
    const auto found = std::find_if(m_moments.begin(), m_moments.end(), [&at](const Moment &moment) { return moment.at == at; });
    return found == m_moments.end() ? -1 : found - m_moments.begin();
}

qsizetype TripLog::count(const QString &label) const
{
    const QString start = QLatin1String("> ") + label + u'#';
    return std::count_if(m_moments.begin(), m_moments.end(), [&start](const Moment &moment) { return moment.at.startsWith(start); });
}

QList<qsizetype> TripLog::beginnings() const
{
    QList<qsizetype> found;
    qsizetype from = 0;
    for (const Landmark &landmark : landmarks) {
        const auto at = std::find_if(m_moments.begin() + from, m_moments.end(),
                                     [&landmark](const Moment &moment) { return moment.at.startsWith(QLatin1String(landmark.start)); });
        if (at == m_moments.end())
            break;
        from = at - m_moments.begin();
        found.append(from);
    }
    return found;
}

Arrow TripLog::reached() const
{
    const qsizetype count = beginnings().size();
    return count == 0 ? Arrow::None : landmarks.at(static_cast<std::size_t>(count - 1)).arrow;
}

QList<Moment> TripLog::within(Arrow arrow) const
{
    const QList<qsizetype> found = beginnings();
    const qsizetype number = static_cast<int>(arrow) - static_cast<int>(Arrow::LockJournal);
    if (number < 0 || number + 1 >= found.size())
        return {};
    return m_moments.mid(found.at(number), found.at(number + 1) - found.at(number));
}

bool TripLog::mayHaveLostAnAnswer() const
{
    if (!has(QStringLiteral("> send tcp#1")))
        return false;
    const qsizetype asked = indexOf(QStringLiteral("< dbus CreateItem#1"));
    // The next call on the bus looks whether it is there: so the keychain had answered.
    return asked < 0 || std::none_of(m_moments.begin() + asked, m_moments.end(), [](const Moment &moment) {
               return moment.at.startsWith(QLatin1String("> dbus"));
           });
}

qint64 TripLog::lockTime() const
{
    const qsizetype held = indexOf(QStringLiteral("< write state/locks/ID.lock#1"));
    const auto asked = std::find_if(m_moments.begin(), m_moments.end(),
                                    [](const Moment &moment) { return moment.at.contains(QLatin1String(" state/locks/ID.lock#")); });
    return held < 0 ? -1 : m_moments.at(held).time - asked->time;
}

QString TripLog::end() const
{
    QStringList lines;
    for (const Moment &moment : m_moments.mid(std::max(qsizetype{0}, m_moments.size() - 6)))
        lines.append(moment.at);
    return lines.join(QLatin1String("; "));
}

} // namespace keyturn::crash
