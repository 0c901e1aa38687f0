// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/authorizationrequest.h"
#include "oauth/browseropener.h"
#include "oauth/flowservices.h"

#include <QObject>

#include <memory>

namespace keyturn::oauth {

/// Authorization code with PKCE for a native client (RFC 6749 §4.1, RFC 7636, RFC 8252, RFC 9207, OpenID Connect Core 1.0 §3.1). Steps:
/// Discovering → WaitingForBrowser → ExchangingCode → VerifyingIdentity, then exactly one of completed() and failed(). Where the provider takes
/// pushed requests (RFC 9126) the browser gets the request's name alone; an address that is only shown and may be opened late is pushed only where it
/// must. Where the provider binds tokens to a key (RFC 9449) each sign-in makes one, whose private half comes with the tokens. Destroying it drops
/// all; cancel() ends it with failed(Cancelled).
class AuthorizationCodeFlow : public QObject
{
    Q_OBJECT
public:
    enum class Step { Discovering, WaitingForBrowser, ExchangingCode, VerifyingIdentity };
    Q_ENUM(Step)

    AuthorizationCodeFlow(FlowServices services, BrowserOpener &browser, AuthorizationRequest request, QObject *parent = nullptr);
    ~AuthorizationCodeFlow() override;

    void start();
    void cancel();
    /// "Open again". Errors as BrowserOpener's.
    [[nodiscard]] core::Result<void> openBrowserAgain();
    [[nodiscard]] QUrl authorizationUrl() const; ///< Empty before WaitingForBrowser.
    /// The address that the browser ended on, for when it is on another device and could not reach the listener. It is judged as the listener judges;
    /// what is not this sign-in's answer changes nothing: Rejected `address_not_ours`.
    [[nodiscard]] core::Result<void> takeAddress(const QString &pasted);
    /// From WaitingForBrowser on: whether the provider would also take a code on another device (RFC 8628).
    [[nodiscard]] bool offersDeviceCode() const;

Q_SIGNALS:
    void stepChanged(keyturn::oauth::AuthorizationCodeFlow::Step step);
    void authorizationUrlReady(const QUrl &url);
    void browserFailed(const keyturn::core::Error &error); ///< It waits on: the person can open the address by hand.
    void completed(const keyturn::oauth::AuthorizationOutcome &outcome);
    /// Before failed(): tokens came, but nobody will have them, for who signed in could not be told, or it was cancelled. They serve at the provider
    /// until somebody revokes them.
    void unkept(const keyturn::model::TokenSet &tokens);
    void failed(const keyturn::core::Error &error);

private:
    class Run;
    std::unique_ptr<Run> m_run;
};

} // namespace keyturn::oauth
