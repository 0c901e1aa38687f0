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
    bool operator==(const PendingRotation &) const = default;
};

/// One small file per account, synced before the refresh token is spent: after a crash it tells that slot `next` may hold the only good token. Holds
/// no secret.
class RotationJournal
{
public:
    explicit RotationJournal(QString directory) : m_directory(std::move(directory)) { }

    [[nodiscard]] core::Result<void> begin(const model::AccountId &id, const PendingRotation &rotation) const;
    [[nodiscard]] core::Result<void> finish(const model::AccountId &id) const;
    /// nullopt where no rotation is pending; a file that cannot be read counts as none: the record's own generation then serves.
    [[nodiscard]] std::optional<PendingRotation> pending(const model::AccountId &id) const;
    /// Those that a rotation is pending for.
    [[nodiscard]] QList<model::AccountId> accounts() const;

private:
    [[nodiscard]] QString path(const model::AccountId &id) const;
    QString m_directory;
};

} // namespace keyturn::tokens
