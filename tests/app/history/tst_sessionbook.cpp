// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "sessionrig.h"
#include "support/registry.h"

#include <QSignalSpy>

#include <functional>

namespace keyturn::history {

using tests::answerOf;
using tests::SessionRig;
using tests::wordsOf;

namespace {

using Act = std::function<void(SessionRig &)>;

QStringList split(const char *words)
{
    return QString::fromLatin1(words).split(u' ', Qt::SkipEmptyParts);
}

} // namespace

/// What is listed is held against what was listed before.
class TstSessionBook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatVanishedHasACause_data();
    void whatVanishedHasACause();
    void theEndIsWhenItWas();
    void theBackendsOwnEndWins();
    void anEndedOneIsAsItWasListedLast();
    void aliveOnesStandAsListedAndEndedOnesByTheirEnd();
    void whatIsNewIsWhatCameAfterTheLastVisit_data();
    void whatIsNewIsWhatCameAfterTheLastVisit();
    void aWrongClockMakesNothingNewOrOld();
    void aLabelIsOneShortLine_data();
    void aLabelIsOneShortLine();
    void aLabelOutlivesTheSession();
    void aLabelOfAnUnknownSessionIsAnError();
    void accountsAreKeptApart();
    void theKeyIsOfAccountAndId();
    void newsAreClaimedOnce();
    void onlyWhatCameOrWentIsTold();
    void theSameIdTwiceIsOneSession();
};

void TstSessionBook::whatVanishedHasACause_data()
{
    QTest::addColumn<Act>("act"); // after `*me other third` was listed
    QTest::addColumn<QString>("words"); // of the listing of `*me` alone after it
    const auto row = [](const char *name, const Act &act, const char *words) { QTest::newRow(name) << act << QString::fromLatin1(words); };
    const auto ids = [](const char *words) {
        QList<model::SessionId> found;
        for (const QString &word : split(words))
            found += model::SessionId(word);
        return found;
    };
    row(
        "ended elsewhere", [](SessionRig &) {}, "me other:ended_elsewhere third:ended_elsewhere");
    row(
        "ended from here", [ids](SessionRig &rig) { rig.book->endedHere(SessionRig::ada(), ids("other")); },
        "me other:signed_out_here third:ended_elsewhere");
    row(
        "ended from here, and listed once more",
        [ids](SessionRig &rig) {
            rig.book->endedHere(SessionRig::ada(), ids("other"));
            rig.list(QStringList{QStringLiteral("*me"), QStringLiteral("other"), QStringLiteral("third")});
        },
        "me other:signed_out_here third:ended_elsewhere");
    row(
        "ended from here, and listed for two days after it",
        [ids](SessionRig &rig) {
            rig.book->endedHere(SessionRig::ada(), ids("other"));
            rig.clock.advance(std::chrono::hours(48));
            rig.list(QStringList{QStringLiteral("*me"), QStringLiteral("other"), QStringLiteral("third")});
        },
        "me other:ended_elsewhere third:ended_elsewhere");
    row(
        "all others ended from here", [](SessionRig &rig) { rig.book->othersEndedHere(SessionRig::ada()); },
        "me other:signed_out_here third:signed_out_here");
    row(
        "ended from here by another process",
        [ids](SessionRig &rig) {
            SessionBook second(rig.clock, rig.path());
            second.endedHere(SessionRig::ada(), ids("other"));
        },
        "me other:signed_out_here third:ended_elsewhere");
    row(
        "another account's", [ids](SessionRig &rig) { rig.book->endedHere(SessionRig::bob(), ids("other third")); },
        "me other:ended_elsewhere third:ended_elsewhere");
    row(
        "run out",
        [](SessionRig &rig) {
            model::Session short1 = SessionRig::session(QStringLiteral("other"));
            short1.expiresAt = rig.clock.now().addSecs(60);
            rig.list({SessionRig::session(QStringLiteral("me"), true), short1, SessionRig::session(QStringLiteral("third"))});
            rig.clock.advance(std::chrono::minutes(2));
        },
        "me third:ended_elsewhere other:expired");
    row(
        "ended from here before it ran out",
        [ids](SessionRig &rig) {
            model::Session short1 = SessionRig::session(QStringLiteral("other"));
            short1.expiresAt = rig.clock.now().addSecs(60);
            rig.list({SessionRig::session(QStringLiteral("me"), true), short1, SessionRig::session(QStringLiteral("third"))});
            rig.book->endedHere(SessionRig::ada(), ids("other"));
            rig.clock.advance(std::chrono::minutes(2));
        },
        "me third:ended_elsewhere other:signed_out_here");
    row(
        "gone and back and gone again",
        [ids](SessionRig &rig) {
            rig.book->endedHere(SessionRig::ada(), ids("other"));
            rig.list(QStringList{QStringLiteral("*me"), QStringLiteral("third")});
            rig.list(QStringList{QStringLiteral("*me"), QStringLiteral("other"), QStringLiteral("third")});
        },
        "me other:ended_elsewhere third:ended_elsewhere"); // whoever ended it the second time
}

