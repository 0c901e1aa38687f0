// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpserver.h"
#include "backend/keyfile.h"
#include "backend/options.h"
#include "backend/router.h"
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
    /// The line that says so: ready, pid, url (what clients use), address (where it serves), and the providers' addresses. Precondition: start()
    /// succeeded.
    [[nodiscard]] QJsonObject readyLine() const;
    /// All that it answers. Precondition: start() succeeded.
    [[nodiscard]] QList<Router::Name> routes() const;
    /// Forgets what ended a week ago; to be called now and then.
    void purge();
    /// Reads the certificate and its key anew; where they cannot be used, the log says so and the present ones stay.
    void reload();
    /// Takes the keys of access tokens anew where their file was changed; to be called every few seconds.
    void renewKeys();

private:
    struct Graph;
    [[nodiscard]] core::Result<void> loadCertificate();
    [[nodiscard]] HttpServer::Handler routeWith(const Keys &keys);
    [[nodiscard]] HttpServer::Rounds rounds();
    Options m_options;
    const core::Clock &m_clock;
    core::Random &m_random;
    HttpServer m_server;
    QString m_url; ///< What clients reach us by.
    QString m_address; ///< Where we serve.
    std::unique_ptr<FaultBench> m_faults; ///< With --faults alone.
    std::unique_ptr<Graph> m_graph;
    std::optional<KeyFileWatch> m_keyFile;
};

} // namespace keyturn::backend
