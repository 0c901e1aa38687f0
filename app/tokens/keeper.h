// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokens/renewaltimer.h"
#include "tokens/rotation.h"
#include "tokens/tokenlife.h"
#include "tokens/tokenmanager.h"
#include "tokens/turns.h"

#include <QObject>

#include <memory>
#include <optional>

namespace keyturn::tokens {

/// One account's tokens in this process: what is in memory, the one refresh that runs, what could not be stored yet, and the timer of the next.
class Keeper : public QObject
{
    Q_OBJECT
public:
    Keeper(Services &services, model::AccountId id, QObject *parent);

    /// Valid now, from memory; nullopt otherwise, and while a refresh runs: the backend may end the old access token with it.
    [[nodiscard]] std::optional<model::TokenSet> current() const;
    [[nodiscard]] core::Async<model::TokenSet> tokens(std::chrono::milliseconds minValidity);
    [[nodiscard]] core::Async<model::TokenSet> refresh(const core::Secret &rejected);

    /// Puts tokens in memory that a sign-in in this process has stored; what was before them is done with.
    void hold(const Held &held);
    /// The backend gave another access token for @p old, on its own. It serves at once; stored it is when no refresh runs, and only over @p old.
    /// Nothing happens where @p old is not the newest any more.
    void replaceAccess(const core::Secret &old, const core::Secret &fresh);
    /// TokenManager::exchange().
    [[nodiscard]] core::Async<void> exchange(const TokenExchange &spend);
    /// Memory and the record may differ: what is in memory is then another generation's.
    void recordChanged(const model::Account *record);
    void keepFresh();
    void aheadChanged(); ///< Services::renewsAhead.
    /// The refresh that runs is stopped when it does not end by itself within @p patience.
    void hurry(std::chrono::milliseconds patience);
    /// Nothing runs, and nothing waits to be stored.
    [[nodiscard]] bool isSettled() const { return !m_running && !m_unsaved && !m_replacement && !m_turns.isBusy(); }
    /// Waits until that is so. What could not be stored is tried at once and every second, up to @p patience; then its Storage error. What runs has
    /// deadlines of its own: a refresh token that was sent is worth the wait for its answer.
    [[nodiscard]] core::Async<void> settle(std::chrono::milliseconds patience);
    /// For what changes the account's slots beside us. A refresh that runs ends first, none begins meanwhile.
    [[nodiscard]] Turns &turns() { return m_turns; }
    /// The account's file lock, ours already where tokens wait to be stored.
    [[nodiscard]] core::Async<storage::FileLock> lock(std::chrono::milliseconds patience, QObject *context) const;
    /// What is in memory, valid or not.
    [[nodiscard]] const std::optional<Held> &held() const { return m_held; }

Q_SIGNALS:
    void started();
    void refreshedHere(const keyturn::tokens::Renewal &renewal); ///< Before renewed().
    void renewed();
    void kept(const keyturn::core::Error &error); ///< Once per change of state, not once per attempt; so is ended().
    void ended(const keyturn::core::Error &error);
    void notSaved(const keyturn::core::Error &error);

private:
    [[nodiscard]] bool serves(std::chrono::milliseconds minValidity) const;
    [[nodiscard]] std::optional<core::Error> heldOff(const core::Secret &rejected) const;
    [[nodiscard]] core::Async<model::TokenSet> join(std::chrono::milliseconds minValidity);
    [[nodiscard]] core::Async<model::TokenSet> load(std::chrono::milliseconds minValidity);
    [[nodiscard]] core::Async<model::TokenSet> run(const RotationRequest &request, bool forRefusal = false);
    void arrived(const RotationOutcome &outcome);
    void failed(const core::Error &error);
    void remember(const Held &held);
    [[nodiscard]] bool renewsAhead() const { return m_keepFresh && m_services.renewsAhead; }
    void scheduleRenewal();
    void renewAhead();
    void scheduleSave(const core::Error &why);
    void takeTurnToStore();
    [[nodiscard]] core::Async<void> saveAgain();
    [[nodiscard]] core::Async<void> storeReplacement();
    void writeReplacement(const Held &stored, const storage::FileLock &lock, const core::Promise<void> &done);
    void notStored(const core::Error &why);
    void exchangeUnder(const storage::FileLock &lock, const TokenExchange &spend, const core::Promise<void> &done);
    void storeExchanged(const Held &old, const model::TokenSet &tokens, const storage::FileLock &lock, const core::Promise<void> &done);
    [[nodiscard]] Held withReplacement(Held held) const;
    [[nodiscard]] bool isStillOf(const Held &held) const;
    void lookWhetherSettled(const core::Promise<void> &promise, std::chrono::milliseconds deadline, std::chrono::milliseconds triedAt);

    struct Replacement {
        core::Secret old; ///< As the store has it.
        core::Secret fresh; ///< As memory has it.
    };

    Services &m_services;
    model::AccountId m_id;
    std::optional<Held> m_held;
    TokenLife m_life;
    std::optional<Unsaved> m_unsaved;
    std::optional<Replacement> m_replacement; ///< Not yet stored.
    std::optional<core::Async<model::TokenSet>> m_running; ///< A look into the store, or a refresh; whoever comes meanwhile joins it.
    bool m_fresh = false; ///< What is in memory came from the backend in this process, not from the store.
    std::optional<std::chrono::milliseconds> m_refusedAt; ///< Monotonic: when a refused access token was last replaced by a new one.
    std::optional<std::chrono::milliseconds> m_notBefore; ///< Monotonic: the backend asked for no refresh before.
    std::stop_source m_stop;
    RenewalTimer m_timer;
    std::unique_ptr<QObject> m_saveTimer; ///< Context of the scheduled call; its end cancels it.
    std::optional<core::Error> m_lastFailure;
    std::optional<quint64> m_endedAt; ///< The record's generation when the sign-in ended; a later one is another sign-in's.
    int m_failures = 0;
    int m_saveFailures = 0;
    std::optional<core::Error> m_saveError; ///< Of the last attempt; while something waits to be stored.
    bool m_keepFresh = false;
    Turns m_turns;
};

} // namespace keyturn::tokens
