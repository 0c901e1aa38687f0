// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/handoffflow.h"

#include "oauth/browserroundtrip.h"
#include "oauth/loopbacktarget.h"
#include "oauth/pkce.h"
#include "oauth/tokeninaddress.h"

#include <optional>

namespace keyturn::oauth {

namespace {

/// @p base with @p parameters behind the query that it has.
QUrl withQuery(const QUrl &base, const QList<std::pair<const char *, QString>> &parameters)
{
    QByteArrayList pairs;
    if (base.hasQuery())
        pairs += base.query(QUrl::FullyEncoded).toLatin1();
    for (const auto &[name, value] : parameters) {
        if (!value.isEmpty())
            pairs += name + QByteArray("=") + QUrl::toPercentEncoding(value);
    }
    QUrl url = base;
    url.setQuery(QString::fromLatin1(pairs.join('&')), QUrl::StrictMode);
    return url;
}

} // namespace

class HandoffFlow::Run
{
public:
    Run(HandoffFlow *flow, core::Clock &clock, core::Random &random, BrowserOpener &browser, HandoffRequest request, HandoffExchange exchange);
    ~Run() { m_stop.request_stop(); }

    void start();
    void cancel();
    [[nodiscard]] core::Result<void> openBrowser() { return m_trip.open(m_url); }
    [[nodiscard]] const QUrl &url() const { return m_url; }
    /// Without a `state` the place is all there is to compare.
    [[nodiscard]] core::Result<void> takeAddress(const QString &pasted) { return m_trip.takeAddress(pasted, !handoff().isSafe()); }

private:
    [[nodiscard]] const model::Handoff &handoff() const { return *m_request.provider.handoff; }
    [[nodiscard]] QUrl startUrl();
    void waitForBrowser();
    [[nodiscard]] AuthorizationAnswer read(const QString &query) const;
    void exchange(const core::Secret &brought);
    void end(core::Result<AuthorizationOutcome> outcome);
    void tell();

    HandoffFlow *m_flow;
    core::Random &m_random;
    HandoffRequest m_request;
    HandoffExchange m_exchange;
    std::stop_source m_stop;
    QByteArray m_state;
    Pkce m_pkce;
    QUrl m_redirectUri;
    QUrl m_url;
    BrowserRoundTrip m_trip;
    std::optional<core::Result<AuthorizationOutcome>> m_outcome; ///< Set: it has ended.
    bool m_started = false;
};

HandoffFlow::Run::Run(HandoffFlow *flow, core::Clock &clock, core::Random &random, BrowserOpener &browser, HandoffRequest request,
                      HandoffExchange exchange)
    : m_flow(flow), m_random(random), m_request(std::move(request)), m_exchange(std::move(exchange)), m_trip(clock, browser, m_request.log)
{
    QObject::connect(&m_trip, &BrowserRoundTrip::left, m_flow, [this] { tell(); });
    QObject::connect(&m_trip, &BrowserRoundTrip::browserFailed, m_flow, &HandoffFlow::browserFailed);
    QObject::connect(&m_trip, &BrowserRoundTrip::answered, m_flow, [this](const core::Result<core::Secret> &brought) {
        if (brought.ok())
            this->exchange(*brought);
        else
            end(brought.error());
    });
}

void HandoffFlow::Run::start()
{
    if (std::exchange(m_started, true) || m_outcome)
        return;
    const core::Result<QUrl> listening = m_trip.listen(loopbackTarget(m_request.provider, m_random));
    if (!listening.ok())
        return end(listening.error());
    m_redirectUri = *listening;
    m_url = startUrl();
    m_trip.await([this](const QString &query) { return read(query); }, m_request.patience);
    waitForBrowser();
}

QUrl HandoffFlow::Run::startUrl()
{
    if (!handoff().isSafe())
        return m_request.start; // it knows one address of its own configuration, and nothing of us
    m_state = core::randomToken(m_random, 32);
    m_pkce = makePkce(m_random);
    return withQuery(m_request.start,
                     {{"redirect_uri", m_redirectUri.toString(QUrl::FullyEncoded)},
                      {"state", QString::fromLatin1(m_state)},
                      {"code_challenge", QString::fromLatin1(m_pkce.challenge)},
                      {"code_challenge_method", QStringLiteral("S256")},
                      {"login_hint", m_request.loginHint},
                      {"prompt", m_request.prompt},
                      {"acr_values", m_request.acrValues.join(u' ')},
                      {"max_age", m_request.maxAge ? QString::number(*m_request.maxAge) : QString()}});
}

void HandoffFlow::Run::waitForBrowser()
{
    Q_EMIT m_flow->stepChanged(Step::WaitingForBrowser);
    if (m_outcome)
        return;
    Q_EMIT m_flow->authorizationUrlReady(m_url);
    if (m_outcome || !m_request.openBrowser)
        return;
    if (const core::Result<void> opened = openBrowser(); !opened.ok())
        Q_EMIT m_flow->browserFailed(opened.error());
}

AuthorizationAnswer HandoffFlow::Run::read(const QString &query) const
{
    if (!handoff().isSafe())
        return readTokenInAddress(query, handoff().tokenParameter);
    return readAuthorizationResponse(query, {m_state, m_request.issuer, true});
}

void HandoffFlow::Run::exchange(const core::Secret &brought)
{
    const HandoffAnswer answer = handoff().isSafe() ? HandoffAnswer(HandoffCode{brought, m_pkce.verifier, m_redirectUri.toString(QUrl::FullyEncoded)})
                                                    : HandoffAnswer(brought);
    core::whenDone(m_exchange(answer, m_stop.get_token()), m_flow, [this](const core::Result<AuthorizationOutcome> &outcome) { end(outcome); });
    Q_EMIT m_flow->stepChanged(Step::ExchangingCode);
}

void HandoffFlow::Run::cancel()
{
    const core::Error cancelled{core::ErrorKind::Cancelled, QStringLiteral("cancelled"), {}};
    if (m_outcome && m_outcome->ok()) { // it waits for the browser to have the last page
        const model::TokenSet unkept = (*m_outcome)->tokens;
        m_outcome = cancelled;
        Q_EMIT m_flow->unkept(unkept);
    }
    m_trip.close();
    end(cancelled);
}

void HandoffFlow::Run::end(core::Result<AuthorizationOutcome> outcome)
{
    if (m_outcome)
        return;
    m_outcome = std::move(outcome);
    m_stop.request_stop();
    m_trip.leave();
}

void HandoffFlow::Run::tell()
{
    const core::Result<AuthorizationOutcome> outcome = *m_outcome; // the flow, and this, may be destroyed in the slot
    if (outcome.ok())
        Q_EMIT m_flow->completed(*outcome);
    else
        Q_EMIT m_flow->failed(outcome.error());
}

HandoffFlow::HandoffFlow(core::Clock &clock, core::Random &random, BrowserOpener &browser, HandoffRequest request, HandoffExchange exchange,
                         QObject *parent)
    : QObject(parent), m_run(std::make_unique<Run>(this, clock, random, browser, std::move(request), std::move(exchange)))
{ }

HandoffFlow::~HandoffFlow() = default;

void HandoffFlow::start()
{
    m_run->start();
}

void HandoffFlow::cancel()
{
    m_run->cancel();
}

core::Result<void> HandoffFlow::openBrowserAgain()
{
    return m_run->openBrowser();
}

core::Result<void> HandoffFlow::takeAddress(const QString &pasted)
{
    return m_run->takeAddress(pasted);
}

QUrl HandoffFlow::authorizationUrl() const
{
    return m_run->url();
}

} // namespace keyturn::oauth
