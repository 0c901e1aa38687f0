// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "model/backendprofile.h"
#include "oauth/browseropener.h"
#include "oauth/flowservices.h"

#include <QObject>

#include <memory>
#include <optional>
#include <variant>

namespace keyturn::oauth {

/// A sign-in that a backend runs at a provider itself and hands over to us (resources/profiles/HANDOFF.md).
struct HandoffRequest {
    model::IdentityProvider provider; ///< Of kind Backend.
    QUrl start; ///< The backend's address to open, without what the flow adds.
    QString issuer; ///< The `iss` that the redirect must name; unused where the token comes in it.
    QString loginHint = {}; ///< May be empty, as the next two.
    QString prompt = {};
    QStringList acrValues = {}; ///< What the backend shall ask of its provider; whether it did nobody can see here.
    std::optional<int> maxAge = {}; ///< Seconds.
    bool openBrowser = true; ///< false: authorizationUrlReady() alone (--print-url).
    std::chrono::milliseconds patience{std::chrono::minutes(5)}; ///< FAULTS 30.
    net::ExchangeLog *log = nullptr; ///< As FlowServices has it.
};

/// The one-time code, and what proves that we are the ones who asked for it.
struct HandoffCode {
    core::Secret code;
    core::Secret codeVerifier;
    QString redirectUri;
};

/// A code, or the access token itself from a backend that knows no better.
using HandoffAnswer = std::variant<HandoffCode, core::Secret>;

/// Makes tokens and a person of what the browser brought; told by whoever speaks with the backend. It is asked once at most.
using HandoffExchange = std::function<core::Async<AuthorizationOutcome>(const HandoffAnswer &answer, std::stop_token stop)>;

/// The hand-off, on this side: the browser is sent to the backend with our loopback address, a state and the challenge of a code verifier (RFC 7636);
/// its redirect is judged like an authorization response, `iss` always (RFC 9207), and the code is exchanged. Steps: WaitingForBrowser →
/// ExchangingCode, then exactly one of completed() and failed(). Where the profile says that the token comes in the address there is neither state
/// nor code: one listener at the one address, and the first whole answer is the answer. Destroying it drops all; cancel() ends it with
/// failed(Cancelled).
class HandoffFlow : public QObject
{
    Q_OBJECT
public:
    enum class Step { WaitingForBrowser, ExchangingCode };
    Q_ENUM(Step)

    /// @p clock, @p random and @p browser must outlive it.
    HandoffFlow(core::Clock &clock, core::Random &random, BrowserOpener &browser, HandoffRequest request, HandoffExchange exchange,
                QObject *parent = nullptr);
    ~HandoffFlow() override;

    void start();
    void cancel();
    /// "Open again". Errors as BrowserOpener's.
    [[nodiscard]] core::Result<void> openBrowserAgain();
    [[nodiscard]] QUrl authorizationUrl() const; ///< Empty before WaitingForBrowser.
    /// The address that the browser ended on, where it could not reach the listener; judged as the listener judges. Rejected `address_not_ours`
    /// changes nothing.
    [[nodiscard]] core::Result<void> takeAddress(const QString &pasted);

Q_SIGNALS:
    void stepChanged(keyturn::oauth::HandoffFlow::Step step);
    void authorizationUrlReady(const QUrl &url);
    void browserFailed(const keyturn::core::Error &error); ///< It waits on: the person can open the address by hand.
    void completed(const keyturn::oauth::AuthorizationOutcome &outcome);
    /// Before failed(): it was cancelled after tokens came. They serve at the backend until somebody revokes them.
    void unkept(const keyturn::model::TokenSet &tokens);
    void failed(const keyturn::core::Error &error);

private:
    class Run;
    std::unique_ptr<Run> m_run;
};

} // namespace keyturn::oauth
