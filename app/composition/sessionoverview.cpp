// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/sessionoverview.h"

#include <QMetaMethod>

#include <algorithm>

namespace keyturn::composition {

namespace {

using history::KnownSession;
using history::KnownSessions;

constexpr qsizetype maxTold = 100'000;
constexpr qsizetype longestName = 120;

core::Error notRemembered()
{
    return {core::ErrorKind::Configuration, QStringLiteral("sessions_not_remembered"), {}};
}

} // namespace

SessionOverview::SessionOverview(const Services &services, bool watching, QObject *parent)
    : QObject(parent),
      m_services(services),
      m_watch(services.clock, services.random, services.accounts, services.sessions,
              {services.isQuiet,
               [this](const model::AccountId &id) {
                   return core::chain(list(id), this, [](const KnownSessions &) -> core::Result<void> { return {}; });
               }}),
      m_watching(watching)
{
    wire();
}

void SessionOverview::wire()
{
    accounts::AccountManager &accounts = m_services.accounts;
    history::SessionBook &book = m_services.book;
    connect(&accounts, &accounts::AccountManager::signedOut, this, [this](const model::Account &account) { signedOut(account.id); });
    connect(&m_services.sessions, &accounts::SessionManager::revoked, this,
            [this, &book](const model::AccountId &id, const model::SessionId &session) {
                if (m_remembering)
                    book.endedHere(id, {session});
            });
    connect(&m_services.sessions, &accounts::SessionManager::othersRevoked, this, [this, &book](const model::AccountId &id) {
        if (m_remembering)
            book.othersEndedHere(id);
    });
    connect(&book, &history::SessionBook::changed, this, &SessionOverview::changed);
    connect(&accounts, &accounts::AccountManager::accountAdded, this, &SessionOverview::noteStanding);
    connect(&accounts, &accounts::AccountManager::accountChanged, this, &SessionOverview::noteStanding);
    connect(&m_services.tokens, &tokens::TokenManager::signInNeeded, this, [this](const model::AccountId &id) { m_refused.insert(id); });
    connect(&m_services.tokens, &tokens::TokenManager::adopted, this, &SessionOverview::signedInAgain);
    for (const model::Account &account : accounts.accounts())
        noteStanding(account.id);
}

void SessionOverview::noteStanding(const model::AccountId &id)
{
    const model::Account *account = m_services.accounts.account(id);
    if (account && std::holds_alternative<model::SignInNeeded>(account->standing))
        m_refused.insert(id);
}

/// The session so far is ended from here, unless the backend had ended it before: that was somebody else.
void SessionOverview::signedInAgain(const model::Account &account)
{
    if (!m_refused.remove(account.id) && account.generation > 1 && m_remembering)
        m_services.book.currentEndedHere(account.id);
}

void SessionOverview::signedOut(const model::AccountId &id)
{
    m_listed.remove(id);
    core::whenDone(m_services.book.forget(id), this, [this](const core::Result<void> &forgotten) {
        if (!forgotten.ok())
            m_swept = false; // it is tried again with the next listing, of this process or of another
    });
}

/// What a sign-out could not remove, for a full disk say, or because it was killed, goes now.
void SessionOverview::sweep(const model::AccountId &id)
{
    QList<model::AccountId> accounts;
    for (const model::Account &account : m_services.accounts.accounts())
        accounts += account.id;
    if (m_swept || !accounts.contains(id)) // who was listed just now is signed in: a list without them is not to be trusted
        return;
    m_swept = true;
    core::whenDone(m_services.book.keepOnly(accounts), this, [this](const core::Result<void> &kept) { m_swept = m_swept && kept.ok(); });
}

core::Async<void> SessionOverview::forgetAll()
{
    return m_services.book.keepOnly({});
}

QString SessionOverview::nameOf(const model::AccountId &id, const model::SessionId &session) const
{
    const QList<KnownSession> listed = m_listed.value(id);
    const QByteArray key = history::sessionKey(id, session);
    const auto found = std::find_if(listed.begin(), listed.end(), [&key](const KnownSession &one) { return one.key == key; });
    if (found == listed.end())
        return {};
    QStringList names{found->label.isEmpty() ? found->session.device : found->label, found->session.app};
    names.removeAll(QString());
    names.removeDuplicates();
    return (names.isEmpty() ? found->session.system : names.join(QStringLiteral(" · "))).left(longestName);
}

core::Async<KnownSessions> SessionOverview::list(const model::AccountId &id)
{
    const core::Promise<KnownSessions> promise;
    const auto turn = m_turns.find(id);
    if (turn != m_turns.end()) {
        if (!turn->next)
            turn->next = promise;
        return turn->next->future();
    }
    m_turns.insert(id, Turn());
    listNow(id, promise);
    return promise.future();
}

void SessionOverview::listNow(const model::AccountId &id, const core::Promise<KnownSessions> &promise)
{
    core::whenDone(m_services.sessions.list(id), this, [this, id, promise](const core::Result<QList<model::Session>> &listed) {
        if (!listed.ok())
            return ended(id, promise, listed.error());
        remember(id, *listed, promise);
    });
}

void SessionOverview::remember(const model::AccountId &id, const QList<model::Session> &listed, const core::Promise<KnownSessions> &promise)
{
    if (!m_services.sessions.support(id).listable) // signed out meanwhile, and forgotten
        return ended(id, promise, core::Error{core::ErrorKind::Configuration, QStringLiteral("account_unknown"), id.toString()});
    sweep(id);
    const core::Async<KnownSessions> recorded =
        m_remembering ? m_services.book.record(id, listed) : core::ready<KnownSessions>(history::listedOnly(id, listed, notRemembered()));
    core::whenDone(recorded, this, [this, id, listed, promise](const core::Result<KnownSessions> &known) {
        const KnownSessions answer = known.ok() ? *known : history::listedOnly(id, listed, known.error());
        m_listed.insert(id, answer.sessions);
        m_watch.listed(id);
        announce(id, answer);
        ended(id, promise, answer);
    });
}

void SessionOverview::ended(const model::AccountId &id, const core::Promise<KnownSessions> &promise, const core::Result<KnownSessions> &outcome)
{
    const std::optional<core::Promise<KnownSessions>> next = m_turns.take(id).next;
    if (next) {
        m_turns.insert(id, Turn());
        listNow(id, *next);
    }
    promise.finish(outcome);
}

/// Who has nobody listening leaves the news to a process that has.
void SessionOverview::announce(const model::AccountId &id, const KnownSessions &known)
{
    if (!isSignalConnected(QMetaMethod::fromSignal(&SessionOverview::newSessions)))
        return;
    QList<KnownSession> found;
    QList<QByteArray> keys;
    for (const KnownSession &session : known.sessions) {
        if (!session.isNew || m_told.contains(session.key))
            continue;
        found += session;
        keys += session.key;
    }
    if (found.isEmpty())
        return;
    if (m_told.size() > maxTold)
        m_told.clear();
    for (const QByteArray &key : std::as_const(keys))
        m_told.insert(key);
    core::whenDone(m_services.book.claimNews(id, keys), this, [this, id, found](const core::Result<QList<QByteArray>> &claimed) {
        QList<KnownSession> news = found;
        if (claimed.ok()) { // else rather twice than never
            const QSet<QByteArray> ours(claimed->begin(), claimed->end());
            news.removeIf([&ours](const KnownSession &session) { return !ours.contains(session.key); });
        }
        if (!news.isEmpty())
            Q_EMIT newSessions(id, news);
    });
}

core::Async<KnownSessions> SessionOverview::remembered(const model::AccountId &id)
{
    return m_services.book.remembered(id);
}

core::Async<void> SessionOverview::setLabel(const model::AccountId &id, const QByteArray &key, const QString &label)
{
    return m_remembering ? m_services.book.setLabel(id, key, label) : core::ready<void>(notRemembered());
}

core::Async<void> SessionOverview::markVisited(const model::AccountId &id)
{
    return m_remembering ? m_services.book.markVisited(id) : core::ready<void>({});
}

void SessionOverview::keepWatching()
{
    m_keepsWatching = true;
    if (m_watching)
        m_watch.start();
}

void SessionOverview::setWatching(bool wanted)
{
    m_watching = wanted;
    if (!wanted)
        m_watch.stop();
    else if (m_keepsWatching)
        m_watch.start();
}

} // namespace keyturn::composition
