// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crash/crashworld.h"

namespace keyturn::crash {

/// One renewal that is killed, and what comes after it. The first promise that is broken is its fault.
class Round
{
public:
    Round(CrashWorld &world, QString account, bool hasGrace);

    /// A renewal that is killed at @p place; should it not come to that, it ends by itself, as well as it can.
    void killFirst(const QString &place);
    /// The renewal that the round is about; answers the arrow in which it was killed, None where it was not.
    Arrow kill(const QString &place);
    /// What follows is undisturbed. @p look: first a token is asked for that may still be the one of before.
    void goOn(bool look);

    [[nodiscard]] const QString &fault() const { return m_fault; }
    [[nodiscard]] const QStringList &places() const { return m_places; }
    [[nodiscard]] bool isTwice() const { return m_isTwice; }
    [[nodiscard]] bool hasAsked() const { return m_hasAsked; }
    /// How long the next run took to get the lock, microseconds; -1: it was not held by whoever was killed.
    [[nodiscard]] qint64 lockTime() const { return m_lockTime; }
    [[nodiscard]] bool leftHalfALock() const { return m_leftHalfALock; }

private:
    TrippedRun tripped(const QString &place);
    /// A run that nobody kills: a token that the backend takes, or the question.
    void follow(const QStringList &arguments);
    void answerTheQuestion();
    void checkWhatIsLeft();
    void blame(const QString &fault, const TrippedRun &run);
    void blame(const QString &fault);

    CrashWorld &m_world;
    QString m_account;
    bool m_hasGrace;
    QString m_fault;
    QStringList m_places;
    bool m_isTwice = false;
    bool m_mayAsk = false; ///< An answer of the backend may be lost, which gives none a second time.
    bool m_hasAsked = false;
    bool m_heldTheLock = false;
    bool m_leftHalfALock = false;
    qint64 m_lockTime = -1;
};

/// What came of the rounds of one arrow.
struct Tally {
    int rounds = 0;
    int twice = 0;
    int asked = 0;
    QList<qint64> lockTimes; ///< Microseconds.
    QList<qint64> halfMadeLockTimes;

    void add(const Round &round)
    {
        ++rounds;
        twice += round.isTwice() ? 1 : 0;
        asked += round.hasAsked() ? 1 : 0;
        if (round.lockTime() >= 0)
            (round.leftHalfALock() ? halfMadeLockTimes : lockTimes).append(round.lockTime());
    }
};

} // namespace keyturn::crash
