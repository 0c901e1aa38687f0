// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/session/sharedstore.h"

#include <algorithm>

namespace keyturn::backend {

namespace {

using Kind = RotationOutcome::Kind;

/// Until its use is to be noted again, and not beyond its end.
Instant believedUntil(const Session &session)
{
    return std::min(Instant(session.lastUsedAt + useResolution), session.chainEndsAt);
}

Instant believedUntil(const Session &session, std::chrono::seconds idle)
{
    return std::min(Instant(session.lastUsedAt + std::min<Instant::duration>(useResolution, idle / 2)), session.expiresAt);
}

} // namespace

core::Result<std::optional<LiveSession>> SharedStore::useSession(const QString &sessionId, Instant now)
{
    const SharedSessions::Found found = m_sessions.find(sessionId);
    if (found.entry && !found.entry->live)
        return std::optional<LiveSession>();
    if (found.entry && now < believedUntil(found.entry->live->session))
        return found.entry->live;
    const auto read = m_store.useSession(sessionId, now);
    if (!read.ok() || !found.mark)
        return read;
    if (*read)
        m_sessions.put(*found.mark, **read, believedUntil((*read)->session) - now);
    else
        m_sessions.putEnded(*found.mark, sessionId); // who asks has a token that we signed: it was alive once, and will not be again
    return read;
}

core::Result<std::optional<LiveSession>> SharedStore::useCookie(const QByteArray &cookieHash, Instant now, std::chrono::seconds idle)
{
    const SharedSessions::Found found = m_sessions.findByCookie(cookieHash);
    if (found.entry && found.entry->live && now < believedUntil(found.entry->live->session, idle))
        return found.entry->live;
    const auto read = m_store.useCookie(cookieHash, now, idle);
    // Of a cookie that is none nothing is kept: anybody can send as many as they like.
    if (!read.ok() || !*read || !found.mark)
        return read;
    const auto life = believedUntil((*read)->session, idle) - now;
    m_sessions.put(*found.mark, **read, life);
    m_sessions.putCookie(*found.mark, cookieHash, (*read)->session.id, life);
    return read;
}

/// Revoked is told as well: where the answer to Reused was lost on its way from the database, the client comes again and gets this.
core::Result<RotationOutcome> SharedStore::rotate(const Rotation &rotation)
{
    auto outcome = m_store.rotate(rotation);
    if (outcome.ok() && (outcome->kind == Kind::Reused || outcome->kind == Kind::Revoked))
        m_sessions.sessionChanged(outcome->sessionId);
    return outcome;
}

core::Result<void> SharedStore::endSessionOfToken(const QByteArray &refreshTokenHash, const char *cause, Instant now)
{
    const auto sessionId = m_store.sessionOfToken(refreshTokenHash);
    if (!sessionId.ok())
        return sessionId.error();
    const auto ended = m_store.endSessionOfToken(refreshTokenHash, cause, now);
    if (!sessionId->isEmpty())
        m_sessions.sessionChanged(*sessionId);
    return ended;
}

/// Told of the user, whose sessions they are: whose the other one may be nobody knows where there was none to end.
core::Result<bool> SharedStore::endSession(const QString &userId, const QString &sessionId, const char *cause, Instant now)
{
    const auto ended = m_store.endSession(userId, sessionId, cause, now);
    m_sessions.userChanged(userId);
    return ended;
}

core::Result<int> SharedStore::endSessions(const QString &userId, const QString &exceptSessionId, const char *cause, Instant now)
{
    const auto ended = m_store.endSessions(userId, exceptSessionId, cause, now);
    m_sessions.userChanged(userId);
    return ended;
}

core::Result<void> SharedStore::addCookieSession(const Session &session, const QByteArray &cookieHash, const QByteArray &replacedHash)
{
    const auto added = m_store.addCookieSession(session, cookieHash, replacedHash);
    m_sessions.cookieChanged(replacedHash);
    return added;
}

} // namespace keyturn::backend
