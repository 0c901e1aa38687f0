// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/accesskeys.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <memory>
#include <mutex>
#include <optional>

namespace keyturn::backend {

/// What an access token says: who, in which session.
struct AccessClaims {
    QString userId;
    QString sessionId;
    bool operator==(const AccessClaims &) const = default;
};

/// Access tokens whose signature was found good a while ago: a client sends the same one for minutes, and the check costs more than all the rest
/// of its request. Neither a token's end nor that of its session is decided here. Tokens stand as SHA-256 alone. Bounded; safe from any thread.
class VerifiedTokens
{
public:
    struct Entry {
        AccessClaims claims;
        qint64 expires = 0; ///< NumericDate
        std::shared_ptr<const AccessKeys> keys; ///< Those that it was verified by; with other ones in force it is verified anew.
    };
    /// Nothing for a token that is not known, has ended by @p now (NumericDate) or was verified by other keys than @p keys.
    [[nodiscard]] std::optional<AccessClaims> find(const QByteArray &token, const std::shared_ptr<const AccessKeys> &keys, qint64 now) const;
    void add(const QByteArray &token, Entry entry);

private:
    mutable std::mutex m_mutex;
    /// Where the young ones fill up, they become the old ones, and those that were old are forgotten: what is used comes back.
    QHash<QByteArray, Entry> m_young;
    QHash<QByteArray, Entry> m_old;
};

} // namespace keyturn::backend
