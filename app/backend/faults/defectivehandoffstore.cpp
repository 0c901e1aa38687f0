// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectivehandoffstore.h"

namespace keyturn::backend {

core::Result<std::optional<User>> DefectiveHandoffStore::userOf(const UpstreamIdentity &identity, const QString &offeredId, Instant now)
{
    UpstreamIdentity believed = identity;
    believed.emailVerified = identity.emailVerified || m_defects.has(Defect::UnverifiedEmailTakesOver);
    return m_store.userOf(believed, offeredId, now);
}

core::Result<void> DefectiveHandoffStore::addCode(const HandoffCode &code)
{
    constexpr std::chrono::hours aDay(24);
    HandoffCode added = code;
    if (m_defects.has(Defect::LongLivedCode))
        added.expiresAt += aDay;
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
