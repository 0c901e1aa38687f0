// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/revokeprobes.h"

#include <algorithm>

namespace keyturn::composition {

namespace {

const QString what = QStringLiteral("revoke");
const QString place = QStringLiteral("/sessions/revoke");

} // namespace

RevokeProbes::RevokeProbes(core::Clock &clock, net::HttpClient &http, backendapi::BackendClient &client, const model::BackendProfile &profile,
                           const model::TokenSet &first, const QList<model::Session> &before, QObject *parent)
    : QObject(parent), m_client(client), m_profile(profile), m_bearer(clock, http, profile, first), m_sessions(clock, m_bearer)
{
    for (const model::Session &session : before)
        m_before.insert(session.id.toString());
}

core::Async<QList<CheckStep>> RevokeProbes::run(const backendapi::Credentials &credentials)
{
    core::whenDone(m_client.signIn(m_profile, credentials), this, [this](const core::Result<backendapi::SignInOutcome> &outcome) {
        if (!outcome.ok())
            return finish(CheckStep::unclear(what, place, QStringLiteral("no_second_sign_in"), outcome.error().code));
        m_second = outcome->tokens;
        look();
    });
    return m_promise.future();
}

void RevokeProbes::look()
{
    core::whenDone(m_sessions.list(m_profile), this, [this](const core::Result<QList<model::Session>> &sessions) {
        if (sessions.ok())
            end(*sessions);
        else
            finish(CheckStep::of(what, QStringLiteral("/sessions/list"), sessions.error()));
    });
}

void RevokeProbes::end(const QList<model::Session> &sessions)
{
    QList<model::SessionId> fresh;
    for (const model::Session &session : sessions) {
        if (!m_before.contains(session.id.toString()) && !session.current)
            fresh += session.id;
    }
    // Somebody else may have signed in at this moment: what is not plainly the check's own is left alone.
    if (fresh.size() != 1)
        return finish(CheckStep::unclear(what, place, QStringLiteral("second_unseen"), QString::number(fresh.size())));
    core::whenDone(m_sessions.revoke(m_profile, fresh.first()), this, [this, id = fresh.first()](const core::Result<void> &done) {
        if (done.ok())
            lookAgain(id);
        else
            finish(CheckStep::of(what, place, done.error()));
    });
}

void RevokeProbes::lookAgain(const model::SessionId &ended)
{
    core::whenDone(m_sessions.list(m_profile), this, [this, ended](const core::Result<QList<model::Session>> &sessions) {
        if (!sessions.ok())
            return finish(CheckStep::of(what, place, sessions.error()));
        const bool alive = std::any_of(sessions->begin(), sessions->end(),
                                       [&ended](const model::Session &one) { return one.id == ended && !one.endedAt.isValid(); });
        finish(alive ? CheckStep::fails(what, place, QStringLiteral("still_listed")) : CheckStep::works(what, place));
    });
}

void RevokeProbes::finish(const CheckStep &step)
{
    if (!m_second || !m_profile.signOut)
        return m_promise.finish(QList<CheckStep>{step});
    core::whenDone(m_client.signOut(m_profile, *m_second), this,
                   [this, step](const core::Result<void> &) { m_promise.finish(QList<CheckStep>{step}); });
}

} // namespace keyturn::composition
