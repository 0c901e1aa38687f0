// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "historyrig.h"
#include "support/registry.h"

#include <QDir>
#include <QSignalSpy>

namespace keyturn::history {

using tests::answerOf;
using tests::HistoryRig;

/// What is appended can be read, now and in another program's time, and holds no secret.
class TstEventStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsTouchedBeforeThereIsSomethingToRecord();
    void anEventIsReadAsItWasAppended();
    void whatWasAppendedIsThereAfterTheProgram();
    void theAccountsOfThePastAreKnownByTheirLastNames();
    void itTellsWhenThereIsSomethingNew();
    void fault105NoSecretComesIntoTheFile_data();
    void fault105NoSecretComesIntoTheFile();
    void aLongTextIsShortened();
};

void TstEventStore::nothingIsTouchedBeforeThereIsSomethingToRecord()
{
    HistoryRig rig;
    QCOMPARE(rig.events(), QList<Event>());
    QVERIFY(answerOf(rig.store->clearAll()).ok());
    QVERIFY(answerOf(rig.store->subjects()).ok());
    QCOMPARE(QDir(rig.home.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList());
}

void TstEventStore::anEventIsReadAsItWasAppended()
{
    HistoryRig rig;
    Event event;
    event.subject = HistoryRig::ada();
    event.kind = EventKind::Rotated;
    event.cause = QStringLiteral("invalid_grant");
    event.detail = QStringLiteral("a detail, with “quotes” and 日本");
    event.span = std::chrono::seconds(900);
    event.program = Program::CommandLine;
    event.trace = {{QStringLiteral("POST https://a.example/refresh → 401, 12 ms"), QStringLiteral("GET https://a.example → timeout, 5 ms")},
                   QStringLiteral("1a2b3c4d"),
                   {7, 8, 12'345'678'901}};
    rig.store->append(event);
    const QList<Event> events = rig.events();
    QCOMPARE(events.size(), 1);
    QVERIFY(events.first().id > 0);
    event.id = events.first().id;
    event.at = event.lastAt = rig.clock.now();
    QCOMPARE(events.first().at, event.at);
    QCOMPARE(events.first().at.timeSpec(), Qt::UTC);
    QVERIFY(events.first() == event);
}

void TstEventStore::whatWasAppendedIsThereAfterTheProgram()
{
    HistoryRig rig;
    for (int i = 0; i < 300; ++i)
        rig.add(HistoryRig::ada(), EventKind::Renewed, QString::number(i));
    rig.restart(); // at once: what waits is written first
    const QList<Event> events = rig.events();
    QCOMPARE(events.size(), 300);
    QCOMPARE(events.first().cause, QStringLiteral("299"));
}

void TstEventStore::theAccountsOfThePastAreKnownByTheirLastNames()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    rig.clock.advance(std::chrono::seconds(1));
    rig.add(HistoryRig::bob(), EventKind::SignedIn);
    rig.clock.advance(std::chrono::seconds(1));
    Subject renamed = HistoryRig::ada();
    renamed.name = QStringLiteral("Work");
    rig.add(renamed, EventKind::SignedOut);
    rig.add({}, EventKind::ClockOff);
    const core::Result<QList<Subject>> subjects = answerOf(rig.store->subjects());
    QVERIFY(subjects.ok());
    QVERIFY(*subjects == (QList<Subject>{renamed, HistoryRig::bob()}));
    QCOMPARE(rig.story({{renamed.account}}), (QStringList{QStringLiteral("clockOff"), QStringLiteral("signedOut"), QStringLiteral("signedIn")}));
}

void TstEventStore::itTellsWhenThereIsSomethingNew()
{
    HistoryRig rig;
    QSignalSpy recorded(rig.store.get(), &EventStore::recorded);
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    QVERIFY(recorded.wait());
    QCOMPARE(rig.events().size(), 1);
}

void TstEventStore::fault105NoSecretComesIntoTheFile_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canary");
    const QString token = QStringLiteral("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ");
    QTest::newRow("a JWT") << QStringLiteral("refused: ") + token << token;
    QTest::newRow("a parameter of an address") << QStringLiteral("https://a.example/cb?code=canary4711&x=1") << QStringLiteral("canary4711");
    QTest::newRow("a form") << QStringLiteral("grant_type=refresh_token&refresh_token=canary4711") << QStringLiteral("canary4711");
    QTest::newRow("JSON") << QStringLiteral(R"({"access_token":"canary4711"})") << QStringLiteral("canary4711");
    QTest::newRow("opaque") << QStringLiteral("token Zm9vYmFyYmF6cXV4Y2FuYXJ5NDcxMWFiY2RlZmdoaWprbG1ub3A expired")
                            << QStringLiteral("Zm9vYmFyYmF6cXV4Y2FuYXJ5NDcxMWFiY2RlZmdoaWprbG1ub3A");
}

void TstEventStore::fault105NoSecretComesIntoTheFile()
{
    QFETCH(const QString, text);
    QFETCH(const QString, canary);
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::RenewalFailed, QStringLiteral("bad"), text);
    rig.add(HistoryRig::ada(), EventKind::SignInFailed, text, {});
    Subject odd = HistoryRig::bob();
    odd.name = text;
    rig.add(odd, EventKind::SignedIn);
    Event traced;
    traced.subject = HistoryRig::ada();
    traced.trace.requests = {text};
    rig.store->append(traced);
    QCOMPARE(rig.events().size(), 4);
    rig.restart();
    QVERIFY(rig.everythingOnDisk().contains("Ada Lovelace")); // what is looked through is the right file
    QVERIFY(!rig.everythingOnDisk().contains(canary.toUtf8()));
}

void TstEventStore::aLongTextIsShortened()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::RenewalFailed, QString(10'000, u'x'), QStringLiteral("word ").repeated(10'000));
    const QList<Event> events = rig.events();
    QCOMPARE(events.size(), 1);
    QVERIFY(events.first().cause.size() <= 200);
    QCOMPARE(events.first().detail.size(), 1000);
}

} // namespace keyturn::history

using keyturn::history::TstEventStore;
KEYTURN_TEST(TstEventStore)
#include "tst_eventstore.moc"
