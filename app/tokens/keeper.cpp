// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/keeper.h"

#include "core/logging.h"
#include "tokens/vault.h"

#include <algorithm>

namespace keyturn::tokens {

namespace {

using core::ErrorKind;
using std::chrono::milliseconds;

/// A backend that refuses the very token that it has just given for a refused one is not mended by more refreshes (FAULTS 54, 58). Where tokens live
/// shortly, a refusal soon afterwards may be the end of that life, which backends count in whole seconds.
milliseconds refusalPause(const model::TokenSet &tokens)
{
    constexpr std::chrono::seconds longest{30};
    if (!tokens.accessExpiresAt.isValid() || !tokens.issuedAt.isValid())
        return longest;
    return std::clamp(milliseconds(tokens.issuedAt.msecsTo(tokens.accessExpiresAt)) / 10, milliseconds(0), milliseconds(longest));
}

} // namespace

Keeper::Keeper(Services &services, model::AccountId id, QObject *parent)
    : QObject(parent), m_services(services), m_id(std::move(id)), m_timer(services.clock, [this] { renewAhead(); })
{ }

std::optional<model::TokenSet> Keeper::current() const
{
    if (m_running || !serves(milliseconds(0)))
        return std::nullopt;
    return m_held->tokens;
}

bool Keeper::serves(milliseconds minValidity) const
{
    return m_held && m_life.serves(m_services.clock, minValidity);
}

core::Async<model::TokenSet> Keeper::tokens(milliseconds minValidity)
{
    if (m_running)
        return join(minValidity);
    if (serves(minValidity))
        return core::ready<model::TokenSet>(m_held->tokens);
    if (!m_held)
        return load(minValidity);
    if (const std::optional<core::Error> error = heldOff({}))
        return core::ready<model::TokenSet>(*error);
    return run({m_id, false, {}, minValidity, {}, {}});
}

/// One refresh for all who wait (FAULTS 49).
core::Async<model::TokenSet> Keeper::join(milliseconds minValidity)
{
    const core::Promise<model::TokenSet> promise;
    core::whenDone(*m_running, this, [this, minValidity, promise](const core::Result<model::TokenSet> &answer) {
        // A renewal ahead of time that failed costs nobody anything as long as the token at hand serves.
        if (serves(minValidity))
            promise.finish(m_held->tokens);
        else if (!answer.ok() || m_fresh) // the backend gives no longer life than that
            promise.finish(answer);
        else
            core::whenDone(tokens(minValidity), this, [promise](const core::Result<model::TokenSet> &later) { promise.finish(later); });
    });
    return promise.future();
}

core::Async<model::TokenSet> Keeper::refresh(const core::Secret &rejected)
{
    if (m_running) {
        // Whoever was refused with an older token is served by the refresh that runs. What only looked into the store may bring the refused one
        // again.
        return core::chain(*m_running, this, [this, rejected](const model::TokenSet &tokens) -> core::Async<model::TokenSet> {
            if (m_fresh || (!rejected.isEmpty() && !(tokens.accessToken == rejected)))
                return core::ready<model::TokenSet>(tokens);
            return refresh(rejected);
        });
    }
    if (!rejected.isEmpty() && serves(milliseconds(0)) && !(m_held->tokens.accessToken == rejected))
        return core::ready<model::TokenSet>(m_held->tokens);
    if (const std::optional<core::Error> error = heldOff(rejected))
        return core::ready<model::TokenSet>(*error);
    return run({m_id, true, rejected, milliseconds(0), {}, {}}, !rejected.isEmpty());
}

/// Why no refresh is to be tried now.
std::optional<core::Error> Keeper::heldOff(const core::Secret &rejected) const
{
    const milliseconds now = m_services.clock.monotonic();
    if (m_notBefore && m_lastFailure && now < *m_notBefore) {
        core::Error error = *m_lastFailure;
        error.retryAfter = std::chrono::ceil<std::chrono::seconds>(*m_notBefore - now);
        return error;
    }
    const bool justReplaced = m_refusedAt && m_held && now - *m_refusedAt < refusalPause(m_held->tokens);
    if (justReplaced && !rejected.isEmpty() && serves(milliseconds(0)))
        return core::Error{ErrorKind::Rejected, QStringLiteral("fresh_token_refused"), {}};
    return std::nullopt;
}

/// First use in this process: what lies in the store may serve as it is, without the lock.
core::Async<model::TokenSet> Keeper::load(milliseconds minValidity)
{
    const core::Promise<model::TokenSet> promise;
    m_running = promise.future();
    m_fresh = false;
    core::whenDone(readHeld(m_services, m_id, this), this, [this, minValidity, promise](const core::Result<Held> &held) {
        m_running.reset();
        if (held.ok() && isStillOf(*held)) {
            m_held = withReplacement(*held);
            m_life = TokenLife(held->tokens, m_services.clock);
            if (serves(minValidity)) {
                const bool recovered = m_lastFailure.has_value();
                remember(*m_held);
                if (recovered)
                    Q_EMIT renewed();
                return promise.finish(m_held->tokens);
            }
            m_held.reset();
        } else if (held.ok()) {
            // The record went on meanwhile: under the lock it is read again.
        } else if (held.error().kind == ErrorKind::SignInAgain || held.error().code == QLatin1String("account_unknown")) {
            return promise.finish(held.error()); // the record says so; nothing new to tell
        } else if (!held.error().code.startsWith(QLatin1String("secret_"))) {
            failed(held.error()); // locked, say: asking a second time would only prompt twice
            return promise.finish(held.error());
        }
        if (const std::optional<core::Error> error = heldOff({}))
            return promise.finish(*error);
        // Run out; or another process rotated between our two looks, or a crash left the tokens one slot on: under the lock that is told apart.
        core::whenDone(run({m_id, false, {}, minValidity, {}, {}}), this,
                       [promise](const core::Result<model::TokenSet> &tokens) { promise.finish(tokens); });
    });
    return promise.future();
}

/// A keychain may take half a minute to be unlocked; in that time another process may have signed the account out, or in again.
bool Keeper::isStillOf(const Held &held) const
{
    const core::Result<model::Account> record = m_services.accounts.find(m_id);
    return record.ok() && record->generation == held.account.generation && std::holds_alternative<model::SignedIn>(record->standing);
}

core::Async<model::TokenSet> Keeper::run(const RotationRequest &request, bool forRefusal)
{
    const core::Promise<model::TokenSet> promise;
    m_running = promise.future();
    m_timer.stop();
    m_saveTimer.reset(); // the rotation stores what is newest
    const std::stop_source stop;
    m_stop = stop;
    const auto publish = [this, promise, forRefusal](const core::Result<RotationOutcome> &outcome) {
        m_running.reset();
        if (outcome.ok()) {
            if (forRefusal && outcome->refreshed)
                m_refusedAt = m_services.clock.monotonic();
            RotationOutcome now = *outcome;
            now.held = withReplacement(outcome->held);
            promise.finish(now.held.tokens);
            arrived(now);
        } else {
            promise.finish(outcome.error());
            failed(outcome.error());
        }
    };
    const auto turn = m_turns.take<void>([this, request, stop, publish] {
        RotationRequest now = request;
        now.unsaved = m_unsaved;
        now.stop = stop.get_token();
        Q_EMIT started();
        return rotate(m_services, std::move(now), publish, this);
    });
    Q_UNUSED(turn)
    return promise.future();
}

void Keeper::arrived(const RotationOutcome &outcome)
{
    m_unsaved = outcome.unsaved;
    m_fresh = outcome.refreshed;
    if (outcome.refreshed)
        m_replacement.reset(); // what it replaced is gone
    remember(outcome.held);
    if (outcome.saveError)
        scheduleSave(*outcome.saveError);
    else if (m_replacement)
        takeTurnToStore();
    else
        m_saveFailures = 0;
    if (outcome.refreshed)
        Q_EMIT refreshedHere({outcome.rotated, !outcome.saveError, outcome.held.tokens.accessExpiresAt});
    Q_EMIT renewed();
    if (outcome.saveError)
        Q_EMIT notSaved(*outcome.saveError);
}

void Keeper::remember(const Held &held)
{
    m_held = held;
    m_life = TokenLife(held.tokens, m_services.clock);
    m_failures = 0;
    m_lastFailure.reset();
    m_endedAt.reset();
    m_notBefore.reset();
    scheduleRenewal();
}

void Keeper::hold(const Held &held)
{
    m_unsaved.reset();
    m_replacement.reset();
    m_saveTimer.reset();
    m_saveFailures = 0;
    m_refusedAt.reset();
    m_fresh = true;
    remember(held);
    Q_EMIT renewed();
}

void Keeper::failed(const core::Error &error)
{
    const bool news = !m_lastFailure || m_lastFailure->code != error.code;
    const bool definite = error.kind == ErrorKind::SignInAgain;
    if (error.kind != ErrorKind::Cancelled)
        m_lastFailure = error;
    if (definite || isOvertaken(error)) {
        m_held.reset();
        m_unsaved.reset(); // and with it the lock
        m_replacement.reset();
    }
    if (definite) {
        const core::Result<model::Account> record = m_services.accounts.find(m_id);
        m_endedAt = record.ok() ? std::optional(record->generation) : std::nullopt;
    }
    m_notBefore.reset();
    if (error.retryAfter)
        m_notBefore = m_services.clock.monotonic() + *error.retryAfter;
    ++m_failures;
    if (renewsAhead() && !definite)
        m_timer.start(backoff(error, m_failures, m_services.random));
    if (m_unsaved || m_replacement)
        scheduleSave(error);
    if (!news || error.kind == ErrorKind::Cancelled)
        return;
    if (definite)
        Q_EMIT ended(error);
    else
        Q_EMIT kept(error);
}

void Keeper::keepFresh()
{
    m_keepFresh = true;
    m_timer.stop();
    if (m_running || !renewsAhead())
        return;
    if (m_held)
        scheduleRenewal();
    else
        m_timer.start(milliseconds(0));
}

void Keeper::aheadChanged()
{
    m_timer.stop();
    // What holds nothing is woken by whoever wakes all, a few at a time.
    if (m_keepFresh && m_held)
        keepFresh();
}

void Keeper::scheduleRenewal()
{
    m_timer.stop();
    if (!renewsAhead() || !m_held || !m_held->tokens.canRefresh())
        return;
    if (const auto delay = m_life.untilRenewal(m_services.clock, m_services.random))
        m_timer.start(*delay);
}

void Keeper::renewAhead()
{
    if (m_running || (m_held && !m_held->tokens.canRefresh()))
        return;
    // Rejecting what we hold, so that what another process has renewed meanwhile serves.
    const core::Async<model::TokenSet> answer =
        m_held ? run({m_id, true, m_held->tokens.accessToken, milliseconds(0), {}, {}}) : load(milliseconds(0));
    Q_UNUSED(answer)
}

core::Async<storage::FileLock> Keeper::lock(milliseconds patience, QObject *context) const
{
    if (m_unsaved)
        return core::ready<storage::FileLock>(m_unsaved->lock);
    return storage::FileLock::acquire(m_services.clock, m_services.lockFile(m_id), patience, context);
}

void Keeper::recordChanged(const model::Account *record)
{
    if (m_running || m_unsaved || m_replacement)
        return;
    const auto *needed = record ? std::get_if<model::SignInNeeded>(&record->standing) : nullptr;
    if (!m_held) {
        // Only a sign-in brings an ended one back. A record that merely changed may still be of what ended by the clock alone.
        if (!record || needed || !m_endedAt || record->generation <= *m_endedAt)
            return;
        m_endedAt.reset();
        m_lastFailure.reset();
        m_notBefore.reset();
        m_failures = 0;
        if (renewsAhead())
            m_timer.start(milliseconds(0));
        Q_EMIT renewed();
        return;
    }
    if (record && !needed && record->generation == m_held->account.generation) {
        m_held->account = *record;
        return;
    }
    m_held.reset(); // another process rotated, signed in again or out: the next use reads what is there
    m_timer.stop();
    if (needed)
        return failed({ErrorKind::SignInAgain, needed->cause, {}});
    if (!record)
        return;
    if (renewsAhead()) {
        m_timer.start(milliseconds(0));
        if (m_lastFailure)
            return; // not every change of the record was an answer of the backend's: the look that follows tells whether the trouble is over
    }
    m_lastFailure.reset();
    Q_EMIT renewed();
}

void Keeper::hurry(milliseconds patience)
{
    if (!m_running)
        return;
    m_services.clock.callAfter(patience, this, [stop = m_stop]() mutable { stop.request_stop(); });
}

} // namespace keyturn::tokens
