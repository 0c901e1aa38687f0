// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/ids.h"

#include <QList>
#include <QString>

#include <optional>

namespace keyturn::tokens {

/// A rotation that was begun and not seen to its end: the generation that was spent (0: none, a first sign-in), and the one that its answer goes
/// to. The refresh token of `spent` may have been delivered to the backend.
struct PendingRotation {
    quint64 spent = 0;
    quint64 next = 0;
    bool discard = false; ///< Slot `next` holds tokens that were given back to the backend: it is to be removed, not to be used.
    bool operator==(const PendingRotation &) const = default;
};

/// One small file per account, synced before the refresh token is spent: after a crash it tells that slot `next` may hold the only good token. Holds
/// no secret. What another secret store's slots are about is neither seen nor touched: this one cannot mend it.
class RotationJournal
{
public:
    /// @p store names the secret store whose slots the generations are.
    explicit RotationJournal(QString directory, QString store = {}) : m_directory(std::move(directory)), m_store(std::move(store)) { }

    [[nodiscard]] core::Result<void> begin(const model::AccountId &id, const PendingRotation &rotation) const;
    [[nodiscard]] core::Result<void> finish(const model::AccountId &id) const;
    /// nullopt where no rotation is pending. A file that is there and cannot be read counts as one from @p recorded, the record's generation: to look
    /// into one slot too many costs nothing, to spend a token twice ends the session.
    [[nodiscard]] std::optional<PendingRotation> pending(const model::AccountId &id, quint64 recorded) const;
    /// Those that a rotation is pending for.
    [[nodiscard]] QList<model::AccountId> accounts() const;

private:
    [[nodiscard]] QString path(const model::AccountId &id) const;
    QString m_directory;
    QString m_store;
};

} // namespace keyturn::tokens
