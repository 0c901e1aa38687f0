// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "oauth/peeruser.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QUrl>

#include <memory>

namespace keyturn::oauth {

/// Where the listener may stand and whom it hears. The defaults are the rule; tests vary them.
struct LoopbackRules {
    QList<QHostAddress> addresses{QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6)}; ///< Tried in order.
    std::function<bool(const TcpConnection &)> hears = isSameUser;
};

/// Where the answer is wanted.
struct LoopbackTarget {
    QString path; ///< Empty, or starts with a slash; with a random part where the provider lets us choose.
    quint16 port = 0; ///< 0: the system picks one, so that nobody can sit there first.
    QString host = {}; ///< 127.0.0.1, ::1, or localhost, which is both of them; empty: the first loopback address that there is.
};

/// The one place where the browser's answer is taken (RFC 8252 §7.3, DESIGN decision 9, FAULTS 1–17): 127.0.0.1, or [::1] on a host without IPv4, or
/// where the target says, at one port and path, for one answer. It judges HTTP, not OAuth: whoever owns it decides by `state` whether a callback is
/// the one.
class LoopbackListener : public QObject
{
    Q_OBJECT
public:
    LoopbackListener(core::Clock &clock, LoopbackTarget target, QObject *parent = nullptr, LoopbackRules rules = {});
    ~LoopbackListener() override;

    /// Errors are Configuration: `callback_port_taken` with the wanted port as detail, `loopback_unavailable`.
    [[nodiscard]] core::Result<QUrl> listen(); ///< Answers the redirect URI.

    enum class Verdict {
        Accepted, ///< The awaited answer, a success: shows the last page, then closes for good.
        Refused, ///< The awaited answer, a refusal (`error=`): says so, then closes for good.
        NotOurs, ///< Wrong or missing `state` and the like: 400, and waits on.
    };
    /// Called with the query of each well-formed callback until one is the awaited answer; its verdict decides what the browser sees. It may close()
    /// the listener, but not destroy it.
    using Judge = std::function<Verdict(const QString &encodedQuery)>;
    void setJudge(Judge judge);

    [[nodiscard]] bool isClosed() const;
    void close(); ///< At once; connections are dropped.

Q_SIGNALS:
    /// Once, from the event loop: the last page was shown (or nobody came for it within 1 s), or close() was called.
    void closed();
    void lastPageShown(); ///< The browser came for it.

private:
    class Server;
    std::unique_ptr<Server> m_server;
};

} // namespace keyturn::oauth
