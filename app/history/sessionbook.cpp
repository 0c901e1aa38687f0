// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/sessionbook.h"

#include "history/sessionshelf.h"

namespace keyturn::history {

namespace {

/// One line, whatever is put in; not cut within a character.
QString labelOf(const QString &text)
{
    QString label;
    for (const QChar character : text)
        label += character.isPrint() || character.isSurrogate() || character.category() == QChar::Other_Format ? character : QChar(u' ');
    label = label.simplified().left(maxSessionLabel);
    if (!label.isEmpty() && label.back().isHighSurrogate())
        label.chop(1);
    return label.trimmed();
}

} // namespace

SessionBook::SessionBook(core::Clock &clock, QString path, QObject *parent) : QObject(parent), m_clock(clock), m_path(std::move(path)) { }

SessionBook::~SessionBook()
{
    m_thread.end();
}

DiskThread<SessionShelf> &SessionBook::thread()
{
    if (!m_thread.worker()) {
        auto *shelf = new SessionShelf(m_path);
        connect(shelf, &SessionShelf::changed, this, &SessionBook::changed);
        m_thread.start(shelf);
    }
    return m_thread;
}

core::Async<KnownSessions> SessionBook::record(const model::AccountId &account, const QList<model::Session> &listed)
{
    return thread().ask<KnownSessions>([account, listed, at = now()](SessionShelf &shelf) -> core::Result<KnownSessions> {
        return shelf.record({account, listed, at});
    });
}

core::Async<KnownSessions> SessionBook::remembered(const model::AccountId &account)
{
    return thread().ask<KnownSessions>([account, at = now()](SessionShelf &shelf) { return shelf.remembered(account, at); });
}

core::Async<void> SessionBook::setLabel(const model::AccountId &account, const QByteArray &key, const QString &label)
{
    return thread().ask<void>([account, key, clean = labelOf(label)](SessionShelf &shelf) { return shelf.setLabel(account, key, clean); });
}

core::Async<void> SessionBook::markVisited(const model::AccountId &account)
{
    return thread().ask<void>([account, at = now()](SessionShelf &shelf) { return shelf.markVisited(account, at); });
}

core::Async<void> SessionBook::forget(const model::AccountId &account)
{
    return thread().ask<void>([account](SessionShelf &shelf) { return shelf.forget(account); });
}

core::Async<void> SessionBook::keepOnly(const QList<model::AccountId> &accounts)
{
    return thread().ask<void>([accounts](SessionShelf &shelf) { return shelf.keepOnly(accounts); });
}

core::Async<QList<QByteArray>> SessionBook::claimNews(const model::AccountId &account, const QList<QByteArray> &keys)
{
    return thread().ask<QList<QByteArray>>([account, keys](SessionShelf &shelf) { return shelf.claimNews(account, keys); });
}

void SessionBook::endedHere(const model::AccountId &account, const QList<model::SessionId> &ids)
{
    thread().tell([account, ids, at = now()](SessionShelf &shelf) {
        QList<QByteArray> keys;
        for (const model::SessionId &id : ids)
            keys += sessionKey(account, id);
        shelf.endedHere(account, keys, at);
    });
}

void SessionBook::othersEndedHere(const model::AccountId &account)
{
    thread().tell([account, at = now()](SessionShelf &shelf) { shelf.endedHere(account, false, at); });
}

void SessionBook::currentEndedHere(const model::AccountId &account)
{
    thread().tell([account, at = now()](SessionShelf &shelf) { shelf.endedHere(account, true, at); });
}

} // namespace keyturn::history