void TstSessionBook::whatVanishedHasACause()
{
    QFETCH(const Act, act);
    QFETCH(const QString, words);
    SessionRig rig;
    const QStringList all{QStringLiteral("*me"), QStringLiteral("other"), QStringLiteral("third")};
    QCOMPARE(wordsOf(rig.list(all)), split("me other third"));
    act(rig);
    QStringList found = wordsOf(rig.list(QStringList{QStringLiteral("*me")}));
    if (found.value(1).startsWith(QLatin1String("third:")) && words.startsWith(QLatin1String("me other")))
        found.move(1, 2); // both ended at the same time
    QCOMPARE(found.join(u' '), words);
    QCOMPARE(wordsOf(rig.list(all)).join(u' '), QStringLiteral("me other third")); // all alive again
}

void TstSessionBook::theEndIsWhenItWas()
{
    SessionRig rig;
    const QDateTime start = rig.clock.now();
    model::Session expiring = SessionRig::session(QStringLiteral("expiring"));
    expiring.expiresAt = start.addSecs(300);
    rig.list({expiring, SessionRig::session(QStringLiteral("here")), SessionRig::session(QStringLiteral("elsewhere"))});
    rig.clock.advance(std::chrono::minutes(10));
    rig.book->endedHere(SessionRig::ada(), {model::SessionId(QStringLiteral("here"))});
    QVERIFY(answerOf(rig.book->markVisited(SessionRig::ada())).ok()); // the time is taken when it is asked for
    rig.clock.advance(std::chrono::minutes(10));
    const KnownSessions known = rig.list(QStringList());
    QCOMPARE(wordsOf(known), split("elsewhere:ended_elsewhere here:signed_out_here expiring:expired"));
    QCOMPARE(known.sessions.at(0).session.endedAt, start.addSecs(1200));
    QCOMPARE(known.sessions.at(1).session.endedAt, start.addSecs(600));
    QCOMPARE(known.sessions.at(2).session.endedAt, start.addSecs(300));
    for (const KnownSession &one : known.sessions)
        QCOMPARE(one.firstSeenAt, start);
    QCOMPARE(known.lastVisitAt, start.addSecs(600));
}

void TstSessionBook::theBackendsOwnEndWins()
{
    SessionRig rig;
    model::Session session = SessionRig::session(QStringLiteral("s"));
    rig.list({session});
    rig.list(QList<model::Session>{}); // ended, as far as we can tell
    session.endedAt = rig.clock.now().addSecs(-3600);
    session.cause = QStringLiteral("admin_said_so");
    const KnownSessions listed = rig.list({session});
    QCOMPARE(wordsOf(listed), split("s:admin_said_so"));
    QCOMPARE(listed.sessions.first().session, session); // its id as well
    const KnownSessions after = rig.list(QList<model::Session>{});
    QCOMPARE(wordsOf(after), split("s:admin_said_so"));
    QCOMPARE(after.sessions.first().session.endedAt, session.endedAt);
    QVERIFY(after.sessions.first().session.id.isEmpty());
    // One that it ended without a word, and we know why.
    model::Session other = SessionRig::session(QStringLiteral("t"));
    rig.list({other});
    rig.book->endedHere(SessionRig::ada(), {other.id});
    other.endedAt = rig.clock.now();
    QCOMPARE(wordsOf(rig.list({other})).first(), QStringLiteral("!t:signed_out_here"));
    other.lastUsedAt = rig.clock.now();
    QCOMPARE(wordsOf(rig.list({other})).first(), QStringLiteral("!t:signed_out_here"));
}

