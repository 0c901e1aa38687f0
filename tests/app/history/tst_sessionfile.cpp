// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/storage/diskrigs.h"
#include "history/sessionkeeping.h"
#include "sessionrig.h"
#include "support/registry.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <ctime>

namespace keyturn::history {

using tests::answerOf;
using tests::SessionRig;
using tests::wordsOf;

namespace {

QStringList setAside(const SessionRig &rig)
{
    return QDir(rig.home.paths().state).entryList({QStringLiteral("sessions.sqlite.broken-*Z")}, QDir::Files);
}

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<model::Session> many(int count)
{
    QList<model::Session> sessions;
    for (int i = 0; i < count; ++i) {
        sessions += SessionRig::session(QStringLiteral("3f2504e0-4f89-11d3-9a0c-%1").arg(i, 12, 10, QLatin1Char('0')), i == 0);
        sessions.last().app = QStringLiteral("Browser");
        sessions.last().system = QStringLiteral("Linux");
        sessions.last().ip = QStringLiteral("192.0.2.%1").arg(i % 250);
    }
    return sessions;
}

const QStringList ab{QStringLiteral("*a"), QStringLiteral("b")};
const QStringList justA{QStringLiteral("*a")};

} // namespace

/// The file of the sessions in all states. Whatever it is, the listing goes on; and nothing lies in it that should not.
class TstSessionFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault75OnlyTheOwnerReadsIt();
    void anIdIsNowhereInIt();
    void aForgottenAccountLeavesNothing();
    void whoHasListedNothingMakesNoFile();
    void twoProcessesShareIt();
    void twentyEightDaysAreKept();
    void aClockThatJumpsThereAndBackCostsNothing();
    void whatTheBackendListsForLongerIsNoNews();
    void aListingThatChangesNothingWritesNothing();
    void tooManyAndTooLongAreShownAndNotKept();
    void ofTheEndedOnesTheNewestAreKept();
    void aBrokenFileIsSetAside_data();
    void aBrokenFileIsSetAside();
    void fault98ANewerFileIsLeftAsItIs();
    void fault76AFullDiskFailsNoListing();
    void fault76AReadOnlyFolderFailsNoListing();
    void fault74ALinkIsNotFollowed();
    void aHundredThousandAreNoMatter();
};

void TstSessionFile::fault75OnlyTheOwnerReadsIt()
{
    SessionRig rig;
    rig.list(ab);
    QCOMPARE(tests::modeOf(rig.home.paths().state), mode_t(0700));
    const QStringList files = QDir(rig.home.paths().state).entryList({QStringLiteral("sessions.sqlite*")}, QDir::Files);
    QCOMPARE(files.size(), 3); // with the write-ahead log and its index
    for (const QString &file : files)
        QCOMPARE(tests::modeOf(rig.home.paths().state + u'/' + file), mode_t(0600));
}

void TstSessionFile::anIdIsNowhereInIt()
{
    SessionRig rig;
    model::Session session = SessionRig::session(QStringLiteral("x"));
    session.id = model::SessionId(QStringLiteral("canary-credential-0123456789"));
    const QByteArray key = rig.list({session}).sessions.first().key;
    QVERIFY(answerOf(rig.book->setLabel(SessionRig::ada(), key, QStringLiteral("Phone"))).ok());
    rig.book->endedHere(SessionRig::ada(), {session.id});
    rig.list(QList<model::Session>{});
    QVERIFY(rig.everythingOnDisk().contains("device-x") && rig.everythingOnDisk().contains("Phone")); // the search itself works
    QVERIFY(!rig.everythingOnDisk().contains("canary"));
    rig.book.reset();
    QVERIFY(!rig.everythingOnDisk().contains("canary"));
}

void TstSessionFile::aForgottenAccountLeavesNothing()
{
    SessionRig rig;
    rig.list(QStringList{QStringLiteral("canary-1"), QStringLiteral("canary-2")});
    rig.list(QStringList{QStringLiteral("canary-1")});
    rig.list(ab, SessionRig::bob());
    QVERIFY(rig.everythingOnDisk().contains("device-canary"));
    QVERIFY(answerOf(rig.book->forget(SessionRig::ada())).ok());
    QVERIFY(!rig.everythingOnDisk().contains("canary")); // nor in the write-ahead log, nor in what is free
    QCOMPARE(wordsOf(rig.list(justA, SessionRig::bob())).size(), 2);
    QCOMPARE(wordsOf(rig.list(ab)), (QStringList{QStringLiteral("a"), QStringLiteral("b")})); // a first listing again
}

