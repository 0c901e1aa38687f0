// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/limits/clientaddress.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::backend {

/// Whom X-Forwarded-For moves, and whom not (AUDIT 32).
class TstClientAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFirstUntrustedFromTheRightCounts_data()
    {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<QList<QByteArray>>("fields");
        QTest::addColumn<QString>("client");
        const auto row = [](const char *name, const char *peer, const QList<QByteArray> &fields, const char *client) {
            QTest::newRow(name) << QString::fromLatin1(peer) << fields << QString::fromLatin1(client);
        };
        row("no field", "10.0.0.1", {}, "10.0.0.1");
        row("a stranger's field", "192.0.2.1", {"198.51.100.7"}, "192.0.2.1");
        row("a proxy's field", "10.0.0.1", {"198.51.100.7"}, "198.51.100.7");
        row("what the client wrote before", "10.0.0.1", {"203.0.113.9, 198.51.100.7"}, "198.51.100.7");
        row("two proxies", "10.0.0.1", {"203.0.113.9, 198.51.100.7, 10.1.2.3"}, "198.51.100.7");
        row("two fields", "10.0.0.1", {"203.0.113.9", "198.51.100.7,10.1.2.3"}, "198.51.100.7");
        row("proxies only", "10.0.0.1", {"10.0.0.9, 10.0.0.8"}, "10.0.0.9");
        row("no address", "10.0.0.1", {"198.51.100.7, unknown"}, "10.0.0.1");
        row("no address behind a proxy", "10.0.0.1", {"198.51.100.7, _hidden, 10.0.0.8"}, "10.0.0.8");
        row("an empty item", "10.0.0.1", {"198.51.100.7,"}, "10.0.0.1");
        row("with a port", "10.0.0.1", {"198.51.100.7:4711"}, "198.51.100.7");
        row("version 6", "10.0.0.1", {"2001:db8::7"}, "2001:db8::7");
        row("version 6 in brackets", "10.0.0.1", {"[2001:db8::7]"}, "2001:db8::7");
        row("version 6 with a port", "10.0.0.1", {"[2001:DB8::7]:4711"}, "2001:db8::7");
        row("a mapped peer", "::ffff:10.0.0.1", {"198.51.100.7"}, "198.51.100.7");
        row("a mapped client", "10.0.0.1", {"::ffff:198.51.100.7"}, "198.51.100.7");
        row("a proxy of version 6", "2001:db8:1::1", {"198.51.100.7"}, "198.51.100.7");
        row("beside that proxy", "2001:db8:1::2", {"198.51.100.7"}, "2001:db8:1::2");
    }

    void theFirstUntrustedFromTheRightCounts()
    {
        QFETCH(QList<QByteArray>, fields);
        QFETCH(QString, peer);
        Request request;
        request.peer = peer;
        for (const QByteArray &field : fields)
            request.headers.append({"x-forwarded-FOR", field});
        const QList<IpRange> proxies{*IpRange::fromText(QStringLiteral("10.0.0.0/8")), *IpRange::fromText(QStringLiteral("2001:db8:1::1"))};
        QTEST(clientAddress(request, proxies), "client");
        QCOMPARE(clientAddress(request, {}), peer);
    }

    void rangesAreReadStrictly_data()
    {
        QTest::addColumn<QString>("range");
        QTest::addColumn<QString>("inside");
        QTest::addColumn<QString>("outside");
        const auto row = [](const char *range, const char *inside, const char *outside) {
            QTest::newRow(range) << QString::fromLatin1(range) << QString::fromLatin1(inside) << QString::fromLatin1(outside);
        };
        row("127.0.0.1", "127.0.0.1", "127.0.0.2");
        row("10.1.2.3/9", "10.127.255.255", "10.128.0.0");
        row("0.0.0.0/0", "203.0.113.1", "2001:db8::1");
        row("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1");
        row("::1/128", "::1", "::2");
        row("10.0.0.0/33", "", "");
        row("10.0.0.0/-1", "", "");
        row("10.0.0.0/8/8", "", "");
        row("10.0.0.0/", "", "");
        row("10.1", "", "");
        row("fe80::1%eth0", "", "");
        row("localhost", "", "");
        row("", "", "");
    }

    void rangesAreReadStrictly()
    {
        QFETCH(QString, range);
        QFETCH(QString, inside);
        QFETCH(QString, outside);
        const std::optional<IpRange> read = IpRange::fromText(range);
        QCOMPARE(read.has_value(), !inside.isEmpty());
        if (!read)
            return;
        QVERIFY(read->contains(*IpAddress::fromText(inside)));
        QVERIFY(!read->contains(*IpAddress::fromText(outside)));
    }

    void whatOneCustomerHasIsLimitedAsOne_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QByteArray>("network");
        QTest::newRow("version 4") << QStringLiteral("192.0.2.1") << QByteArray("192.0.2.1");
        QTest::newRow("mapped") << QStringLiteral("::ffff:192.0.2.1") << QByteArray("192.0.2.1");
        QTest::newRow("version 6") << QStringLiteral("2001:db8:1:2:3:4:5:6") << QByteArray("2001:db8:1:2::");
        QTest::newRow("with a zone") << QStringLiteral("fe80::1%eth0") << QByteArray("fe80::");
    }

    void whatOneCustomerHasIsLimitedAsOne()
    {
        QFETCH(QString, address);
        QTEST(limitedNetwork(address), "network");
    }
};

} // namespace keyturn::backend

using keyturn::backend::TstClientAddress;
KEYTURN_TEST(TstClientAddress)
#include "tst_clientaddress.moc"
