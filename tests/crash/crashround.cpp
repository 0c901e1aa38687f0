// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "crash/crashround.h"

#include "storage/accountstore.h"

#include <QRegularExpression>

namespace keyturn::crash {

namespace {

constexpr int signInNeeded = 3; // exit status

/// The file was made, and did not yet say whose it is: for two seconds nobody can tell this from a lock that is just being taken.
bool isHalfMadeLock(const TripLog &log, const QString &file)
{
    return log.count(QLatin1String("create ") + file) > log.count(QLatin1String("sync ") + file)
        && !log.has(QLatin1String("< write ") + file + QLatin1String("#1"));
}

} // namespace

Round::Round(CrashWorld &world, QString account, bool hasGrace) : m_world(world), m_account(std::move(account)), m_hasGrace(hasGrace) { }

void Round::blame(const QString &fault)
{
    if (m_fault.isEmpty())
        m_fault = fault;
}

void Round::blame(const QString &fault, const TrippedRun &run)
{
    blame(fault + QStringLiteral(": status %1, %2 (%3)").arg(run.finished.status).arg(QString::fromUtf8(run.finished.err.trimmed()), run.log.end()));
}

TrippedRun Round::tripped(const QString &place)
{
    TrippedRun run = m_world.renew(m_account, place);
    m_places.append(place);
    if (!run.isKilled() && run.finished.status != 0 && !(m_mayAsk && run.finished.status == signInNeeded))
        blame(QStringLiteral("the renewal failed before it could be killed"), run);
    if (run.isKilled() && run.log.mayHaveLostAnAnswer() && !m_hasGrace)
        m_mayAsk = true;
    return run;
}

void Round::killFirst(const QString &place)
{
    m_isTwice = tripped(place).isKilled();
}

Arrow Round::kill(const QString &place)
{
    const TrippedRun run = tripped(place);
    if (!run.isKilled())
        return Arrow::None;
    const QString lock = QStringLiteral("state/locks/ID.lock");
    m_heldTheLock = run.log.reached() != Arrow::None && run.log.reached() != Arrow::Done;
    m_leftHalfALock = isHalfMadeLock(run.log, lock);
    return run.log.reached();
}

void Round::goOn(bool look)
{
    if (look)
        follow({QStringLiteral("token"), m_account});
    if (m_fault.isEmpty() && !m_hasAsked)
        follow({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")});
    if (m_fault.isEmpty() && m_hasAsked)
        answerTheQuestion();
    if (m_fault.isEmpty())
        checkWhatIsLeft();
}

void Round::follow(const QStringList &arguments)
{
    const TrippedRun run = m_world.run(arguments);
    if (m_heldTheLock && run.log.lockTime() >= 0) {
        m_heldTheLock = false;
        m_lockTime = run.log.lockTime();
        // Found taken once, and then taken over: nobody waits for it to grow old.
        if (!m_leftHalfALock && run.log.count(QStringLiteral("no open state/locks/ID.lock")) > 1)
            blame(QStringLiteral("the lock of who was killed was waited for"), run);
    }
    if (run.finished.status == signInNeeded && m_mayAsk) {
        m_hasAsked = true;
        return;
    }
    if (run.finished.status != 0)
        return blame(QStringLiteral("no token came"), run);
    // Killed twice, the second time between the backend's no and its being noted: the token of before still has time by its own word.
    const bool mayBeRevoked = m_mayAsk && m_isTwice && !run.log.has(QStringLiteral("> send tcp#1"));
    if (!mayBeRevoked && !m_world.isTaken(run.finished.out))
        blame(QStringLiteral("the backend refuses the token"), run);
}

/// It was asked to sign in again: the account still stands, nobody asks the backend again, and after a sign-in all is well.
void Round::answerTheQuestion()
{
    const TrippedRun again = m_world.run({QStringLiteral("token"), m_account});
    if (again.finished.status != signInNeeded || again.log.has(QStringLiteral("> send tcp#1")))
        return blame(QStringLiteral("a loop: the backend is asked after it said no"), again);
    const core::Result<model::Account> record = storage::AccountStore(m_world.home() + QStringLiteral("/data")).find(model::AccountId(m_account));
    if (!record.ok() || !std::holds_alternative<model::SignInNeeded>(record->standing))
        return blame(QStringLiteral("the account does not stand as one to sign in again"));
    if (m_world.signInAgain(m_account) != m_account)
        return blame(QStringLiteral("signing in again brings another account, or none"));
    m_mayAsk = false;
    follow({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")});
    m_mayAsk = true;
}

void Round::checkWhatIsLeft()
{
    const double reuses = m_world.newReuses();
    if (reuses > 0 && !m_mayAsk)
        blame(QStringLiteral("a refresh token was used again %1 times, and no answer was lost").arg(reuses));
    const core::Result<QList<model::Account>> accounts = storage::AccountStore(m_world.home() + QStringLiteral("/data")).load();
    if (!accounts.ok() || accounts->size() != m_world.accounts().size())
        return blame(QStringLiteral("an account is lost"));
    for (const model::Account &account : *accounts) {
        if (!m_world.accounts().contains(account.id.toString()) || !std::holds_alternative<model::SignedIn>(account.standing))
            blame(QStringLiteral("the account %1 is not signed in").arg(account.id.toString()));
    }
    if (const qsizetype entries = CrashWorld::keychainEntries(); entries != m_world.accounts().size())
        blame(QStringLiteral("there are %1 entries in the keychain").arg(entries));
    for (const char *folder : {"state/rotation", "state/locks"}) {
        const QStringList left =
            m_world.files(QString::fromLatin1(folder), QStringLiteral("*")).filter(QRegularExpression(QStringLiteral("\\.(json|lock)$")));
        if (!left.isEmpty())
            blame(QStringLiteral("%1 is left in %2").arg(left.join(QStringLiteral(", ")), QString::fromLatin1(folder)));
    }
}

} // namespace keyturn::crash
