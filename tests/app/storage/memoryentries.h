// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/keychainentries.h"

#include <QMap>
#include <QStringList>

#include <vector>

namespace keyturn::tests {

/// A keychain's entries in memory, with the misbehaviour that was seen in real ones.
class MemoryEntries final : public storage::KeychainEntries
{
public:
    /// What outlives the store that owns the entries.
    struct State {
        QMap<QString, core::Secret> entries;
        QStringList calls; ///< `read NAME`, `write NAME`, `remove NAME`, in order.
        qsizetype maxBytes = -1; ///< A longer text is refused; -1: no limit.
        bool frozen = false; ///< No operation ends.
        QString loses; ///< Writing and removing this name changes nothing and says that all is well (FAULTS 66).
        std::vector<std::shared_ptr<void>> unanswered; ///< What was asked while frozen, kept so that it is not abandoned.
    };

    explicit MemoryEntries(std::shared_ptr<State> state) : m_state(std::move(state)) { }
    [[nodiscard]] core::Async<core::Secret> read(const QString &name) override;
    [[nodiscard]] core::Async<void> write(const QString &name, const core::Secret &text) override;
    [[nodiscard]] core::Async<bool> remove(const QString &name) override;

private:
    template <class T> core::Async<T> answer(core::Result<T> result);

    std::shared_ptr<State> m_state;
};

} // namespace keyturn::tests
