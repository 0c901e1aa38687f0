// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "crash/crashworld.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::crash {

/// keyturn-cli is killed (SIGKILL) before and after each call that leaves a trace while it signs in or out, with the real keyring and the real
/// backend. The account is there with its tokens or it is not there, and no tokens are left that nobody knows of.
class TstKilledSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aSignInThatIsKilledIsWholeOrNothing();
    void aSignOutThatIsKilledCanBeDoneAgain();

private:
    /// The moments of @p run from asking for the account's lock to giving it back, but for what goes into trace and history.
    [[nodiscard]] static QList<Moment> underTheLock(const TrippedRun &run);
    /// Somebody else's renewal: the next program that starts, which tidies up. Whoever died while making a lock has been dead for a while by then.
    void nextProgram();
    [[nodiscard]] qsizetype entries() const { return CrashWorld::keychainEntries() - m_ofOthers; }
    /// The account that is not the other one's; empty where there is none.
    [[nodiscard]] QString account();
    void signOut();

    std::unique_ptr<CrashWorld> m_world;
    QString m_other;
    qsizetype m_ofOthers = 0; ///< Entries in the keyring that a machine of before left there.
};

void TstKilledSignIn::init()
{
    m_world.reset();
    m_ofOthers = CrashWorld::keychainEntries();
    m_world = std::make_unique<CrashWorld>(120, 2);
    QVERIFY(m_world->isReady());
    m_other = m_world->accounts().at(1);
}

QList<Moment> TstKilledSignIn::underTheLock(const TrippedRun &run)
{
    const qsizetype first = run.log.indexOf(QStringLiteral("> create state/locks/ID.lock#1"));
    const qsizetype last = run.log.indexOf(QStringLiteral("< remove state/locks/ID.lock#1"));
    QList<Moment> moments = first < 0 ? QList<Moment>() : run.log.moments().mid(first, last - first);
    moments.removeIf([](const Moment &moment) { return moment.at.contains(QLatin1String(".sqlite")); });
    return moments;
}

void TstKilledSignIn::nextProgram()
{
    for (const char *folder : {"state/locks", "data"})
        m_world->makeOlder(QString::fromLatin1(folder), QStringLiteral("*.lock"), 601);
    const TrippedRun run = m_world->renew(m_other);
    QVERIFY2(run.finished.status == 0, run.finished.err.constData());
}

QString TstKilledSignIn::account()
{
    QStringList listed = m_world->listed();
    return listed.removeAll(m_other) == 1 ? listed.value(0) : QStringLiteral("the other account is gone");
}

void TstKilledSignIn::signOut()
{
    if (const QString there = account(); !there.isEmpty())
        QCOMPARE(m_world->cli({QStringLiteral("sign-out"), there}).status, 0);
    QCOMPARE(m_world->listed(), QStringList{m_other});
    QCOMPARE(entries(), 1);
}

void TstKilledSignIn::aSignInThatIsKilledIsWholeOrNothing()
{
    signOut();
    const QList<Moment> moments = underTheLock(m_world->signIn(0));
    QVERIFY(moments.size() > 20);
    int kept = 0;
    for (const Moment &moment : moments) {
        signOut();
        if (!m_world->signIn(0, moment.at).isKilled())
            continue; // it came otherwise this time
        nextProgram();
        if (const QString there = account(); !there.isEmpty()) {
            ++kept;
            const TrippedRun renewal = m_world->renew(there);
            QVERIFY2(renewal.finished.status == 0 && m_world->isTaken(renewal.finished.out), qPrintable(moment.at));
        }
        QVERIFY2(entries() == m_world->listed().size(), qPrintable(moment.at));
        QVERIFY2(m_world->files(QStringLiteral("state/rotation"), QStringLiteral("*.json")).isEmpty(), qPrintable(moment.at));
        if (QTest::currentTestFailed())
            return qWarning("killed at %s", qPrintable(moment.at));
    }
    QVERIFY(kept > 0 && kept < moments.size()); // both were seen
}

void TstKilledSignIn::aSignOutThatIsKilledCanBeDoneAgain()
{
    const auto signOutAt = [this](const QString &at) { return m_world->run({QStringLiteral("sign-out"), account()}, at); };
    const QList<Moment> moments = underTheLock(signOutAt({}));
    QVERIFY(moments.size() > 20);
    for (const Moment &moment : moments) {
        QCOMPARE(m_world->signIn(0).finished.status, 0);
        if (!signOutAt(moment.at).isKilled())
            continue; // it came otherwise this time
        nextProgram();
        signOut();
        if (QTest::currentTestFailed())
            return qWarning("killed at %s", qPrintable(moment.at));
    }
}

} // namespace keyturn::crash

using keyturn::crash::TstKilledSignIn;
KEYTURN_TEST(TstKilledSignIn)
#include "tst_killedsignin.moc"
