// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/store.h"
#include "core/secret.h"

namespace keyturn::backend {

/// What Redis holds of one session: `<clock> <user> <MAC> <JSON>`. The first two are for the scripts of SharedSessions, the MAC is over all of it:
/// whoever can write into Redis still signs nobody in.
struct SessionEntry {
    QString sessionId;
    QByteArray clock; ///< Digits: how much had been changed when the database was asked; see SharedSessions.
    qint64 deadline = 0; ///< Milliseconds since the epoch by Redis's clock: not believed from then on, whatever Redis still has.
    std::optional<LiveSession> live = {}; ///< Nothing: it has ended.

    /// Empty where it would be longer than an entry may be.
    [[nodiscard]] QByteArray sealed(const core::Secret &key) const;
    /// The entry that @p text is where it is one of @p sessionId, made with @p key, and believed at @p now.
    [[nodiscard]] static std::optional<SessionEntry> opened(const QByteArray &text, const QString &sessionId, qint64 now, const core::Secret &key);
};

/// What Redis holds of a session's cookie: `<session> <MAC>`, of its SHA-256. That never changes.
[[nodiscard]] QByteArray sealedCookie(const QByteArray &cookieHash, const QString &sessionId, const core::Secret &key);
/// The session's id, or nothing where @p text is no such thing.
[[nodiscard]] std::optional<QString> openedCookie(const QByteArray &text, const QByteArray &cookieHash, const core::Secret &key);

} // namespace keyturn::backend