void TstSessionBook::anEndedOneIsAsItWasListedLast()
{
    SessionRig rig;
    model::Session session = SessionRig::session(QStringLiteral("s"));
    session.app = QStringLiteral("Browser");
    session.appVersion = QStringLiteral("1");
    session.system = QStringLiteral("Linux");
    session.ip = QStringLiteral("192.0.2.1");
    session.place = QStringLiteral("Berlin");
    rig.list({session});
    session.appVersion = QStringLiteral("2");
    session.lastUsedAt = rig.clock.now();
    rig.list({session});
    rig.restart();
    const KnownSession ended = rig.list(QList<model::Session>{}).sessions.value(0);
    model::Session expected = session;
    expected.id = {};
    expected.endedAt = rig.clock.now();
    expected.cause = QStringLiteral("ended_elsewhere");
    QCOMPARE(ended.session, expected);
}

void TstSessionBook::aliveOnesStandAsListedAndEndedOnesByTheirEnd()
{
    SessionRig rig;
    rig.list(split("*c a b x y"));
    rig.clock.advance(std::chrono::hours(1));
    rig.list(split("*c a b y"));
    rig.clock.advance(std::chrono::hours(1));
    model::Session told = SessionRig::session(QStringLiteral("told"));
    told.endedAt = rig.clock.now().addSecs(-1800); // between the two
    told.cause = QStringLiteral("told");
    const QList<model::Session> listed{told, SessionRig::session(QStringLiteral("b")), SessionRig::session(QStringLiteral("c"), true),
                                       SessionRig::session(QStringLiteral("a"))};
    QCOMPARE(wordsOf(rig.list(listed)), split("b c a y:ended_elsewhere !told:told x:ended_elsewhere"));
}

void TstSessionBook::whatIsNewIsWhatCameAfterTheLastVisit_data()
{
    QTest::addColumn<QStringList>("steps"); // `visit`, or what is listed
    QTest::addColumn<QString>("words"); // of the last listing
    const auto row = [](const char *name, const QStringList &steps, const char *words) {
        QTest::newRow(name) << steps << QString::fromLatin1(words);
    };
    row("the first listing", {QStringLiteral("*a b")}, "a b");
    row("a first listing of nothing", {QStringLiteral("-"), QStringLiteral("a")}, "!a");
    row("one that came", {QStringLiteral("*a b"), QStringLiteral("*a b c")}, "a b !c");
    row("until it was seen", {QStringLiteral("*a b"), QStringLiteral("*a b c"), QStringLiteral("visit"), QStringLiteral("*a b c d")}, "a b c !d");
    row("a visit before it came", {QStringLiteral("*a b"), QStringLiteral("visit"), QStringLiteral("*a b c")}, "a b !c");
    row("a visit before anything was listed", {QStringLiteral("visit"), QStringLiteral("*a b"), QStringLiteral("*a b c")}, "a b !c");
    row("our own", {QStringLiteral("*a b"), QStringLiteral("*c b")}, "c b a:ended_elsewhere");
    row("our own of before", {QStringLiteral("*a"), QStringLiteral("a *c"), QStringLiteral("*a c")}, "a c");
    row("one that came and went", {QStringLiteral("*a"), QStringLiteral("*a b"), QStringLiteral("*a")}, "a !b:ended_elsewhere");
    row("one that came back", {QStringLiteral("*a b"), QStringLiteral("*a"), QStringLiteral("*a b")}, "a b");
}

