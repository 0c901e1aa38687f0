// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHostAddress>

#include <optional>

class QIODevice;

namespace keyturn::oauth {

/// An accepted connection, seen from our end.
struct TcpConnection {
    QHostAddress localAddress;
    quint16 localPort = 0;
    QHostAddress peerAddress;
    quint16 peerPort = 0;
};

/// The user id of the peer's socket in @p table, which reads like `/proc/net/tcp` or `/proc/net/tcp6` (proc_net_tcp(5)); nullopt where it is not in
/// it.
[[nodiscard]] std::optional<quint32> peerUserIn(QIODevice &table, const TcpConnection &connection);

/// Whether who has @p peerUser's socket may bring the answer. Under WSL the browser is a Windows program: its connections come through a relay of
/// root's, or, with mirrored networking, have no socket on this side at all. Other Linux users' are refused there too.
[[nodiscard]] bool mayAnswer(const std::optional<quint32> &peerUser, quint32 ownUser, bool wsl);

/// Whether the peer on this host runs as the same user as we do (FAULTS 15). Always true where the system has no such tables: there `state` and PKCE
/// alone must do.
[[nodiscard]] bool isSameUser(const TcpConnection &connection);

} // namespace keyturn::oauth
