// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/storingflow.h"

#include "accounts/tokenorigins.h"

#include <QMetaMethod>

#include <memory>

namespace keyturn::accounts {

namespace {

constexpr std::chrono::seconds giveBackPatience{5}; // that a person waits to hear why it failed

} // namespace

StoringFlow::StoringFlow(const AccountKeeping &keeping, QObject *parent) : SignInFlow(parent), m_keeping(keeping) { }

void StoringFlow::start()
{
    step(Step::Preparing);
    core::whenDone(m_keeping.ready(this), this, [this](const core::Result<void> &ready) {
        if (m_ended)
            return;
        if (ready.ok()) {
            const core::Async<void> inItsOwnTime = m_keeping.revoker.retryPending();
            Q_UNUSED(inItsOwnTime)
            obtain();
        } else
            fail(ready.error());
    });
}

void StoringFlow::cancel()
{
    // What is being stored is stored in a moment; to stop in the middle would leave half of it.
    if (m_ended || m_storing)
        return;
    m_stop.request_stop();
    stopObtaining();
    if (m_toConfirm)
        notKept(*std::exchange(m_toConfirm, std::nullopt));
    fail({core::ErrorKind::Cancelled, QStringLiteral("interrupted"), {}});
}

void StoringFlow::obtained(const NewSignIn &signIn)
{
    if (m_ended)
        return;
    const std::optional<UnexpectedIdentity> unexpected = m_keeping.unexpected(signIn);
    if (!unexpected)
        return keep(signIn);
    if (!isSignalConnected(QMetaMethod::fromSignal(&SignInFlow::unexpectedIdentity)))
        return refuseUnexpected(signIn);
    m_toConfirm = signIn;
    step(Step::Confirming);
    if (m_toConfirm) // a listener to the step may have cancelled
        Q_EMIT unexpectedIdentity(*unexpected);
}

void StoringFlow::accept()
{
    if (m_ended || !m_toConfirm)
        return;
    NewSignIn confirmed = *std::exchange(m_toConfirm, std::nullopt);
    confirmed.expected = {};
    keep(confirmed);
}

void StoringFlow::decline()
{
    if (!m_ended && m_toConfirm)
        refuseUnexpected(*std::exchange(m_toConfirm, std::nullopt));
}

void StoringFlow::refuseUnexpected(const NewSignIn &signIn)
{
    notKept(signIn);
    fail(otherIdentity(signIn.identity));
}

void StoringFlow::keep(const NewSignIn &signIn)
{
    m_storing = true;
    step(Step::Storing);
    core::whenDone(m_keeping.keep(signIn, this), this, [this](const core::Result<model::Account> &account) {
        if (!account.ok())
            return fail(account.error());
        if (!std::exchange(m_ended, true))
            Q_EMIT signedIn(account->id);
    });
}

NewSignIn StoringFlow::with(NewSignIn signIn, const model::TokenSet &tokens)
{
    signIn.tokens = tokens;
    return signIn;
}

NewSignIn StoringFlow::with(NewSignIn signIn, const model::IdentityProvider &provider, const oauth::AuthorizationOutcome &outcome)
{
    signIn.tokens = outcome.tokens;
    signIn.identity = outcome.identity;
    signIn.askedScopes = outcome.askedScopes;
    signIn.origins = tokenOrigins(provider, outcome.endpoints);
    return signIn;
}

void StoringFlow::notKept(const NewSignIn &signIn)
{
    Unkept unkept{{}, signIn.tokens};
    unkept.account.profile = signIn.profile;
    unkept.account.provider = signIn.provider;
    unkept.account.identity = signIn.identity;
    unkept.account.origins = signIn.origins;
    m_unkept = unkept;
}

void StoringFlow::fail(const core::Error &error)
{
    if (std::exchange(m_ended, true))
        return;
    if (!m_unkept)
        return Q_EMIT failed(error);
    const auto tell = [this, error, told = std::make_shared<bool>(false)] {
        if (!std::exchange(*told, true))
            Q_EMIT failed(error);
    };
    m_keeping.clock.callAfter(giveBackPatience, this, tell);
    // It goes on where nobody waits for this flow any more.
    core::whenDone(m_keeping.giveBack(m_unkept->account, m_unkept->tokens, error, &m_keeping.tokens), this,
                   [tell](const core::Result<model::Account> &) { tell(); });
}

void StoringFlow::step(Step step)
{
    if (!m_ended)
        Q_EMIT stepChanged(step);
}

} // namespace keyturn::accounts
