// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/storingflow.h"

namespace keyturn::accounts {

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

void StoringFlow::fail(const core::Error &error)
{
    if (!std::exchange(m_ended, true))
        Q_EMIT failed(error);
}

void StoringFlow::step(Step step)
{
    if (!m_ended)
        Q_EMIT stepChanged(step);
}

} // namespace keyturn::accounts
