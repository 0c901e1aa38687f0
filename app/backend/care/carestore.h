// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/session/sessionchanges.h"
#include "backend/sql/sqldatabase.h"
#include "backend/store.h"

namespace keyturn::backend {

/// What a mailed code is good for.
namespace mailpurpose {
constexpr auto resetPassword = "reset_password";
constexpr auto verifyEmail = "verify_email";
constexpr auto notice = "notice"; ///< None: a mail without a code, counted by one.
} // namespace mailpurpose

/// Mailed codes, second factors and passwords that wait for one. Every verb is one transaction; safe from any thread. Errors are Storage. Codes and
/// challenges stand as SHA-256 alone; the secret of a second factor has to be read to be compared with, and stands as it is in the database, which
/// its owner alone can read.
class CareStore
{
public:
    /// Both must outlive it. @p changes: nothing where nobody but the database knows sessions.
    explicit CareStore(SqlDatabase &database, SessionChanges *changes = nullptr) : m_database(database), m_changes(changes) { }

    [[nodiscard]] core::Result<std::optional<User>> userOf(const QString &email);
    /// Of a user who is there.
    [[nodiscard]] core::Result<QByteArray> passwordHash(const QString &userId);
    /// And nothing that was begun with the old one goes on: mailed codes for a new one, another e-mail address, challenges.
    [[nodiscard]] core::Result<void> setPassword(const QString &userId, const QByteArray &passwordHash);

    /// false: as many as a person may have at a time are out already.
    [[nodiscard]] core::Result<bool> addMailedCode(const QByteArray &hash, const QString &userId, const char *purpose, Instant now,
                                                   Instant expiresAt);
    /// Whom the code is for; it stays good.
    [[nodiscard]] core::Result<std::optional<User>> ownerOfCode(const QByteArray &hash, const char *purpose, Instant now);
    /// The same, and it is spent.
    [[nodiscard]] core::Result<std::optional<QString>> spendCode(const QByteArray &hash, const char *purpose, Instant now);
    /// Spends a code for a new password, sets it, and ends every session. nullopt: the code is not good (any more).
    [[nodiscard]] core::Result<std::optional<QString>> resetPassword(const QByteArray &codeHash, const QByteArray &passwordHash, Instant now);

    [[nodiscard]] core::Result<bool> isVerified(const QString &userId);
    [[nodiscard]] core::Result<void> setVerified(const QString &userId, Instant now);

    struct SecondFactor {
        QByteArray secret;
        bool on = false; ///< false: set up, and not confirmed yet.
        int recoveryCodes = 0; ///< Left.
    };
    [[nodiscard]] core::Result<std::optional<SecondFactor>> secondFactor(const QString &userId);
    /// In place of one that was not confirmed. false: there is one that is on.
    [[nodiscard]] core::Result<bool> setUp(const QString &userId, const QByteArray &secret);
    /// With the step of the code that confirmed it. false: there is nothing to confirm.
    [[nodiscard]] core::Result<bool> confirm(const QString &userId, qint64 step, const QList<QByteArray> &recoveryHashes, Instant now);
    [[nodiscard]] core::Result<void> removeSecondFactor(const QString &userId);
    /// RFC 6238 §5.2: a code is taken once. false: this step's, or a later one's, was taken before.
    [[nodiscard]] core::Result<bool> spendStep(const QString &userId, qint64 step);
    [[nodiscard]] core::Result<bool> spendRecoveryCode(const QString &userId, const QByteArray &hash);

    /// nullopt: added. Else how long the person has to wait, for too many codes were tried of late.
    [[nodiscard]] core::Result<std::optional<std::chrono::seconds>> addChallenge(const QByteArray &hash, const QString &userId, Instant now,
                                                                                 Instant expiresAt);
    /// Whose it is, and one try less is left; nullopt: unknown, run out, or tried too often.
    [[nodiscard]] core::Result<std::optional<User>> tryChallenge(const QByteArray &hash, Instant now);
    /// false: somebody was faster.
    [[nodiscard]] core::Result<bool> passChallenge(const QByteArray &hash);

    /// Forgets what ran out before @p before.
    [[nodiscard]] core::Result<void> purge(Instant before);

private:
    SqlDatabase &m_database;
    SessionChanges *m_changes;
};

} // namespace keyturn::backend
