// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/result.h"
#include "core/secret.h"
#include "model/account.h"
#include "model/backendprofile.h"

#include <QObject>
#include <QUrl>

namespace keyturn::accounts {

/// Who signed in, where somebody else was expected: the address that the browser was sent to may have been read by others, and the answer may be
/// theirs (FAULTS 27, 28).
struct UnexpectedIdentity {
    model::Identity identity;
    QString expected; ///< The name that was typed, or that the account has which was to be signed in again; may be empty.
    bool another = false; ///< An account was to be signed in again: once accepted, this person is an account of their own beside it.
};

/// One sign-in, from the first step to the stored account; made by SignInCoordinator. Ends with exactly one of signedIn() and failed(), then deletes
/// itself by its owner's hand only. Destroying it drops all callbacks; cancel() also aborts what runs, except once it is Storing: then
/// it comes too late and the outcome follows.
class SignInFlow : public QObject
{
    Q_OBJECT
public:
    enum class Step {
        Preparing,
        AskingBackend,
        WaitingForCode,
        WaitingForBrowser,
        WaitingForDevice,
        ExchangingCode,
        VerifyingIdentity,
        Confirming,
        Storing
    };
    Q_ENUM(Step)

    using QObject::QObject;
    virtual void start() = 0;
    virtual void cancel() = 0;
    /// Browser sign-in only: the address to open; empty otherwise and before WaitingForBrowser.
    [[nodiscard]] virtual QUrl authorizationUrl() const { return {}; }
    /// "Open again"; nothing to do for other methods.
    virtual void openBrowserAgain() { }
    /// Browser sign-in only: the address that the browser ended on, where it could not reach us. Rejected `address_not_ours` changes nothing.
    [[nodiscard]] virtual core::Result<void> takeAddress(const QString &pasted)
    {
        Q_UNUSED(pasted)
        return core::Error{core::ErrorKind::Rejected, QStringLiteral("address_not_ours"), {}};
    }
    /// Password sign-in only, in WaitingForCode: the second factor's code. What cannot be one is Rejected `code_malformed`, and outside that step
    /// `code_not_wanted`; both change nothing. Else AskingBackend follows, and then the end, or secondFactorRefused() and WaitingForCode again.
    [[nodiscard]] virtual core::Result<void> takeCode(const core::Secret &code, model::SecondFactorMethod method)
    {
        Q_UNUSED(code)
        Q_UNUSED(method)
        return core::Error{core::ErrorKind::Rejected, QStringLiteral("code_not_wanted"), {}};
    }
    /// In Confirming, and nothing otherwise: keep who signed in after all; Storing follows.
    virtual void accept() { }
    /// In Confirming, and nothing otherwise: the flow fails with Rejected `other_identity`, and the tokens are given back.
    virtual void decline() { }
    /// Browser sign-in only, from WaitingForBrowser on: whether the provider takes a code on another device as well.
    [[nodiscard]] virtual bool offersDeviceCode() const { return false; }

Q_SIGNALS:
    void stepChanged(keyturn::accounts::SignInFlow::Step step);
    /// Password sign-in only: the password was right, and a code is wanted as well; once, before WaitingForCode. A TOTP code has @p digits digits.
    void secondFactorWanted(const QList<keyturn::model::SecondFactorMethod> &methods, int digits);
    /// Not the end: a wrong code (Rejected), one too many (RateLimited, with the time to wait), or no answer (Offline). Where the challenge has
    /// expired the flow fails with Rejected `challenge_expired`, and starts again from the password.
    void secondFactorRefused(const keyturn::core::Error &error);
    void authorizationUrlReady(const QUrl &url);
    void browserFailed(const keyturn::core::Error &error); ///< Not the end: the person may open the address by hand.
    /// Browser sign-in only, at most once: the provider gave no refresh token, without which the sign-in ends with its access token, so the person is
    /// sent there again, to consent to one. WaitingForBrowser follows.
    void consentNeeded();
    /// Device sign-in only: what to show, both. @p verificationUriComplete has the code in it and may be empty; @p expiresAt is UTC.
    void userCode(const QString &code, const QUrl &verificationUri, const QUrl &verificationUriComplete, const QDateTime &expiresAt);
    /// Once, in Confirming: nothing is stored before accept(), and decline() and cancel() give the tokens back. Where nobody listens to this signal
    /// the answer is decline(), without the step.
    void unexpectedIdentity(const keyturn::accounts::UnexpectedIdentity &who);
    void signedIn(const keyturn::model::AccountId &id);
    void failed(const keyturn::core::Error &error);
};

} // namespace keyturn::accounts
