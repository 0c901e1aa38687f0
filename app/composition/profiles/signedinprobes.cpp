// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/signedinprobes.h"

#include "accounts/bearerclient.h"
#include "backendapi/sessionsclient.h"

#include <algorithm>
#include <memory>

namespace keyturn::composition {

namespace {

using Steps = QList<CheckStep>;

core::Async<Steps> nothing()
{
    return core::ready<Steps>(Steps());
}

/// Which of the profile's parts a sign-in that could not be read is about.
QString placeOf(const core::Error &error)
{
    if (error.step == QLatin1String("identity")) // the password was good; asking whose it is was not
        return error.code == QLatin1String("identity_missing") ? QStringLiteral("/identityMapping/subject") : QStringLiteral("/identity");
    if (error.code == QLatin1String("csrf_missing"))
        return QStringLiteral("/csrf/token");
    if (error.step == QLatin1String("csrf token"))
        return QStringLiteral("/csrf/fetch");
    if (error.code == QLatin1String("token_missing") || error.code == QLatin1String("token_malformed"))
        return QStringLiteral("/password/tokens/accessToken");
    if (error.code == QLatin1String("lifetime_invalid"))
        return QStringLiteral("/password/tokens/lifetime");
    if (error.code == QLatin1String("identity_missing"))
        return QStringLiteral("/password/identity/subject");
    return QStringLiteral("/password/signIn");
}

struct Field {
    const char *name;
    QString pointer;
    bool filled;
};

} // namespace

SignedInProbes::SignedInProbes(core::Clock &clock, net::HttpClient &http, backendapi::BackendClient &client, model::BackendProfile profile,
                               backendapi::Credentials credentials, QObject *parent)
    : QObject(parent), m_clock(clock), m_http(http), m_client(client), m_profile(std::move(profile)), m_credentials(std::move(credentials))
{ }

QList<Probe> SignedInProbes::probes()
{
    return {[this] { return signIn(); }, [this] { return identity(); }, [this] { return sessions(); }, [this] { return revoke(); },
            [this] { return refresh(); }};
}

core::Async<QList<CheckStep>> SignedInProbes::signIn()
{
    const core::Promise<Steps> promise;
    core::whenDone(m_client.signIn(m_profile, m_credentials), this, [this, promise](const core::Result<backendapi::SignInOutcome> &outcome) {
        if (!outcome.ok()) {
            m_credentials = {};
            const core::Error &error = outcome.error();
            CheckStep found = CheckStep::of(QStringLiteral("sign_in"), placeOf(error), error);
            if (error.code == QLatin1String("second_factor_required")) // that much of the profile is right
                found =
                    CheckStep::unclear(QStringLiteral("sign_in"), QStringLiteral("/password/secondFactor"), QStringLiteral("second_factor_required"));
            promise.finish(Steps{found});
            return;
        }
        m_signedIn = *outcome;
        promise.finish(readSignIn(*outcome));
    });
    return promise.future();
}

QList<CheckStep> SignedInProbes::readSignIn(const backendapi::SignInOutcome &outcome) const
{
    const QString refreshPlace = QStringLiteral("/password/tokens/refreshToken");
    const bool bySession = m_profile.password->tokens.accessToken.isCookie();
    Steps steps{CheckStep::works(QStringLiteral("sign_in"), QStringLiteral("/password/signIn")),
                CheckStep::works(QStringLiteral("access_token"), QStringLiteral("/password/tokens/accessToken"))};
    // A session lives as long as it is used, and has no end that could be told beforehand.
    if (!bySession || outcome.tokens.accessExpiresAt.isValid())
        steps += lifetimeOf(outcome.tokens, QStringLiteral("/password/tokens/lifetime"));
    const bool expected = !m_profile.password->tokens.refreshToken.isNone();
    if (outcome.tokens.canRefresh())
        steps += CheckStep::works(QStringLiteral("refresh_token"), refreshPlace);
    else if (expected)
        steps += CheckStep::fails(QStringLiteral("refresh_token"), refreshPlace, QStringLiteral("refresh_token_missing"));
    steps += CheckStep::works(QStringLiteral("person"), QStringLiteral("/password/identity"), outcome.identity.subject);
    return steps;
}

CheckStep SignedInProbes::lifetimeOf(const model::TokenSet &tokens, const QString &place) const
{
    const QString what = QStringLiteral("lifetime");
    if (!tokens.accessExpiresAt.isValid())
        return CheckStep::unclear(what, place, QStringLiteral("lifetime_unknown"));
    const qint64 seconds = m_clock.now().secsTo(tokens.accessExpiresAt);
    if (seconds <= 0)
        return CheckStep::fails(what, place, QStringLiteral("lifetime_over"), tokens.accessExpiresAt.toString(Qt::ISODate));
    return CheckStep::works(what, place, QString::number(seconds));
}

/// "Who am I" with the token, even where the sign-in told it already: it must be the same person.
core::Async<QList<CheckStep>> SignedInProbes::identity()
{
    if (!m_signedIn || !m_profile.identity)
        return nothing();
    const QString what = QStringLiteral("identity");
    core::Result<net::HttpRequest> request = backendapi::buildRequest(m_profile, *m_profile.identity, {}, QStringLiteral("check"));
    if (!request.ok())
        return core::ready<Steps>(Steps{CheckStep::of(what, QStringLiteral("/identity"), request.error())});
    backendapi::authorize(request.value(), m_profile.access, m_signedIn->tokens.accessToken);
    const core::Promise<Steps> promise;
    core::whenDone(m_http.send(*request), this, [this, promise, what](const core::Result<net::HttpResponse> &answer) {
        const QString mapping = QStringLiteral("/identityMapping/subject");
        const std::optional<core::Error> refused = answer.ok()
            ? backendapi::refusalOf(*answer, m_profile.errors, backendapi::Asked::Resource, m_clock.now())
            : std::optional(answer.error());
        if (refused)
            return promise.finish(Steps{CheckStep::of(what, QStringLiteral("/identity"), *refused)});
        const core::Result<QJsonValue> body = backendapi::jsonOf(*answer);
        if (!body.ok())
            return promise.finish(Steps{CheckStep::of(what, QStringLiteral("/identity"), body.error())});
        const QString subject = backendapi::readIdentity(*body, m_profile.identityMapping, {}).subject;
        if (subject.isEmpty())
            return promise.finish(Steps{CheckStep::fails(what, mapping, QStringLiteral("identity_missing"))});
        if (subject != m_signedIn->identity.subject)
            return promise.finish(Steps{CheckStep::fails(what, mapping, QStringLiteral("identity_differs"), subject)});
        promise.finish(Steps{CheckStep::works(what, QStringLiteral("/identity"), subject)});
    });
    return promise.future();
}

core::Async<QList<CheckStep>> SignedInProbes::sessions()
{
    if (!m_signedIn || !m_profile.sessions)
        return nothing();
    struct Call {
        Call(core::Clock &clock, net::HttpClient &http, const model::BackendProfile &profile, const model::TokenSet &tokens)
            : bearer(clock, http, profile, tokens), client(clock, bearer)
        { }
        accounts::BearerClient bearer;
        backendapi::SessionsClient client;
    };
    const auto call = std::make_shared<Call>(m_clock, m_http, m_profile, m_signedIn->tokens);
    const core::Promise<Steps> promise;
    core::whenDone(call->client.list(m_profile), this, [this, promise, call](const core::Result<QList<model::Session>> &found) {
        if (found.ok()) {
            m_sessions = *found;
            return promise.finish(readSessions(*found));
        }
        const bool shape = found.error().code == QLatin1String("sessions_invalid");
        promise.finish(Steps{
            CheckStep::of(QStringLiteral("sessions"), shape ? QStringLiteral("/sessions/items") : QStringLiteral("/sessions/list"), found.error())});
    });
    return promise.future();
}

core::Async<QList<CheckStep>> SignedInProbes::revoke()
{
    const backendapi::Credentials credentials = std::exchange(m_credentials, {});
    if (!m_signedIn || !m_sessions || !m_profile.sessions->revoke)
        return nothing();
    m_revoke = std::make_unique<RevokeProbes>(m_clock, m_http, m_client, m_profile, m_signedIn->tokens, *m_sessions);
    return m_revoke->run(credentials);
}

QList<CheckStep> SignedInProbes::readSessions(const QList<model::Session> &sessions) const
{
    const QString what = QStringLiteral("sessions");
    if (sessions.isEmpty())
        return {CheckStep::unclear(what, QStringLiteral("/sessions/items"), QStringLiteral("no_sessions"))};
    Steps steps{CheckStep::works(what, QStringLiteral("/sessions/list"), QString::number(sessions.size()))};
    const auto any = [&sessions](auto told) { return std::any_of(sessions.begin(), sessions.end(), told); };
    const bool marked = any([](const model::Session &one) { return one.current; });
    steps += marked
        ? CheckStep::works(QStringLiteral("current_session"), QStringLiteral("/sessions/fields/current"))
        : CheckStep::unclear(QStringLiteral("current_session"), QStringLiteral("/sessions/fields/current"), QStringLiteral("current_unmarked"));
    const model::SessionFields &fields = m_profile.sessions->fields;
    const Field mapped[] = {
        {"device", fields.device, any([](const model::Session &one) { return !one.device.isEmpty(); })},
        {"app", fields.app, any([](const model::Session &one) { return !one.app.isEmpty(); })},
        {"system", fields.system, any([](const model::Session &one) { return !one.system.isEmpty(); })},
        {"ip", fields.ip, any([](const model::Session &one) { return !one.ip.isEmpty(); })},
        {"createdAt", fields.createdAt, any([](const model::Session &one) { return one.createdAt.isValid(); })},
        {"lastUsedAt", fields.lastUsedAt, any([](const model::Session &one) { return one.lastUsedAt.isValid(); })},
        {"expiresAt", fields.expiresAt, any([](const model::Session &one) { return one.expiresAt.isValid(); })},
    };
    for (const Field &field : mapped) {
        if (!field.pointer.isEmpty() && !field.filled)
            steps += CheckStep::unclear(QStringLiteral("session_field"), QLatin1String("/sessions/fields/") + QLatin1String(field.name),
                                        QStringLiteral("field_empty"), field.pointer);
    }
    return steps;
}

core::Async<QList<CheckStep>> SignedInProbes::refresh()
{
    if (!m_signedIn || !m_profile.refresh || !m_signedIn->tokens.canRefresh())
        return nothing();
    const core::Promise<Steps> promise;
    core::whenDone(m_client.refresh(m_profile, m_signedIn->tokens), this, [this, promise](const core::Result<model::TokenSet> &renewed) {
        const QString what = QStringLiteral("refresh");
        if (!renewed.ok())
            return promise.finish(Steps{CheckStep::of(what, QStringLiteral("/refresh"), renewed.error())});
        const bool rotated = !(renewed->refreshToken == m_signedIn->tokens.refreshToken);
        m_signedIn->tokens = *renewed;
        promise.finish(
            Steps{CheckStep::works(what, QStringLiteral("/refresh"), {}, rotated ? QStringLiteral("rotated") : QStringLiteral("not_rotated")),
                  lifetimeOf(*renewed, QStringLiteral("/refresh/tokens/lifetime"))});
    });
    return promise.future();
}

core::Async<QList<CheckStep>> SignedInProbes::signOut()
{
    if (!m_signedIn)
        return nothing();
    const QString what = QStringLiteral("signed_out");
    const QString place = QStringLiteral("/signOut");
    if (!m_profile.signOut) {
        m_signedIn.reset();
        return core::ready<Steps>(Steps{CheckStep::unclear(what, place, QStringLiteral("no_sign_out"))});
    }
    const core::Promise<Steps> promise;
    core::whenDone(m_client.signOut(m_profile, m_signedIn->tokens), this, [this, promise, what, place](const core::Result<void> &done) {
        m_signedIn.reset();
        promise.finish(Steps{done.ok() ? CheckStep::works(what, place) : CheckStep::of(what, place, done.error())});
    });
    return promise.future();
}

} // namespace keyturn::composition
