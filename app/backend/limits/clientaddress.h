// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"

#include <array>

namespace keyturn::backend {

/// An IP address; one of version 4 is the same whether it is written as such or mapped into version 6 (RFC 4291 §2.5.5.2).
class IpAddress
{
public:
    /// As inet_pton reads it, a zone (RFC 4007 §11) left out; nothing for anything else.
    [[nodiscard]] static std::optional<IpAddress> fromText(const QString &text);
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isV4() const;
    /// The first @p bits of 128, those of version 4 counted from 96 on; the rest is 0.
    [[nodiscard]] IpAddress masked(int bits) const;
    bool operator==(const IpAddress &) const = default;

private:
    std::array<quint8, 16> m_bytes{};
};

/// Addresses with one beginning, e.g. 10.0.0.0/8.
class IpRange
{
public:
    /// `ADDRESS` or `ADDRESS/BITS`; nothing for anything else.
    [[nodiscard]] static std::optional<IpRange> fromText(const QString &text);
    [[nodiscard]] bool contains(const IpAddress &address) const { return address.masked(m_bits) == m_first; }

private:
    IpRange(const IpAddress &first, int bits) : m_first(first), m_bits(bits) { }
    IpAddress m_first;
    int m_bits; ///< Of 128.
};

/// Where a request comes from: its peer, or, where that is one of @p proxies, the first address that is none of them in X-Forwarded-For, read from
/// its right end. What stands left of it anybody can have written. Where all of them are proxies: the leftmost.
[[nodiscard]] QString clientAddress(const Request &request, const QList<IpRange> &proxies);

/// What is limited where @p address is: itself, or the /64 that one customer has (RFC 6177 §2), in which addresses are as many as one likes.
[[nodiscard]] QByteArray limitedNetwork(const QString &address);

} // namespace keyturn::backend
