// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/fakerefresher.h"

#include <memory>

namespace keyturn::tests {

core::Error offline()
{
    return {core::ErrorKind::Offline, QStringLiteral("connection_refused"), {}};
}

core::Error invalidGrant()
{
    return {core::ErrorKind::SignInAgain, QStringLiteral("invalid_grant"), {}};
}

model::TokenSet FakeRefresher::grant()
{
    ++m_issued;
    const QByteArray number = QByteArray::number(m_issued);
    const QByteArray refresh = "refresh-" + number;
    m_good.append(refresh);
    model::TokenSet tokens;
    tokens.accessToken = core::Secret("access-" + number);
    tokens.refreshToken = core::Secret(refresh);
    tokens.issuedAt = m_clock.now();
    if (lifetime > std::chrono::milliseconds(0))
        tokens.accessExpiresAt = m_clock.now().addMSecs(lifetime.count());
    return tokens;
}

core::Result<model::TokenSet> FakeRefresher::answer(const model::TokenSet &current)
{
    const QByteArray token = current.refreshToken.reveal().toByteArray();
    spent.append(token);
    const bool good = m_good.contains(token) || (hasGrace && token == m_last);
    if (!good) {
        revoke(); // reuse: the whole family goes (RFC 9700 §4.14.2)
        return invalidGrant();
    }
    m_last = token;
    m_good.removeAll(token);
    model::TokenSet next = grant();
    if (!rotates) {
        m_good.replace(m_good.size() - 1, token);
        next.refreshToken = current.refreshToken;
    }
    next.scopes = scopes;
    next.proofKey = current.proofKey;
    next.bound = current.bound;
    if (sameAccessToken)
        next.accessToken = current.accessToken;
    if (std::exchange(m_loseNext, false))
        return core::Error{core::ErrorKind::Offline, QStringLiteral("connection_closed"), {}};
    return next;
}

core::Async<model::TokenSet> FakeRefresher::refresh(const model::Account &account, const model::TokenSet &current, std::stop_token stop)
{
    accounts.append(account.id);
    const core::Promise<model::TokenSet> promise;
    if (m_failures > 0) {
        --m_failures;
        spent.append(current.refreshToken.reveal().toByteArray());
        promise.finish(m_failure);
        return promise.future();
    }
    const core::Result<model::TokenSet> outcome = answer(current);
    if (!m_holding) {
        promise.finish(outcome);
        return promise.future();
    }
    // The stop is listened to as long as the answer waits.
    const auto onStop = std::make_shared<std::stop_callback<std::function<void()>>>(stop, [promise] {
        promise.finish(core::Error{core::ErrorKind::Cancelled, QStringLiteral("stopped"), {}});
    });
    m_waiting.push_back([promise, outcome, onStop] { promise.finish(outcome); });
    return promise.future();
}

void FakeRefresher::failNext(const core::Error &error, int count)
{
    m_failure = error;
    m_failures = count;
}

void FakeRefresher::release()
{
    m_holding = false;
    for (const std::function<void()> &respond : std::exchange(m_waiting, {}))
        respond();
}

void FakeRefresher::releaseOne()
{
    if (m_waiting.empty())
        return;
    const std::function<void()> respond = std::move(m_waiting.front());
    m_waiting.erase(m_waiting.begin());
    respond();
}

void FakeRefresher::dropAll()
{
    m_holding = false;
    m_waiting.clear();
}

} // namespace keyturn::tests
