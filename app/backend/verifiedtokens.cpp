// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/verifiedtokens.h"

#include "backend/digest.h"

namespace keyturn::backend {

namespace {

constexpr qsizetype mostYoung = 8192; // about two megabytes; with the old ones twice that

} // namespace

std::optional<AccessClaims> VerifiedTokens::find(const QByteArray &token, const std::shared_ptr<const AccessKeys> &keys, qint64 now) const
{
    const QByteArray key = sha256(token);
    const std::lock_guard lock(m_mutex);
    auto found = m_young.constFind(key);
    if (found == m_young.cend()) {
        found = m_old.constFind(key);
        if (found == m_old.cend())
            return std::nullopt;
    }
    return found->keys == keys && found->expires > now ? std::optional(found->claims) : std::nullopt;
}

void VerifiedTokens::add(const QByteArray &token, Entry entry)
{
    QByteArray key = sha256(token);
    const std::lock_guard lock(m_mutex);
    if (m_young.size() >= mostYoung) {
        m_old = std::move(m_young);
        m_young = {};
    }
    m_young.insert(std::move(key), std::move(entry));
}

} // namespace keyturn::backend
