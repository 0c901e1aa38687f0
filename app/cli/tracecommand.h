// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "cli/tracerequest.h"
#include "history/event.h"
#include "trace/tracestore.h"

#include <memory>

namespace keyturn::cli {

class TraceDiagram;

/// `trace`: what was said with backends and providers, as a sequence diagram; of whatever program of Keyturn's, and of recordings.
class TraceCommand final : public Command
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
    [[nodiscard]] core::Async<int> answer(const Invocation &invocation, const TraceRequest &request);
    [[nodiscard]] core::Async<int> clear(const Invocation &invocation, const TraceRequest &request);
    [[nodiscard]] core::Async<int> follow(const Invocation &invocation, const TraceRequest &request);
    void followOn(const Invocation &invocation, const TraceRequest &request, qint64 after);
    [[nodiscard]] core::Result<int> tell(const Invocation &invocation, const TraceRequest &request, const QList<net::Exchange> &entries) const;

    std::shared_ptr<TraceDiagram> m_diagram; ///< What is followed is drawn in.
    core::Promise<int> m_following; ///< Never answered: it ends by Ctrl+C.
};

} // namespace keyturn::cli
