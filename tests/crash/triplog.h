// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace keyturn::crash {

/// One line of a tripwire's log: a call that begins, or one that has returned.
struct Moment {
    qint64 time = 0; ///< Microseconds of a clock that only goes forward.
    QString at; ///< "> LABEL#N" or "< LABEL#N": what KEYTURN_TRIP_AT takes.
};

/// An arrow of the crash-safe order, by its number in the list of faults.
enum class Arrow {
    None = 0, ///< Before the lock was asked for.
    LockJournal = 99,
    JournalPost = 100,
    PostWrite = 101,
    WriteCommit = 102,
    CommitRemove = 103,
    RemoveEnd = 104,
    Done = 105, ///< The lock was given back.
};

/// What a run of keyturn-cli did, call by call.
class TripLog
{
public:
    TripLog() = default;
    explicit TripLog(const QByteArray &lines);

    [[nodiscard]] const QList<Moment> &moments() const { return m_moments; }
    [[nodiscard]] qsizetype indexOf(const QString &at) const; ///< -1: it did not come to that.
    [[nodiscard]] bool has(const QString &at) const { return indexOf(at) >= 0; }
    /// How many calls began whose label is @p label.
    [[nodiscard]] qsizetype count(const QString &label) const;
    /// The arrow that the run ended in.
    [[nodiscard]] Arrow reached() const;
    /// The moments in which it was on the way of @p arrow.
    [[nodiscard]] QList<Moment> within(Arrow arrow) const;

    /// The backend may have got the refresh token, and the keychain has not surely taken what it answered.
    [[nodiscard]] bool mayHaveLostAnAnswer() const;
    /// From asking for the account's lock to having it, microseconds; -1 where it never had it.
    [[nodiscard]] qint64 lockTime() const;
    [[nodiscard]] QString end() const; ///< The last lines, for a message.

private:
    /// Where each arrow that it came to begins, in their order.
    [[nodiscard]] QList<qsizetype> beginnings() const;
    QList<Moment> m_moments;
};

} // namespace keyturn::crash
