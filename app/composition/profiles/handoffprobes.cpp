// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/handoffprobes.h"

#include "jose/jwt.h"

#include <QUrlQuery>

namespace keyturn::composition {

namespace {

const QString ours = QStringLiteral("http://127.0.0.1:49152/callback/keyturn-check");
const QString foreign = QStringLiteral("https://keyturn-check.invalid/callback"); // RFC 2606: nobody's

QString statusText(const net::HttpResponse &response)
{
    return QStringLiteral("status %1").arg(response.status);
}

QString locationOf(const net::HttpResponse &response)
{
    return response.status >= 300 && response.status < 400 ? QString::fromLatin1(response.header("Location")) : QString();
}

} // namespace

HandoffProbes::HandoffProbes(core::Clock &clock, core::Random &random, net::HttpClient &http, model::BackendProfile profile,
                             model::IdentityProvider provider, QString place, QObject *parent)
    : QObject(parent),
      m_random(random),
      m_http(http),
      m_noting(http),
      m_client(clock, m_noting, &jose::expiryOf),
      m_profile(std::move(profile)),
      m_provider(std::move(provider)),
      m_place(std::move(place))
{ }

QList<Probe> HandoffProbes::probes()
{
    QList<Probe> probes{[this] { return start(); }};
    if (m_provider.handoff->isSafe()) {
        probes += [this] { return refusesForeignAddress(); };
        probes += [this] { return refusesMadeUpCode(); };
    }
    return probes;
}

core::Result<net::HttpRequest> HandoffProbes::startRequest(const QString &redirectUri) const
{
    const core::Result<QUrl> start = backendapi::handoffStart(m_profile, *m_provider.handoff);
    if (!start.ok())
        return start.error();
    net::HttpRequest request;
    request.url = *start;
    request.purpose = QStringLiteral("check");
    request.headers = {{"Accept", "text/html"}};
    request.maxBodyBytes = 4 * 1024 * 1024; // a page for people
    if (!m_provider.handoff->isSafe())
        return request;
    QUrlQuery query(*start);
    query.addQueryItem(QStringLiteral("redirect_uri"), QString::fromLatin1(QUrl::toPercentEncoding(redirectUri)));
    query.addQueryItem(QStringLiteral("state"), QStringLiteral("keyturn-check"));
    query.addQueryItem(QStringLiteral("code_challenge"), QStringLiteral("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")); // RFC 7636 Appendix B
    query.addQueryItem(QStringLiteral("code_challenge_method"), QStringLiteral("S256"));
    request.url.setQuery(query);
    return request;
}

core::Async<QList<CheckStep>> HandoffProbes::start()
{
    const QString what = QStringLiteral("handoff_start");
    const QString place = m_place + QLatin1String("/handoff/start");
    return ask(m_http, startRequest(ours), what, place, this, [what, place](const net::HttpResponse &response) {
        if (const std::optional<CheckStep> gone = missing(what, place, response.status))
            return *gone;
        const QUrl location(locationOf(response));
        const QString error = QUrlQuery(location).queryItemValue(QStringLiteral("error"));
        if (response.status >= 500)
            return CheckStep::unclear(what, place, QStringLiteral("server_error"), statusText(response));
        if (location.toString().startsWith(ours) && !error.isEmpty())
            return CheckStep::fails(what, place, QStringLiteral("handoff_refused"), error.left(100));
        if (response.status >= 400)
            return CheckStep::fails(what, place, QStringLiteral("handoff_refused"), statusText(response));
        return CheckStep::works(what, place, location.isEmpty() ? statusText(response) : location.host());
    });
}

/// RFC 9700 §4.1: a backend that sends its codes anywhere gives them to whoever asks.
core::Async<QList<CheckStep>> HandoffProbes::refusesForeignAddress()
{
    const QString what = QStringLiteral("handoff_refuses");
    const QString place = m_place + QLatin1String("/handoff/start");
    return ask(m_http, startRequest(foreign), what, place, this, [what, place](const net::HttpResponse &response) {
        if (!locationOf(response).isEmpty() || response.status < 300)
            return CheckStep::fails(what, place, QStringLiteral("redirects_anywhere"), statusText(response));
        if (response.status >= 500 || response.status == 429)
            return CheckStep::unclear(what, place, QStringLiteral("status_unclear"), statusText(response));
        return CheckStep::works(what, place, statusText(response));
    });
}

core::Async<QList<CheckStep>> HandoffProbes::refusesMadeUpCode()
{
    const core::Promise<QList<CheckStep>> promise;
    const backendapi::HandoffGrant madeUp{core::Secret(core::randomToken(m_random, 32)), core::Secret(core::randomToken(m_random, 32)), ours};
    core::whenDone(m_client.redeemHandoff(m_profile, *m_provider.handoff, madeUp), this,
                   [this, promise](const core::Result<backendapi::SignInOutcome> &outcome) {
                       const QString place = m_place + QLatin1String("/handoff/exchange");
                       promise.finish(QList<CheckStep>{
                           outcome.ok() ? CheckStep::fails(QStringLiteral("handoff_exchange"), place, QStringLiteral("lets_anybody_in"))
                                        : readExchangeRefusal(outcome.error())});
                   });
    return promise.future();
}

CheckStep HandoffProbes::readExchangeRefusal(const core::Error &error) const
{
    const QString what = QStringLiteral("handoff_exchange");
    const QString place = m_place + QLatin1String("/handoff/exchange");
    if (const std::optional<CheckStep> gone = missing(what, place, m_noting.lastStatus()))
        return *gone;
    if (error.kind == core::ErrorKind::Rejected)
        return CheckStep::works(what, place, error.code);
    return CheckStep::of(what, place, error);
}

} // namespace keyturn::composition
