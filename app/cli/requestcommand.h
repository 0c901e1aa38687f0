// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/confirmation.h"

#include <memory>

class QNetworkReply;

namespace keyturn::console {
struct Draft;
struct Answer;
} // namespace keyturn::console

namespace keyturn::cli {

class RequestWork;

/// `request ACCOUNT METHOD URL`: one HTTP request, signed as the account; and what the request console has beside that.
class RequestCommand final : public Command
{
    Q_OBJECT
public:
    RequestCommand();
    ~RequestCommand() override;
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    void addOptions(QCommandLineParser &parser) const override;

    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
    [[nodiscard]] QString counterpart() const override { return m_counterpart; }
    [[nodiscard]] bool cancel() override;
    [[nodiscard]] bool mayHaveActed() const override { return m_isOut; }

private:
    struct Sending;
    [[nodiscard]] core::Async<int> request(const Invocation &invocation, const model::Account &account);
    [[nodiscard]] core::Async<int> perform(const Invocation &invocation, const model::Account &account, const console::Draft &draft);
    [[nodiscard]] core::Async<int> send(const std::shared_ptr<Sending> &sending);
    void remember(Sending &sending, const QNetworkReply &reply);
    [[nodiscard]] core::Async<int> stepUp(const std::shared_ptr<Sending> &sending, const net::StepUpChallenge &challenge);
    [[nodiscard]] static core::Result<int> outcome(Sending &sending, const QNetworkReply &reply);

    Confirmation m_confirmation;
    QString m_counterpart;
    std::unique_ptr<RequestWork> m_work;
    bool m_isWhole = false; ///< The work is, and not the confirmation, what Ctrl+C ends.
    bool m_isOut = false; ///< A request was sent.
};

} // namespace keyturn::cli
