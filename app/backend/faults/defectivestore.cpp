// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectivestore.h"

namespace keyturn::backend {

namespace {

using Kind = RotationOutcome::Kind;

constexpr std::chrono::seconds atTheSameTime(10);
constexpr std::chrono::hours hundredYears(100 * 365 * 24);

} // namespace

void DefectiveStore::giveRole(const QString &email, const QString &role)
{
    const std::lock_guard lock(m_mutex);
    m_roles.insert(email, role);
}

core::Result<void> DefectiveStore::addUser(const User &user, const QByteArray &passwordHash)
{
    User added = user;
    {
        const std::lock_guard lock(m_mutex);
        added.role = m_roles.take(user.email);
    }
    if (added.role.isEmpty())
        added.role = user.role;
    return m_store.addUser(added, passwordHash);
}

core::Result<void> DefectiveStore::addSession(const Session &session, const QByteArray &refreshTokenHash)
{
    Session added = session;
    if (m_defects.has(Defect::EndlessChain))
        added.chainEndsAt = session.createdAt + hundredYears;
    {
        const std::lock_guard lock(m_mutex);
        m_first.insert(refreshTokenHash);
    }
    return m_store.addSession(added, refreshTokenHash);
}

/// The token that came of @p token by rotations and is not spent itself.
QByteArray DefectiveStore::newestAfter(QByteArray token) const
{
    while (m_successors.contains(token))
        token = m_successors.value(token);
    return token;
}

core::Result<RotationOutcome> DefectiveStore::rotate(const Rotation &rotation)
{
    const std::lock_guard lock(m_mutex); // one at a time: which token is the newest must not change on the way
    if (m_defects.has(Defect::FirstRefreshFails) && m_first.contains(rotation.spent))
        return RotationOutcome{Kind::Unknown, {}};
    const auto before = m_presented.constFind(rotation.spent);
    const bool again = before != m_presented.constEnd();
    if (again && m_defects.has(Defect::ReuseIgnored))
        return RotationOutcome{Kind::Reused, {}};
    // A fork's token is spent in the store behind, by the other fork's, but no client has brought it yet.
    const bool forked = m_defects.has(Defect::ForkedRefresh) && (!again || rotation.now < *before + atTheSameTime);
    Rotation actual = rotation;
    if (forked || m_defects.has(Defect::OldRefreshAccepted))
        actual.spent = newestAfter(rotation.spent);
    if (!again)
        m_presented.insert(rotation.spent, rotation.now);
    auto outcome = m_store.rotate(actual);
    if (outcome.ok() && outcome->kind == Kind::Rotated)
        m_successors.insert(actual.spent, rotation.successor);
    return outcome;
}

core::Result<void> DefectiveStore::endSessionOfToken(const QByteArray &refreshTokenHash, const char *cause, Instant now)
{
    if (m_defects.has(Defect::SignOutIgnored) && QByteArray(cause) == endcause::signedOut)
        return {};
    return m_store.endSessionOfToken(refreshTokenHash, cause, now);
}

core::Result<bool> DefectiveStore::endSession(const QString &userId, const QString &sessionId, const char *cause, Instant now)
{
    if (m_defects.has(Defect::SignOutIgnored) && QByteArray(cause) == endcause::signedOut)
        return true;
    return m_store.endSession(userId, sessionId, cause, now);
}

core::Result<int> DefectiveStore::endSessions(const QString &userId, const QString &exceptSessionId, const char *cause, Instant now)
{
    if (m_defects.has(Defect::PasswordChangeKeepsSessions) && QByteArray(cause) == endcause::passwordChanged)
        return 0;
    return m_store.endSessions(userId, exceptSessionId, cause, now);
}

} // namespace keyturn::backend
