// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountkeeping.h"
#include "accounts/signinflow.h"
#include "model/backendprofile.h"

#include <optional>
#include <stop_token>

namespace keyturn::accounts {

/// What all sign-in flows share: ready to keep? → (the method's own way) → keep → signed in.
class StoringFlow : public SignInFlow
{
    Q_OBJECT
public:
    explicit StoringFlow(const AccountKeeping &keeping, QObject *parent = nullptr);
    void start() override;
    void cancel() override;

protected:
    /// The method's own way; ends with obtained() or fail().
    virtual void obtain() = 0;
    virtual void stopObtaining() { }
    void obtained(const NewSignIn &signIn);
    /// Tokens came that will not be kept: once fail() is called, their session is ended where they came from, before failed() is told.
    void notKept(const model::ProfileId &profile, const model::IdentityProvider &provider, const model::TokenSet &tokens);
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

    AccountKeeping m_keeping;
    std::optional<Unkept> m_unkept;
    std::stop_source m_stop;
    bool m_storing = false;
    bool m_ended = false;
};

} // namespace keyturn::accounts
