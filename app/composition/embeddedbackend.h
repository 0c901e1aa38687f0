// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "core/paths.h"
#include "net/httpclient.h"

#include <QObject>
#include <QUrl>

namespace keyturn::composition {

struct BackendOptions {
    int port = 0; ///< 0: the last one, else the system's pick.
    QStringList extraArguments; ///< Handed on, e.g. --access-ttl 2.
};

/// keyturn-backend as a child that outlives us: its address and pid stand in `<state>/backend.json`, its data in `<data>/backend`. The port of the
/// last time is asked for again, so that issuers and origins stay the same.
class EmbeddedBackend : public QObject
{
    Q_OBJECT
public:
    struct Status {
        bool running = false; ///< The recorded process lives and is ours.
        qint64 pid = 0;
        QUrl url;
        QStringList providers; ///< The simulated ones that it has: `google`, `github`.
        bool ranBefore = false; ///< start() found it: it has the options of then.
    };

    /// @p clock and @p http must outlive it.
    EmbeddedBackend(core::Clock &clock, net::HttpClient &http, core::Paths paths, QObject *parent = nullptr);

    /// Starts it unless it runs, and waits until it is ready; one process at a time does. Errors are check()'s, Storage `lock_timeout`, Configuration
    /// `backend_missing` (program not found), `backend_failed` (its own words in the detail), Offline `backend_timeout`.
    [[nodiscard]] core::Async<Status> start(const BackendOptions &options = {});
    /// SIGTERM, then waits for its end. Not running is no error.
    [[nodiscard]] core::Async<void> stop();
    /// Whether its process lives; says nothing of whether it answers.
    [[nodiscard]] Status status() const;
    /// status(), and where it runs whether it answers too: Offline `backend_silent` where it does not.
    [[nodiscard]] core::Async<Status> check();
    /// The last known address, running or not; empty when it never ran.
    [[nodiscard]] QUrl lastUrl() const;

private:
    struct Launch;
    [[nodiscard]] core::Async<Status> startNew(const BackendOptions &options);
    [[nodiscard]] QString stateFile() const { return m_paths.state + QLatin1String("/backend.json"); }
    [[nodiscard]] core::Result<qint64> launch(const BackendOptions &options, int port, const QString &readyFile) const;
    void awaitReady(const Launch &launch, const core::Promise<Status> &promise);
    void awaitEnd(qint64 pid, std::chrono::milliseconds deadline, const core::Promise<void> &promise);

    core::Clock &m_clock;
    net::HttpClient &m_http;
    core::Paths m_paths;
};

} // namespace keyturn::composition
