// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/archive.h"

#include "core/logging.h"
#include "history/eventstore.h"
#include "history/reading.h"
#include "history/recording.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#include <algorithm>

namespace keyturn::history {

namespace {

/// What waits for a disk that takes nothing, and for one that is slow; the oldest go first.
constexpr qsizetype maxUnwritable = 500;
constexpr qsizetype maxWaiting = 20'000;
constexpr std::chrono::hours pruneEvery{12};

} // namespace

void Archive::enqueue(const Event &event)
{
    const QMutexLocker locker(&m_mutex);
    m_waiting += event;
    if (m_waiting.size() > maxWaiting)
        m_waiting.removeFirst();
    if (!std::exchange(m_scheduled, true))
        QMetaObject::invokeMethod(this, &Archive::drain, Qt::QueuedConnection);
}

Database &Archive::open()
{
    if (m_database && !m_database->isAt(m_path))
        m_database.reset(); // moved or removed: what is written there is lost
    if (!m_database)
        m_database = std::make_unique<Database>(m_path);
    return *m_database;
}

/// Does @p task. After a fault the file is opened anew the next time: it may have been replaced, and who goes on with the old one writes into
/// nothing. A broken file is set aside, and the task done on a new one.
template <class F> auto Archive::work(F task) -> core::Result<std::invoke_result_t<F, Database &>>
{
    using Answer = core::Result<std::invoke_result_t<F, Database &>>;
    for (bool again = true;;) {
        try {
            Database &database = open();
            if constexpr (std::is_void_v<std::invoke_result_t<F, Database &>>) {
                task(database);
                return Answer();
            } else {
                return Answer(task(database));
            }
        } catch (const DatabaseFault &fault) {
            m_database.reset();
            if (!fault.broken || !std::exchange(again, false) || !setAside())
                return Answer(fault.error);
        }
    }
}

/// Moves the file out of the way, where it is broken still: another process may have done so just now. False where that cannot be done.
bool Archive::setAside()
{
    QLockFile lock(m_path + QLatin1String(".lock"));
    if (!lock.tryLock(std::chrono::milliseconds(2000).count()))
        return false;
    try {
        Database database(m_path);
        Rows rows = database.run("PRAGMA quick_check(1)");
        if (rows.next() && rows.text(0) == QLatin1String("ok"))
            return true;
    } catch (const DatabaseFault &fault) {
        if (!fault.broken)
            return false;
    }
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QString aside = m_path + QLatin1String(".broken-") + now.toString(QStringLiteral("yyyyMMdd'T'HHmmsszzz'Z'"));
    if (!QFile::rename(m_path, aside))
        return false;
    for (const QString &suffix : {QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::rename(m_path + suffix, aside + suffix); // with it, or a tool could not mend it
    qCInfo(core::lcHistory) << "the history could not be read, and was set aside";
    Event event;
    event.kind = EventKind::HistorySetAside;
    event.detail = QFileInfo(aside).fileName();
    event.at = event.lastAt = m_newest.isValid() ? m_newest : now;
    enqueue(event);
    return true;
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
    const core::Result<void> done = work([&events](Database &database) { record(database, events); });
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
    const core::Result<bool> more = work([&before, &newest](Database &database) { return prune(database, before, newest); });
    if (more.ok() && *more)
        QMetaObject::invokeMethod(
            this, [this, before, newest] { pruneMore(before, newest); }, Qt::QueuedConnection);
}

core::Result<Page> Archive::page(const Filter &filter, const std::optional<PageKey> &after, int limit)
{
    drain();
    if (!QFileInfo::exists(m_path) && !QFileInfo(m_path).isSymLink()) // who only looks makes no file
        return Page{{}, std::nullopt, m_trouble};
    core::Result<Page> page = work([&](Database &database) { return readPage(database, filter, after, limit); });
    if (!page.ok())
        return page;
    Page answer = std::move(page).value();
    answer.notRecorded = m_trouble;
    return answer;
}

core::Result<QList<Subject>> Archive::subjects()
{
    drain();
    if (!QFileInfo::exists(m_path) && !QFileInfo(m_path).isSymLink())
        return QList<Subject>();
    return work([](Database &database) { return readSubjects(database); });
}

core::Result<void> Archive::clearAbout(const std::optional<model::AccountId> &account)
{
    drain();
    {
        const QMutexLocker locker(&m_mutex); // what could not be written goes as well
        m_waiting.removeIf([&account](const Event &event) { return !account || event.subject.account == *account; });
    }
    if (!account) { // and what was set aside
        const QFileInfo info(m_path);
        QDir folder(info.path());
        for (const QString &name : folder.entryList({info.fileName() + QLatin1String(".broken-*")}, QDir::Files | QDir::Hidden))
            folder.remove(name);
    }
    if (!QFileInfo::exists(m_path) && !QFileInfo(m_path).isSymLink())
        return {};
    return work([&account](Database &database) { clear(database, account); });
}

} // namespace keyturn::history
