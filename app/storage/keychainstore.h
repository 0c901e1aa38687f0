// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "storage/secretstore.h"

#include <QObject>

#include <memory>

namespace keyturn::storage {

class KeychainEntries;

/// SecretStore over QtKeychain. Jobs run one after another; one that hangs is let go after @p patience (it may end later, its answer is dropped) and
/// the callers are told `keychain_timeout`; the patience counts from the call. Values longer than one entry may hold (2,560 bytes on Windows) are
/// split.
class KeychainStore final : public QObject, public SecretStore
{
    Q_OBJECT
public:
    /// For a keychain that takes entries of any length.
    static constexpr qsizetype unlimitedEntryBytes = 1024 * 1024;

    explicit KeychainStore(core::Clock &clock, std::chrono::milliseconds patience = std::chrono::seconds(30), QObject *parent = nullptr);
    /// Over other @p entries than the operating system's, each at most @p maxEntryBytes long.
    KeychainStore(core::Clock &clock, std::unique_ptr<KeychainEntries> entries, qsizetype maxEntryBytes, std::chrono::milliseconds patience,
                  QObject *parent = nullptr);
    ~KeychainStore() override;

    [[nodiscard]] SecretStoreKind kind() const override { return SecretStoreKind::Keychain; }
    [[nodiscard]] core::Async<core::Secret> read(const SecretKey &key) override;
    [[nodiscard]] core::Async<void> write(const SecretKey &key, const core::Secret &value) override;
    [[nodiscard]] core::Async<void> remove(const SecretKey &key) override;
    [[nodiscard]] core::Async<void> probe() override;

private:
    class Queue;
    [[nodiscard]] bool isSplitting() const { return m_maxEntryBytes < unlimitedEntryBytes; }
    core::Async<core::Secret> readParts(const SecretKey &key, const QList<core::Secret> &sofar, QObject *context);
    core::Async<void> writeValue(const SecretKey &key, const core::Secret &value, QObject *context);
    core::Async<void> writeParts(const SecretKey &key, const QList<core::Secret> &texts, int index, QObject *context);
    core::Async<void> readBack(const QString &name, const core::Secret &expected, QObject *context);
    core::Async<void> checkGone(const QString &name, QObject *context);
    core::Async<void> removeFrom(const SecretKey &key, int index, QObject *context);

    std::unique_ptr<KeychainEntries> m_entries;
    qsizetype m_maxEntryBytes;
    std::unique_ptr<Queue> m_queue;
};

/// Of QtKeychain, as it was built with.
[[nodiscard]] QString keychainLibraryVersion();

} // namespace keyturn::storage
