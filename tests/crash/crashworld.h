// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crash/triplog.h"
#include "e2e/support/world.h"

#include <QStringList>

namespace keyturn::crash {

/// What a run of keyturn-cli left, with what it did.
struct TrippedRun {
    e2e::Finished finished;
    TripLog log;
    QByteArray lines; ///< The log as it is, with the contents where those are recorded.
    [[nodiscard]] bool isKilled() const { return finished.status < 0; }
};

/// A person's machine with a backend and a few accounts that are signed in, and keyturn-cli under a tripwire.
class CrashWorld
{
public:
    /// @p graceSeconds in which the backend gives a spent refresh token's successor again; 0: never.
    explicit CrashWorld(int graceSeconds, int people = 3);

    [[nodiscard]] bool isReady() const { return m_isReady; }
    [[nodiscard]] const QStringList &accounts() const { return m_accounts; }
    [[nodiscard]] QString home() const { return m_world.home(); }

    /// Runs keyturn-cli; @p at is where it ends by kill -9, as KEYTURN_TRIP_AT says it.
    TrippedRun run(const QStringList &arguments, const QString &at = {}, const QByteArray &input = {});
    /// From now on the logs tell what the calls did to the files, too.
    void recordContents() { m_recordsContents = true; }
    /// `token ACCOUNT --force-refresh`.
    TrippedRun renew(const QString &account, const QString &at = {})
    {
        return run({QStringLiteral("token"), account, QStringLiteral("--force-refresh")}, at);
    }
    TrippedRun registerOne(); ///< Somebody new.
    /// Signs in by password as the person who had the account with the number @p person first.
    TrippedRun signIn(qsizetype person, const QString &at = {});
    /// Signs in again; the account's id, or empty.
    QString signInAgain(const QString &account);
    /// The ids that `accounts` lists.
    [[nodiscard]] QStringList listed();
    e2e::Finished cli(const QStringList &arguments) { return m_world.cli(arguments); }

    /// Whether the backend takes @p accessToken.
    [[nodiscard]] bool isTaken(const QByteArray &accessToken) const;
    /// How often, since this was asked last, the backend saw a refresh token used again that it takes no second time.
    [[nodiscard]] double newReuses();
    /// How many entries Keyturn has in the keyring.
    [[nodiscard]] static qsizetype keychainEntries();
    /// Names of files below the home's folder @p folder that match @p pattern.
    [[nodiscard]] QStringList files(const QString &folder, const QString &pattern) const;
    /// Those files were last written @p seconds ago.
    void makeOlder(const QString &folder, const QString &pattern, int seconds) const;

private:
    e2e::World m_world;
    QUrl m_backend;
    bool m_isReady = false;
    bool m_recordsContents = false;
    double m_reuses = 0;
    QStringList m_accounts;
};

} // namespace keyturn::crash
