// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/archive.h"

#include "core/logging.h"
#include "history/eventstore.h"
#include "history/reading.h"
#include "history/recording.h"

#include <algorithm>

namespace keyturn::history {

namespace {

/// What waits for a disk that takes nothing, and for one that is slow; the oldest go first.
constexpr qsizetype maxUnwritable = 500;
constexpr qsizetype maxWaiting = 20'000;
constexpr std::chrono::hours pruneEvery{12};

} // namespace

Archive::Archive(const QString &path) : m_file(path, eventSchema(), [this](const QString &name) { wasSetAside(name); }) { }

void Archive::enqueue(const Event &event)
{
    const QMutexLocker locker(&m_mutex);
    m_waiting += event;
    if (m_waiting.size() > maxWaiting)
        m_waiting.removeFirst();
    if (!std::exchange(m_scheduled, true))
        QMetaObject::invokeMethod(this, &Archive::drain, Qt::QueuedConnection);
}

void Archive::wasSetAside(const QString &name)
{
    Event event;
    event.kind = EventKind::HistorySetAside;
    event.detail = name;
    event.at = event.lastAt = m_newest.isValid() ? m_newest : QDateTime::currentDateTimeUtc();
    enqueue(event);
}

void Archive::drain()
{
    QList<Event> events;
    {
        const QMutexLocker locker(&m_mutex);
        m_scheduled = false;
        events = std::exchange(m_waiting, {});
    }
    if (events.isEmpty())
        return;
    m_newest = events.last().at;
    const core::Result<void> done = m_file.work([&events](Database &database) { record(database, events); });
    if (!done.ok())
        return failed(events, done.error());
    m_trouble.reset();
    Q_EMIT recorded();
    pruneBefore(m_newest);
}

void Archive::failed(const QList<Event> &events, const core::Error &error)
{
    {
        const QMutexLocker locker(&m_mutex);
        m_waiting = events + m_waiting;
        if (m_waiting.size() > maxUnwritable)
            m_waiting.remove(0, m_waiting.size() - maxUnwritable);
    }
    if (m_trouble && m_trouble->code == error.code)
        return;
    m_trouble = error;
    qCInfo(core::lcHistory) << "what happened could not be recorded:" << error.code << error.detail;
    Q_EMIT notRecorded(error);
}

/// By the newest event rather than by the clock of this thread's own: who injects a clock decides about both.
void Archive::pruneBefore(const QDateTime &newest)
{
    if (m_prunedAt.isValid() && newest < m_prunedAt.addSecs(std::chrono::seconds(pruneEvery).count()))
        return;
    m_prunedAt = newest;
    pruneMore(newest.addSecs(-std::chrono::seconds(keptFor).count()), newest);
}

/// A little at a time, so that whoever asks for a page meanwhile gets it in between.
void Archive::pruneMore(const QDateTime &before, const QDateTime &newest)
{
    const core::Result<bool> more = m_file.work([&before, &newest](Database &database) { return prune(database, before, newest); });
    if (more.ok() && *more)
        QMetaObject::invokeMethod(
            this, [this, before, newest] { pruneMore(before, newest); }, Qt::QueuedConnection);
}

core::Result<Page> Archive::page(const Filter &filter, const std::optional<PageKey> &after, int limit)
{
    drain();
    if (!m_file.exists()) // who only looks makes no file
        return Page{{}, std::nullopt, m_trouble};
    core::Result<Page> page = m_file.work([&](Database &database) { return readPage(database, filter, after, limit); });
    if (!page.ok())
        return page;
    Page answer = std::move(page).value();
    answer.notRecorded = m_trouble;
    return answer;
}

core::Result<QList<Subject>> Archive::subjects()
{
    drain();
    if (!m_file.exists())
        return QList<Subject>();
    return m_file.work([](Database &database) { return readSubjects(database); });
}

core::Result<void> Archive::clearAbout(const std::optional<model::AccountId> &account)
{
    drain();
    {
        const QMutexLocker locker(&m_mutex); // what could not be written goes as well
        m_waiting.removeIf([&account](const Event &event) { return !account || event.subject.account == *account; });
    }
    if (!account)
        m_file.removeSetAside();
    if (!m_file.exists())
        return {};
    return m_file.work([&account](Database &database) { clear(database, account); });
}

} // namespace keyturn::history
