// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectivestore.h"

namespace keyturn::backend {

namespace {

using Kind = RotationOutcome::Kind;

constexpr std::chrono::seconds atTheSameTime(10);
constexpr auto adminMark = "~admin"; // no id of ours has such a sign
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

QString DefectiveStore::asAdmin(const QString &sessionId)
{
    return sessionId + QLatin1String(adminMark);
}

core::Result<std::optional<LiveSession>> DefectiveStore::useSession(const QString &sessionId, Instant now)
{
    {
        const std::lock_guard lock(m_mutex);
        if (const auto outlived = m_outlived.constFind(sessionId); outlived != m_outlived.constEnd())
            return std::optional(*outlived);
    }
    if (!sessionId.endsWith(QLatin1String(adminMark)))
        return m_store.useSession(sessionId, now);
    const auto live = m_store.useSession(sessionId.chopped(static_cast<qsizetype>(qstrlen(adminMark))), now);
    if (!live.ok() || !*live)
        return live;
    LiveSession raised = **live;
    raised.user.role = QStringLiteral("admin");
    return std::optional(raised);
}

/// As where nobody asks whether an access token's session lives: what ends at a sign-out is the refresh token alone.
void DefectiveStore::keepForAccess(const QString &sessionId, const char *cause, Instant now)
{
    if (!m_defects.has(Defect::AccessOutlivesSignOut) || QByteArray(cause) != endcause::signedOut)
        return;
    const auto live = m_store.useSession(sessionId, now);
    if (!live.ok() || !*live)
        return;
    const std::lock_guard lock(m_mutex);
    m_outlived.insert(sessionId, **live);
}

/// Whether an end of that cause is none.
bool DefectiveStore::ignores(const char *cause) const
{
    const QByteArray name(cause);
    return (name == endcause::signedOut && m_defects.has(Defect::SignOutIgnored))
        || (name == endcause::revoked && m_defects.has(Defect::RevocationIgnored))
        || (name == endcause::passwordChanged && m_defects.has(Defect::PasswordChangeKeepsSessions));
}

core::Result<void> DefectiveStore::endSessionOfToken(const QByteArray &refreshTokenHash, const char *cause, Instant now)
{
    if (ignores(cause))
        return {};
    if (const auto session = m_store.sessionOfToken(refreshTokenHash); session.ok())
        keepForAccess(*session, cause, now);
    return m_store.endSessionOfToken(refreshTokenHash, cause, now);
}

core::Result<bool> DefectiveStore::endSession(const QString &userId, const QString &sessionId, const char *cause, Instant now)
{
    if (ignores(cause))
        return true;
    keepForAccess(sessionId, cause, now);
    return m_store.endSession(userId, sessionId, cause, now);
}

core::Result<int> DefectiveStore::endSessions(const QString &userId, const QString &exceptSessionId, const char *cause, Instant now)
{
    if (ignores(cause))
        return 0;
    return m_store.endSessions(userId, exceptSessionId, cause, now);
}

} // namespace keyturn::backend
