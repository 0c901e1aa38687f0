// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/confirmation.h"

#include <memory>

class QNetworkReply;

namespace keyturn::cli {

/// `request ACCOUNT METHOD URL`: one HTTP request, signed as the account.
class RequestCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    void addOptions(QCommandLineParser &parser) const override;

    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
    [[nodiscard]] QString counterpart() const override { return m_counterpart; }
    [[nodiscard]] bool cancel() override { return m_confirmation.cancel(); }

private:
    struct Sending;
    [[nodiscard]] core::Async<int> send(const std::shared_ptr<Sending> &sending);
    [[nodiscard]] core::Async<int> stepUp(const std::shared_ptr<Sending> &sending, const net::StepUpChallenge &challenge);
    [[nodiscard]] static core::Result<int> outcome(Sending &sending, const QNetworkReply &reply);

    Confirmation m_confirmation;
    QString m_counterpart;
};

} // namespace keyturn::cli
