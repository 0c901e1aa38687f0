// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/tlshello.h"
#include "support/registry.h"

#include <QTcpServer>
#include <QTest>

namespace keyturn::audit {

class TstTlsHello : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersAreRead_data();
    void answersAreRead();
    void aHelloCountsItsParts_data();
    void aHelloCountsItsParts();
    void aServerThatSaysNothingIsNotWaitedForLongerThanSaid();
    void nobodyThereIsUnknown();
};

void TstTlsHello::answersAreRead_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("is10");
    QTest::addColumn<HelloAnswer>("meaning");
    const auto row = [](const char *name, const char *hex, bool is10, HelloAnswer meaning) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << is10 << meaning;
    };
    row("TLS 1.0 goes on", "160301004a020000460301", true, HelloAnswer::Spoken);
    row("TLS 1.1 goes on", "160302004a020000460302", false, HelloAnswer::Spoken);
    row("TLS 1.0 where 1.1 was asked for", "160301004a020000460301", false, HelloAnswer::Refused);
    row("an alert: protocol version", "15030100020246", true, HelloAnswer::Refused);
    row("an alert cut short", "15", true, HelloAnswer::Refused);
    row("HTTP", "485454502f312e31203430", true, HelloAnswer::Refused);
    row("another message", "160301004a0b0000460301", true, HelloAnswer::Refused);
    row("cut short", "160301004a0200004603", true, HelloAnswer::Unknown);
    row("nothing", "", true, HelloAnswer::Unknown);
}

void TstTlsHello::answersAreRead()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, is10);
    QFETCH(HelloAnswer, meaning);
    QVERIFY(readHello(is10 ? OldTls::Tls10 : OldTls::Tls11, answer) == meaning);
}

void TstTlsHello::aHelloCountsItsParts_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("isNamed");
    QTest::newRow("a name") << QStringLiteral("auth.example") << true;
    QTest::newRow("an address") << QStringLiteral("127.0.0.1") << false;
    QTest::newRow("an IPv6 address") << QStringLiteral("::1") << false;
}

void TstTlsHello::aHelloCountsItsParts()
{
    QFETCH(QString, host);
    QFETCH(bool, isNamed);
    const QByteArray hello = clientHello(OldTls::Tls11, host, QByteArray(32, 'r'));
    const auto number = [&hello](int at, int bytes) {
        qsizetype value = 0;
        for (int i = 0; i < bytes; ++i)
            value = (value << 8) | static_cast<unsigned char>(hello.at(at + i));
        return value;
    };
    QCOMPARE(hello.left(3).toHex(), QByteArray("160301"));
    QCOMPARE(number(3, 2), hello.size() - 5);
    QCOMPARE(number(6, 3), hello.size() - 9);
    QCOMPARE(hello.mid(9, 2).toHex(), QByteArray("0302"));
    QCOMPARE(hello.contains(host.toLatin1()), isNamed);
}

void TstTlsHello::aServerThatSaysNothingIsNotWaitedForLongerThanSaid()
{
    QTcpServer silent; // whom the system answers for
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    const HelloAnswer answer =
        greet(OldTls::Tls10, QStringLiteral("127.0.0.1"), silent.serverPort(), QByteArray(32, 'r'), std::chrono::milliseconds(200));
    QVERIFY(answer == HelloAnswer::Unknown);
}

void TstTlsHello::nobodyThereIsUnknown()
{
    quint16 port = 0;
    {
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        port = gone.serverPort();
    }
    QVERIFY(greet(OldTls::Tls10, QStringLiteral("127.0.0.1"), port, QByteArray(32, 'r'), std::chrono::seconds(5)) == HelloAnswer::Unknown);
}

} // namespace keyturn::audit

using keyturn::audit::TstTlsHello;
KEYTURN_TEST(TstTlsHello)
#include "tst_tlshello.moc"
