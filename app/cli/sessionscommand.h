// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/confirmation.h"
#include "cli/sessionlist.h"

namespace keyturn::cli {

/// `sessions ACCOUNT`, `sessions label ACCOUNT ID TEXT`, `sessions revoke ACCOUNT …`: where this person is signed in.
class SessionsCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    void addOptions(QCommandLineParser &parser) const override;

    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
    [[nodiscard]] bool cancel() override { return m_confirmation.cancel(); }

private:
    [[nodiscard]] core::Async<int> list(const Invocation &invocation);
    [[nodiscard]] QString tooMany(const Invocation &invocation);
    [[nodiscard]] core::Async<int> exportTo(const Invocation &invocation, const history::KnownSessions &known, const SessionsRequest &request);
    [[nodiscard]] core::Async<int> label(const Invocation &invocation);
    [[nodiscard]] core::Async<int> revoke(const Invocation &invocation);
    [[nodiscard]] core::Async<int> revokeAll(const Invocation &invocation, const model::Account &account);
    [[nodiscard]] core::Async<void> revokeEach(const Invocation &invocation, const model::Account &account, QStringList ids);

    Confirmation m_confirmation;
};

} // namespace keyturn::cli
