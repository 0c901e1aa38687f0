// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/keeper.h"

#include "core/logging.h"

#include <algorithm>

namespace keyturn::tokens {

namespace {

using std::chrono::milliseconds;

/// A token that ends while the request is on its way is refused there: a little is kept in hand, no more than a tenth of its life.
milliseconds inHand(const std::optional<Held> &held)
{
    if (!held || !held->tokens.accessExpiresAt.isValid() || !held->tokens.issuedAt.isValid())
        return milliseconds(0);
    const milliseconds lifetime(held->tokens.issuedAt.msecsTo(held->tokens.accessExpiresAt));
    return std::clamp(lifetime / 10, milliseconds(0), milliseconds(std::chrono::seconds(5)));
}

} // namespace

Keeper::Keeper(Services &services, model::AccountId id, QObject *parent) : QObject(parent), m_services(services), m_id(std::move(id)) { }

std::optional<model::TokenSet> Keeper::current() const
{
    if (!m_held || m_running || !m_life.isValid(m_services.clock, inHand(m_held)))
        return std::nullopt;
    return m_held->tokens;
}

core::Async<model::TokenSet> Keeper::tokens(milliseconds minValidity)
{
    if (m_running)
        return *m_running; // one refresh for all who wait
    if (m_held && m_life.isValid(m_services.clock, std::max(minValidity, inHand(m_held))))
        return core::ready<model::TokenSet>(m_held->tokens);
    if (m_held)
        return run({m_id, false, {}, std::max(minValidity, inHand(m_held)), m_unsaved, {}});
    return load(minValidity);
}

core::Async<model::TokenSet> Keeper::refresh(const core::Secret &rejected)
{
    if (m_running) {
        // Whoever was refused with an older token is served by the refresh that runs. One that only loads may bring the refused token again.
        return core::chain(*m_running, this, [this, rejected](const model::TokenSet &tokens) -> core::Async<model::TokenSet> {
            if (rejected.isEmpty() || !(tokens.accessToken == rejected))
                return core::ready<model::TokenSet>(tokens);
            return refresh(rejected);
        });
    }
    if (!rejected.isEmpty() && m_held && !(m_held->tokens.accessToken == rejected) && m_life.isValid(m_services.clock, milliseconds(0)))
        return core::ready<model::TokenSet>(m_held->tokens);
    return run({m_id, true, rejected, milliseconds(0), m_unsaved, {}});
}

/// First use in this process: what lies in the store may serve as it is, without the lock.
core::Async<model::TokenSet> Keeper::load(milliseconds minValidity)
{
    const core::Promise<model::TokenSet> promise;
    m_running = promise.future();
    core::whenDone(readHeld(m_services, m_id, false, this), this, [this, minValidity, promise](const core::Result<Held> &held) {
        m_running.reset();
        const bool definite = !held.ok() && held.error().kind == core::ErrorKind::SignInAgain;
        if (held.ok() && TokenLife(held->tokens, m_services.clock).isValid(m_services.clock, std::max(minValidity, inHand(*held)))) {
            hold(*held);
            promise.finish(held->tokens);
        } else if (definite || (!held.ok() && held.error().code == QLatin1String("account_unknown"))) {
            promise.finish(held.error());
        } else {
            // Run out; or another process rotated between our two looks, or a crash left the tokens one slot on: under the lock that is told apart.
            core::whenDone(run({m_id, false, {}, minValidity, m_unsaved, {}}), this,
                           [promise](const core::Result<model::TokenSet> &tokens) { promise.finish(tokens); });
        }
    });
    return promise.future();
}

core::Async<model::TokenSet> Keeper::run(RotationRequest request)
{
    m_stop = std::stop_source();
    request.stop = m_stop.get_token();
    const core::Promise<model::TokenSet> promise;
    m_running = promise.future();
    m_timer.reset();
    m_saveTimer.reset(); // the rotation stores what is newest
    Q_EMIT started();
    core::whenDone(rotate(m_services, std::move(request), this), this,
                   [this, promise](const core::Result<RotationOutcome> &result) { arrived(result, promise); });
    return promise.future();
}

void Keeper::arrived(const core::Result<RotationOutcome> &result, const core::Promise<model::TokenSet> &promise)
{
    m_running.reset();
    if (!result.ok()) {
        failed(result.error());
        promise.finish(result.error());
        return;
    }
    m_unsaved = result->unsaved;
    if (!result->refreshed && result->saveError) { // an unsaved token that could not be renewed either
        failed(*result->saveError);
        retrySave();
        promise.finish(*result->saveError);
        return;
    }
    hold(result->held);
    if (m_unsaved) {
        Q_EMIT notSaved(result->saveError.value_or(core::Error{core::ErrorKind::Storage, QStringLiteral("keychain_failed"), {}}));
        retrySave();
    }
    Q_EMIT renewed();
    promise.finish(result->held.tokens);
}

void Keeper::hold(const Held &held)
{
    m_held = held;
    m_life = TokenLife(held.tokens, m_services.clock);
    m_failures = 0;
    m_lastFailure.clear();
    scheduleRenewal();
}

void Keeper::failed(const core::Error &error)
{
    if (error.kind == core::ErrorKind::SignInAgain) {
        m_held.reset();
        m_timer.reset();
        Q_EMIT ended(error);
        return;
    }
    ++m_failures;
    // One word per change of state, not one per attempt.
    if (error.kind != core::ErrorKind::Cancelled && std::exchange(m_lastFailure, error.code) != error.code)
        Q_EMIT kept(error);
    if (m_keepFresh)
        schedule(backoff(m_failures, error.retryAfter, m_services.random));
}

void Keeper::keepFresh(bool on)
{
    m_keepFresh = on;
    m_timer.reset();
    if (!on || m_running)
        return;
    if (m_held)
        scheduleRenewal();
    else
        schedule(milliseconds(0));
}

void Keeper::scheduleRenewal()
{
    m_timer.reset();
    if (!m_keepFresh || !m_held)
        return;
    if (const auto delay = m_life.untilRenewal(m_services.clock, m_services.random); delay && m_held->tokens.canRefresh())
        schedule(*delay);
}

void Keeper::schedule(milliseconds delay)
{
    m_timer = std::make_unique<QObject>();
    m_services.clock.callAfter(delay, m_timer.get(), [this] {
        if (m_running)
            return;
        // Loading first: another process may have renewed already.
        const core::Async<model::TokenSet> answer =
            m_held ? run({m_id, true, m_held->tokens.accessToken, milliseconds(0), m_unsaved, {}}) : load(milliseconds(0));
        core::whenDone(answer, this, [](const core::Result<model::TokenSet> &) {});
    });
}

/// The keychain did not take the new tokens. They live on here, and are offered to it again and again.
void Keeper::retrySave()
{
    ++m_saveFailures;
    m_saveTimer = std::make_unique<QObject>();
    m_services.clock.callAfter(backoff(m_saveFailures, {}, m_services.random), m_saveTimer.get(), [this] {
        if (!m_unsaved || m_running)
            return;
        core::whenDone(save(m_services, m_unsaved->held, this), this, [this](const core::Result<Held> &saved) {
            if (!m_unsaved)
                return;
            if (!saved.ok())
                return retrySave();
            m_saveFailures = 0;
            if (m_held)
                m_held->account = saved->account;
            if (!m_services.journal.finish(m_id).ok())
                qCWarning(core::lcTokens) << "the journal could not be cleared";
            m_unsaved.reset(); // and with it the lock
            Q_EMIT renewed();
        });
    });
}

void Keeper::recordChanged(const model::Account *record)
{
    if (m_running || m_unsaved || !m_held)
        return;
    if (record && record->generation == m_held->account.generation && std::holds_alternative<model::SignedIn>(record->standing)) {
        m_held->account = *record;
        return;
    }
    m_held.reset(); // another process rotated, signed in again or out: the next use reads what is there
    m_timer.reset();
    if (record && std::holds_alternative<model::SignedIn>(record->standing) && m_keepFresh)
        schedule(milliseconds(0));
    Q_EMIT renewed();
}

core::Async<void> Keeper::settle(milliseconds patience)
{
    m_keepFresh = false;
    m_timer.reset();
    m_saveTimer.reset();
    const core::Promise<void> promise;
    if (!m_running) {
        promise.finish({});
        return promise.future();
    }
    m_services.clock.callAfter(patience, this, [this] { m_stop.request_stop(); });
    core::whenDone(*m_running, this, [promise](const core::Result<model::TokenSet> &) { promise.finish({}); });
    return promise.future();
}

} // namespace keyturn::tokens