void TstSessionBook::whatIsNewIsWhatCameAfterTheLastVisit()
{
    QFETCH(const QStringList, steps);
    QFETCH(const QString, words);
    SessionRig rig;
    KnownSessions last;
    for (const QString &step : steps) {
        rig.clock.advance(std::chrono::seconds(10));
        if (step == QLatin1String("visit"))
            QVERIFY(answerOf(rig.book->markVisited(SessionRig::ada())).ok());
        else
            last = rig.list(step == QLatin1String("-") ? QStringList() : split(step.toLatin1().constData()));
        rig.restart(); // it is all in the file
    }
    QCOMPARE(wordsOf(last).join(u' '), words);
}

void TstSessionBook::aWrongClockMakesNothingNewOrOld()
{
    SessionRig rig;
    rig.list(split("*a"));
    rig.clock.jumpWall(std::chrono::hours(24 * 3650));
    QVERIFY(answerOf(rig.book->markVisited(SessionRig::ada())).ok());
    QCOMPARE(wordsOf(rig.list(split("*a"))), split("a"));
    rig.clock.jumpWall(-std::chrono::hours(24 * 3650));
    QCOMPARE(wordsOf(rig.list(split("*a b"))), split("a !b")); // though the last visit is in the future
}

void TstSessionBook::aLabelIsOneShortLine_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kept");
    QTest::newRow("a name") << QStringLiteral("Phone") << QStringLiteral("Phone");
    QTest::newRow("blanks around it") << QStringLiteral("  Ada's\tphone \n") << QStringLiteral("Ada's phone");
    QTest::newRow("two lines") << QStringLiteral("one\r\ntwo\u2028three") << QStringLiteral("one two three");
    QTest::newRow("an escape") << QStringLiteral("a\u001b[2Jb") << QStringLiteral("a [2Jb");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("blanks alone") << QStringLiteral(" \t\n") << QString();
    QTest::newRow("80 letters") << QString(80, u'x') << QString(80, u'x');
    QTest::newRow("81 letters") << QString(81, u'x') << QString(80, u'x');
    QTest::newRow("a character of two units at the end") << QString(79, u'x') + QStringLiteral("🔑") << QString(79, u'x');
}

void TstSessionBook::aLabelIsOneShortLine()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, kept);
    SessionRig rig;
    const QByteArray key = rig.list(split("a")).sessions.first().key;
    QVERIFY(answerOf(rig.book->setLabel(SessionRig::ada(), key, QStringLiteral("before"))).ok());
    QVERIFY(answerOf(rig.book->setLabel(SessionRig::ada(), key, typed)).ok());
    QCOMPARE(rig.list(split("a")).sessions.first().label, kept);
}

void TstSessionBook::aLabelOutlivesTheSession()
{
    SessionRig rig;
    const QByteArray key = rig.list(split("*a b")).sessions.at(1).key;
    QVERIFY(answerOf(rig.book->setLabel(SessionRig::ada(), key, QStringLiteral("Phone"))).ok());
    QCOMPARE(wordsOf(rig.list(split("*a b"))), split("a b=Phone"));
    QCOMPARE(wordsOf(rig.list(split("*a"))), split("a b=Phone:ended_elsewhere"));
    QCOMPARE(wordsOf(rig.list(split("*a b"))), split("a b=Phone"));
    rig.list(split("*a"));
    QVERIFY(answerOf(rig.book->setLabel(SessionRig::ada(), key, QStringLiteral("Lost"))).ok()); // also when it is over
    QCOMPARE(wordsOf(rig.list(split("*a"))), split("a b=Lost:ended_elsewhere"));
    QVERIFY(answerOf(rig.book->forget(SessionRig::ada())).ok());
    QCOMPARE(wordsOf(rig.list(split("*a b"))), split("a b"));
}

void TstSessionBook::aLabelOfAnUnknownSessionIsAnError()
{
    SessionRig rig;
    const QByteArray key = sessionKey(SessionRig::ada(), model::SessionId(QStringLiteral("x")));
    QCOMPARE(answerOf(rig.book->setLabel(SessionRig::ada(), key, QStringLiteral("X"))).error().code, QStringLiteral("session_not_kept"));
    QVERIFY(!QFile::exists(rig.path()));
    rig.list(split("a"));
    QCOMPARE(answerOf(rig.book->setLabel(SessionRig::ada(), key, QStringLiteral("X"))).error().code, QStringLiteral("session_not_kept"));
}

