// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "ui/application/singleinstance.h"
#include "ui/application/startoptions.h"
#include "ui/application/translation.h"

#include <QFile>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::ui::tests {

using namespace keyturn::ui::application;

class TstStart : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void optionsAreRead();
    void demoOffersItsProfile();
    void whatIsNotUnderstoodIsAUsageError_data();
    void whatIsNotUnderstoodIsAUsageError();
    void aSecondStartRaisesTheFirst();
    void aDeepStateFolderServesToo();
    void oneIsNotSaidAsMany();
};

void TstStart::oneIsNotSaidAsMany()
{
    Translation translation; // goes at the end: others count in the sources' words
    translation.use(QStringLiteral("en"));
    const auto said = [](int count) {
        return QCoreApplication::translate("keyturn::ui::sessions::SessionsPage", "%n session(s) found", nullptr, count);
    };
    QCOMPARE(said(1), QStringLiteral("1 session found"));
    QCOMPARE(said(2), QStringLiteral("2 sessions found"));
    QVERIFY(!languagesIn(translationFolders()).contains(QStringLiteral("en"))); // the sources' own
}

void TstStart::optionsAreRead()
{
    const auto read =
        CommandLine::read({QStringLiteral("keyturn"), QStringLiteral("--profile"), QStringLiteral("acme"), QStringLiteral("--minimized"),
                           QStringLiteral("--quit-after"), QStringLiteral("6"), QStringLiteral("--screenshot"), QStringLiteral("x.png"),
                           QStringLiteral("--secret-store"), QStringLiteral("session")});
    const auto *options = std::get_if<StartOptions>(&read);
    QVERIFY(options);
    QCOMPARE(options->profile, model::ProfileId(QStringLiteral("acme")));
    QVERIFY(options->minimized);
    QCOMPARE(options->quitAfter, std::chrono::seconds(6));
    QVERIFY(options->screenshot.endsWith(QLatin1String("/x.png")));
    QCOMPARE(options->secretStore, QStringLiteral("session"));
}

void TstStart::demoOffersItsProfile()
{
    const auto read = CommandLine::read({QStringLiteral("keyturn"), QStringLiteral("--demo")});
    QCOMPARE(std::get<StartOptions>(read).profile, model::ProfileId(QStringLiteral("demo")));
}

void TstStart::whatIsNotUnderstoodIsAUsageError_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("unknown option") << QStringList{QStringLiteral("--nonsense")};
    QTest::newRow("stray word") << QStringList{QStringLiteral("stray")};
    QTest::newRow("no number") << QStringList{QStringLiteral("--quit-after"), QStringLiteral("soon")};
    QTest::newRow("no such store") << QStringList{QStringLiteral("--secret-store"), QStringLiteral("shoebox")};
}

void TstStart::whatIsNotUnderstoodIsAUsageError()
{
    QFETCH(QStringList, words);
    const auto read = CommandLine::read(QStringList{QStringLiteral("keyturn")} + words);
    QVERIFY(std::holds_alternative<Words>(read));
    QCOMPARE(std::get<Words>(read).status, 2);
}

void TstStart::aSecondStartRaisesTheFirst()
{
    QTemporaryDir folder;
    SingleInstance first(folder.path());
    QVERIFY(first.claim());
    QVERIFY((QFile::permissions(folder.filePath(QStringLiteral("window.lock"))) & (QFile::ReadGroup | QFile::ReadOther)) == 0);
    SingleInstance second(folder.path());
    QVERIFY(!second.claim());
    QSignalSpy raised(&first, &SingleInstance::raiseRequested);
    QLocalSocket asking;
    asking.connectToServer(folder.path() + QStringLiteral("/window.socket"));
    asking.write("raise\n");
    QTRY_COMPARE(raised.size(), 1);
    QTRY_VERIFY(asking.canReadLine());
    QCOMPARE(asking.readLine(), QByteArray("done\n"));
}

void TstStart::aDeepStateFolderServesToo()
{
    QTemporaryDir folder;
    const QString deep = folder.path() + u'/' + QString(120, u'd');
    QVERIFY(QDir().mkpath(deep));
    SingleInstance first(deep);
    QVERIFY(first.claim());
    SingleInstance second(deep);
    QVERIFY(!second.claim());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstStart;
KEYTURN_TEST(TstStart)
#include "tst_start.moc"