void TstSessionFile::whoHasListedNothingMakesNoFile()
{
    SessionRig rig;
    QVERIFY(answerOf(rig.book->markVisited(SessionRig::ada())).ok());
    QVERIFY(answerOf(rig.book->forget(SessionRig::ada())).ok());
    QVERIFY(answerOf(rig.book->claimNews(SessionRig::ada(), {QByteArray("k")})).ok());
    rig.book->othersEndedHere(SessionRig::ada());
    rig.restart();
    QVERIFY(!QFile::exists(rig.path()));
}

void TstSessionFile::twoProcessesShareIt()
{
    SessionRig rig;
    SessionBook second(rig.clock, rig.path());
    rig.list(justA);
    QCOMPARE(
        wordsOf(answerOf(second.record(SessionRig::ada(), {SessionRig::session(QStringLiteral("a"), true), SessionRig::session(QStringLiteral("b"))}))
                    .value()),
        (QStringList{QStringLiteral("a"), QStringLiteral("!b")}));
    const KnownSessions known = rig.list(ab);
    QCOMPARE(wordsOf(known), (QStringList{QStringLiteral("a"), QStringLiteral("!b")})); // whoever found it
    QVERIFY(answerOf(second.setLabel(SessionRig::ada(), known.sessions.at(1).key, QStringLiteral("B"))).ok());
    QCOMPARE(wordsOf(rig.list(ab)).at(1), QStringLiteral("!b=B"));
    // Both at once, over and over: neither fails.
    QList<core::Async<KnownSessions>> answers;
    for (int i = 0; i < 50; ++i) {
        answers += rig.book->record(SessionRig::ada(), many(50 + i));
        answers += second.record(SessionRig::ada(), many(50 + i));
    }
    for (const core::Async<KnownSessions> &answer : answers) {
        const core::Result<KnownSessions> done = answerOf(answer);
        QVERIFY(done.ok() && !done->notKept);
    }
}

void TstSessionFile::twentyEightDaysAreKept()
{
    SessionRig rig;
    rig.list(ab);
    rig.list(justA); // b ended
    rig.clock.advance(std::chrono::hours(24 * 28 - 1));
    QCOMPARE(wordsOf(rig.list(justA)), (QStringList{QStringLiteral("a"), QStringLiteral("b:ended_elsewhere")}));
    rig.clock.advance(std::chrono::hours(2));
    QCOMPARE(wordsOf(rig.list(justA)), QStringList{QStringLiteral("a")}); // not shown
    QVERIFY(rig.everythingOnDisk().contains("device-b")); // though it is there, as long as the clock may have jumped
    rig.clock.advance(std::chrono::hours(24));
    rig.list(justA);
    rig.restart();
    QVERIFY(!rig.everythingOnDisk().contains("device-b"));
}

void TstSessionFile::aClockThatJumpsThereAndBackCostsNothing()
{
    SessionRig rig;
    rig.list(ab);
    rig.list(justA);
    rig.clock.jumpWall(std::chrono::hours(24 * 3650));
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(wordsOf(rig.list(justA)), QStringList{QStringLiteral("a")});
        rig.restart(); // each program looks for what is old
        rig.clock.jumpWall(std::chrono::hours(7));
    }
    rig.list(QStringList()); // a seems to end in that year
    rig.clock.jumpWall(-std::chrono::hours(24 * 3650 + 3 * 7));
    QCOMPARE(rig.list(QStringList()).sessions.size(), 2);
    for (int i = 0; i < 3; ++i) { // and does not stay until then
        rig.clock.advance(std::chrono::hours(24));
        rig.list(QStringList());
    }
    rig.clock.advance(std::chrono::hours(24 * 29));
    rig.list(QStringList());
    QCOMPARE(rig.list(QStringList()).sessions, QList<KnownSession>());
}

