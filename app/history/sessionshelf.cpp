// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/sessionshelf.h"

#include "core/logging.h"

#include <chrono>

namespace keyturn::history {

namespace {

constexpr qint64 pruneEvery = std::chrono::milliseconds(std::chrono::hours(12)).count();

} // namespace

// What is lost with a broken file is known again with the next listing, but for labels.
SessionShelf::SessionShelf(const QString &path) : m_file(path, sessionSchema(), [](const QString &) {}) { }

KnownSessions SessionShelf::record(const Listing &listing)
{
    const bool prunes = std::abs(listing.now - m_prunedAt) >= pruneEvery;
    core::Result<Kept> kept = m_file.work([&](Database &database) { return keep(database, listing, prunes); });
    if (!kept.ok()) {
        qCInfo(core::lcHistory) << "sessions could not be remembered:" << kept.error().code << kept.error().detail;
        return listedOnly(listing.account, listing.sessions, kept.error());
    }
    if (prunes)
        m_prunedAt = listing.now;
    if (kept->cameOrWent)
        Q_EMIT changed(listing.account);
    return std::move(kept).value().known;
}

core::Result<KnownSessions> SessionShelf::remembered(const model::AccountId &account, qint64 now)
{
    if (!m_file.exists())
        return KnownSessions();
    return m_file.work([&](Database &database) { return history::remembered(database, account, now); });
}

core::Result<void> SessionShelf::setLabel(const model::AccountId &account, const QByteArray &key, const QString &label)
{
    const core::Error unknown{core::ErrorKind::Configuration, QStringLiteral("session_not_kept"), {}};
    if (!m_file.exists())
        return unknown;
    const core::Result<bool> set = m_file.work([&](Database &database) { return keepLabel(database, account, key, label); });
    if (!set.ok())
        return set.error();
    if (!*set)
        return unknown;
    Q_EMIT changed(account);
    return {};
}

core::Result<void> SessionShelf::markVisited(const model::AccountId &account, qint64 now)
{
    if (!m_file.exists()) // nothing was listed, so that nothing can have been looked at
        return {};
    const core::Result<void> done = m_file.work([&](Database &database) { keepVisit(database, account, now); });
    if (done.ok())
        Q_EMIT changed(account);
    return done;
}

core::Result<void> SessionShelf::forget(const model::AccountId &account)
{
    if (!m_file.exists())
        return {};
    const core::Result<bool> more = m_file.work([&](Database &database) { return removeAccount(database, account); });
    if (!more.ok()) {
        qCWarning(core::lcHistory) << "an account's sessions could not be forgotten:" << more.error().code << more.error().detail;
        return more.error();
    }
    if (!*more)
        m_file.removeSetAside(); // nobody is left of whom they could tell
    Q_EMIT changed(account);
    return {};
}

core::Result<void> SessionShelf::keepOnly(const QList<model::AccountId> &accounts)
{
    if (!m_file.exists())
        return {};
    const core::Result<QList<model::AccountId>> remembered = m_file.work([](Database &database) { return rememberedAccounts(database); });
    if (!remembered.ok())
        return remembered.error();
    core::Result<void> all;
    for (const model::AccountId &one : *remembered) {
        if (const core::Result<void> forgotten = accounts.contains(one) ? core::Result<void>() : forget(one); !forgotten.ok())
            all = forgotten;
    }
    return all;
}

core::Result<QList<QByteArray>> SessionShelf::claimNews(const model::AccountId &account, const QList<QByteArray> &keys)
{
    if (!m_file.exists())
        return QList<QByteArray>();
    return m_file.work([&](Database &database) { return takeNews(database, account, keys); });
}

void SessionShelf::endedHere(const model::AccountId &account, const QList<QByteArray> &keys, qint64 now)
{
    if (m_file.exists()) // else nothing is known of them
        noted(m_file.work([&](Database &database) { noteEnding(database, account, keys, now); }));
}

void SessionShelf::endedHere(const model::AccountId &account, bool current, qint64 now)
{
    if (m_file.exists())
        noted(m_file.work([&](Database &database) { noteEnding(database, account, current, now); }));
}

void SessionShelf::noted(const core::Result<void> &done)
{
    if (!done.ok())
        qCInfo(core::lcHistory) << "what was ended from here could not be remembered:" << done.error().code << done.error().detail;
}

} // namespace keyturn::history
