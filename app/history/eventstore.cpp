// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/eventstore.h"

#include "history/archive.h"
#include "net/secretshapes.h"

#include <QRegularExpression>

namespace keyturn::history {

namespace {

/// Longer than any code, and than any name worth reading; a detail may be a backend's own words.
constexpr qsizetype maxWord = 200;
constexpr qsizetype maxDetail = 1000;
constexpr qsizetype maxRequest = 300;
constexpr qsizetype maxExchanges = 10;

} // namespace

EventStore::EventStore(core::Clock &clock, QString path, QObject *parent) : QObject(parent), m_clock(clock), m_path(std::move(path))
{
    m_thread.setObjectName(QStringLiteral("history"));
}

EventStore::~EventStore()
{
    if (!m_archive)
        return;
    QMetaObject::invokeMethod(
        m_archive,
        [archive = m_archive, thread = &m_thread] {
            archive->drain();
            thread->quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

void EventStore::wake()
{
    if (m_archive)
        return;
    m_archive = new Archive(m_path);
    m_archive->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_archive, &QObject::deleteLater); // in that thread, whose the connection is
    connect(m_archive, &Archive::recorded, this, &EventStore::recorded);
    connect(m_archive, &Archive::notRecorded, this, &EventStore::notRecorded);
    m_thread.start(QThread::LowPriority);
}

/// What lasts is looked at more closely than a log line: a backend's own words may have a token among them that nothing names.
QString EventStore::redacted(const QString &text) const
{
    static const QRegularExpression opaque(QStringLiteral("(?<![A-Za-z0-9_+/=.-])[A-Za-z0-9_+=-][A-Za-z0-9_+/=-]{31,}"));
    QString clean = m_redaction.text(text);
    qsizetype from = 0;
    for (QRegularExpressionMatch match = opaque.match(clean); match.hasMatch(); match = opaque.match(clean, from)) {
        from = match.capturedEnd();
        if (net::looksLikeUuid(match.captured()))
            continue;
        const QString marked = QString::fromLatin1(m_redaction.mark(match.captured().toUtf8()));
        clean.replace(match.capturedStart(), match.capturedLength(), marked);
        from = match.capturedStart() + marked.size();
    }
    return clean;
}

void EventStore::append(Event event)
{
    wake();
    if (!event.at.isValid())
        event.at = m_clock.now();
    event.lastAt = event.at;
    event.subject.name = redacted(event.subject.name).left(maxWord);
    event.subject.backend = event.subject.backend.left(maxWord);
    event.cause = redacted(event.cause).left(maxWord);
    const bool isHost = groupOf(event.kind) == EventGroup::Clock; // which may look like a JWT
    event.detail = (isHost ? event.detail : redacted(event.detail)).left(maxDetail);
    event.trace.exchanges = event.trace.exchanges.mid(0, maxExchanges);
    event.trace.requests = event.trace.requests.mid(0, maxExchanges);
    for (QString &request : event.trace.requests)
        request = redacted(request).simplified().left(maxRequest);
    m_archive->enqueue(event);
}

template <class T, class F> core::Async<T> EventStore::ask(F question)
{
    wake();
    const core::Promise<T> promise;
    QMetaObject::invokeMethod(
        m_archive, [archive = m_archive, promise, question = std::move(question)] { promise.finish(question(*archive)); }, Qt::QueuedConnection);
    return promise.future();
}

core::Async<Page> EventStore::page(const Filter &filter, const std::optional<PageKey> &after, int limit)
{
    Filter wanted = filter;
    const QDateTime oldest = m_clock.now().addSecs(-std::chrono::seconds(keptFor).count()); // what is too old and not removed yet
    if (!wanted.from.isValid() || wanted.from < oldest)
        wanted.from = oldest;
    return ask<Page>([wanted, after, limit](Archive &archive) { return archive.page(wanted, after, limit); });
}

core::Async<QList<Subject>> EventStore::subjects()
{
    return ask<QList<Subject>>([](Archive &archive) { return archive.subjects(); });
}

core::Async<void> EventStore::clear(const model::AccountId &account)
{
    return ask<void>([account](Archive &archive) { return archive.clearAbout(account); });
}

core::Async<void> EventStore::clearAll()
{
    return ask<void>([](Archive &archive) { return archive.clearAbout(std::nullopt); });
}

} // namespace keyturn::history
