// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lab/interruptiblerefresher.h"

#include <utility>

namespace keyturn::lab {

core::Async<model::TokenSet> InterruptibleRefresher::refresh(const model::Account &account, const model::TokenSet &current, std::stop_token stop)
{
    core::Async<model::TokenSet> answer = m_direct.refresh(account, current, std::move(stop));
    if (!m_armed.contains(account.id))
        return answer;
    return core::chain(std::move(answer), this, [this, id = account.id](const model::TokenSet &tokens) -> core::Result<model::TokenSet> {
        if (!m_armed.remove(id))
            return tokens;
        return core::Error{core::ErrorKind::Offline, QStringLiteral("reply_dropped"), {}};
    });
}

} // namespace keyturn::lab
