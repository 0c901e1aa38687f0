// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/origin.h"
#include "net/programname.h"
#include "support/registry.h"

#include <QRegularExpression>
#include <QTest>

namespace keyturn::net {

class TstOrigin : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault78TwoAddressesAreOfOneOriginOrNot_data();
    void fault78TwoAddressesAreOfOneOriginOrNot();
    void fault78AnAddressWithoutAnOriginIsInvalid_data();
    void fault78AnAddressWithoutAnOriginIsInvalid();
    void loopbackIsKnownByAddressAndName_data();
    void loopbackIsKnownByAddressAndName();
    void theProgramsNameIsOneSoundHeader();
};

void TstOrigin::fault78TwoAddressesAreOfOneOriginOrNot_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *tag, const char *a, const char *b, bool same) {
        QTest::newRow(tag) << QString::fromUtf8(a) << QString::fromUtf8(b) << same;
    };
    row("paths do not matter", "https://api.example/a", "https://api.example/b?c#d", true);
    row("default port of https", "https://api.example/", "https://api.example:443/", true);
    row("default port of http", "http://api.example/", "http://api.example:80/", true);
    row("capitals", "HTTPS://API.Example/", "https://api.example/", true);
    row("international name",
        "https://b\xc3\xbc"
        "cher.example/",
        "https://xn--bcher-kva.example/", true);
    row("another port", "https://api.example/", "https://api.example:8443/", false);
    row("another scheme", "https://api.example/", "http://api.example/", false);
    row("another scheme on one port", "https://api.example:80/", "http://api.example/", false);
    row("subdomain", "https://api.example/", "https://a.api.example/", false);
    row("look-alike in Cyrillic", "https://api.example/", "https://\xd0\xb0pi.example/", false);
    row("host as a prefix", "https://api.example/", "https://api.example.evil.example/", false);
    row("dot at the end", "https://api.example/", "https://api.example./", false);
    row("name and number", "http://localhost/", "http://127.0.0.1/", false);
}

void TstOrigin::fault78TwoAddressesAreOfOneOriginOrNot()
{
    QFETCH(const QString, a);
    QFETCH(const QString, b);
    QFETCH(const bool, same);
    const Origin first = Origin::of(QUrl(a));
    const Origin second = Origin::of(QUrl(b));
    QVERIFY(first.isValid() && second.isValid());
    QCOMPARE(first == second, same);
}

void TstOrigin::fault78AnAddressWithoutAnOriginIsInvalid_data()
{
    QTest::addColumn<QUrl>("url");
    for (const char *url :
         {"", "file:///etc/passwd", "ftp://a.example/", "ws://a.example/", "javascript:alert(1)", "https:///path", "https:path", "//a.example/",
          "/path", "https://good.example@evil.example/", "https://:password@evil.example/", "https://a.example:99999/", "https://a b.example/"})
        QTest::newRow(url) << QUrl(QString::fromLatin1(url));
}

void TstOrigin::fault78AnAddressWithoutAnOriginIsInvalid()
{
    QFETCH(const QUrl, url);
    QVERIFY(!Origin::of(url).isValid());
    QVERIFY(!Origin::of(url).isLoopback());
}

void TstOrigin::loopbackIsKnownByAddressAndName_data()
{
    QTest::addColumn<bool>("loopback");
    for (const char *host : {"127.0.0.1", "127.1.2.3", "[::1]", "localhost", "LOCALHOST"})
        QTest::newRow(host) << true;
    for (const char *host :
         {"128.0.0.1", "0.0.0.0", "localhost.evil.example", "127.0.0.1.evil.example", "evil-localhost", "[::2]", "10.0.0.1", "a.localhost"})
        QTest::newRow(host) << false;
}

void TstOrigin::loopbackIsKnownByAddressAndName()
{
    QFETCH(const bool, loopback);
    const Origin origin = Origin::of(QUrl(QStringLiteral("http://%1:8080/").arg(QString::fromLatin1(QTest::currentDataTag()))));
    QVERIFY(origin.isValid());
    QCOMPARE(origin.isLoopback(), loopback);
}

void TstOrigin::theProgramsNameIsOneSoundHeader()
{
    // RFC 9110 §10.1.5: product/version and one comment, whose brackets are closed.
    static const QRegularExpression form(QStringLiteral("^Keyturn/[0-9]+\\.[0-9]+\\.[0-9]+ \\([\\x20-\\x27\\x2a-\\x7e]+\\)$"));
    QVERIFY2(form.match(QString::fromLatin1(userAgent())).hasMatch(), userAgent().constData());
}

} // namespace keyturn::net

using keyturn::net::TstOrigin;
KEYTURN_TEST(TstOrigin)
#include "tst_origin.moc"
