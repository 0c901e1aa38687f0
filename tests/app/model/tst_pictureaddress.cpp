// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/pictureaddress.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn::model;

class TstPictureAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aStrangersAddressIsTakenOrDropped_data();
    void aStrangersAddressIsTakenOrDropped();
};

void TstPictureAddress::aStrangersAddressIsTakenOrDropped_data()
{
    QTest::addColumn<QString>("told");
    QTest::addColumn<QString>("taken"); // empty: dropped
    const auto row = [](const char *name, const QString &told, const QString &taken) { QTest::newRow(name) << told << taken; };
    const QString good = QStringLiteral("https://pics.example/a.png?s=80&sig=x%2By");
    row("https", good, good);
    row("with a fragment, which goes nowhere", good + QStringLiteral("#top"), good);
    row("http to this computer", QStringLiteral("http://127.0.0.1:8080/me.png"), QStringLiteral("http://127.0.0.1:8080/me.png"));
    row("http elsewhere", QStringLiteral("http://pics.example/a.png"), {});
    row("nothing", {}, {});
    row("a path", QStringLiteral("/a.png"), {});
    row("without a scheme", QStringLiteral("//pics.example/a.png"), {});
    row("with user and password", QStringLiteral("https://ada:secret@pics.example/a.png"), {});
    row("with an empty user", QStringLiteral("https://@pics.example/a.png"), {});
    row("a file", QStringLiteral("file:///etc/passwd"), {});
    row("data", QStringLiteral("data:image/png;base64,iVBORw0KGgo="), {});
    row("JavaScript", QStringLiteral("javascript:alert(1)"), {});
    row("a line break", QStringLiteral("https://pics.example/a\r\nX: y"), {});
    const QString head = QStringLiteral("https://pics.example/");
    row("as long as is kept", head + QString(maxPictureAddress - head.size(), u'a'), head + QString(maxPictureAddress - head.size(), u'a'));
    row("a letter longer", head + QString(maxPictureAddress - head.size() + 1, u'a'), {});
    row("longer once it is encoded", head + QString(maxPictureAddress - head.size(), u'ä'), {});
}

void TstPictureAddress::aStrangersAddressIsTakenOrDropped()
{
    QFETCH(const QString, told);
    QFETCH(const QString, taken);
    QCOMPARE(pictureAddress(told).toString(QUrl::FullyEncoded), taken);
}

KEYTURN_TEST(TstPictureAddress)
#include "tst_pictureaddress.moc"
