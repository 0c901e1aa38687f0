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

EventStore::EventStore(core::Clock &clock, QString path, QObject *parent) : QObject(parent), m_clock(clock), m_path(std::move(path)) { }

EventStore::~EventStore()
{
    if (m_thread.worker())
        m_thread.tell([](Archive &archive) { archive.drain(); });
    m_thread.end();
}

DiskThread<Archive> &EventStore::thread()
{
    if (!m_thread.worker()) {
        auto *archive = new Archive(m_path);
        connect(archive, &Archive::recorded, this, &EventStore::recorded);
        connect(archive, &Archive::notRecorded, this, &EventStore::notRecorded);
        m_thread.start(archive);
    }
    return m_thread;
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
    thread().worker()->enqueue(event);
}

core::Async<Page> EventStore::page(const Filter &filter, const std::optional<PageKey> &after, int limit)
{
    Filter wanted = filter;
    const QDateTime oldest = m_clock.now().addSecs(-std::chrono::seconds(keptFor).count()); // what is too old and not removed yet
    if (!wanted.from.isValid() || wanted.from < oldest)
        wanted.from = oldest;
    return thread().ask<Page>([wanted, after, limit](Archive &archive) { return archive.page(wanted, after, limit); });
}

core::Async<QList<Subject>> EventStore::subjects()
{
    return thread().ask<QList<Subject>>([](Archive &archive) { return archive.subjects(); });
}

core::Async<void> EventStore::clear(const model::AccountId &account)
{
    return thread().ask<void>([account](Archive &archive) { return archive.clearAbout(account); });
}

core::Async<void> EventStore::clearAll()
{
    return thread().ask<void>([](Archive &archive) { return archive.clearAbout(std::nullopt); });
}

} // namespace keyturn::history
