// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpserver.h"
#include "backend/options.h"
#include "core/clock.h"
#include "core/random.h"

#include <QJsonObject>

#include <memory>

namespace keyturn::backend {

class FaultBench;

/// The whole backend in one object: it builds the graph, serves, and ends.
class Service
{
public:
    Service(const core::Clock &clock, core::Random &random, Options options);
    /// Stops serving.
    ~Service();

    /// Makes the data folder, reads the keys, opens the database, binds and serves. Errors: Configuration `port_in_use`, `listen_failed`,
    /// `address_invalid`; Storage for folder, keys and database. The detail is for the person who started it.
    [[nodiscard]] core::Result<void> start();
    /// The line that says so: ready, pid, url, and the providers' addresses. Precondition: start() succeeded.
    [[nodiscard]] QJsonObject readyLine() const;
    /// Forgets what ended a week ago; to be called now and then.
    void purge();

private:
    struct Graph;
    Options m_options;
    const core::Clock &m_clock;
    core::Random &m_random;
    HttpServer m_server;
    QString m_url;
    std::unique_ptr<FaultBench> m_faults; ///< With --faults alone.
    std::unique_ptr<Graph> m_graph;
};

} // namespace keyturn::backend
