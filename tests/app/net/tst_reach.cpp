// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/reach.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn::net;

/// What is no address of the internet is told apart, in each of the ways to write one.
class TstReach : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anAddressIsAsNearAsWhatItLeadsTo_data();
    void anAddressIsAsNearAsWhatItLeadsTo();
    void aHostIsReadAsItIsWritten_data();
    void aHostIsReadAsItIsWritten();
};

void TstReach::anAddressIsAsNearAsWhatItLeadsTo_data()
{
    QTest::addColumn<Reach>("reach");
    for (const char *address :
         {"127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "::1", "::", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1"})
        QTest::newRow(address) << Reach::Loopback;
    for (const char *address : {"10.0.0.1",        "10.255.255.255",  "100.64.0.1",        "100.127.255.255", "169.254.169.254", "172.16.0.1",
                                "172.31.255.255",  "192.0.0.8",       "192.168.0.1",       "198.18.0.1",      "224.0.0.1",       "240.0.0.1",
                                "255.255.255.255", "fe80::1",         "fc00::1",           "fd12:3456::1",    "fec0::1",         "ff02::1",
                                "::ffff:10.1.2.3", "64:ff9b::c0a8:1", "2002:a9fe:a9fe::1", "2001:0:1234::1",  "::a00:1",         "4000::1"})
        QTest::newRow(address) << Reach::Private;
    for (const char *address : {"8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "198.17.255.255",
                                "198.20.0.0", "223.255.255.255", "2606:50c0:8000::154", "2001:4860:4860::8888", "::ffff:8.8.8.8", "2002:808:808::1"})
        QTest::newRow(address) << Reach::Public;
}

void TstReach::anAddressIsAsNearAsWhatItLeadsTo()
{
    QFETCH(const Reach, reach);
    QCOMPARE(reachOf(QHostAddress(QString::fromLatin1(QTest::currentDataTag()))), reach);
}

void TstReach::aHostIsReadAsItIsWritten_data()
{
    QTest::addColumn<int>("reach"); // -1: to be looked up
    QTest::newRow("https://localhost/a") << int(Reach::Loopback);
    QTest::newRow("https://LOCALHOST./a") << int(Reach::Loopback);
    QTest::newRow("https://a.localhost/a") << int(Reach::Loopback);
    QTest::newRow("https://127.1/a") << int(Reach::Loopback);
    QTest::newRow("https://0x7f.0.0.1/a") << int(Reach::Loopback);
    QTest::newRow("https://2130706433/a") << int(Reach::Loopback);
    QTest::newRow("https://[::1]/a") << int(Reach::Loopback);
    QTest::newRow("https://[::ffff:10.0.0.1]/a") << int(Reach::Private);
    QTest::newRow("https://192.168.1.1:8443/a") << int(Reach::Private);
    QTest::newRow("https://8.8.8.8/a") << int(Reach::Public);
    QTest::newRow("https://avatars.example/a") << -1;
    QTest::newRow("https://127.0.0.1.example/a") << -1;
    QTest::newRow("https://notlocalhost/a") << -1;
}

void TstReach::aHostIsReadAsItIsWritten()
{
    QFETCH(const int, reach);
    const std::optional<Reach> written = writtenReach(QUrl(QString::fromLatin1(QTest::currentDataTag())));
    QCOMPARE(written ? int(*written) : -1, reach);
}

KEYTURN_TEST(TstReach)
#include "tst_reach.moc"
