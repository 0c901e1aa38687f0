// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountkeeping.h"
#include "accounts/signinflow.h"
#include "model/backendprofile.h"
#include "oauth/flowservices.h"

#include <optional>
#include <stop_token>

namespace keyturn::accounts {

/// What all sign-in flows share: ready to keep? → (the method's own way) → who was expected? → keep → signed in.
class StoringFlow : public SignInFlow
{
    Q_OBJECT
public:
    explicit StoringFlow(const AccountKeeping &keeping, QObject *parent = nullptr);
    void start() override;
    void cancel() override;
    void accept() override;
    void decline() override;

protected:
    /// The method's own way; ends with obtained() or fail().
    virtual void obtain() = 0;
    virtual void stopObtaining() { }
    void obtained(const NewSignIn &signIn);
    /// Tokens came that will not be kept: once fail() is called, their session is ended where they came from, before failed() is told.
    void notKept(const NewSignIn &signIn);
    [[nodiscard]] static NewSignIn with(NewSignIn signIn, const model::TokenSet &tokens);
    /// With what @p provider gave and told.
    [[nodiscard]] static NewSignIn with(NewSignIn signIn, const model::IdentityProvider &provider, const oauth::AuthorizationOutcome &outcome);
    /// As AccountKeeping::holds().
    [[nodiscard]] bool holds(const model::ProfileId &profile, const model::ProviderId &provider, const model::Identity &identity) const
    {
        return m_keeping.holds(profile, provider, identity);
    }
    void fail(const core::Error &error);
    void step(Step step);
    [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }

private:
    struct Unkept {
        model::Account account; ///< As much of one as a revocation needs.
        model::TokenSet tokens;
    };

    void refuseUnexpected(const NewSignIn &signIn);
    void keep(const NewSignIn &signIn);

    AccountKeeping m_keeping;
    std::optional<NewSignIn> m_toConfirm; ///< Set: a person is asked whether to keep it.
    std::optional<Unkept> m_unkept;
    std::stop_source m_stop;
    bool m_storing = false;
    bool m_ended = false;
};

} // namespace keyturn::accounts
