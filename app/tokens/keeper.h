// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokens/rotation.h"
#include "tokens/tokenlife.h"

#include <QObject>

#include <memory>
#include <optional>

namespace keyturn::tokens {

/// One account's tokens in this process: what is in memory, the one refresh that runs, and the timer of the next.
class Keeper : public QObject
{
    Q_OBJECT
public:
    Keeper(Services &services, model::AccountId id, QObject *parent);

    /// Valid now, from memory; nullopt otherwise.
    [[nodiscard]] std::optional<model::TokenSet> current() const;
    [[nodiscard]] core::Async<model::TokenSet> tokens(std::chrono::milliseconds minValidity);
    [[nodiscard]] core::Async<model::TokenSet> refresh(const core::Secret &rejected);

    /// Puts tokens in memory that were stored by someone else in this process (a sign-in).
    void hold(const Held &held);
    /// Memory and the record differ: what is in memory is another generation's.
    void recordChanged(const model::Account *record);
    void keepFresh(bool on);
    /// Waits for the refresh that runs, at most @p patience, then stops it. Afterwards nothing runs.
    [[nodiscard]] core::Async<void> settle(std::chrono::milliseconds patience);
    /// What is in memory, valid or not.
    [[nodiscard]] std::optional<Held> held() const { return m_held; }

Q_SIGNALS:
    void started();
    void renewed();
    void kept(const keyturn::core::Error &error);
    void ended(const keyturn::core::Error &error);
    void notSaved(const keyturn::core::Error &error);

private:
    [[nodiscard]] core::Async<model::TokenSet> load(std::chrono::milliseconds minValidity);
    [[nodiscard]] core::Async<model::TokenSet> run(RotationRequest request);
    void arrived(const core::Result<RotationOutcome> &result, const core::Promise<model::TokenSet> &promise);
    void failed(const core::Error &error);
    void schedule(std::chrono::milliseconds delay);
    void scheduleRenewal();
    void retrySave();

    Services &m_services;
    model::AccountId m_id;
    std::optional<Held> m_held;
    TokenLife m_life;
    std::optional<core::Async<model::TokenSet>> m_running;
    std::optional<Unsaved> m_unsaved;
    std::stop_source m_stop;
    std::unique_ptr<QObject> m_timer; ///< Context of the scheduled call; its end cancels it.
    std::unique_ptr<QObject> m_saveTimer;
    QString m_lastFailure;
    int m_failures = 0;
    int m_saveFailures = 0;
    bool m_keepFresh = false;
};

} // namespace keyturn::tokens
