// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/exchangelog.h"

#include <QNetworkReply>
#include <QNetworkRequest>

namespace keyturn::core {
class Clock;
}

namespace keyturn::net {

/// A reply whose request went out with more than its caller gave: credentials, proofs.
class SentRequest
{
public:
    virtual ~SentRequest() = default;
    [[nodiscard]] virtual QNetworkRequest sentRequest() const = 0; ///< As the transport had it, last.
    /// How many were made on purpose: with another token, with a proof. The transport's own are none.
    [[nodiscard]] virtual int sendings() const = 0;
};

/// The headers that @p reply's request went out with, as far as is known; they hold secrets.
[[nodiscard]] QList<std::pair<QByteArray, QByteArray>> sentHeadersOf(const QNetworkReply &reply);

/// Listens to @p reply, until @p context goes, for when what happened, counted from now on by @p clock. A request that may be repeated Qt sends again
/// by itself where the connection closes before an answer: each sending is told apart.
class MomentWatch
{
public:
    MomentWatch(core::Clock &clock, const QNetworkReply &reply, QObject *context);
    MomentWatch(const MomentWatch &) = delete;
    MomentWatch &operator=(const MomentWatch &) = delete;

    /// A sending, counted from the watch's start, that ended without an answer when the next one went out. Those before the last that was made on
    /// purpose are its sender's to tell.
    struct Lost {
        std::chrono::milliseconds begin;
        std::chrono::milliseconds end;
        Moments moments; ///< Counted from `begin`.
    };
    [[nodiscard]] const QList<Lost> &lost() const { return m_lost; }
    /// When the last sending began, counted from the watch's start.
    [[nodiscard]] std::chrono::milliseconds begin() const { return m_begin; }
    [[nodiscard]] const Moments &moments() const { return m_moments; } ///< Of the last sending, counted from begin().
    [[nodiscard]] std::chrono::milliseconds sinceStart() const;

private:
    void note(std::chrono::milliseconds Moments::*moment);

    core::Clock &m_clock;
    const SentRequest *m_sender; ///< The reply, where it is one.
    int m_sendings = 0; ///< On purpose, as far as they were told.
    std::chrono::milliseconds m_start;
    std::chrono::milliseconds m_begin{0};
    Moments m_moments;
    QList<Lost> m_lost;
};

/// Writes down the sendings that @p watch saw lost, each as an exchange without an answer (`connection_closed`); @p startedAt is the watch's start,
/// and of @p how the moments do not count.
void recordLost(const MomentWatch &watch, ExchangeLog &log, const HttpRequest &request, const QDateTime &startedAt, Circumstances how);

} // namespace keyturn::net
