// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/reach.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>

namespace keyturn::net {

namespace {

struct Block {
    quint32 first;
    int bits;
    Reach reach;
};

/// IANA's registry of special-purpose IPv4 addresses (RFC 6890), as far as no picture on the internet lies there.
constexpr Block blocks[] = {
    {0x00000000, 8, Reach::Loopback}, // "this host": Linux takes 0.0.0.0 for 127.0.0.1
    {0x7F000000, 8, Reach::Loopback}, // 127/8
    {0x0A000000, 8, Reach::Private}, // 10/8
    {0x64400000, 10, Reach::Private}, // 100.64/10, shared
    {0xA9FE0000, 16, Reach::Private}, // 169.254/16, link-local: clouds keep their credentials there
    {0xAC100000, 12, Reach::Private}, // 172.16/12
    {0xC0000000, 24, Reach::Private}, // 192.0.0/24
    {0xC0A80000, 16, Reach::Private}, // 192.168/16
    {0xC6120000, 15, Reach::Private}, // 198.18/15, benchmarks
    {0xE0000000, 4, Reach::Private}, // multicast
    {0xF0000000, 4, Reach::Private}, // reserved, broadcast
};

Reach reachOfIpv4(quint32 address)
{
    const auto *found = std::find_if(std::begin(blocks), std::end(blocks),
                                     [address](const Block &block) { return ((address ^ block.first) >> (32 - block.bits)) == 0; });
    return found == std::end(blocks) ? Reach::Public : found->reach;
}

quint32 ipv4At(const Q_IPV6ADDR &bytes, int place)
{
    quint32 address = 0;
    for (int i = 0; i < 4; ++i)
        address = (address << 8) | bytes[place + i];
    return address;
}

bool startsWith(const Q_IPV6ADDR &bytes, std::initializer_list<quint8> head)
{
    return std::equal(head.begin(), head.end(), std::begin(bytes.c));
}

Reach reachOfIpv6(const Q_IPV6ADDR &bytes)
{
    const bool zeroes = std::all_of(std::begin(bytes.c), std::begin(bytes.c) + 10, [](quint8 byte) { return byte == 0; });
    if (zeroes && ((bytes[10] == 0xFF && bytes[11] == 0xFF) || (bytes[10] == 0 && bytes[11] == 0))) // ::ffff:0:0/96; ::/96 with :: and ::1
        return ipv4At(bytes, 12) <= 1 ? Reach::Loopback : reachOfIpv4(ipv4At(bytes, 12));
    if (startsWith(bytes, {0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0})) // NAT64, RFC 6052
        return reachOfIpv4(ipv4At(bytes, 12));
    if (startsWith(bytes, {0x20, 0x02})) // 6to4, RFC 3056
        return reachOfIpv4(ipv4At(bytes, 2));
    const bool isUnicast = (bytes[0] & 0xE0) == 0x20; // 2000::/3, all that is given out
    const bool isTeredo = startsWith(bytes, {0x20, 0x01, 0, 0});
    return isUnicast && !isTeredo ? Reach::Public : Reach::Private;
}

} // namespace

Reach reachOf(const QHostAddress &address)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return reachOfIpv4(address.toIPv4Address());
    return address.protocol() == QAbstractSocket::IPv6Protocol ? reachOfIpv6(address.toIPv6Address()) : Reach::Private;
}

std::optional<Reach> writtenReach(const QUrl &url)
{
    QString host = url.host(QUrl::FullyEncoded).toLower();
    while (host.endsWith(u'.'))
        host.chop(1);
    if (host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")))
        return Reach::Loopback;
    const QHostAddress address(host);
    return address.isNull() ? std::nullopt : std::optional(reachOf(address));
}

} // namespace keyturn::net
