// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/sessionmanager.h"

#include "accounts/profiletrust.h"
#include "accounts/tokenorigins.h"
#include "backendapi/csrfclient.h"
#include "backendapi/requestbuilder.h"
#include "backendapi/sessionsclient.h"
#include "net/qthttpclient.h"
#include "tokens/authenticatednetworkaccessmanager.h"

#include <algorithm>

namespace keyturn::accounts {

namespace {

tokens::Signing signingOf(const model::BackendProfile &profile, const model::Account &account, tokens::RequestGuard *guard,
                          tokens::TokenProver &prover, net::Pauses &pauses, core::Clock &clock, net::ExchangeLog &log)
{
    tokens::Signing signing{accessOrigins(profile, account), {}, {}, guard, &prover, &pauses, &clock, &log};
    if (!account.provider.isEmpty())
        return signing;
    signing.use = profile.access;
    if (const core::Result<QList<net::Header>> headers = backendapi::profileHeaders(profile);
        headers.ok()) // else its reader let through what nothing fills
        signing.headers = *headers;
    if (profile.apiKey && !profile.apiKey->header.isEmpty())
        signing.headers.append(net::Header{profile.apiKey->header, profile.apiKey->value.toLatin1()});
    return signing;
}

bool comesBefore(const model::Session &a, const model::Session &b)
{
    if (a.current != b.current)
        return a.current;
    if (a.endedAt.isValid() != b.endedAt.isValid())
        return b.endedAt.isValid();
    return a.lastUsedAt > b.lastUsedAt;
}

} // namespace

/// The CSRF token of a profile: fetched as the account itself, or the one that came along with its tokens.
class SessionManager::Guard final : public tokens::RequestGuard
{
public:
    Guard(core::Clock &clock, net::HttpClient &http, model::BackendProfile profile) : m_client(clock, http), m_profile(std::move(profile)) { }
    [[nodiscard]] core::Async<Pass> pass(const model::TokenSet &tokens) override
    {
        const model::TokenSet session = m_profile.csrf->fetch ? model::TokenSet() : tokens; // which the manager puts into the fetch
        return core::chain(m_client.fetch(m_profile, session), &m_client, [](const backendapi::CsrfPass &pass) -> core::Result<Pass> {
            return Pass{{pass.header}, pass.cookies};
        });
    }

private:
    backendapi::CsrfClient m_client;
    model::BackendProfile m_profile;
};

/// One account's way out: manager, client, interface. A changed profile makes a new one, as do other
/// places to go.
struct SessionManager::Line {
    Line(core::Clock &clock, net::ExchangeLog &log, net::Pauses &pauses, tokens::TokenManager &tokens, tokens::TokenProver &prover,
         const model::Account &whose, const model::BackendProfile &theProfile)
        : origins(whose.origins),
          profile(theProfile),
          // Asked for through the manager that asks for it: what fetches the token changes nothing, and so asks for none.
          guard(whose.provider.isEmpty() && profile.csrf ? std::make_unique<Guard>(clock, http, profile) : nullptr),
          manager(tokens, whose.id, signingOf(profile, whose, guard.get(), prover, pauses, clock, log)),
          plainHttp(clock, log, manager, whose.id.toString()),
          http(plainHttp, pauses),
          client(clock, http),
          quietHttp(clock, unkept, manager)
    {
        manager.setTrust(trustOf({profile}));
    }
    QStringList origins;
    model::BackendProfile profile;
    std::unique_ptr<Guard> guard;
    tokens::AuthenticatedNetworkAccessManager manager;
    net::QtHttpClient plainHttp;
    net::PacedHttpClient http;
    backendapi::SessionsClient client;
    net::ExchangeLog unkept{1};
    net::QtHttpClient quietHttp;
};

SessionManager::SessionManager(core::Clock &clock, net::ExchangeLog &log, net::Pauses &pauses, const storage::AccountStore &accounts,
                               const storage::ProfileStore &profiles, tokens::TokenManager &tokens, jose::ProofMaker &proofs, QObject *parent)
    : QObject(parent), m_clock(clock), m_log(log), m_pauses(pauses), m_accounts(accounts), m_profiles(profiles), m_tokens(tokens), m_prover(proofs)
{ }

SessionManager::~SessionManager() = default;

void SessionManager::setRoute(const net::Route &route)
{
    m_route = route;
    for (const auto &[account, held] : m_lines)
        held->manager.setRoute(route);
}

core::Result<SessionManager::Line *> SessionManager::line(const model::AccountId &id)
{
    const core::Result<model::Account> account = m_accounts.find(id);
    if (!account.ok())
        return account.error();
    const core::Result<model::BackendProfile> profile = m_profiles.find(account->profile);
    if (!profile.ok())
        return profile.error();
    std::unique_ptr<Line> &held = m_lines[id.toString()];
    if (!held || !(held->profile == *profile) || held->origins != account->origins) {
        held = std::make_unique<Line>(m_clock, m_log, m_pauses, m_tokens, m_prover, *account, *profile);
        held->manager.setRoute(m_route);
    }
    return held.get();
}

core::Result<model::BackendProfile> SessionManager::listableProfile(const model::AccountId &id) const
{
    const core::Result<model::Account> account = m_accounts.find(id);
    if (!account.ok())
        return account.error();
    core::Result<model::BackendProfile> profile = m_profiles.find(account->profile);
    if (profile.ok() && (!account->provider.isEmpty() || !profile->sessions))
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("sessions_unsupported"), {}};
    return profile;
}

