// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/devicecodeflow.h"

#include "core/logging.h"
#include "oauth/clientfields.h"
#include "oauth/identityrequest.h"
#include "oauth/tokenendpoint.h"
#include "oauth/tokenresponse.h"

#include <algorithm>

namespace keyturn::oauth {

namespace {

using namespace std::chrono_literals;

constexpr auto slowDown = 5s; // RFC 8628 §3.5
constexpr auto longestPause = 60s;

core::Error cancelled(const char *code)
{
    return {core::ErrorKind::Cancelled, QString::fromLatin1(code), {}};
}

} // namespace

DeviceCodeFlow::DeviceCodeFlow(FlowServices services, model::IdentityProvider provider, QObject *parent)
    : QObject(parent), m_services(services), m_provider(std::move(provider))
{
    m_provider.scopes = requestedScopes(m_provider);
}

DeviceCodeFlow::~DeviceCodeFlow()
{
    m_stop.request_stop();
}

template <class T, class F> void DeviceCodeFlow::then(core::Async<T> answer, F next)
{
    core::whenDone(std::move(answer), this, [this, next = std::move(next)](const core::Result<T> &result) {
        if (m_ended)
            return;
        if (result.ok())
            next(*result);
        else
            end(atSignIn(result.error()));
    });
}

void DeviceCodeFlow::start()
{
    if (std::exchange(m_started, true) || m_ended)
        return;
    // RFC 8628 has no words for it in its request; an ID token may show it all the same.
    const bool wantsProof = !m_provider.acrValues.isEmpty() || m_provider.maxAge;
    if (wantsProof && m_provider.kind != model::ProviderKind::OpenIdConnect)
        return end(core::Error{core::ErrorKind::Configuration, QStringLiteral("method_unsupported"),
                               QStringLiteral("acrValues and maxAge cannot be shown by a sign-in on another device")});
    m_requestedAt = m_services.clock.now();
    Q_EMIT stepChanged(Step::Discovering);
    then(discover(m_services.http, m_services.clock, m_provider, this, m_stop.get_token()),
         [this](const ProviderMetadata &metadata) { discovered(metadata); });
}

void DeviceCodeFlow::discovered(const ProviderMetadata &metadata)
{
    m_metadata = metadata;
    if (m_metadata.endpoints.deviceAuthorization.isEmpty())
        return end(
            core::Error{core::ErrorKind::Configuration, QStringLiteral("method_unsupported"), QStringLiteral("no device authorization endpoint")});
    const core::Result<KeyBinding> binding = newBinding(m_metadata, m_provider);
    if (!binding.ok())
        return end(binding.error());
    m_binding = *binding;
    if (m_binding.isWanted())
        m_proving = std::make_unique<ProvingClient>(m_services.http, m_proofs, m_binding.key);
    Q_EMIT stepChanged(Step::AskingForCode);
    then(authorizeDevice(m_services.http, m_services.clock, m_metadata, m_provider, this, m_stop.get_token()),
         [this](const DeviceAuthorization &answer) { codeCame(answer); });
}

void DeviceCodeFlow::codeCame(const DeviceAuthorization &answer)
{
    m_device = answer;
    m_interval = m_pause = answer.interval;
    m_deadline = m_services.clock.monotonic() + answer.lifetime;
    Q_EMIT stepChanged(Step::WaitingForPerson);
    if (m_ended)
        return;
    Q_EMIT userCode(answer.userCode, answer.verificationUri, answer.verificationUriComplete, m_services.clock.now().addSecs(answer.lifetime.count()));
    askLater(m_interval);
}

void DeviceCodeFlow::askLater(std::chrono::milliseconds delay)
{
    if (m_ended)
        return;
    const std::chrono::milliseconds left = m_deadline - m_services.clock.monotonic();
    if (delay >= left)
        return m_services.clock.callAfter(std::max(left, 0ms), this, [this] { end(cancelled("expired_token")); });
    m_services.clock.callAfter(delay, this, [this] { ask(); });
}

void DeviceCodeFlow::ask()
{
    if (m_ended)
        return;
    core::whenDone(redeemDeviceCode(proving(), m_services.clock, m_metadata, m_provider, m_device.deviceCode, m_binding, this, m_stop.get_token()),
                   this, [this](const core::Result<model::TokenSet> &tokens) {
                       if (m_ended)
                           return;
                       if (tokens.ok())
                           verify(*tokens);
                       else
                           notYet(tokens.error());
                   });
}

void DeviceCodeFlow::notYet(const core::Error &error)
{
    const bool isSlowDown = error.code == QLatin1String("slow_down");
    if (isSlowDown || error.code == QLatin1String("authorization_pending")) {
        m_interval += isSlowDown ? slowDown : 0s;
        m_pause = m_interval;
        return askLater(m_interval);
    }
    if (error.kind == core::ErrorKind::Offline) {
        // RFC 8628 §3.5: less often while nothing answers.
        qCInfo(core::lcOAuth) << "The device flow asks again later:" << error.code;
        m_pause = std::max(m_interval, std::min<std::chrono::milliseconds>(m_pause * 2, longestPause));
        return askLater(std::max<std::chrono::milliseconds>(m_pause, error.retryAfter.value_or(0s)));
    }
    if (error.kind == core::ErrorKind::RateLimited)
        return askLater(std::max<std::chrono::milliseconds>(m_interval, error.retryAfter.value_or(longestPause)));
    for (const char *refusal : {"access_denied", "expired_token"}) {
        if (error.code == QLatin1String(refusal))
            return end(cancelled(refusal));
    }
    end(atSignIn(error));
}

void DeviceCodeFlow::verify(const model::TokenSet &tokens)
{
    m_tokens = tokens;
    if (const std::optional<core::Error> problem = m_binding.objectionTo(tokens))
        return end(core::ofStep(*problem, QStringLiteral("token")));
    Q_EMIT stepChanged(Step::VerifyingIdentity);
    if (m_ended)
        return;
    const IdentityRequest request(tokens.bound ? proving() : m_services.http, m_services.jwks, m_services.clock, m_metadata, m_provider);
    // There is no nonce: no browser of this machine carries an answer that somebody could have put there.
    AskedOfPerson asked{{}, m_provider.acrValues};
    if (m_provider.maxAge)
        asked.authenticatedSince = m_requestedAt.addSecs(-*m_provider.maxAge);
    then(request.send(tokens, asked, this, m_stop.get_token()), [this, tokens](const model::Identity &identity) {
        end(AuthorizationOutcome{tokens, identity, m_provider.scopes, m_metadata.endpoints});
    });
}

void DeviceCodeFlow::cancel()
{
    end(cancelled("cancelled"));
}

void DeviceCodeFlow::end(core::Result<AuthorizationOutcome> outcome)
{
    if (std::exchange(m_ended, true))
        return;
    m_stop.request_stop();
    if (!outcome.ok() && m_tokens)
        Q_EMIT unkept(*std::exchange(m_tokens, std::nullopt));
    QMetaObject::invokeMethod(
        this,
        [this, outcome = std::move(outcome)] {
            if (outcome.ok())
                Q_EMIT completed(*outcome);
            else
                Q_EMIT failed(outcome.error());
        },
        Qt::QueuedConnection);
}

} // namespace keyturn::oauth
