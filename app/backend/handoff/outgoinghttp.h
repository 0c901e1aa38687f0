// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/handoff/outgoing.h"

#include <QThread>

#include <memory>

namespace keyturn::backend {

/// HTTP over QNetworkAccessManager on a thread of its own: the threads that serve must not wait for a server that may be ourselves. TLS errors are
/// never ignored, redirects never followed, an answer has 10 s and 256 kB.
class OutgoingHttp final : public Outgoing
{
public:
    OutgoingHttp();
    ~OutgoingHttp() override { stop(); }
    /// Drops what is under way: nothing is called back any more.
    void stop();
    void send(const OutgoingRequest &request, std::function<void(const OutgoingAnswer &)> done) override;

private:
    QThread m_thread;
    std::unique_ptr<QObject> m_context; ///< Lives on the thread.
};

} // namespace keyturn::backend