void TstSessionBook::accountsAreKeptApart()
{
    SessionRig rig;
    rig.list(split("*a b"));
    QCOMPARE(wordsOf(rig.list(split("*a c"), SessionRig::bob())), split("a c"));
    const QByteArray key = rig.list(split("*a b")).sessions.first().key;
    QVERIFY(answerOf(rig.book->setLabel(SessionRig::ada(), key, QStringLiteral("Mine"))).ok());
    QCOMPARE(wordsOf(rig.list(split("*a c"), SessionRig::bob())), split("a c"));
    QVERIFY(answerOf(rig.book->forget(SessionRig::bob())).ok());
    QCOMPARE(wordsOf(rig.list(split("*a b"))), split("a=Mine b"));
}

void TstSessionBook::theKeyIsOfAccountAndId()
{
    const auto key = [](const char *account, const char *id) {
        return sessionKey(model::AccountId(QString::fromLatin1(account)), model::SessionId(QString::fromLatin1(id)));
    };
    QCOMPARE(key("a", "b").size(), 32);
    QCOMPARE(key("a", "b"), key("a", "b"));
    QVERIFY(key("a", "bc") != key("ab", "c"));
    QVERIFY(key("", "ab") != key("ab", ""));
    SessionRig rig;
    QCOMPARE(rig.list(split("b")).sessions.first().key, sessionKey(SessionRig::ada(), model::SessionId(QStringLiteral("b"))));
}

void TstSessionBook::newsAreClaimedOnce()
{
    SessionRig rig;
    rig.list(split("*a"));
    const KnownSessions known = rig.list(split("*a b c"));
    const QList<QByteArray> keys{known.sessions.at(1).key, known.sessions.at(2).key, QByteArray("nobody's")};
    SessionBook second(rig.clock, rig.path());
    QCOMPARE(answerOf(second.claimNews(SessionRig::ada(), keys.mid(0, 1))).value(), keys.mid(0, 1));
    QCOMPARE(answerOf(rig.book->claimNews(SessionRig::ada(), keys)).value(), keys.mid(1, 1));
    QCOMPARE(answerOf(second.claimNews(SessionRig::ada(), keys)).value(), QList<QByteArray>());
}

void TstSessionBook::onlyWhatCameOrWentIsTold()
{
    SessionRig rig;
    QSignalSpy changed(rig.book.get(), &SessionBook::changed);
    const auto told = [&changed] {
        QCoreApplication::processEvents();
        return std::exchange(static_cast<QList<QList<QVariant>> &>(changed), {}).size();
    };
    const KnownSessions known = rig.list(split("*a b"));
    QCOMPARE(told(), 1);
    model::Session used = SessionRig::session(QStringLiteral("a"), true);
    used.lastUsedAt = rig.clock.now();
    rig.list({used, SessionRig::session(QStringLiteral("b"))});
    QCOMPARE(told(), 0); // else whoever lists in answer to it would never come to rest
    rig.list(split("*a"));
    QCOMPARE(told(), 1);
    rig.list(split("*a b"));
    QCOMPARE(told(), 1);
    QVERIFY(answerOf(rig.book->setLabel(SessionRig::ada(), known.sessions.first().key, QStringLiteral("A"))).ok());
    QCOMPARE(told(), 1);
    QVERIFY(answerOf(rig.book->markVisited(SessionRig::ada())).ok());
    QCOMPARE(told(), 1);
}

void TstSessionBook::theSameIdTwiceIsOneSession()
{
    SessionRig rig;
    QCOMPARE(wordsOf(rig.list(split("a a"))), split("a a")); // shown as it is listed
    QCOMPARE(wordsOf(rig.list(split("b"))), split("!b a:ended_elsewhere"));
}

} // namespace keyturn::history

using keyturn::history::TstSessionBook;
KEYTURN_TEST(TstSessionBook)
#include "tst_sessionbook.moc"
