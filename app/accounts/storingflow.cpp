// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/storingflow.h"

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
            m_keeping.revoker.retryPending();
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
    fail({core::ErrorKind::Cancelled, QStringLiteral("interrupted"), {}});
}

void StoringFlow::obtained(const NewSignIn &signIn)
{
    if (m_ended)
        return;
    m_storing = true;
    step(Step::Storing);
    core::whenDone(m_keeping.keep(signIn, this), this, [this](const core::Result<model::Account> &account) {
        if (!account.ok())
            return fail(account.error());
        if (!std::exchange(m_ended, true))
            Q_EMIT signedIn(account->id);
    });
}

void StoringFlow::notKept(const model::ProfileId &profile, const model::IdentityProvider &provider, const model::TokenSet &tokens)
{
    Unkept unkept{{}, tokens};
    unkept.account.profile = profile;
    unkept.account.provider = provider.id;
    unkept.account.identity.issuer = provider.issuer;
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
