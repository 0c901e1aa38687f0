// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "tokens/tokenrefresher.h"

#include <QByteArrayList>

#include <functional>
#include <vector>

namespace keyturn::tests {

/// A token endpoint in memory, with rotation and reuse detection as real ones have them: a refresh token is good once, the second use ends the
/// session.
class FakeRefresher final : public tokens::TokenRefresher
{
public:
    explicit FakeRefresher(core::Clock &clock) : m_clock(clock) { }

    [[nodiscard]] core::Async<model::TokenSet> refresh(const model::Account &account, const model::TokenSet &current, std::stop_token stop) override;

    /// A new session's tokens, as a sign-in brings them: `access-N` and `refresh-N`.
    [[nodiscard]] model::TokenSet grant();
    /// Ends every session, as another device may.
    void revoke() { m_good.clear(); }
    /// Whether the backend would still take @p tokens' refresh token.
    [[nodiscard]] bool isGood(const model::TokenSet &tokens) const { return m_good.contains(tokens.refreshToken.reveal().toByteArray()); }

    std::chrono::milliseconds lifetime = std::chrono::minutes(15); ///< Of access tokens; 0: the answer does not say.
    bool rotates = true; ///< false: the refresh token stays the same (FAULTS 50).
    bool sameAccessToken = false; ///< Two JWTs minted in one second can be identical (FAULTS 51).
    QStringList scopes = {}; ///< That refreshes grant; empty: the answer does not say.
    bool hasGrace = false; ///< The last spent token is taken once more (FAULTS 52).

    /// The next @p count refreshes fail with @p error before the backend has seen them.
    void failNext(const core::Error &error, int count = 1);
    /// The next refresh is done, and its answer lost on the way (FAULTS 52).
    void loseNextAnswer() { m_loseNext = true; }
    /// From now on answers wait, though the backend has done its work; a stop is heeded meanwhile.
    void holdBack() { m_holding = true; }
    /// Answers what waits and holds nothing back any more.
    void release();
    /// Answers the one that has waited longest.
    void releaseOne();
    /// The answers that wait never come: whoever asked was killed.
    void dropAll();
    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }

    /// The refresh tokens that were spent here, in order; its length is the number of POSTs.
    QByteArrayList spent;
    /// The accounts that they were spent for.
    QList<model::AccountId> accounts;

private:
    [[nodiscard]] core::Result<model::TokenSet> answer(const model::TokenSet &current);

    core::Clock &m_clock;
    QByteArrayList m_good; ///< One of each session.
    QByteArray m_last;
    int m_issued = 0;
    core::Error m_failure;
    int m_failures = 0;
    bool m_loseNext = false;
    bool m_holding = false;
    std::vector<std::function<void()>> m_waiting;
};

[[nodiscard]] core::Error offline();
[[nodiscard]] core::Error invalidGrant();

} // namespace keyturn::tests
