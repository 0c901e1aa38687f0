// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokens/tokenrefresher.h"

#include <QObject>
#include <QSet>

namespace keyturn::lab {

/// A refresher whose answers can be lost on the way: the refresh goes out and is done, and the tokens that it brings are thrown away, as by a
/// connection that broke (RFC 6749 says nothing of what comes then; FAULTS 52). Nothing else is changed.
class InterruptibleRefresher final : public QObject, public tokens::TokenRefresher
{
    Q_OBJECT
public:
    /// @p direct refreshes; it must outlive this.
    explicit InterruptibleRefresher(tokens::TokenRefresher &direct) : m_direct(direct) { }

    /// The next answer for @p id that brings tokens is lost, once: Offline `reply_dropped`. An answer without tokens is nothing that could be lost.
    void dropNext(const model::AccountId &id) { m_armed.insert(id); }
    /// False where there was nothing to take back: the answer is lost already.
    bool disarm(const model::AccountId &id) { return m_armed.remove(id); }

    [[nodiscard]] core::Async<model::TokenSet> refresh(const model::Account &account, const model::TokenSet &current, std::stop_token stop) override;

private:
    tokens::TokenRefresher &m_direct;
    QSet<model::AccountId> m_armed;
};

} // namespace keyturn::lab
