// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/authorizationcodeflow.h"

#include "oauth/browserroundtrip.h"
#include "oauth/clientrequest.h"
#include "oauth/discovery.h"
#include "oauth/identityrequest.h"
#include "oauth/loopbacktarget.h"
#include "oauth/networkauthadapter.h"
#include "oauth/provingclient.h"
#include "oauth/pushedrequest.h"
#include "oauth/tokenresponse.h"

#include <functional>
#include <optional>

namespace keyturn::oauth {

class AuthorizationCodeFlow::Run
{
public:
    Run(AuthorizationCodeFlow *flow, FlowServices services, BrowserOpener &browser, AuthorizationRequest request);
    ~Run() { m_stop.request_stop(); }

    void start();
    void cancel();
    [[nodiscard]] core::Result<void> openBrowserAgain();
    [[nodiscard]] const QUrl &url() const { return m_url; }
    [[nodiscard]] core::Result<void> takeAddress(const QString &pasted) { return m_trip.takeAddress(pasted); }
    [[nodiscard]] bool offersDeviceCode() const { return !m_url.isEmpty() && !m_metadata.endpoints.deviceAuthorization.isEmpty(); }

private:
    void discovered(const core::Result<ProviderMetadata> &metadata);
    [[nodiscard]] core::Result<void> bind();
    /// The way to the token endpoint, and with a bound token to userinfo.
    [[nodiscard]] net::HttpClient &proving() { return m_proving ? static_cast<net::HttpClient &>(*m_proving) : m_services.http; }
    void prepareRequest(const QUrl &redirectUri);
    [[nodiscard]] bool mustPush() const;
    void push(std::function<void()> then);
    void waitForBrowser();
    [[nodiscard]] AuthorizationParameters authorizationParameters(const QUrl &redirectUri);
    [[nodiscard]] AuthorizationAnswer read(const QString &query) const;
    void exchange(const core::Secret &code);
    void exchanged(const core::Result<net::HttpResponse> &response);
    [[nodiscard]] AskedOfPerson askedOfPerson() const;
    void verify(const model::TokenSet &tokens);

    void enter(Step step) { Q_EMIT m_flow->stepChanged(step); }
    void end(core::Result<AuthorizationOutcome> outcome);
    void giveBack();
    void tell();

