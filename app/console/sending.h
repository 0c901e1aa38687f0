// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/answer.h"
#include "console/draft.h"
#include "core/async.h"
#include "net/sentrequest.h"

#include <QObject>

#include <functional>
#include <optional>
#include <stop_token>

class QNetworkAccessManager;
class QNetworkReply;

namespace keyturn::core {
class Clock;
}

namespace keyturn::console {

/// One draft under way; deletes itself when it is answered. Destroyed earlier, its future ends with Cancelled.
class Sending final : public QObject
{
    Q_OBJECT
public:
    enum class Body { Kept, ThrownAway };
    Sending(core::Clock &clock, Prepared prepared, Body wanted, std::function<void(qint64)> progress, std::stop_token stop, QObject *parent);
    ~Sending() override;

    /// Qt's manager tells neither how long a name takes nor when TLS begins. Measured::InParts looks the name up first, which the manager finds known
    /// then; and while a connection with TLS is made, times one beside it, to the same place, that is closed as soon as it stands.
    enum class Measured { AsAWhole, InParts };
    [[nodiscard]] core::Async<Answer> start(QNetworkAccessManager &manager, Measured measured);

private:
    void send(QNetworkAccessManager &manager);
    void timeConnecting();
    void take();
    void onData();
    void onFinished();
    void end(core::Result<Answer> answer);
    [[nodiscard]] Answer answerOf(const QNetworkReply &reply);
    [[nodiscard]] Timing timing() const;
    [[nodiscard]] std::chrono::milliseconds sinceStart() const;

    core::Clock &m_clock;
    Prepared m_prepared;
    Body m_wanted;
    std::function<void(qint64)> m_progress;
    std::stop_token m_stop;
    core::Promise<Answer> m_promise;
    QDateTime m_startedAt;
    std::chrono::milliseconds m_start{0};
    std::chrono::milliseconds m_lookup{-1};
    std::chrono::milliseconds m_sentFrom{0}; ///< When the manager had it, since the start.
    std::optional<net::MomentWatch> m_moments; ///< From then on.
    bool m_timesConnecting = false;
    std::chrono::milliseconds m_connectingTook{-1};
    QNetworkReply *m_reply = nullptr;
    QByteArray m_received;
    bool m_isCut = false;
    bool m_ended = false;
    std::optional<std::stop_callback<std::function<void()>>> m_onStop;
};

/// Whether @p reply is no whole answer: its connection broke.
[[nodiscard]] bool isBroken(const QNetworkReply &reply);
/// That it broke off after @p bytes of its body: BadReply `answer_broke_off`.
[[nodiscard]] core::Error brokenOff(qint64 bytes, const QNetworkReply &reply);

/// Of a request with @p method that nobody answered for @p failure: where it changes something and may have arrived, Offline `answer_missing`.
[[nodiscard]] core::Error unanswered(const core::Error &failure, const QByteArray &method);

} // namespace keyturn::console
