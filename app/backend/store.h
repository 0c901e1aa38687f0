// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/instant.h"
#include "backend/paging.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace keyturn::backend {

struct User {
    QString id;
    QString email; ///< Normalised.
    QString name;
    QString role; ///< user, admin
    Instant createdAt;
    bool operator==(const User &) const = default;
};

/// What the client said about itself when it signed in, and where from. Untrusted.
struct Client {
    QString device;
    QString userAgent;
    QString ip;
    bool operator==(const Client &) const = default;
};

/// One sign-in of a user, and the family of refresh tokens that it has.
struct Session {
    QString id;
    QString userId;
    Client client;
    Instant createdAt;
    Instant lastUsedAt;
    Instant expiresAt; ///< Of the newest refresh token; of a session behind a cookie, if it is not used.
    Instant chainEndsAt; ///< The absolute end, however often it is refreshed.
    bool operator==(const Session &) const = default;
};

/// Why a session is over.
namespace endcause {
constexpr auto signedOut = "signed_out";
constexpr auto revoked = "revoked";
constexpr auto replaced = "replaced"; ///< By a new sign-in of the same browser.
constexpr auto passwordChanged = "password_changed";
constexpr auto reuseDetected = "reuse_detected";
constexpr auto disabled = "disabled"; ///< With everything of whom an administrator keeps out.
constexpr auto claimed = "claimed"; ///< By the one whose the e-mail address proved to be.
} // namespace endcause

/// One use of a refresh token: what to look for, and what to put in its place.
struct Rotation {
    QByteArray spent; ///< SHA-256 of the token presented.
    QByteArray successor; ///< SHA-256 of the token to come.
    QByteArray sealedSuccessor; ///< See sealSuccessor().
    Instant now;
    std::chrono::seconds life{}; ///< Of the successor; the chain's end may cut it.
    std::chrono::seconds grace{}; ///< 0: none.
};

struct RotationOutcome {
    enum class Kind {
        Rotated, ///< The successor offered is the live token now.
        Grace, ///< Spent a moment ago: `sealedSuccessor` holds the one that was given then, still unspent.
        Reused, ///< Spent before: the family is revoked now.
        Expired,
        Revoked, ///< The session was ended.
        Unknown,
    };
    Kind kind = Kind::Unknown;
    QString sessionId; ///< Empty for Unknown.
    std::optional<User> user = {}; ///< For Rotated and Grace.
    Instant expiresAt = {}; ///< Of the successor.
    QByteArray sealedSuccessor = {}; ///< For Grace.
};

struct LiveSession {
    User user;
    Session session;
};

/// How often a use is noted: a read must not cost a write each time.
constexpr std::chrono::minutes useResolution(1);

/// Users, sessions and refresh tokens. Every verb is one transaction; safe from any thread. Errors are Storage (`database_failed`, and what a verb
/// names); nothing of a failed verb is kept.
class Store
{
public:
    virtual ~Store() = default;

    /// Storage `email_taken` where somebody has the address.
    [[nodiscard]] virtual core::Result<void> addUser(const User &user, const QByteArray &passwordHash) = 0;
    struct PasswordRecord {
        User user;
        QByteArray hash;
        bool disabled = false;
    };
    [[nodiscard]] virtual core::Result<std::optional<PasswordRecord>> passwordOf(const QString &email) = 0;

    /// Puts @p to in the place of @p from; nothing happens where the password is another one by now.
    [[nodiscard]] virtual core::Result<void> replacePasswordHash(const QString &userId, const QByteArray &from, const QByteArray &to) = 0;

    /// Rejected `account_disabled` where the user is disabled, or gone.
    [[nodiscard]] virtual core::Result<void> addSession(const Session &session, const QByteArray &refreshTokenHash) = 0;
    [[nodiscard]] virtual core::Result<RotationOutcome> rotate(const Rotation &rotation) = 0;
    /// The session and its user where it is alive at @p now. Notes the use, at most once a minute: a read must not cost a write each time.
    [[nodiscard]] virtual core::Result<std::optional<LiveSession>> useSession(const QString &sessionId, Instant now) = 0;
    /// Ends the session that a refresh token, live or spent, belongs to; nothing happens where there is none.
    [[nodiscard]] virtual core::Result<void> endSessionOfToken(const QByteArray &refreshTokenHash, const char *cause, Instant now) = 0;
    /// Alive ones, newest first.
    [[nodiscard]] virtual core::Result<Paged<Session>> sessionsOf(const QString &userId, Instant now, const Page &page) = 0;
    /// Whether there was such a live session of that user.
    [[nodiscard]] virtual core::Result<bool> endSession(const QString &userId, const QString &sessionId, const char *cause, Instant now) = 0;
    /// All of the user's but @p exceptSessionId (empty: all); how many.
    [[nodiscard]] virtual core::Result<int> endSessions(const QString &userId, const QString &exceptSessionId, const char *cause, Instant now) = 0;
    /// Forgets sessions that ended or expired before @p before, with their tokens.
    [[nodiscard]] virtual core::Result<void> purge(Instant before) = 0;
    /// A session behind a cookie; with it ends the one that the client's cookie was for so far, where there is one.
    [[nodiscard]] virtual core::Result<void> addCookieSession(const Session &session, const QByteArray &cookieHash,
                                                              const QByteArray &replacedHash) = 0;
    /// The session of a cookie and its user where it is alive at @p now. Notes the use, at most once a minute, and then moves its end to @p idle from
    /// now, not beyond `chainEndsAt`.
    [[nodiscard]] virtual core::Result<std::optional<LiveSession>> useCookie(const QByteArray &cookieHash, Instant now,
                                                                             std::chrono::seconds idle) = 0;
    /// Whether the data can be reached.
    [[nodiscard]] virtual core::Result<void> ping() = 0;
    /// The session, ended or not, that a refresh token, live or spent, belongs to; empty where there is none.
    [[nodiscard]] virtual core::Result<QString> sessionOfToken(const QByteArray &refreshTokenHash) = 0;
};

} // namespace keyturn::backend
