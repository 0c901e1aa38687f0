// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/secretstore.h"

#include <QMap>

#include <functional>
#include <vector>

namespace keyturn::tests {

/// A secret store in memory that does what the test says. Unless held back, an operation takes effect and finishes at once.
class FakeSecretStore final : public storage::SecretStore
{
public:
    enum class Operation { Read, Write, Remove, Probe };

    [[nodiscard]] storage::SecretStoreKind kind() const override { return kindToTell; }
    [[nodiscard]] core::Async<core::Secret> read(const storage::SecretKey &key) override;
    [[nodiscard]] core::Async<void> write(const storage::SecretKey &key, const core::Secret &value) override;
    [[nodiscard]] core::Async<void> remove(const storage::SecretKey &key) override;
    [[nodiscard]] core::Async<void> probe() override;

    /// Every operation fails with this code until it is empty again: `keychain_locked`, `keychain_absent`, …
    QString broken;
    storage::SecretStoreKind kindToTell = storage::SecretStoreKind::Keychain;
    /// The next @p count operations of this kind fail with Storage @p code.
    void failNext(Operation operation, int count = 1, const QString &code = QStringLiteral("keychain_failed"));
    /// The next write changes nothing and is found out: `keychain_write_lost` (FAULTS 66).
    void loseNextWrite() { m_loseNextWrite = true; }
    /// From now on operations wait, in order, and take effect only at their release.
    void holdBack() { m_holding = true; }
    void releaseOne();
    /// Releases what waits and holds nothing back any more.
    void releaseAll();
    /// What waits never takes effect, as when its process is killed; holds nothing back any more.
    void dropAll();
    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }
    /// How often it was asked for, failures included.
    [[nodiscard]] int count(Operation operation) const { return m_counts.value(operation); }

    /// What lies there, by `<account>/<generation>`; for looking and for planting.
    QMap<QString, core::Secret> entries;

private:
    template <class T> core::Async<T> perform(Operation operation, std::function<core::Result<T>()> effect);
    [[nodiscard]] std::optional<core::Error> scriptedFailure(Operation operation);

    struct Failures {
        int count = 0;
        QString code;
    };
    QMap<Operation, int> m_counts;
    QMap<Operation, Failures> m_failures;
    std::vector<std::function<void()>> m_waiting;
    bool m_loseNextWrite = false;
    bool m_holding = false;
};

} // namespace keyturn::tests
