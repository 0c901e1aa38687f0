// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

/// What an experiment did and what came of it. No token stands in it, only whether it became another one. The words (wordOf()) are in the history's
/// file and in JSON: add, never rename.
namespace keyturn::lab {

enum class Experiment {
    Expire, ///< The access token counts as run out, in every process.
    Spoil, ///< The access token is altered, its expiry stays: only the backend can find out.
    Refresh, ///< Now, whatever the clock says.
    Twice, ///< A refresh token is spent, and then once more (RFC 9700 §4.14.2).
    DropReply, ///< The answer to a refresh is lost (FAULTS 52).
    Revoke, ///< The backend is told that the tokens are done with; here the account stays.
    Skew, ///< This program's clock goes wrong.
};
constexpr int experimentCount = int(Experiment::Skew) + 1;
[[nodiscard]] QString wordOf(Experiment experiment);
[[nodiscard]] std::optional<Experiment> experimentOf(const QString &word);
/// Whether the account may have to be signed in again afterwards.
[[nodiscard]] bool mayEndSession(Experiment experiment);

/// One thing that was done.
enum class Act {
    MarkExpired,
    SpoilToken,
    AskForToken, ///< As any program that needs one.
    Refresh,
    SpendAgain, ///< The refresh token that was spent before.
    LoseReply, ///< A refresh whose answer is thrown away.
    Revoke,
    Request, ///< As the account, with its access token.
    SetClock,
};
constexpr int actCount = int(Act::SetClock) + 1;
[[nodiscard]] QString wordOf(Act act);

/// What came of it.
enum class Verdict {
    Expired,
    Spoiled, ///< And nothing was there to ask.
    SpoiltNoticed, ///< Refused, renewed, and asked again.
    SpoiltTaken, ///< The backend took a token that it has not made.
    Rotated, ///< With another refresh token.
    Renewed, ///< By the one that stays.
    ReuseRefused, ///< And the session goes on.
    ReuseEndedSession, ///< Reuse detection.
    ReuseAccepted, ///< Other tokens came.
    ReuseForgiven, ///< The same tokens came again: a grace period.
    ReuseEndedLater, ///< Other tokens came, and are refused.
    NotRotated, ///< The refresh token stays as it is: nothing is spent.
    ReplyForgiven, ///< The spent token was taken once more.
    ReplyCostSession,
    ReplyCostNothing, ///< The refresh token stays as it is.
    Revoked, ///< And nothing was there to ask.
    RevokedAndRefused,
    RevokedAndRenewed, ///< The backend said yes and did nothing.
    RevocationNotOffered,
    ClockRenewed, ///< The token seemed to have run out.
    ClockUnnoticed, ///< It served as it was.
    Inconclusive, ///< Report::trouble() tells why.
};
constexpr int verdictCount = int(Verdict::Inconclusive) + 1;
[[nodiscard]] QString wordOf(Verdict verdict);
[[nodiscard]] std::optional<Verdict> verdictOf(const QString &word);

struct Step {
    Act act = Act::Refresh;
    std::optional<core::Error> error = {};
    std::chrono::milliseconds duration{0};
    QList<quint64> exchanges = {}; ///< Their numbers in the exchange log.
    std::optional<bool> newAccessToken = {}; ///< Another one than before the step; nullopt: it was not to bring any.
    std::optional<bool> newRefreshToken = {};
    QDateTime accessExpiresAt = {}; ///< UTC; invalid: not told.
};

struct Report {
    Experiment experiment = Experiment::Refresh;
    Verdict verdict = Verdict::Inconclusive;
    QDateTime startedAt; ///< UTC, by the right clock.
    QList<Step> steps;
    bool signInNeeded = false; ///< The account is to be signed in again now.
    std::chrono::seconds ahead{0}; ///< Of this program's clock.

    /// Why there is no verdict: the last step's error; nullopt where there is one.
    [[nodiscard]] std::optional<core::Error> trouble() const;
};

} // namespace keyturn::lab
