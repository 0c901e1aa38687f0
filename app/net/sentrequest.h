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
};

/// The headers that @p reply's request went out with, as far as is known; they hold secrets.
[[nodiscard]] QList<std::pair<QByteArray, QByteArray>> sentHeadersOf(const QNetworkReply &reply);

/// Listens to @p reply, until @p context goes, for when what happened, counted from now on by @p clock.
class MomentWatch
{
public:
    MomentWatch(core::Clock &clock, const QNetworkReply &reply, QObject *context);
    MomentWatch(const MomentWatch &) = delete;
    MomentWatch &operator=(const MomentWatch &) = delete;

    [[nodiscard]] const Moments &moments() const { return m_moments; }
    [[nodiscard]] std::chrono::milliseconds sinceStart() const;

private:
    void note(std::chrono::milliseconds Moments::*moment);

    core::Clock &m_clock;
    std::chrono::milliseconds m_start;
    Moments m_moments;
};

} // namespace keyturn::net
