// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/accountcare.h"

#include "accounts/profilefit.h"
#include "core/logging.h"

namespace keyturn::accounts {

namespace {

/// So that the access token does not run out between the look at it and the request: a POST is sent once.
constexpr std::chrono::seconds soundValidity{30};

} // namespace

struct AccountCare::Change {
    model::AccountId id;
    model::BackendProfile profile;
    backendapi::AccountCareClient::NewPassword password;
    bool mayRefresh = true; ///< Once, where the backend blames the token.
};

AccountCare::AccountCare(core::Clock &clock, net::HttpClient &http, backendapi::ExpiryReader expiryOf, const storage::ProfileStore &profiles,
                         storage::AccountStore &records, tokens::TokenManager &tokens, QObject *parent)
    : QObject(parent), m_client(clock, http, std::move(expiryOf)), m_clock(clock), m_profiles(profiles), m_records(records), m_tokens(tokens)
{ }

core::Result<model::BackendProfile> AccountCare::profileOf(const model::ProfileId &id) const
{
    core::Result<model::BackendProfile> profile = m_profiles.find(id);
    if (profile.ok() && profile->embedded && profile->baseUrl.isEmpty())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("backend_not_started"), {}};
    return profile;
}

core::Async<PasswordChangeOutcome> AccountCare::changePassword(const model::AccountId &id, const core::Secret &present, const core::Secret &fresh)
{
    using Outcome = PasswordChangeOutcome;
    const core::Result<model::Account> account = m_records.find(id);
    if (!account.ok())
        return core::ready<Outcome>(account.error());
    const core::Result<model::BackendProfile> profile = profileOf(account->profile);
    if (!profile.ok())
        return core::ready<Outcome>(profile.error());
    if (const core::Result<void> fits = checkFit(*account, *profile); !fits.ok())
        return core::ready<Outcome>(fits.error());
    const bool offered = account->provider.isEmpty() && profile->password && profile->password->change && profile->password->change->endpoint;
    if (!offered) {
        const bool hasPage = account->provider.isEmpty() && profile->password && profile->password->change;
        const QString page = hasPage ? profile->password->change->page.toString(QUrl::FullyEncoded) : QString();
        return core::ready<Outcome>(core::Error{core::ErrorKind::Configuration, QStringLiteral("verb_unsupported"), page});
    }
    return change({id, *profile, {present, fresh}});
}

core::Async<PasswordChangeOutcome> AccountCare::change(const Change &wanted)
{
    // First tokens that serve: what is exchanged under the lock cannot be refreshed there.
    return core::chain(m_tokens.tokens(wanted.id, soundValidity), this, [this, wanted](const model::TokenSet &tokens) {
        const auto outcome = std::make_shared<PasswordChangeOutcome>(PasswordChangeOutcome::SignedIn);
        const core::Promise<PasswordChangeOutcome> promise;
        const core::Async<void> exchanged = m_tokens.exchange(
            wanted.id, [this, wanted, outcome](const model::Account &, const model::TokenSet &newest) { return spend(wanted, newest, outcome); });
        core::whenDone(exchanged, this, [this, wanted, outcome, promise, rejected = tokens.accessToken](const core::Result<void> &done) {
            if (done.ok())
                return promise.finish(*outcome);
            if (done.error().code != QLatin1String("invalid_token") || !wanted.mayRefresh)
                return promise.finish(done.error());
            // A token that was refused before anything was done is like any other 401: refreshed, and asked once more.
            Change again = wanted;
            again.mayRefresh = false;
            core::whenDone(core::chain(m_tokens.refresh(wanted.id, rejected), this, [this, again](const model::TokenSet &) { return change(again); }),
                           this, [promise](const core::Result<PasswordChangeOutcome> &last) { promise.finish(last); });
        });
        return promise.future();
    });
}

core::Async<std::optional<model::TokenSet>> AccountCare::spend(const Change &change, const model::TokenSet &newest,
                                                               const std::shared_ptr<PasswordChangeOutcome> &outcome)
{
    using Tokens = std::optional<model::TokenSet>;
    return core::chain(m_client.changePassword(change.profile, newest, change.password), this,
                       [this, change, outcome](const backendapi::PasswordChangeAnswer &answer) -> core::Result<Tokens> {
                           if (answer.unread)
                               *outcome = PasswordChangeOutcome::TokensUnread;
                           if (!change.profile.password->change->endsSession)
                               return answer.tokens;
                           *outcome = PasswordChangeOutcome::SignInAgain;
                           const core::Result<model::Account> marked = m_records.update(change.id, [this](model::Account &record) {
                               record.standing = model::SignInNeeded{QStringLiteral("password_changed"), m_clock.now()};
                           });
                           if (!marked.ok()) // the next refresh will be refused, and note it
                               qCWarning(core::lcTokens) << "the end of the session could not be noted:" << marked.error().code;
                           return Tokens();
                       });
}

core::Async<void> AccountCare::requestReset(const model::ProfileId &profile, const QString &user, std::stop_token stop)
{
    const core::Result<model::BackendProfile> found = profileOf(profile);
    return found.ok() ? m_client.requestReset(*found, user, std::move(stop)) : core::ready<void>(found.error());
}

core::Async<void> AccountCare::confirmReset(const model::ProfileId &profile, const QString &user, const core::Secret &code, const core::Secret &fresh,
                                            std::stop_token stop)
{
    const core::Result<model::BackendProfile> found = profileOf(profile);
    return found.ok() ? m_client.confirmReset(*found, user, code, fresh, std::move(stop)) : core::ready<void>(found.error());
}

core::Async<void> AccountCare::resendVerification(const model::ProfileId &profile, const QString &user, std::stop_token stop)
{
    const core::Result<model::BackendProfile> found = profileOf(profile);
    return found.ok() ? m_client.resendVerification(*found, user, std::move(stop)) : core::ready<void>(found.error());
}

core::Async<void> AccountCare::confirmVerification(const model::ProfileId &profile, const QString &user, const core::Secret &code,
                                                   std::stop_token stop)
{
    const core::Result<model::BackendProfile> found = profileOf(profile);
    return found.ok() ? m_client.confirmVerification(*found, user, code, std::move(stop)) : core::ready<void>(found.error());
}

} // namespace keyturn::accounts
