// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lab/course.h"

/// A refresh token is spent twice: refresh → the spent one again → refresh once more. The first brings new tokens, which are stored before the spent
/// one goes out again: whatever happens then, they are there. What the second brings takes their place only where it brings a refresh token too.
namespace keyturn::lab {

void Course::twice()
{
    followTokens(Act::Refresh, m_services.tokens.refresh(m_account.id), [this](const core::Result<Tokens> &first) {
        if (!first.ok())
            return end(Verdict::Inconclusive);
        spendAgain(!(first->refreshToken == m_before.refreshToken));
    });
}

void Course::spendAgain(bool rotated)
{
    const Tokens first = m_newest;
    followTokens(Act::SpendAgain, spentOnceMore(),
                 [this, rotated, first](const core::Result<Tokens> &second) { refreshAfterReuse(rotated, second, first); });
}

/// Under the account's lock. The refusal of a spent token says nothing yet of the newest: it does not count as the account's.
core::Async<model::TokenSet> Course::spentOnceMore()
{
    const auto answer = std::make_shared<core::Result<Tokens>>(core::abandoned());
    const auto spend = [this, answer](const model::Account &account, const Tokens &) {
        const core::Promise<std::optional<Tokens>> kept;
        core::whenDone(m_services.refresher.refresh(account, m_before, {}), this, [this, answer, kept](const core::Result<Tokens> &second) {
            *answer = second;
            const bool bringsRefreshToken = second.ok() && !(second->refreshToken == m_before.refreshToken);
            kept.finish(bringsRefreshToken ? std::optional(*second) : std::nullopt);
        });
        return kept.future();
    };
    const core::Promise<Tokens> promise;
    core::whenDone(m_services.tokens.exchange(m_account.id, spend), this, [promise, answer](const core::Result<void> &stored) {
        promise.finish(stored.ok() ? *answer : core::Result<Tokens>(stored.error()));
    });
    return promise.future();
}

void Course::refreshAfterReuse(bool rotated, const core::Result<Tokens> &second, const Tokens &first)
{
    const bool accepted = second.ok();
    const bool refused = !accepted && isRefusal(second.error());
    const bool sameAgain = accepted && second->refreshToken == first.refreshToken;
    if (accepted && second->refreshToken == m_before.refreshToken)
        m_newest = first; // it brought an access token and nothing else
    followTokens(Act::Refresh, m_services.tokens.refresh(m_account.id), [=, this](const core::Result<Tokens> &third) {
        const bool ended = !third.ok() && third.error().kind == core::ErrorKind::SignInAgain;
        if ((!accepted && !refused) || (!third.ok() && !ended))
            return end(Verdict::Inconclusive);
        if (ended)
            return end(accepted ? Verdict::ReuseEndedLater : Verdict::ReuseEndedSession);
        if (!rotated)
            return end(Verdict::NotRotated);
        if (refused)
            return end(Verdict::ReuseRefused);
        end(sameAgain ? Verdict::ReuseForgiven : Verdict::ReuseAccepted);
    });
}

} // namespace keyturn::lab
