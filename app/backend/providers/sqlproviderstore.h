// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/providerstore.h"
#include "backend/sql/sqldatabase.h"

namespace keyturn::backend {

class SqlProviderStore final : public ProviderStore
{
public:
    explicit SqlProviderStore(SqlDatabase &database) : m_database(database) { }

    core::Result<Person> person(const QString &provider, const QString &email, const QString &offeredSubject) override;
    core::Result<void> addLogin(const QString &provider, const QByteArray &cookieHash, const ProviderLogin &login) override;
    core::Result<std::optional<ProviderLogin>> login(const QString &provider, const QByteArray &cookieHash, Instant now) override;
    core::Result<void> addCode(const QString &provider, const ProviderGrant &grant, const AuthorizationCode &code, Instant now) override;
    core::Result<std::optional<RedeemedCode>> redeemCode(const QString &provider, const QByteArray &hash, Instant now) override;
    core::Result<void> addTokens(const QString &grantId, const QList<ProviderToken> &tokens) override;
    core::Result<std::optional<ProviderGrant>> grantOf(const QString &provider, ProviderToken::Kind kind, const QByteArray &hash,
                                                       Instant now) override;
    core::Result<std::optional<LiveToken>> tokenOf(const QString &provider, const QByteArray &hash, Instant now) override;
    core::Result<std::optional<ProviderGrant>> rotate(const QString &provider, const QByteArray &hash, const QList<ProviderToken> &successors,
                                                      Instant now) override;
    core::Result<bool> hasConsented(const QString &provider, const Person &person, const QString &clientId) override;
    core::Result<bool> revokeConsent(const QString &provider, const QByteArray &hash, Instant now) override;
    core::Result<bool> revoke(const QString &provider, const QByteArray &hash, Instant now) override;
    core::Result<void> purge(Instant before) override;

private:
    SqlDatabase &m_database;
};

} // namespace keyturn::backend
