// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/accountmanager.h"

#include "core/logging.h"

#include <algorithm>
#include <iterator>

namespace keyturn::accounts {

namespace {

/// A sign-in that cannot be renewed is announced a day before it runs out.
constexpr qint64 soon = 24 * 3600;

/// The names that a person may call the account by on the command line.
QStringList namesOf(const model::Account &account)
{
    QStringList names{account.id.toString()};
    for (const QString &name : {account.label, account.identity.email, account.identity.name, account.identity.subject}) {
        if (name.isEmpty())
            continue;
        names += name + u'@' + account.profile.toString();
        if (!account.provider.isEmpty())
            names += name + u'@' + account.provider.toString();
    }
    return names;
}

bool isExactly(const model::Account &account, const QString &wanted)
{
    const QStringList names = namesOf(account);
    return std::any_of(names.begin(), names.end(), [&wanted](const QString &name) { return name.compare(wanted, Qt::CaseInsensitive) == 0; });
}

QHash<model::AccountId, qsizetype> placesIn(const QList<model::Account> &list)
{
    QHash<model::AccountId, qsizetype> places;
    for (qsizetype i = 0; i < list.size(); ++i)
        places.insert(list.at(i).id, i);
    return places;
}

bool holds(const model::Account &account, const QString &wanted)
{
    const QStringList names = namesOf(account);
    return std::any_of(names.begin(), names.end(), [&wanted](const QString &name) { return name.contains(wanted, Qt::CaseInsensitive); });
}

} // namespace

AccountManager::AccountManager(core::Clock &clock, storage::AccountStore &store, tokens::TokenManager &tokens, Revoker &revoker, QObject *parent)
    : QObject(parent), m_clock(clock), m_store(store), m_tokens(tokens), m_revoker(revoker)
{
    connect(&store, &storage::AccountStore::changed, this, [this] {
        if (!reload().ok()) { } // the list stays as it was; whoever asks for it next is told why
    });
    connect(&tokens, &tokens::TokenManager::refreshed, this, &AccountManager::noteSuccess);
    connect(&tokens, &tokens::TokenManager::refreshFailed, this, &AccountManager::noteFailure);
    connect(&tokens, &tokens::TokenManager::notSaved, this, &AccountManager::noteFailure);
    connect(&tokens, &tokens::TokenManager::signInNeeded, this, &AccountManager::noteFailure);
    connect(&tokens, &tokens::TokenManager::orphaned, this, [this](const model::Account &account, const model::TokenSet &late) {
        core::whenDone(tellBackend(account, late), this, [](const core::Result<SignOutOutcome> &told) {
            if (told.ok() && told->backendError && !told->toldLater)
                qCWarning(core::lcTokens) << "tokens that came after the sign-out could not be revoked:" << told->backendError->code;
        });
    });
}

core::Result<void> AccountManager::reload()
{
    const core::Result<QList<model::Account>> loaded = m_store.load();
    if (!loaded.ok())
        return loaded.error();
    const QList<model::Account> before = std::exchange(m_accounts, *loaded);
    const QHash<model::AccountId, qsizetype> now = placesIn(*loaded);
    const QHash<model::AccountId, qsizetype> old = std::exchange(m_places, now);
    qsizetype last = -1;
    bool isMoved = false;
    for (const model::Account &account : before) {
        const auto place = now.constFind(account.id);
        if (place == now.constEnd()) {
            m_lastErrors.remove(account.id);
            Q_EMIT accountRemoved(account.id);
        } else {
            isMoved = isMoved || *place < last;
            last = *place;
        }
    }
    for (const model::Account &account : *loaded) {
        const auto place = old.constFind(account.id);
        if (place == old.constEnd())
            Q_EMIT accountAdded(account.id);
        else if (before.at(*place) != account)
            Q_EMIT accountChanged(account.id);
    }
    if (isMoved)
        Q_EMIT accountsMoved();
    return {};
}

const model::Account *AccountManager::account(const model::AccountId &id) const
{
    const auto place = m_places.constFind(id);
    return place == m_places.constEnd() ? nullptr : &m_accounts.at(*place);
}

AccountState AccountManager::state(const model::AccountId &id) const
{
    const model::Account *found = account(id);
    if (!found || std::holds_alternative<model::SignInNeeded>(found->standing))
        return AccountState::SignInAgain;
    if (const std::optional<core::Error> error = lastError(id)) {
        if (error->kind == core::ErrorKind::Storage)
            return AccountState::KeychainLocked;
        if (error->kind == core::ErrorKind::SignInAgain)
            return AccountState::SignInAgain;
        return AccountState::Offline;
    }
    const std::optional<model::TokenSet> tokens = m_tokens.current(id);
    if (!tokens)
        return AccountState::Ready;
    const QDateTime end = tokens->canRefresh() ? tokens->refreshExpiresAt : tokens->accessExpiresAt;
    return end.isValid() && m_clock.now().secsTo(end) < soon ? AccountState::ExpiresSoon : AccountState::Ready;
}

std::optional<core::Error> AccountManager::lastError(const model::AccountId &id) const
{
    const auto found = m_lastErrors.constFind(id);
    return found == m_lastErrors.constEnd() ? std::nullopt : std::optional(*found);
}

core::Result<model::Account> AccountManager::find(const QString &wanted) const
{
    QList<model::Account> fitting;
    for (const auto &fits : {isExactly, holds}) {
        std::copy_if(m_accounts.begin(), m_accounts.end(), std::back_inserter(fitting),
                     [&](const model::Account &account) { return fits(account, wanted); });
        if (!fitting.isEmpty())
            break;
    }
    if (wanted.isEmpty() || fitting.isEmpty())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("account_unknown"), wanted};
    if (fitting.size() == 1)
        return fitting.first();
    QStringList names;
    for (const model::Account &account : fitting.first(std::min(fitting.size(), qsizetype(10))))
        names += namesOf(account).value(1, account.id.toString()) + QLatin1String(" (") + account.id.toString().left(8) + u')';
    return core::Error{core::ErrorKind::Configuration, QStringLiteral("account_ambiguous"), names.join(QLatin1String(", "))};
}

