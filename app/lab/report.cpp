// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lab/report.h"

#include <iterator>

namespace keyturn::lab {

namespace {

constexpr const char *experiments[] = {"expire", "spoil", "refresh", "twice", "drop-reply", "revoke", "skew"};
static_assert(std::size(experiments) == experimentCount);

constexpr const char *acts[] = {"mark-expired", "spoil-token", "ask-for-token", "refresh",  "spend-again",
                                "lose-reply",   "revoke",      "request",       "set-clock"};
static_assert(std::size(acts) == actCount);

constexpr const char *verdicts[] = {"expired",
                                    "spoiled",
                                    "spoilt_noticed",
                                    "spoilt_taken",
                                    "rotated",
                                    "renewed",
                                    "reuse_refused",
                                    "reuse_ended_session",
                                    "reuse_accepted",
                                    "reuse_forgiven",
                                    "reuse_ended_later",
                                    "not_rotated",
                                    "reply_forgiven",
                                    "reply_cost_session",
                                    "reply_cost_nothing",
                                    "revoked",
                                    "revoked_and_refused",
                                    "revoked_and_renewed",
                                    "revocation_not_offered",
                                    "clock_renewed",
                                    "clock_unnoticed",
                                    "inconclusive"};
static_assert(std::size(verdicts) == verdictCount);

template <class T, std::size_t N> std::optional<T> found(const char *const (&words)[N], const QString &word)
{
    for (std::size_t i = 0; i < N; ++i) {
        if (word == QLatin1String(words[i]))
            return T(i);
    }
    return std::nullopt;
}

} // namespace

QString wordOf(Experiment experiment)
{
    return QString::fromLatin1(experiments[int(experiment)]);
}

std::optional<Experiment> experimentOf(const QString &word)
{
    return found<Experiment>(experiments, word);
}

bool mayEndSession(Experiment experiment)
{
    return experiment == Experiment::Twice || experiment == Experiment::DropReply || experiment == Experiment::Revoke;
}

QString wordOf(Act act)
{
    return QString::fromLatin1(acts[int(act)]);
}

QString wordOf(Verdict verdict)
{
    return QString::fromLatin1(verdicts[int(verdict)]);
}

std::optional<Verdict> verdictOf(const QString &word)
{
    return found<Verdict>(verdicts, word);
}

std::optional<core::Error> Report::trouble() const
{
    return verdict == Verdict::Inconclusive && !steps.isEmpty() ? steps.last().error : std::nullopt;
}

} // namespace keyturn::lab