void TstSessionFile::whatTheBackendListsForLongerIsNoNews()
{
    SessionRig rig;
    rig.list(justA);
    model::Session over = SessionRig::session(QStringLiteral("over"));
    over.endedAt = rig.clock.now().addDays(-20);
    over.cause = QStringLiteral("c");
    const QList<model::Session> listed{SessionRig::session(QStringLiteral("a"), true), over};
    QCOMPARE(wordsOf(rig.list(listed)).at(1), QStringLiteral("!over:c"));
    QVERIFY(answerOf(rig.book->markVisited(SessionRig::ada())).ok());
    for (int i = 0; i < 20; ++i) { // longer than it is kept
        rig.clock.advance(std::chrono::hours(24));
        QCOMPARE(wordsOf(rig.list(listed)), (QStringList{QStringLiteral("a"), QStringLiteral("over:c")}));
    }
}

void TstSessionFile::aListingThatChangesNothingWritesNothing()
{
    SessionRig rig;
    const auto written = [&rig] { return contentsOf(rig.path()) + contentsOf(rig.path() + QStringLiteral("-wal")); };
    rig.list(many(500));
    const QByteArray before = written();
    rig.clock.advance(std::chrono::seconds(30));
    rig.list(many(500));
    QVERIFY(written() == before);
    rig.clock.advance(std::chrono::minutes(20)); // when it was listed last is known to a quarter of an hour
    rig.list(many(500));
    QVERIFY(written() != before);
}