SessionsSupport SessionManager::support(const model::AccountId &id) const
{
    const core::Result<model::Account> account = m_accounts.find(id);
    if (!account.ok())
        return {};
    const core::Result<model::BackendProfile> profile = m_profiles.find(account->profile);
    if (!profile.ok())
        return {};
    if (account->provider.isEmpty())
        return {profile->sessions.has_value(), {}};
    const model::IdentityProvider *provider = profile->provider(account->provider);
    return {false, provider ? provider->sessionsPage : QUrl()};
}

template <class T> core::Async<T> SessionManager::withFreshToken(const model::AccountId &id, const std::function<core::Async<T>()> &ask)
{
    const core::Promise<T> promise;
    core::whenDone(ask(), this, [this, id, ask, promise](const core::Result<T> &first) {
        const bool isRefused =
            !first.ok() && first.error().kind == core::ErrorKind::SignInAgain && first.error().code == QLatin1String("invalid_token");
        const std::optional<model::TokenSet> sent = isRefused ? m_tokens.current(id) : std::nullopt;
        if (!sent)
            return promise.finish(first);
        core::whenDone(m_tokens.refresh(id, sent->accessToken), this, [this, ask, promise, first](const core::Result<model::TokenSet> &fresh) {
            if (!fresh.ok()) // after a 401, say, which the manager has met already
                return promise.finish(first);
            core::whenDone(ask(), this, [promise](const core::Result<T> &second) { promise.finish(second); });
        });
    });
    return promise.future();
}

core::Async<QList<model::Session>> SessionManager::list(const model::AccountId &id)
{
    const core::Result<model::BackendProfile> profile = listableProfile(id);
    if (!profile.ok())
        return core::ready<QList<model::Session>>(profile.error());
    const std::function<core::Async<QList<model::Session>>()> ask = [this, id, profile = *profile] {
        const core::Result<Line *> found = line(id); // another one by now, where the profile was changed meanwhile
        return found.ok() ? (*found)->client.list(profile) : core::ready<QList<model::Session>>(found.error());
    };
    return core::chain(withFreshToken(id, ask), this, [](QList<model::Session> sessions) -> core::Result<QList<model::Session>> {
        std::stable_sort(sessions.begin(), sessions.end(), comesBefore);
        return sessions;
    });
}

core::Async<void> SessionManager::revoke(const model::AccountId &id, const model::SessionId &session)
{
    const core::Result<model::BackendProfile> profile = listableProfile(id);
    if (!profile.ok())
        return core::ready<void>(profile.error());
    const std::function<core::Async<void>()> ask = [this, id, profile = *profile, session] {
        const core::Result<Line *> found = line(id);
        return found.ok() ? (*found)->client.revoke(profile, session) : core::ready<void>(found.error());
    };
    return core::chain(withFreshToken(id, ask), this, [this, id, session]() -> core::Result<void> {
        Q_EMIT revoked(id, session);
        return {};
    });
}

core::Async<void> SessionManager::revokeOthers(const model::AccountId &id)
{
    const core::Result<model::BackendProfile> profile = listableProfile(id);
    if (!profile.ok())
        return core::ready<void>(profile.error());
    const std::function<core::Async<void>()> ask = [this, id, profile = *profile] {
        const core::Result<Line *> found = line(id);
        return found.ok() ? (*found)->client.revokeOthers(profile) : core::ready<void>(found.error());
    };
    return core::chain(withFreshToken(id, ask), this, [this, id]() -> core::Result<void> {
        Q_EMIT othersRevoked(id);
        return {};
    });
}

core::Async<net::HttpResponse> SessionManager::send(const model::AccountId &id, const net::HttpRequest &request)
{
    const core::Result<Line *> found = line(id);
    return found.ok() ? (*found)->quietHttp.send(request) : core::ready<net::HttpResponse>(found.error());
}

QNetworkAccessManager *SessionManager::networkManager(const model::AccountId &id)
{
    const core::Result<Line *> found = line(id);
    return found.ok() ? &(*found)->manager : nullptr;
}

} // namespace keyturn::accounts
