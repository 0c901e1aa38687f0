// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "sessionrig.h"
#include "support/registry.h"

namespace keyturn::history {

using tests::answerOf;
using tests::SessionRig;
using tests::wordsOf;

/// What is known while nobody can be asked, and of the time in which nobody looked.
class TstSessionMemory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatWasListedLastIsRemembered();
    void ofWhatWasNeverListedNothingIs();
    void anEndThatWasOnlyNoticedHasTheLastLookBesideIt();
    void anEndWhoseTimeIsKnownHasNone();
};

void TstSessionMemory::whatWasListedLastIsRemembered()
{
    SessionRig rig;
    rig.list(QStringList{QStringLiteral("*me"), QStringLiteral("other"), QStringLiteral("third")});
    rig.list(QStringList{QStringLiteral("*me"), QStringLiteral("other")});
    const QDateTime listedAt = rig.clock.now();
    rig.restart();
    rig.clock.advance(std::chrono::hours(2));
    const KnownSessions known = answerOf(rig.book->remembered(SessionRig::ada())).value();
    QCOMPARE(wordsOf(known), (QStringList{QStringLiteral("me"), QStringLiteral("other"), QStringLiteral("third:ended_elsewhere")}));
    QCOMPARE(known.listedAt, listedAt);
    QVERIFY(known.sessions.first().session.current);
    for (const KnownSession &one : known.sessions)
        QVERIFY(one.session.id.isEmpty());
    QCOMPARE(known.sessions.at(1).key, sessionKey(SessionRig::ada(), model::SessionId(QStringLiteral("other"))));
}

void TstSessionMemory::ofWhatWasNeverListedNothingIs()
{
    SessionRig rig;
    QCOMPARE(answerOf(rig.book->remembered(SessionRig::ada())).value(), KnownSessions());
    QVERIFY(!QFile::exists(rig.path())); // who only looks makes no file
    rig.list(QStringList{QStringLiteral("*me")});
    QCOMPARE(answerOf(rig.book->remembered(SessionRig::bob())).value(), KnownSessions());
}

void TstSessionMemory::anEndThatWasOnlyNoticedHasTheLastLookBesideIt()
{
    SessionRig rig;
    rig.list(QStringList{QStringLiteral("*me"), QStringLiteral("other")});
    const QDateTime seen = rig.clock.now();
    rig.clock.advance(std::chrono::hours(20));
    const KnownSessions known = rig.list(QStringList{QStringLiteral("*me")});
    QCOMPARE(known.sessions.at(1).lastSeenAt, seen);
    QCOMPARE(known.sessions.at(1).session.endedAt, rig.clock.now());
    rig.clock.advance(std::chrono::hours(1));
    rig.list(QStringList{QStringLiteral("*me"), QStringLiteral("other")}); // it was not gone after all
    const QDateTime seenAgain = rig.clock.now();
    rig.clock.advance(std::chrono::hours(3));
    QCOMPARE(rig.list(QStringList{QStringLiteral("*me")}).sessions.at(1).lastSeenAt, seenAgain);
}

void TstSessionMemory::anEndWhoseTimeIsKnownHasNone()
{
    SessionRig rig;
    rig.list(QStringList{QStringLiteral("*me"), QStringLiteral("other")});
    rig.clock.advance(std::chrono::hours(20));
    rig.book->endedHere(SessionRig::ada(), {model::SessionId(QStringLiteral("other"))});
    const KnownSessions known = rig.list(QStringList{QStringLiteral("*me")});
    QCOMPARE(wordsOf(known).last(), QStringLiteral("other:signed_out_here"));
    QVERIFY(!known.sessions.at(1).lastSeenAt.isValid());
}

} // namespace keyturn::history

using keyturn::history::TstSessionMemory;
KEYTURN_TEST(TstSessionMemory)
#include "tst_sessionmemory.moc"
