// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/backendprobes.h"

#include "backendapi/requestbuilder.h"
#include "jose/jwt.h"

namespace keyturn::composition {

namespace {

constexpr std::chrono::milliseconds patience = std::chrono::seconds(15);

using Steps = QList<CheckStep>;

/// Every placeholder that a path or header may have: with values that belong to nobody.
backendapi::Placeholders nobody()
{
    const QString name = QStringLiteral("keyturn-check");
    return {{{QStringLiteral("user"), name}, {QStringLiteral("name"), name}, {QStringLiteral("sessionId"), name}}, {}};
}

} // namespace

BackendProbes::BackendProbes(core::Clock &clock, core::Random &random, net::HttpClient &http, model::BackendProfile profile, QObject *parent)
    : QObject(parent),
      m_clock(clock),
      m_random(random),
      m_http(http),
      m_noting(http),
      m_client(clock, m_noting, &jose::expiryOf),
      m_csrf(clock, http),
      m_profile(std::move(profile))
{ }

QList<Probe> BackendProbes::probes(bool endsOne)
{
    QList<Probe> probes{[this] { return address(m_profile.baseUrl, QStringLiteral("/baseUrl"), true); }};
    for (auto base = m_profile.baseUrls.begin(); base != m_profile.baseUrls.end(); ++base)
        probes += [this, url = base.value(), name = base.key()] { return address(url, QLatin1String("/baseUrls/") + name, false); };
    const auto add = [this, &probes](bool there, Probe probe) {
        if (there)
            probes += [this, probe = std::move(probe)] { return m_reachable ? probe() : core::ready<Steps>(Steps()); };
    };
    const auto addExists = [&](const char *what, const std::optional<model::Endpoint> &endpoint, const char *place) {
        if (endpoint)
            add(true, [this, what = QString::fromLatin1(what), endpoint = *endpoint, place = QString::fromLatin1(place)] {
                return exists(what, endpoint, place);
            });
    };
    const auto addClosed = [&](const char *what, const std::optional<model::Endpoint> &endpoint, const char *place) {
        if (endpoint)
            add(true, [this, what = QString::fromLatin1(what), endpoint = *endpoint, place = QString::fromLatin1(place)] {
                return closed(what, endpoint, place);
            });
    };
    add(m_profile.csrf && m_profile.csrf->fetch, [this] { return csrf(); });
    add(m_profile.password.has_value(), [this] { return signInRefuses(); });
    if (m_profile.password)
        addExists("registration", m_profile.password->registration, "/password/registration");
    add(m_profile.refresh.has_value(), [this] { return refreshRefuses(); });
    addClosed("identity_closed", m_profile.identity, "/identity");
    if (m_profile.sessions) {
        addClosed("sessions_closed", m_profile.sessions->list, "/sessions/list");
        if (!endsOne)
            addExists("revoke", m_profile.sessions->revoke, "/sessions/revoke");
        addExists("revoke_others", m_profile.sessions->revokeOthers, "/sessions/revokeOthers");
    }
    addExists("sign_out", m_profile.signOut, "/signOut");
    return probes;
}

core::Async<QList<CheckStep>> BackendProbes::address(const QUrl &url, const QString &place, bool main)
{
    const QString what = QStringLiteral("address");
    net::HttpRequest request;
    request.url = url;
    request.headers = {{"Accept", "*/*"}};
    request.deadline = patience;
    request.maxBodyBytes = 4 * 1024 * 1024; // some serve their whole application there
    request.purpose = QStringLiteral("check");
    const core::Promise<Steps> promise;
    core::whenDone(m_http.send(request), this, [this, promise, what, place, main, url](const core::Result<net::HttpResponse> &answer) {
        // Too large or garbled for us: it is there all the same.
        const bool answered = answer.ok() || answer.error().kind == core::ErrorKind::BadReply;
        if (main)
            m_reachable = answered;
        if (!answered)
            promise.finish(Steps{CheckStep::of(what, place, answer.error())});
        else if (answer.ok() && answer->status >= 500)
            promise.finish(Steps{CheckStep::unclear(what, place, QStringLiteral("server_error"), QStringLiteral("status %1").arg(answer->status))});
        else
            promise.finish(Steps{CheckStep::works(what, place, url.scheme())});
    });
    return promise.future();
}

core::Async<QList<CheckStep>> BackendProbes::csrf()
{
    const core::Promise<Steps> promise;
    core::whenDone(m_csrf.fetch(m_profile, {}, {}, backendapi::Asked::FirstUse), this, [promise](const core::Result<backendapi::CsrfPass> &pass) {
        const QString what = QStringLiteral("csrf");
        promise.finish(
            Steps{pass.ok() ? CheckStep::works(what, QStringLiteral("/csrf/token")) : CheckStep::of(what, QStringLiteral("/csrf"), pass.error())});
    });
    return promise.future();
}

core::Async<QList<CheckStep>> BackendProbes::signInRefuses()
{
    const QString name = QString::fromLatin1(m_random.bytes(6).toHex());
    const backendapi::Credentials credentials{QStringLiteral("keyturn-check-%1@example.com").arg(name),
                                              core::Secret(core::randomToken(m_random, 18))};
    const core::Promise<Steps> promise;
    core::whenDone(m_client.signIn(m_profile, credentials), this, [this, promise](const core::Result<backendapi::SignInOutcome> &outcome) {
        const QString what = QStringLiteral("sign_in_refuses");
        promise.finish(Steps{outcome.ok() ? CheckStep::fails(what, QStringLiteral("/errors/failedWhen"), QStringLiteral("lets_anybody_in"))
                                          : readSignInRefusal(outcome.error())});
    });
    return promise.future();
}

CheckStep BackendProbes::readSignInRefusal(const core::Error &error) const
{
    const QString what = QStringLiteral("sign_in_refuses");
    const QString place = QStringLiteral("/password/signIn");
    // A backend may well say by 404 that it knows nobody of that name; then it says so with a code of its own.
    const bool said = error.kind == core::ErrorKind::Rejected && error.code != QLatin1String("refused") && error.code != QLatin1String("not_found");
    if (const std::optional<CheckStep> gone = missing(what, place, m_noting.lastStatus()); gone && !said)
        return *gone;
    if (error.kind != core::ErrorKind::Rejected)
        return CheckStep::of(what, place, error);
    if (!said && error.detail.isEmpty() && error.fields.isEmpty())
        return CheckStep::unclear(what, QStringLiteral("/errors"), QStringLiteral("refusal_unmapped"));
    return CheckStep::works(what, place, error.code);
}

core::Async<QList<CheckStep>> BackendProbes::refreshRefuses()
{
    model::TokenSet made;
    made.refreshToken = core::Secret(core::randomToken(m_random, 32));
    const core::Promise<Steps> promise;
    core::whenDone(m_client.refresh(m_profile, made), this, [this, promise](const core::Result<model::TokenSet> &tokens) {
        const QString what = QStringLiteral("refresh_refuses");
        promise.finish(Steps{tokens.ok() ? CheckStep::fails(what, QStringLiteral("/refresh/endpoint"), QStringLiteral("lets_anybody_in"))
                                         : readRefreshRefusal(tokens.error())});
    });
    return promise.future();
}

CheckStep BackendProbes::readRefreshRefusal(const core::Error &error) const
{
    const QString what = QStringLiteral("refresh_refuses");
    const QString place = QStringLiteral("/refresh/endpoint");
    if (error.kind == core::ErrorKind::SignInAgain)
        return CheckStep::works(what, place, error.code);
    if (const std::optional<CheckStep> gone = missing(what, place, m_noting.lastStatus()))
        return *gone;
    // Without a definite word an account whose sign-in is over would be retried for ever.
    if (error.code == QLatin1String("refusal_unclear"))
        return CheckStep::unclear(what, QStringLiteral("/refresh/refusedStatuses"), error.code, error.detail);
    return CheckStep::of(what, place, error);
}

core::Result<net::HttpRequest> BackendProbes::request(const model::Endpoint &endpoint) const
{
    model::Endpoint bare = endpoint;
    bare.bodyType = model::BodyType::None;
    core::Result<net::HttpRequest> built = backendapi::buildRequest(m_profile, bare, nobody(), QStringLiteral("check"));
    if (built.ok())
        built.value().deadline = patience;
    return built;
}

/// A door that must be closed: asked without a token. What would change something is not tried.
core::Async<QList<CheckStep>> BackendProbes::closed(const QString &what, const model::Endpoint &endpoint, const QString &place)
{
    if (endpoint.method != "GET")
        return exists(what, endpoint, place);
    return ask(m_http, request(endpoint), what, place, this, [this, what, place](const net::HttpResponse &response) {
        const std::optional<core::Error> refusal = backendapi::refusalOf(response, m_profile.errors, backendapi::Asked::Resource, m_clock.now());
        // A refusal with a good status is one as well, where the profile knows it.
        if (response.status < 300 && refusal)
            return CheckStep::works(what, place, refusal->code);
        return asksForToken(what, place, response);
    });
}

core::Async<QList<CheckStep>> BackendProbes::exists(const QString &what, const model::Endpoint &endpoint, const QString &place)
{
    core::Result<net::HttpRequest> options = request(endpoint);
    if (options.ok())
        options.value().method = "OPTIONS";
    return ask(m_http, options, what, place, this,
               [what, place, method = endpoint.method](const net::HttpResponse &response) { return allows(what, place, method, response); });
}

} // namespace keyturn::composition