void TstSessionFile::tooManyAndTooLongAreShownAndNotKept()
{
    SessionRig rig;
    model::Session session = SessionRig::session(QStringLiteral("x"));
    session.device = QString(300, u'd');
    session.cause = QString(300, u'c');
    QCOMPARE(rig.list({session}).sessions.first().session, session);
    const model::Session ended = rig.list(QList<model::Session>{}).sessions.first().session;
    QCOMPARE(ended.device, QString(200, u'd'));
    QList<model::Session> listed = many(100'001);
    const KnownSessions known = rig.list(listed);
    QCOMPARE(known.sessions.size(), 100'002); // and the one that ended
    QVERIFY(known.sessions.at(99'999).firstSeenAt.isValid());
    QVERIFY(!known.sessions.at(100'000).firstSeenAt.isValid() && !known.sessions.at(100'000).key.isEmpty());
    listed.move(100'000, 0); // another order ends nothing
    QCOMPARE(rig.list(listed).sessions.size(), 100'002);
}

void TstSessionFile::ofTheEndedOnesTheNewestAreKept()
{
    SessionRig rig;
    rig.list(QStringList{QStringLiteral("early")});
    rig.list(QStringList());
    rig.clock.advance(std::chrono::minutes(1));
    rig.list(many(10'000));
    const KnownSessions known = rig.list(QList<model::Session>{});
    QCOMPARE(known.sessions.size(), 10'000);
    QVERIFY(known.sessions.last().session.device != QLatin1String("device-early"));
}

void TstSessionFile::aBrokenFileIsSetAside_data()
{
    QTest::addColumn<QByteArray>("broken"); // empty: the file of before, damaged in its middle
    QTest::newRow("no database") << QByteArray("not a database at all, however long one looks at it. ").repeated(40);
    QTest::newRow("damaged") << QByteArray();
}

void TstSessionFile::aBrokenFileIsSetAside()
{
    QFETCH(QByteArray, broken);
    SessionRig rig;
    rig.list(many(500));
    rig.book.reset();
    if (broken.isEmpty()) {
        broken = contentsOf(rig.path());
        broken.replace(4096, broken.size() - 4096, QByteArray(broken.size() - 4096, '\x5a'));
    }
    QFile file(rig.path());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(broken) == broken.size());
    file.close();
    rig.restart();
    const KnownSessions known = rig.list(ab);
    QVERIFY(!known.notKept);
    QCOMPARE(wordsOf(known), (QStringList{QStringLiteral("a"), QStringLiteral("b")})); // as a first listing
    QCOMPARE(setAside(rig).size(), 1);
    QCOMPARE(contentsOf(rig.home.paths().state + u'/' + setAside(rig).first()), broken);
    rig.list(ab, SessionRig::bob());
    QVERIFY(answerOf(rig.book->forget(SessionRig::ada())).ok());
    QCOMPARE(setAside(rig).size(), 1); // it may tell of others
    QVERIFY(answerOf(rig.book->forget(SessionRig::bob())).ok());
    QCOMPARE(setAside(rig), QStringList());
}

void TstSessionFile::fault98ANewerFileIsLeftAsItIs()
{
    SessionRig rig;
    rig.list(ab);
    rig.restart();
    QVERIFY(rig.execute(QStringLiteral("PRAGMA user_version=99")));
    const QByteArray before = contentsOf(rig.path());
    const KnownSessions known = rig.list(ab);
    QVERIFY(known.notKept.has_value());
    QCOMPARE(known.notKept->code, QStringLiteral("sessionbook_newer"));
    QCOMPARE(known.notKept->kind, core::ErrorKind::Storage);
    QCOMPARE(wordsOf(known), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    QCOMPARE(known.sessions.first().key, sessionKey(SessionRig::ada(), model::SessionId(QStringLiteral("a"))));
    QCOMPARE(answerOf(rig.book->setLabel(SessionRig::ada(), known.sessions.first().key, QStringLiteral("A"))).error().code,
             QStringLiteral("sessionbook_newer"));
    QVERIFY(!answerOf(rig.book->forget(SessionRig::ada())).ok());
    rig.book.reset();
    QCOMPARE(contentsOf(rig.path()), before);
    QCOMPARE(setAside(rig), QStringList());
}

void TstSessionFile::fault76AFullDiskFailsNoListing()
{
    SessionRig rig;
    rig.list(ab);
    {
        const tests::FullDisk full(4096);
        const KnownSessions known = rig.list(many(3000));
        QVERIFY(known.notKept.has_value());
        QCOMPARE(known.notKept->code, QStringLiteral("sessionbook_failed"));
        QCOMPARE(known.sessions.size(), 3000);
    }
    const KnownSessions known = rig.list(ab);
    QVERIFY(!known.notKept);
    QCOMPARE(wordsOf(known), (QStringList{QStringLiteral("a"), QStringLiteral("b")})); // as if nothing had happened
}

void TstSessionFile::fault76AReadOnlyFolderFailsNoListing()
{
    SessionRig rig;
    QVERIFY(core::ensurePrivateDirectory(rig.home.paths().state).ok());
    {
        const tests::ReadOnlyFolder closed(rig.home.paths().state);
        const KnownSessions known = rig.list(ab);
        QVERIFY(known.notKept.has_value());
        QCOMPARE(known.sessions.size(), 2);
    }
    QVERIFY(!rig.list(ab).notKept);
}

void TstSessionFile::fault74ALinkIsNotFollowed()
{
    SessionRig rig;
    QVERIFY(core::ensurePrivateDirectory(rig.home.paths().state).ok());
    const QString elsewhere = rig.home.path() + QStringLiteral("/elsewhere");
    QVERIFY(QFile::link(elsewhere, rig.path()));
    QCOMPARE(rig.list(ab).notKept.value_or(core::Error()).code, QStringLiteral("file_not_ours"));
    QVERIFY(!QFile::exists(elsewhere));
}

/// How long it takes is printed and not judged: that depends on who else uses this computer.
void TstSessionFile::aHundredThousandAreNoMatter()
{
    SessionRig rig;
    QList<model::Session> listed = many(100'000);
    QElapsedTimer timer;
    const auto took = [&](const char *what) {
        timer.start();
        const std::clock_t before = std::clock();
        const core::Result<KnownSessions> known = answerOf(rig.book->record(SessionRig::ada(), listed), 60'000);
        qInfo("100,000 sessions, %s: %lld ms, of the processor %lld", what, static_cast<long long>(timer.elapsed()),
              static_cast<long long>(std::clock() - before) * 1000 / CLOCKS_PER_SEC);
        return known.ok() ? known->sessions.size() : -1;
    };
    QCOMPARE(took("listed for the first time"), 100'000);
    QCOMPARE(took("nothing changed"), 100'000);
    for (int i = 0; i < 100; ++i)
        listed[i * 1000].lastUsedAt = rig.clock.now();
    QCOMPARE(took("100 used"), 100'000);
    listed.remove(50'000, 10);
    QCOMPARE(took("10 ended"), 100'000);
    for (model::Session &session : listed)
        session.lastUsedAt = rig.clock.now().addSecs(60);
    QCOMPARE(took("all used"), 100'000);
    listed.clear();
    QCOMPARE(took("all ended"), 10'000); // the newest
}

} // namespace keyturn::history

using keyturn::history::TstSessionFile;
KEYTURN_TEST(TstSessionFile)
#include "tst_sessionfile.moc"
