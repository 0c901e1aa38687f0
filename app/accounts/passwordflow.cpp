// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/passwordflow.h"

#include "accounts/tokenorigins.h"

#include <QPointer>

#include <algorithm>

namespace keyturn::accounts {

namespace {

constexpr qsizetype longestCode = 256;

/// As it is sent: people type the spaces and hyphens that codes are shown with. nullopt: it cannot be one.
std::optional<core::Secret> cleanCode(const core::Secret &typed, model::SecondFactorMethod method, const model::SecondFactor &second)
{
    if (typed.size() > longestCode)
        return std::nullopt;
    const bool totp = method == model::SecondFactorMethod::Totp;
    QByteArray clean;
    clean.reserve(typed.size()); // so that no reallocation leaves a copy behind
    for (const char byte : typed.reveal()) {
        const bool gap = byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || (totp && byte == '-');
        if (!gap)
            clean.append(byte);
    }
    const bool digits = std::all_of(clean.begin(), clean.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
    const bool fits = totp ? digits && clean.size() == second.digits : !clean.isEmpty();
    core::Secret code = core::Secret::take(std::move(clean));
    return fits && second.methods.contains(method) ? std::optional(std::move(code)) : std::nullopt;
}

} // namespace

PasswordFlow::PasswordFlow(backendapi::BackendClient &backend, const storage::ProfileStore &profiles, const AccountKeeping &keeping, Request request)
    : StoringFlow(keeping), m_backend(backend), m_profiles(profiles), m_request(std::move(request))
{ }

void PasswordFlow::obtain()
{
    const core::Result<model::BackendProfile> profile = m_profiles.find(m_request.profile);
    if (!profile.ok())
        return fail(profile.error());
    m_profile = *profile;
    step(Step::AskingBackend);
    if (m_request.registerAs) {
        core::whenDone(m_backend.registerUser(m_profile, m_request.credentials, *m_request.registerAs, stopToken()), this,
                       [this](const core::Result<backendapi::SignInOutcome> &outcome) {
                           if (!outcome.ok())
                               return fail(outcome.error());
                           signedInAs(*outcome);
                       });
    } else {
        core::whenDone(m_backend.beginSignIn(m_profile, m_request.credentials, stopToken()), this,
                       [this](const core::Result<backendapi::SignInAnswer> &answer) { answered(answer); });
    }
    m_request.credentials.password = {}; // asked once; nothing here needs it any more
}

void PasswordFlow::answered(const core::Result<backendapi::SignInAnswer> &answer)
{
    if (!answer.ok())
        return fail(answer.error());
    if (const auto *outcome = std::get_if<backendapi::SignInOutcome>(&*answer))
        return signedInAs(*outcome);
    if (stopToken().stop_requested())
        return;
    m_challenge = std::get<backendapi::SecondFactorChallenge>(*answer);
    const QPointer<PasswordFlow> alive(this);
    Q_EMIT secondFactorWanted(m_profile.password->secondFactor->methods, m_profile.password->secondFactor->digits);
    if (alive)
        waitForCode();
}

void PasswordFlow::waitForCode()
{
    m_waitingForCode = true;
    step(Step::WaitingForCode);
}

core::Result<void> PasswordFlow::takeCode(const core::Secret &code, model::SecondFactorMethod method)
{
    if (!m_waitingForCode || !m_challenge || stopToken().stop_requested())
        return core::Error{core::ErrorKind::Rejected, QStringLiteral("code_not_wanted"), {}};
    const std::optional<core::Secret> clean = cleanCode(code, method, *m_profile.password->secondFactor);
    if (!clean)
        return core::Error{core::ErrorKind::Rejected, QStringLiteral("code_malformed"), {}};
    m_waitingForCode = false;
    step(Step::AskingBackend);
    core::whenDone(m_backend.confirmSignIn(m_profile, *m_challenge, method, *clean, stopToken()), this,
                   [this](const core::Result<backendapi::SignInOutcome> &outcome) { codeAnswered(outcome); });
    return {};
}

void PasswordFlow::codeAnswered(const core::Result<backendapi::SignInOutcome> &outcome)
{
    if (outcome.ok())
        return signedInAs(*outcome);
    core::Error error = outcome.error();
    if (error.code == QLatin1String("code_expired")) // by 410: it is the challenge that is gone, for a code of the app has no other end
        error.code = QStringLiteral("challenge_expired");
    const bool mayTryAgain =
        error.kind == core::ErrorKind::Rejected || error.kind == core::ErrorKind::RateLimited || error.kind == core::ErrorKind::Offline;
    if (!mayTryAgain || error.code == QLatin1String("challenge_expired") || stopToken().stop_requested())
        return fail(error);
    const QPointer<PasswordFlow> alive(this);
    Q_EMIT secondFactorRefused(error);
    if (alive)
        waitForCode();
}

void PasswordFlow::signedInAs(const backendapi::SignInOutcome &outcome)
{
    NewSignIn signIn{m_request.profile, {}, model::SignInMethod::Password, m_request.label, m_request.expected, outcome.identity, outcome.tokens,
                     m_profile.embedded};
    signIn.origins = tokenOrigins(m_profile);
    obtained(signIn);
}

} // namespace keyturn::accounts
