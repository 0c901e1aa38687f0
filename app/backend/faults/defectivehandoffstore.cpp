// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectivehandoffstore.h"

namespace keyturn::backend {

core::Result<std::optional<User>> DefectiveHandoffStore::userOf(const UpstreamIdentity &identity, const QString &offeredId, Instant now)
{
    UpstreamIdentity believed = identity;
    believed.emailVerified = identity.emailVerified || m_defects.has(Defect::UnverifiedEmailTakesOver);
    const auto user = m_store.userOf(believed, offeredId, now);
    if (user.ok() && *user) {
        const std::lock_guard lock(m_mutex);
        m_users.insert((*user)->id, **user);
    }
    return user;
}

std::optional<User> DefectiveHandoffStore::userOfCode(const QByteArray &hash)
{
    const std::lock_guard lock(m_mutex);
    const auto user = m_users.constFind(m_codes.value(hash));
    return user == m_users.constEnd() ? std::nullopt : std::optional(*user);
}

core::Result<void> DefectiveHandoffStore::addCode(const HandoffCode &code)
{
    constexpr std::chrono::hours aDay(24);
    HandoffCode added = code;
    if (m_defects.has(Defect::LongLivedCode))
        added.expiresAt += aDay;
    {
        const std::lock_guard lock(m_mutex);
        m_codes.insert(code.hash, code.userId);
    }
    return m_store.addCode(added);
}

core::Result<std::optional<RedeemedHandoff>> DefectiveHandoffStore::redeem(const QByteArray &hash, Instant now)
{
    if (!m_defects.has(Defect::CodeReusable))
        return m_store.redeem(hash, now);
    const std::lock_guard lock(m_mutex);
    if (const auto before = m_redeemed.constFind(hash); before != m_redeemed.constEnd())
        return std::optional(*before);
    auto redeemed = m_store.redeem(hash, now);
    if (redeemed.ok() && *redeemed)
        m_redeemed.insert(hash, **redeemed);
    return redeemed;
}

} // namespace keyturn::backend
