// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "storage/secretstore.h"

#include <QObject>

#include <memory>

namespace keyturn::storage {

/// SecretStore over QtKeychain. Jobs run one after another; one that hangs is let go after @p patience (it may end later, its answer is dropped) and
/// the callers are told `keychain_timeout`. Values longer than one entry may hold (2,560 bytes on Windows) are split.
class KeychainStore final : public QObject, public SecretStore
{
    Q_OBJECT
public:
    explicit KeychainStore(core::Clock &clock, std::chrono::milliseconds patience = std::chrono::seconds(30), QObject *parent = nullptr);
    ~KeychainStore() override;

    [[nodiscard]] SecretStoreKind kind() const override { return SecretStoreKind::Keychain; }
    [[nodiscard]] core::Async<core::Secret> read(const SecretKey &key) override;
    [[nodiscard]] core::Async<void> write(const SecretKey &key, const core::Secret &value) override;
    [[nodiscard]] core::Async<void> remove(const SecretKey &key) override;
    [[nodiscard]] core::Async<void> probe() override;

private:
    class Queue;
    std::unique_ptr<Queue> m_queue;
};

} // namespace keyturn::storage
