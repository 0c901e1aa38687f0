// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/requeststore.h"
#include "backend/sql/sqldatabase.h"

namespace keyturn::backend {

class SqlRequestStore final : public RequestStore
{
public:
    /// @p database must outlive it.
    explicit SqlRequestStore(SqlDatabase &database) : m_database(database) { }

    core::Result<void> addPushed(const QString &provider, const PushedRequest &request, Instant now) override;
    core::Result<std::optional<QString>> takePushed(const QString &provider, const QByteArray &hash, const QString &clientId, Instant now) override;
    core::Result<bool> addDevice(const QString &provider, const DeviceRequest &request, Instant now) override;
    core::Result<std::optional<DeviceRequest>> waitingDevice(const QString &provider, const QByteArray &userCodeHash, Instant now) override;
    core::Result<bool> decideDevice(const QString &provider, const QByteArray &userCodeHash, const std::optional<ProviderGrant> &grant,
                                    Instant now) override;
    core::Result<DevicePoll> pollDevice(const QString &provider, const QByteArray &hash, const QString &clientId, Instant now) override;
    core::Result<void> purge(Instant before) override;

private:
    SqlDatabase &m_database;
};

} // namespace keyturn::backend