    AuthorizationCodeFlow *m_flow;
    FlowServices m_services;
    AuthorizationRequest m_request;
    model::IdentityProvider m_provider;
    std::stop_source m_stop;
    ProviderMetadata m_metadata;
    jose::ProofMaker m_proofs{m_services.clock, m_services.random};
    KeyBinding m_binding;
    std::unique_ptr<ProvingClient> m_proving; ///< Where tokens are to be bound.
    QByteArray m_state;
    QString m_nonce;
    QDateTime m_requestedAt;
    bool m_pushing = false;
    bool m_pushed = false; ///< The address names a pushed request.
    QUrl m_url;
    std::unique_ptr<NetworkAuthAdapter> m_networkAuth;
    BrowserRoundTrip m_trip;
    std::optional<model::TokenSet> m_tokens; ///< That came and that nobody has yet.
    std::optional<core::Result<AuthorizationOutcome>> m_outcome; ///< Set: it has ended.
    bool m_started = false;
};

AuthorizationCodeFlow::Run::Run(AuthorizationCodeFlow *flow, FlowServices services, BrowserOpener &browser, AuthorizationRequest request)
    : m_flow(flow),
      m_services(services),
      m_request(std::move(request)),
      m_provider(askedProvider(m_request)),
      m_trip(services.clock, browser, services.log)
{
    QObject::connect(&m_trip, &BrowserRoundTrip::left, m_flow, [this] { tell(); });
    QObject::connect(&m_trip, &BrowserRoundTrip::browserFailed, m_flow, &AuthorizationCodeFlow::browserFailed);
    QObject::connect(&m_trip, &BrowserRoundTrip::answered, m_flow, [this](const core::Result<core::Secret> &code) {
        if (code.ok())
            exchange(*code);
        else
            end(code.error());
    });
}

void AuthorizationCodeFlow::Run::start()
{
    if (std::exchange(m_started, true) || m_outcome)
        return;
    enter(Step::Discovering);
    core::whenDone(discover(m_services.http, m_services.clock, m_provider, m_flow, m_stop.get_token()), m_flow,
                   [this](const core::Result<ProviderMetadata> &metadata) { discovered(metadata); });
}

void AuthorizationCodeFlow::Run::discovered(const core::Result<ProviderMetadata> &metadata)
{
    if (m_outcome)
        return;
    if (!metadata.ok())
        return end(metadata.error());
    m_metadata = *metadata;
    if (m_metadata.endpoints.authorization.isEmpty())
        return end(core::Error{core::ErrorKind::Configuration, QStringLiteral("method_unsupported"), QStringLiteral("no authorization endpoint")});
    if (m_metadata.pushedRequired && m_metadata.endpoints.pushedAuthorization.isEmpty())
        return end(core::ofStep({core::ErrorKind::BadReply, QStringLiteral("discovery_invalid"), QStringLiteral("nowhere to push a request to")},
                                QStringLiteral("discovery")));
    if (const core::Result<void> bound = bind(); !bound.ok())
        return end(bound.error());
    const core::Result<QUrl> redirectUri = m_trip.listen(loopbackTarget(m_provider, m_services.random));
    if (!redirectUri.ok())
        return end(redirectUri.error());
    prepareRequest(*redirectUri);
}

core::Result<void> AuthorizationCodeFlow::Run::bind()
{
    const core::Result<KeyBinding> binding = newBinding(m_metadata, m_provider);
    if (!binding.ok())
        return binding.error();
    m_binding = *binding;
    if (m_binding.isWanted())
        m_proving = std::make_unique<ProvingClient>(m_services.http, m_proofs, m_binding.key);
    return {};
}

AuthorizationParameters AuthorizationCodeFlow::Run::authorizationParameters(const QUrl &redirectUri)
{
    m_state = core::randomToken(m_services.random, 32);
    if (m_provider.kind == model::ProviderKind::OpenIdConnect)
        m_nonce = QString::fromLatin1(core::randomToken(m_services.random, 32));
    return {m_provider.clientId,
            redirectUri,
            m_provider.scopes,
            m_state,
            m_nonce,
            makePkce(m_services.random),
            extraParameters(m_provider, m_request.loginHint, m_binding.key),
            m_provider.resources,
            m_provider.clientSecret,
            basicAuthorization(m_provider, m_metadata)};
}

void AuthorizationCodeFlow::Run::prepareRequest(const QUrl &redirectUri)
{
    m_requestedAt = m_services.clock.now();
    m_networkAuth = std::make_unique<NetworkAuthAdapter>(proving(), m_metadata, authorizationParameters(redirectUri));
    if (mustPush())
        return push([this] { waitForBrowser(); });
    m_url = m_networkAuth->authorizationUrl();
    waitForBrowser();
}

bool AuthorizationCodeFlow::Run::mustPush() const
{
    // A pushed request lives for a minute or so: an address that is copied or scanned would often come too late.
    return !m_metadata.endpoints.pushedAuthorization.isEmpty() && (m_metadata.pushedRequired || m_request.openBrowser);
}

void AuthorizationCodeFlow::Run::push(std::function<void()> then)
{
    m_pushing = true;
    core::whenDone(pushRequest(proving(), m_services.clock, m_metadata, m_provider, m_networkAuth->authorizationUrl(), m_flow, m_stop.get_token()),
                   m_flow, [this, then = std::move(then)](const core::Result<PushedRequest> &pushed) {
                       m_pushing = false;
                       if (m_outcome)
                           return;
                       if (!pushed.ok() && m_pushed) {
                           // The page that is open in the browser may still be answered.
                           if (m_trip.isWaiting())
                               Q_EMIT m_flow->browserFailed(pushed.error());
                           return;
                       }
                       if (!pushed.ok())
                           return end(pushed.error());
                       m_pushed = true;
                       m_url = pushed->url;
                       then();
                   });
}

void AuthorizationCodeFlow::Run::waitForBrowser()
{
    m_trip.await([this](const QString &query) { return read(query); }, m_request.patience);
    enter(Step::WaitingForBrowser);
    if (m_outcome)
        return;
    Q_EMIT m_flow->authorizationUrlReady(m_url);
    if (m_outcome || !m_request.openBrowser)
        return;
    if (const core::Result<void> opened = m_trip.open(m_url); !opened.ok())
        Q_EMIT m_flow->browserFailed(opened.error());
}

core::Result<void> AuthorizationCodeFlow::Run::openBrowserAgain()
{
    if (!m_trip.isWaiting() || !m_pushed)
        return m_trip.open(m_url);
    if (m_pushing) // what it comes to is opened; a second one would only take the first one's place
        return {};
    push([this] {
        if (!m_trip.isWaiting())
            return;
        Q_EMIT m_flow->authorizationUrlReady(m_url);
        if (m_outcome)
            return;
        if (const core::Result<void> opened = m_trip.open(m_url); !opened.ok())
            Q_EMIT m_flow->browserFailed(opened.error());
    });
    return {};
}

AuthorizationAnswer AuthorizationCodeFlow::Run::read(const QString &query) const
{
    const bool hasIssuer = m_provider.isDiscovered(); // else the profile's issuer is a name of ours
    return readAuthorizationResponse(query, {m_state, hasIssuer ? m_metadata.issuer : QString(), hasIssuer && m_metadata.issuerInResponse});
}

void AuthorizationCodeFlow::Run::exchange(const core::Secret &code)
{
    core::whenDone(m_networkAuth->exchangeCode(code, m_stop.get_token()), m_flow,
                   [this](const core::Result<net::HttpResponse> &response) { exchanged(response); });
    enter(Step::ExchangingCode);
}

void AuthorizationCodeFlow::Run::exchanged(const core::Result<net::HttpResponse> &response)
{
    if (m_outcome)
        return;
    const QString step = QStringLiteral("token");
    if (!response.ok())
        return end(core::ofStep(response.error(), step));
    const core::Result<model::TokenSet> tokens = readTokenResponse(*response, m_provider.scopes, m_services.clock.now(), m_binding);
    if (!tokens.ok())
        return end(core::ofStep(atSignIn(tokens.error()), step));
    m_tokens = *tokens;
    if (const std::optional<core::Error> problem = m_binding.objectionTo(*tokens))
        return end(core::ofStep(*problem, step));
    verify(*tokens);
}

AskedOfPerson AuthorizationCodeFlow::Run::askedOfPerson() const
{
    AskedOfPerson asked{m_nonce, m_provider.acrValues};
    if (m_provider.maxAge)
        asked.authenticatedSince = m_requestedAt.addSecs(-*m_provider.maxAge);
    return asked;
}

void AuthorizationCodeFlow::Run::verify(const model::TokenSet &tokens)
{
    enter(Step::VerifyingIdentity);
    if (m_outcome)
        return;
    const IdentityRequest request(tokens.bound ? proving() : m_services.http, m_services.jwks, m_services.clock, m_metadata, m_provider);
    core::whenDone(request.send(tokens, askedOfPerson(), m_flow, m_stop.get_token()), m_flow,
                   [this, tokens](const core::Result<model::Identity> &identity) {
                       if (identity.ok())
                           end(AuthorizationOutcome{tokens, *identity, m_provider.scopes, m_metadata.endpoints});
                       else
                           end(identity.error());
                   });
}

void AuthorizationCodeFlow::Run::cancel()
{
    const core::Error cancelled{core::ErrorKind::Cancelled, QStringLiteral("cancelled"), {}};
    if (m_outcome && m_tokens) { // it waits for the browser to have the last page
        m_outcome = cancelled;
        giveBack();
    }
    m_trip.close();
    end(cancelled);
}

void AuthorizationCodeFlow::Run::giveBack()
{
    if (const std::optional<model::TokenSet> tokens = std::exchange(m_tokens, std::nullopt))
        Q_EMIT m_flow->unkept(*tokens);
}

void AuthorizationCodeFlow::Run::end(core::Result<AuthorizationOutcome> outcome)
{
    if (m_outcome)
        return;
    m_outcome = std::move(outcome);
    m_stop.request_stop();
    if (!m_outcome->ok())
        giveBack();
    m_trip.leave();
}

void AuthorizationCodeFlow::Run::tell()
{
    m_tokens.reset(); // whoever hears it has them
    const core::Result<AuthorizationOutcome> outcome = *m_outcome; // the flow, and this, may be destroyed in the slot
    if (outcome.ok())
        Q_EMIT m_flow->completed(*outcome);
    else
        Q_EMIT m_flow->failed(outcome.error());
}

AuthorizationCodeFlow::AuthorizationCodeFlow(FlowServices services, BrowserOpener &browser, AuthorizationRequest request, QObject *parent)
    : QObject(parent), m_run(std::make_unique<Run>(this, services, browser, std::move(request)))
{ }

AuthorizationCodeFlow::~AuthorizationCodeFlow() = default;

void AuthorizationCodeFlow::start()
{
    m_run->start();
}

void AuthorizationCodeFlow::cancel()
{
    m_run->cancel();
}

core::Result<void> AuthorizationCodeFlow::openBrowserAgain()
{
    return m_run->openBrowserAgain();
}

core::Result<void> AuthorizationCodeFlow::takeAddress(const QString &pasted)
{
    return m_run->takeAddress(pasted);
}

bool AuthorizationCodeFlow::offersDeviceCode() const
{
    return m_run->offersDeviceCode();
}

QUrl AuthorizationCodeFlow::authorizationUrl() const
{
    return m_run->url();
}

} // namespace keyturn::oauth
