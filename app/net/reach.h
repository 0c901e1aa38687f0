// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHostAddress>
#include <QUrl>

#include <optional>

namespace keyturn::net {

/// From where an address can be reached: the nearer, the less a stranger may point there.
enum class Reach {
    Loopback, ///< This computer, `0.0.0.0` and `::` among it.
    Private, ///< Its networks: private use, link-local, shared (RFC 6598), and whatever else is no unicast address of the internet.
    Public,
};

/// An IPv4 address in an IPv6 one (mapped, NAT64, 6to4) counts as what it leads to.
[[nodiscard]] Reach reachOf(const QHostAddress &address);
/// Of the host as it is written: an address, or `localhost` and what stands below it (RFC 6761 §6.3). Nullopt: a name, which has to be looked up.
[[nodiscard]] std::optional<Reach> writtenReach(const QUrl &url);

} // namespace keyturn::net
