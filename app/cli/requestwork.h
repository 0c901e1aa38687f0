// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "cli/requestwish.h"
#include "composition/requestconsole.h"

#include <stop_token>

namespace keyturn::cli {

/// What `request` does beside sending one request and printing what comes.
class RequestWork final : public QObject
{
    Q_OBJECT
public:
    RequestWork(const Invocation &invocation, RequestWish wish, QObject *parent);

    /// From curl, from those that were kept, or from the command line's own words; @p account is empty where it is nobody's.
    [[nodiscard]] core::Async<console::Draft> draft(const model::Account &account);
    /// Keeps @p draft where that is wished.
    [[nodiscard]] core::Async<void> save(const console::Draft &draft);
    /// Says what of @p draft does not go out: credentials of the person's own, or the account's token to a stranger.
    void tellWhatIsLeftOut(const model::Account &account, const console::Draft &draft);
    /// Whether the answer is to be had as a whole, and not as it streams in.
    [[nodiscard]] bool wantsWhole() const;
    /// As a program; many times at once; or once, with what is told of it.
    [[nodiscard]] core::Async<int> act(const model::Account &account, const console::Draft &draft);
    [[nodiscard]] core::Async<int> endpoints(const model::Account &account);
    /// Everybody's where @p account is empty.
    [[nodiscard]] core::Async<int> history(const QString &account);
    [[nodiscard]] composition::RequestConsole &console() { return m_console; }
    void stop() { m_stop.request_stop(); }

private:
    [[nodiscard]] core::Result<console::Draft> fromCurl();
    [[nodiscard]] core::Async<int> snippet(const model::Account &account, const console::Draft &draft);
    [[nodiscard]] core::Async<int> volley(const model::Account &account, const console::Draft &draft);
    [[nodiscard]] core::Async<int> whole(const model::Account &account, const console::Draft &draft);
    [[nodiscard]] core::Async<int> tell(const console::Answer &answer);
    [[nodiscard]] core::Result<int> write(const QByteArray &bytes) const;

    Invocation m_invocation;
    RequestWish m_wish;
    composition::RequestConsole m_console;
    std::stop_source m_stop;
};

} // namespace keyturn::cli
