// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/grantclient.h"

#include "accounts/bearerclient.h"
#include "accounts/profilefit.h"
#include "backendapi/sessionsclient.h"
#include "oauth/endsession.h"
#include "oauth/provingclient.h"
#include "oauth/tokenendpoint.h"

#include <memory>

namespace keyturn::accounts {

namespace {

constexpr std::chrono::hours metadataAge{24};

core::Error unknownProvider(const model::Account &account)
{
    return {core::ErrorKind::Configuration, QStringLiteral("provider_unknown"), account.provider.toString()};
}

} // namespace

GrantClient::GrantClient(core::Clock &clock, net::HttpClient &http, jose::ProofMaker &proofs, backendapi::BackendClient &backend,
                         const storage::ProfileStore &profiles, QObject *parent)
    : QObject(parent), m_clock(clock), m_http(http), m_proofs(proofs), m_backend(backend), m_profiles(profiles)
{ }

/// Tokens go only where they came from.
core::Result<model::BackendProfile> GrantClient::profileOf(const model::Account &account) const
{
    const core::Result<model::BackendProfile> profile = m_profiles.find(account.profile);
    if (!profile.ok())
        return profile;
    const core::Result<void> fits = checkFit(account, *profile);
    return fits.ok() ? profile : core::Result<model::BackendProfile>(fits.error());
}

core::Async<oauth::ProviderMetadata> GrantClient::metadata(const model::IdentityProvider &provider, std::stop_token stop)
{
    if (!provider.isDiscovered()) // what a profile tells costs nothing to read again
        return oauth::discover(m_http, m_clock, provider, this, std::move(stop));
    for (const Known &known : std::as_const(m_metadata)) {
        if (known.provider == provider && m_clock.monotonic() - known.since < metadataAge)
            return core::ready<oauth::ProviderMetadata>(known.metadata);
    }
    return core::chain(oauth::discover(m_http, m_clock, provider, this, std::move(stop)), this,
                       [this, provider](const oauth::ProviderMetadata &found) -> core::Result<oauth::ProviderMetadata> {
                           forget(provider);
                           m_metadata.append({provider, found, m_clock.monotonic()});
                           return found;
                       });
}

void GrantClient::forget(const model::IdentityProvider &provider)
{
    m_metadata.removeIf([&provider](const Known &known) { return known.provider == provider; });
}

core::Async<model::TokenSet> GrantClient::refresh(const model::Account &account, const model::TokenSet &current, std::stop_token stop)
{
    const core::Result<model::BackendProfile> profile = profileOf(account);
    if (!profile.ok())
        return core::ready<model::TokenSet>(profile.error());
    if (account.provider.isEmpty())
        return m_backend.refresh(*profile, current, std::move(stop));
    const model::IdentityProvider *found = profile->provider(account.provider);
    if (!found)
        return core::ready<model::TokenSet>(unknownProvider(account));
    const core::Async<model::TokenSet> answer =
        core::chain(metadata(*found, stop), this, [this, provider = *found, current, stop](const oauth::ProviderMetadata &metadata) {
            return refreshAt(metadata, provider, current, stop);
        });
    const core::Promise<model::TokenSet> promise;
    core::whenDone(answer, this, [this, promise, provider = *found](const core::Result<model::TokenSet> &tokens) {
        if (!tokens.ok() && tokens.error().kind == core::ErrorKind::BadReply)
            forget(provider); // the endpoint may have moved
        promise.finish(tokens);
    });
    return promise.future();
}

core::Async<model::TokenSet> GrantClient::refreshAt(const oauth::ProviderMetadata &metadata, const model::IdentityProvider &provider,
                                                    const model::TokenSet &current, std::stop_token stop)
{
    const core::Result<oauth::KeyBinding> binding = oauth::bindingOf(current, provider);
    if (!binding.ok())
        return core::ready<model::TokenSet>(binding.error());
    if (!binding->isWanted())
        return oauth::refreshTokens(m_http, m_clock, metadata, provider, current, *binding, this, std::move(stop));
    const auto proving = std::make_shared<oauth::ProvingClient>(m_http, m_proofs, binding->key);
    return core::chain(oauth::refreshTokens(*proving, m_clock, metadata, provider, current, *binding, this, std::move(stop)), this,
                       [proving](const model::TokenSet &fresh) -> core::Result<model::TokenSet> { return fresh; }); // which keeps it that long
}

core::Async<void> GrantClient::revoke(const model::Account &account, const model::TokenSet &tokens)
{
    const core::Result<model::BackendProfile> profile = profileOf(account);
    if (!profile.ok())
        return core::ready<void>(profile.error());
    if (account.provider.isEmpty())
        return m_backend.signOut(*profile, tokens);
    const model::IdentityProvider *found = profile->provider(account.provider);
    if (!found)
        return core::ready<void>(unknownProvider(account));
    return core::chain(metadata(*found, {}), this, [this, provider = *found, tokens](const oauth::ProviderMetadata &metadata) {
        return oauth::revokeTokens(m_http, m_clock, metadata, provider, tokens, this);
    });
}

core::Async<void> GrantClient::revokeOthers(const model::Account &account, const model::TokenSet &tokens)
{
    const core::Result<model::BackendProfile> profile = profileOf(account);
    if (!profile.ok())
        return core::ready<void>(profile.error());
    if (!account.provider.isEmpty() || !profile->sessions)
        return core::ready<void>(core::Error{core::ErrorKind::Configuration, QStringLiteral("sessions_unsupported"), {}});
    struct Call {
        Call(core::Clock &clock, net::HttpClient &http, const model::BackendProfile &profile, const model::TokenSet &tokens)
            : bearer(clock, http, profile, tokens), sessions(clock, bearer)
        { }
        BearerClient bearer;
        backendapi::SessionsClient sessions;
    };
    const auto call = std::make_shared<Call>(m_clock, m_http, *profile, tokens);
    return core::chain(call->sessions.revokeOthers(*profile), this, [call]() -> core::Result<void> { return {}; });
}

core::Async<QUrl> GrantClient::endSessionUrl(const model::Account &account)
{
    const core::Result<model::BackendProfile> profile = profileOf(account);
    if (!profile.ok())
        return core::ready<QUrl>(profile.error());
    const model::IdentityProvider *found = account.provider.isEmpty() ? nullptr : profile->provider(account.provider);
    if (!found)
        return core::ready<QUrl>(QUrl());
    return core::chain(metadata(*found, {}), this,
                       [provider = *found, identity = account.identity](const oauth::ProviderMetadata &metadata) -> core::Result<QUrl> {
                           return oauth::endSessionUrl(metadata, provider, identity);
                       });
}

} // namespace keyturn::accounts
