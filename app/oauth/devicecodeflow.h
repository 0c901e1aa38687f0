// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/deviceauthorization.h"
#include "oauth/flowservices.h"
#include "oauth/keybinding.h"
#include "oauth/provingclient.h"

#include <QObject>

#include <memory>
#include <optional>

namespace keyturn::oauth {

/// Sign-in on another device (RFC 8628): for a machine without a browser, or with one that does not cooperate. Steps: Discovering → AskingForCode →
/// WaitingForPerson → VerifyingIdentity, then exactly one of completed() and failed(). While it waits it asks no more often than the provider wants;
/// what fails on the way there is asked again until the code's time is over. Destroying it drops all; cancel() ends it with failed(Cancelled).
class DeviceCodeFlow : public QObject
{
    Q_OBJECT
public:
    enum class Step { Discovering, AskingForCode, WaitingForPerson, VerifyingIdentity };
    Q_ENUM(Step)

    DeviceCodeFlow(FlowServices services, model::IdentityProvider provider, QObject *parent = nullptr);
    ~DeviceCodeFlow() override;

    void start();
    void cancel();

Q_SIGNALS:
    void stepChanged(keyturn::oauth::DeviceCodeFlow::Step step);
    /// To be shown, both: the person compares @p code with what the page says. @p verificationUriComplete may be empty. @p expiresAt is UTC.
    void userCode(const QString &code, const QUrl &verificationUri, const QUrl &verificationUriComplete, const QDateTime &expiresAt);
    void completed(const keyturn::oauth::AuthorizationOutcome &outcome);
    /// Before failed(): tokens came, but nobody will have them. They serve at the provider until somebody revokes them.
    void unkept(const keyturn::model::TokenSet &tokens);
    /// Configuration `method_unsupported` where the provider has no such endpoint; Cancelled `access_denied`, `expired_token`, `cancelled`; else as
    /// authorizeDevice(), redeemDeviceCode() and IdentityRequest.
    void failed(const keyturn::core::Error &error);

private:
    void discovered(const ProviderMetadata &metadata);
    void codeCame(const DeviceAuthorization &answer);
    void askLater(std::chrono::milliseconds delay);
    void ask();
    void notYet(const core::Error &error);
    void verify(const model::TokenSet &tokens);
    /// The way to the token endpoint, and with a bound token to userinfo.
    [[nodiscard]] net::HttpClient &proving() { return m_proving ? static_cast<net::HttpClient &>(*m_proving) : m_services.http; }
    void end(core::Result<AuthorizationOutcome> outcome);
    /// Calls @p next with the value of @p answer, unless it has ended; an error ends it.
    template <class T, class F> void then(core::Async<T> answer, F next);

    FlowServices m_services;
    model::IdentityProvider m_provider;
    ProviderMetadata m_metadata;
    jose::ProofMaker m_proofs{m_services.clock, m_services.random};
    KeyBinding m_binding;
    std::unique_ptr<ProvingClient> m_proving; ///< Where tokens are to be bound.
    DeviceAuthorization m_device;
    std::chrono::milliseconds m_deadline{}; ///< Monotonic.
    std::chrono::milliseconds m_interval{};
    std::chrono::milliseconds m_pause{}; ///< Longer than the interval while the network is away.
    std::optional<model::TokenSet> m_tokens; ///< That came and that nobody has yet.
    std::stop_source m_stop;
    QDateTime m_requestedAt;
    bool m_started = false;
    bool m_ended = false;
};

} // namespace keyturn::oauth
