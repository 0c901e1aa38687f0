// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "cli/historyrequest.h"

namespace keyturn::cli {

/// `history`: what happened to the accounts, those that are signed out too. "Why was I signed out?"
class HistoryCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    void addOptions(QCommandLineParser &parser) const override;
    [[nodiscard]] bool needsSecrets() const override { return false; }
    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;

private:
    [[nodiscard]] core::Async<int> answer(const Invocation &invocation, const HistoryRequest &request);
    [[nodiscard]] core::Async<int> exportTo(const Invocation &invocation, const HistoryRequest &request);
    [[nodiscard]] core::Async<history::Page> gather(const Invocation &invocation, const HistoryRequest &request, const history::Page &before);
    [[nodiscard]] core::Async<int> clear(const Invocation &invocation);
    [[nodiscard]] core::Async<void> clearRequests(const Invocation &invocation, const QString &account);
};

} // namespace keyturn::cli
