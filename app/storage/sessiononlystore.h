// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/secretstore.h"

#include <QHash>

namespace keyturn::storage {

/// Tokens in this process's memory alone: chosen by the person, gone at the program's end.
class SessionOnlyStore final : public SecretStore
{
public:
    [[nodiscard]] SecretStoreKind kind() const override { return SecretStoreKind::SessionOnly; }
    [[nodiscard]] core::Async<core::Secret> read(const SecretKey &key) override;
    [[nodiscard]] core::Async<void> write(const SecretKey &key, const core::Secret &value) override;
    [[nodiscard]] core::Async<void> remove(const SecretKey &key) override;
    [[nodiscard]] core::Async<void> probe() override;

private:
    QHash<QString, core::Secret> m_slots;
};

} // namespace keyturn::storage