core::Result<void> AccountManager::change(const model::AccountId &id, const std::function<void(model::Account &)> &step)
{
    const core::Result<model::Account> updated = m_store.update(id, step);
    if (!updated.ok())
        return updated.error();
    return reload();
}

core::Result<void> AccountManager::setLabel(const model::AccountId &id, const QString &label)
{
    return change(id, [&label](model::Account &account) { account.label = label.trimmed().left(100); });
}

core::Result<void> AccountManager::setHue(const model::AccountId &id, std::optional<int> hue)
{
    constexpr int circle = 360;
    return change(id, [&hue](model::Account &account) { account.hue = hue ? std::optional((*hue % circle + circle) % circle) : std::nullopt; });
}

core::Result<void> AccountManager::move(const model::AccountId &id, const model::AccountId &before)
{
    if (const core::Result<void> moved = m_store.move(id, before); !moved.ok())
        return moved;
    return reload();
}

core::Async<SignOutOutcome> AccountManager::signOut(const model::AccountId &id, SignOutScope scope)
{
    const core::Result<model::Account> found = m_store.find(id);
    if (!found.ok())
        return core::ready<SignOutOutcome>(found.error());
    const model::Account account = *found;
    Q_EMIT signOutStarted(id);
    if (scope == SignOutScope::Everywhere) {
        // While the tokens still serve: the others first. Where they cannot be ended, nothing is, and the person is told.
        return core::chain(m_tokens.tokens(id), this, [this, account](const model::TokenSet &tokens) {
            return core::chain(m_revoker.revokeOthers(account, tokens), this, [this, account] { return endHere(account, SignOutScope::Everywhere); });
        });
    }
    return endHere(account, scope);
}

core::Async<SignOutOutcome> AccountManager::endHere(const model::Account &account, SignOutScope scope)
{
    const auto tell = [this, account, scope](const model::TokenSet &last) -> core::Async<SignOutOutcome> {
        if (!reload().ok()) { } // the account is gone whatever else the file says
        if (scope == SignOutScope::LocalOnly || last.accessToken.isEmpty())
            return core::ready<SignOutOutcome>(SignOutOutcome{});
        return tellBackend(account, last);
    };
    return core::chain(core::chain(m_tokens.forget(account.id), this, tell), this,
                       [this, account, scope](const SignOutOutcome &outcome) -> core::Result<SignOutOutcome> {
                           Q_EMIT signedOut(account, scope, outcome);
                           return outcome;
                       });
}

core::Async<SignOutOutcome> AccountManager::tellBackend(const model::Account &account, const model::TokenSet &last)
{
    const core::Promise<SignOutOutcome> promise;
    core::whenDone(m_revoker.revoke(account, last), this, [this, promise, account, last](const core::Result<void> &told) {
        if (told.ok())
            return promise.finish(SignOutOutcome{true, std::nullopt});
        if (!mayBeToldLater(told.error()))
            return promise.finish(SignOutOutcome{false, told.error()});
        core::whenDone(m_revoker.revokeLater(account, last), this, [promise, why = told.error()](const core::Result<bool> &kept) {
            promise.finish(SignOutOutcome{false, why, kept.ok() && *kept});
        });
    });
    return promise.future();
}

void AccountManager::noteFailure(const model::AccountId &id, const core::Error &error)
{
    m_lastErrors.insert(id, error);
    if (error.kind == core::ErrorKind::SignInAgain && !reload().ok())
        return;
    Q_EMIT accountChanged(id);
}

void AccountManager::noteSuccess(const model::AccountId &id)
{
    const std::optional<core::Error> before = lastError(id);
    m_lastErrors.remove(id);
    if (before && before->kind == core::ErrorKind::Offline) { // back again: what waits may be told as well
        const core::Async<void> inItsOwnTime = m_revoker.retryPending();
        Q_UNUSED(inItsOwnTime)
    }
    if (reload().ok())
        Q_EMIT accountChanged(id);
}

} // namespace keyturn::accounts
