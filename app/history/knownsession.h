// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "model/session.h"

#include <QByteArray>

#include <optional>

namespace keyturn::history {

/// A session as this computer knows it.
struct KnownSession {
    /// Alive: as listed now. Ended: as last listed, with `endedAt` and `cause`; its `id` is empty where the backend no longer lists it.
    model::Session session;
    QByteArray key; ///< Names it here: a digest of account and id, since an id may be a credential.
    QString label; ///< The person's own name for it; may be empty.
    QDateTime firstSeenAt; ///< UTC; when it was first listed here.
    bool isNew = false; ///< First listed after the last visit; never at the account's first listing, nor the current session.
    /// UTC; of one whose end was only noticed: when it was listed last. It ended after this, and by `endedAt`. Exact to a quarter of an hour.
    QDateTime lastSeenAt = {};
    bool operator==(const KnownSession &) const = default;
};

struct KnownSessions {
    QList<KnownSession> sessions; ///< Alive in the backend's order, then ended ones of the last 28 days, newest end first.
    QDateTime lastVisitAt; ///< UTC; invalid: never visited.
    std::optional<core::Error> notKept = {}; ///< Why none of this could be remembered: then only what is listed now is here.
    /// UTC; of what is remembered alone: when the backend listed it. Invalid: now.
    QDateTime listedAt = {};
    bool operator==(const KnownSessions &) const = default;
};

/// Why a session is over, where the backend does not say.
namespace endcause {
constexpr auto expired = "expired"; ///< When it is no longer listed, its own time is over.
constexpr auto signedOutHere = "signed_out_here";
constexpr auto endedElsewhere = "ended_elsewhere"; ///< It was listed, and is not any more.
} // namespace endcause

/// SHA-256, 32 bytes.
[[nodiscard]] QByteArray sessionKey(const model::AccountId &account, const model::SessionId &id);

/// What is @p listed now and no more, because of @p why.
[[nodiscard]] KnownSessions listedOnly(const model::AccountId &account, const QList<model::Session> &listed, const core::Error &why);

/// Alive ones as they stand, then the ended ones, newest end first.
void sortKnown(QList<KnownSession> &sessions);

} // namespace keyturn::history
