// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/accountkeeping.h"

#include "accounts/profilefit.h"
#include "model/withheldscopes.h"

#include <algorithm>
#include <memory>

namespace keyturn::accounts {

namespace {

constexpr std::chrono::seconds endPatience{5}; // that a person who is signed in waits for the end of what was before

bool isSame(const model::Account &account, const NewSignIn &signIn)
{
    return account.profile == signIn.profile && account.provider == signIn.provider && account.identity.subject == signIn.identity.subject
        && isSameIssuer(account.identity.issuer, signIn.identity.issuer, signIn.embedded);
}

/// Whether somebody's sign-in at the same provider would end with the one that @p unkept is of.
bool isListed(const QList<model::Account> &known, const model::Account &unkept)
{
    return std::any_of(known.begin(), known.end(), [&unkept](const model::Account &one) {
        return !unkept.provider.isEmpty() && !one.provider.isEmpty() && !unkept.identity.subject.isEmpty()
            && isSameIssuer(one.identity.issuer, unkept.identity.issuer) && one.identity.subject == unkept.identity.subject;
    });
}

QString nameOf(const model::Identity &identity)
{
    return identity.email.isEmpty() ? identity.subject : identity.email;
}

bool isCalled(const model::Identity &identity, const QString &hint)
{
    const QString name = hint.trimmed();
    const QStringList names{identity.email, identity.name, identity.subject};
    return std::any_of(names.begin(), names.end(), [&name](const QString &one) { return one.compare(name, Qt::CaseInsensitive) == 0; });
}

} // namespace

core::Error otherIdentity(const model::Identity &identity)
{
    return {core::ErrorKind::Rejected, QStringLiteral("other_identity"), nameOf(identity)};
}

std::optional<UnexpectedIdentity> AccountKeeping::unexpected(const NewSignIn &signIn) const
{
    const core::Result<QList<model::Account>> known = accounts.load();
    if (!known.ok())
        return std::nullopt; // keep() says so
    if (signIn.expected.isEmpty()) {
        if (signIn.loginHint.trimmed().isEmpty() || isCalled(signIn.identity, signIn.loginHint))
            return std::nullopt;
        return UnexpectedIdentity{signIn.identity, signIn.loginHint.trimmed(), false};
    }
    QString expected;
    for (const model::Account &account : *known) {
        if (account.id != signIn.expected)
            continue;
        if (isSame(account, signIn))
            return std::nullopt;
        expected = nameOf(account.identity);
    }
    return UnexpectedIdentity{signIn.identity, expected, true};
}

core::Async<void> AccountKeeping::ready(QObject *context) const
{
    if (const core::Result<QList<model::Account>> readable = accounts.load(); !readable.ok())
        return core::ready<void>(readable.error());
    return core::chain(secrets.probe(), context, []() -> core::Result<void> { return {}; });
}

core::Async<model::Account> AccountKeeping::keep(const NewSignIn &signIn, QObject *context) const
{
    model::Account account;
    account.id = model::AccountId(QString::fromLatin1(random.bytes(16).toHex()));
    account.profile = signIn.profile;
    account.provider = signIn.provider;
    account.addedAt = clock.now();
    account.identity = signIn.identity;
    account.origins = signIn.origins;
    const core::Promise<model::Account> promise;
    const auto finish = [promise](const core::Result<model::Account> &kept) { promise.finish(kept); };
    core::whenDone(accounts.lockPerson(clock, account, context), context,
                   [self = *this, signIn, account, context, finish](const core::Result<storage::FileLock> &lock) {
                       if (!lock.ok())
                           return core::whenDone(self.giveBack(account, signIn.tokens, lock.error(), context), context, finish);
                       core::whenDone(self.findOrAdd(signIn, account, context), context,
                                      [finish, lock = *lock](const core::Result<model::Account> &kept) { finish(kept); }); // held up to here
                   });
    return promise.future();
}

core::Async<model::Account> AccountKeeping::findOrAdd(const NewSignIn &signIn, model::Account account, QObject *context) const
{
    const core::Result<QList<model::Account>> known = accounts.load();
    if (!known.ok())
        return giveBack(account, signIn.tokens, known.error(), context);
    const auto same = std::find_if(known->begin(), known->end(), [&signIn](const model::Account &candidate) { return isSame(candidate, signIn); });
    if (same != known->end())
        account = *same;
    if (!signIn.expected.isEmpty() && account.id != signIn.expected)
        return giveBack(account, signIn.tokens, otherIdentity(signIn.identity), context);
    account.origins = signIn.origins;
    account.identity = signIn.identity; // name and e-mail may have changed
    account.method = signIn.method;
    account.handoff = signIn.handoff;
    account.scopes = signIn.tokens.scopes;
    account.askedScopes = signIn.askedScopes;
    account.withheldScopes = model::withheldScopes(signIn.askedScopes, signIn.tokens);
    if (!signIn.label.isEmpty())
        account.label = signIn.label;
    return same == known->end() ? adopt(account, std::nullopt, signIn, context) : adoptAgain(account, signIn, context);
}

/// The session so far is known before, and ended after: should the program die in between, one session too many lives on, and none too few.
core::Async<model::Account> AccountKeeping::adoptAgain(const model::Account &account, const NewSignIn &signIn, QObject *context) const
{
    if (!account.provider.isEmpty())
        return adopt(account, std::nullopt, signIn, context);
    const core::Promise<model::Account> promise;
    core::whenDone(tokens.held(account.id), context, [self = *this, promise, account, signIn, context](const core::Result<model::TokenSet> &old) {
        const std::optional<model::TokenSet> replaced = old.ok() ? std::optional(*old) : std::nullopt; // else it has ended, or nobody can tell it
        core::whenDone(self.adopt(account, replaced, signIn, context), context,
                       [promise](const core::Result<model::Account> &adopted) { promise.finish(adopted); });
    });
    return promise.future();
}

core::Async<model::Account> AccountKeeping::adopt(const model::Account &account, const std::optional<model::TokenSet> &replaced,
                                                  const NewSignIn &signIn, QObject *context) const
{
    const core::Promise<model::Account> promise;
    core::whenDone(tokens.adopt(account, signIn.tokens), context,
                   [self = *this, promise, account, replaced, signIn, context](const core::Result<model::Account> &adopted) {
                       if (adopted.ok() && !replaced)
                           return promise.finish(adopted);
                       if (adopted.ok())
                           return core::whenDone(self.endReplaced(account, *replaced, signIn.tokens, context), context,
                                                 [promise, adopted](const core::Result<void> &) { promise.finish(adopted); });
                       core::whenDone(self.giveBack(account, signIn.tokens, adopted.error(), context), context,
                                      [promise](const core::Result<model::Account> &refused) { promise.finish(refused); });
                   });
    return promise.future();
}

core::Async<void> AccountKeeping::endReplaced(const model::Account &account, const model::TokenSet &old, const model::TokenSet &fresh,
                                              QObject *context) const
{
    const bool isSameSession = old.accessToken == fresh.accessToken || (old.canRefresh() && old.refreshToken == fresh.refreshToken);
    if (!account.provider.isEmpty() || isSameSession)
        return core::ready<void>({});
    const core::Promise<void> promise;
    const auto done = [promise, told = std::make_shared<bool>(false)] {
        if (!std::exchange(*told, true))
            promise.finish({});
    };
    clock.callAfter(endPatience, context, done);
    core::whenDone(revoker.revoke(account, old), context, [self = *this, account, old, context, done](const core::Result<void> &told) {
        if (told.ok() || !mayBeToldLater(told.error()))
            return done();
        core::whenDone(self.revoker.revokeLater(account, old), context, [done](const core::Result<bool> &) { done(); });
    });
    return promise.future();
}

bool AccountKeeping::holds(const model::ProfileId &profile, const model::ProviderId &provider, const model::Identity &identity) const
{
    const core::Result<QList<model::Account>> known = accounts.load();
    return known.ok() && std::any_of(known->begin(), known->end(), [&](const model::Account &one) {
               return one.profile == profile && one.provider == provider && isSameIssuer(one.identity.issuer, identity.issuer)
                   && one.identity.subject == identity.subject && std::holds_alternative<model::SignedIn>(one.standing);
           });
}

/// A session that nobody keeps is ended at the backend; whether that succeeds or not, the person is told why it was not kept.
core::Async<model::Account> AccountKeeping::giveBack(const model::Account &account, const model::TokenSet &unkept, const core::Error &why,
                                                     QObject *context) const
{
    if (const core::Result<QList<model::Account>> known = accounts.load(); known.ok() && isListed(*known, account))
        return core::ready<model::Account>(why);
    const core::Promise<model::Account> promise;
    core::whenDone(revoker.revoke(account, unkept), context, [self = *this, promise, account, unkept, why, context](const core::Result<void> &told) {
        if (told.ok() || !mayBeToldLater(told.error()))
            return promise.finish(why);
        core::whenDone(self.revoker.revokeLater(account, unkept), context, [promise, why](const core::Result<bool> &) { promise.finish(why); });
    });
    return promise.future();
}

} // namespace keyturn::accounts
