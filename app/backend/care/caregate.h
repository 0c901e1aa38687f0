// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/answers.h"
#include "backend/care/notices.h"
#include "backend/care/passwordroutes.h"
#include "backend/care/secondfactorroutes.h"

namespace keyturn::backend {

/// What stands between a good password and the tokens here: an e-mail that is not confirmed, where the backend wants that, and the second factor.
class CareGate final : public SignInGate
{
public:
    CareGate(CareStore &store, PasswordRoutes &passwords, SecondFactorRoutes &secondFactor, Notices &notices, bool wantsVerifiedEmail)
        : m_store(store), m_passwords(passwords), m_secondFactor(secondFactor), m_notices(notices), m_wantsVerifiedEmail(wantsVerifiedEmail)
    { }

    [[nodiscard]] std::optional<Response> afterPassword(const User &user) override
    {
        const auto verified = m_wantsVerifiedEmail ? m_store.isVerified(user.id) : core::Result<bool>(true);
        if (!verified.ok())
            return failureAnswer(verified.error());
        if (!*verified)
            return errorAnswer(403, "email_not_verified", QStringLiteral("The e-mail address has to be confirmed first."));
        return m_secondFactor.challenge(user);
    }
    [[nodiscard]] std::optional<Response> afterRegistration(const User &user) override
    {
        m_passwords.mailVerification(user);
        return m_wantsVerifiedEmail ? std::optional(mailed()) : std::nullopt;
    }
    /// Where nobody is signed in by registering, the answer need not tell who has an account: the owner of the address is told, by mail.
    [[nodiscard]] std::optional<Response> afterTakenRegistration(const QString &email) override
    {
        if (!m_wantsVerifiedEmail)
            return std::nullopt;
        const auto told = m_notices.registrationTried(email);
        return told.ok() ? mailed() : failureAnswer(told.error());
    }

private:
    [[nodiscard]] static Response mailed()
    {
        return jsonAnswer(201,
                          QJsonObject{{QStringLiteral("message"), QStringLiteral("A mail is on its way; confirm the address by the code in it.")}});
    }

    CareStore &m_store;
    PasswordRoutes &m_passwords;
    SecondFactorRoutes &m_secondFactor;
    Notices &m_notices;
    bool m_wantsVerifiedEmail;
};

} // namespace keyturn::backend
