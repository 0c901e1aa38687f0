// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/limits/clientaddress.h"

#include <algorithm>

#include <arpa/inet.h>

namespace keyturn::backend {

namespace {

constexpr std::size_t v4Begin = 12; // bytes
constexpr int v4BeginBits = 96;
constexpr int customerBits = 64;
constexpr qsizetype mostHops = 32;

/// One item of X-Forwarded-For: an address, maybe with a port, in brackets or not.
QString withoutPort(const QByteArray &item)
{
    const QByteArray text = item.trimmed();
    if (text.startsWith('['))
        return QString::fromLatin1(text.mid(1, text.indexOf(']') - 1));
    return QString::fromLatin1(text.count(':') == 1 ? text.left(text.indexOf(':')) : text);
}

/// Of all the fields of that name, in their order: a list may be split (RFC 9110 §5.3).
QList<QByteArray> forwardedFor(const Request &request)
{
    QList<QByteArray> items;
    for (const HttpHeader &header : request.headers) {
        if (header.name.compare("x-forwarded-for", Qt::CaseInsensitive) == 0)
            items += header.value.split(',');
    }
    return items;
}

} // namespace

std::optional<IpAddress> IpAddress::fromText(const QString &text)
{
    const QByteArray plain = text.section(u'%', 0, 0).toLatin1();
    IpAddress address;
    if (::inet_pton(AF_INET6, plain.constData(), address.m_bytes.data()) == 1)
        return address;
    address.m_bytes.fill(0);
    address.m_bytes[v4Begin - 2] = address.m_bytes[v4Begin - 1] = 0xff;
    if (::inet_pton(AF_INET, plain.constData(), address.m_bytes.data() + v4Begin) == 1)
        return address;
    return std::nullopt;
}

bool IpAddress::isV4() const
{
    return std::all_of(m_bytes.begin(), m_bytes.begin() + v4Begin - 2, [](quint8 byte) { return byte == 0; }) && m_bytes[v4Begin - 2] == 0xff
        && m_bytes[v4Begin - 1] == 0xff;
}

QString IpAddress::text() const
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (isV4())
        ::inet_ntop(AF_INET, m_bytes.data() + v4Begin, text.data(), text.size());
    else
        ::inet_ntop(AF_INET6, m_bytes.data(), text.data(), text.size());
    return QString::fromLatin1(text.data());
}

IpAddress IpAddress::masked(int bits) const
{
    IpAddress masked = *this;
    for (int i = 0; i < 16; ++i) {
        const int kept = std::clamp(bits - 8 * i, 0, 8);
        masked.m_bytes[static_cast<std::size_t>(i)] &= static_cast<quint8>(0xff00 >> kept);
    }
    return masked;
}

std::optional<IpRange> IpRange::fromText(const QString &text)
{
    const std::optional<IpAddress> address = IpAddress::fromText(text.section(u'/', 0, 0));
    if (!address || text.contains(u'%') || text.count(u'/') > 1)
        return std::nullopt;
    const int most = address->isV4() ? 128 - v4BeginBits : 128;
    bool number = true;
    const int bits = text.contains(u'/') ? text.section(u'/', 1).toInt(&number) : most;
    if (!number || bits < 0 || bits > most)
        return std::nullopt;
    const int whole = address->isV4() ? v4BeginBits + bits : bits;
    return IpRange(address->masked(whole), whole);
}

QString clientAddress(const Request &request, const QList<IpRange> &proxies)
{
    const auto isProxy = [&proxies](const IpAddress &address) {
        return std::any_of(proxies.cbegin(), proxies.cend(), [&](const IpRange &range) { return range.contains(address); });
    };
    std::optional<IpAddress> client = IpAddress::fromText(request.peer);
    if (!client || !isProxy(*client))
        return request.peer;
    const QList<QByteArray> items = forwardedFor(request);
    for (qsizetype i = items.size() - 1; i >= std::max<qsizetype>(0, items.size() - mostHops) && isProxy(*client); --i) {
        const std::optional<IpAddress> before = IpAddress::fromText(withoutPort(items[i]));
        if (!before)
            break; // a proxy that does not tell: it is who stands for its clients
        client = before;
    }
    return client->text();
}

QByteArray limitedNetwork(const QString &address)
{
    const std::optional<IpAddress> known = IpAddress::fromText(address);
    if (!known)
        return address.toUtf8();
    return (known->isV4() ? *known : known->masked(customerBits)).text().toLatin1();
}

} // namespace keyturn::backend
