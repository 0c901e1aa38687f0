// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/embeddedbackend.h"

#include "composition/process.h"
#include "core/json.h"
#include "core/logging.h"
#include "storage/filelock.h"
#include "storage/privatefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>

namespace keyturn::composition {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds pollEvery{50};
constexpr milliseconds readyPatience = std::chrono::seconds(20);
constexpr milliseconds startPatience = 2 * readyPatience;
constexpr milliseconds answerPatience = std::chrono::seconds(5);
constexpr milliseconds endPatience = std::chrono::seconds(10);

struct Record {
    qint64 pid = 0;
    QUrl url;
    QStringList providers;
};

const QString providersName = QStringLiteral("providers");

/// Of the record; or of the program's own line, which has a member for each.
QStringList providersIn(const QJsonObject &object)
{
    QStringList providers;
    for (const QJsonValue &name : object.value(providersName).toArray())
        providers += name.toString();
    for (const QString &name : {QStringLiteral("google"), QStringLiteral("github")}) {
        if (object.contains(name))
            providers += name;
    }
    return providers;
}

std::optional<Record> readRecord(const QString &path)
{
    const core::Result<QByteArray> text = storage::readPrivateFile(path, 64 * 1024);
    if (!text.ok())
        return std::nullopt;
    const core::Result<QJsonObject> object = core::parseJsonObject(*text, 64 * 1024);
    if (!object.ok())
        return std::nullopt;
    const Record record{object->value(QStringLiteral("pid")).toInteger(), QUrl(object->value(QStringLiteral("url")).toString()),
                        providersIn(*object)};
    return record.url.isValid() ? std::optional(record) : std::nullopt;
}

/// Beside our own program (build folder, Windows, macOS), where packages put it, then PATH.
QString findProgram()
{
    const QString name = QStringLiteral("keyturn-backend");
    const QString here = QCoreApplication::applicationDirPath();
    const QString found = QStandardPaths::findExecutable(name, {here, here + QLatin1String("/../libexec/keyturn")});
    return found.isEmpty() ? QStandardPaths::findExecutable(name) : found;
}

/// The end of what the program wrote before it gave up: its own words, cut to a few lines.
QString lastWords(const QString &logFile)
{
    const core::Result<QByteArray> text = storage::readPrivateFile(logFile, 1024 * 1024);
    return text.ok() ? QString::fromUtf8(text->trimmed().split('\n').last()).left(500) : QString();
}

} // namespace

struct EmbeddedBackend::Launch {
    BackendOptions options;
    int port = 0;
    bool mayMove = false; ///< The port was only last time's: another serves as well.
    qint64 pid = 0;
    QString readyFile;
    milliseconds deadline{0};
};

EmbeddedBackend::EmbeddedBackend(core::Clock &clock, net::HttpClient &http, core::Paths paths, QObject *parent)
    : QObject(parent), m_clock(clock), m_http(http), m_paths(std::move(paths))
{ }

EmbeddedBackend::Status EmbeddedBackend::status() const
{
    const std::optional<Record> record = readRecord(stateFile());
    if (!record || !isProcessNamed(record->pid, QStringLiteral("keyturn-backend")))
        return {};
    return {true, record->pid, record->url, record->providers};
}

core::Async<EmbeddedBackend::Status> EmbeddedBackend::check()
{
    const Status found = status();
    if (!found.running)
        return core::ready<Status>(found);
    net::HttpRequest request;
    request.url = found.url.resolved(QUrl(QStringLiteral("/healthz")));
    request.deadline = answerPatience;
    request.purpose = QStringLiteral("health");
    const core::Promise<Status> promise;
    core::whenDone(m_http.send(request), this, [promise, found](const core::Result<net::HttpResponse> &answer) {
        const bool healthy = answer.ok() && answer->status == 200;
        promise.finish(healthy
                           ? core::Result<Status>(found)
                           : core::Error{core::ErrorKind::Offline, QStringLiteral("backend_silent"), QStringLiteral("process %1").arg(found.pid)});
    });
    return promise.future();
}

QUrl EmbeddedBackend::lastUrl() const
{
    const std::optional<Record> record = readRecord(stateFile());
    return record ? record->url : QUrl();
}

core::Async<EmbeddedBackend::Status> EmbeddedBackend::start(const BackendOptions &options)
{
    if (const core::Result<void> made = core::ensurePrivateDirectory(m_paths.state); !made.ok())
        return core::ready<Status>(made.error());
    // Two that start it at once would be two backends on one database: the second waits, and finds the first one's.
    const auto lock = storage::FileLock::acquire(m_clock, m_paths.state + QLatin1String("/backend.lock"), startPatience, this);
    return core::chain(lock, this, [this, options](const storage::FileLock &held) {
        return core::chain(core::chain(check(), this,
                                       [this, options](Status found) {
                                           found.ranBefore = found.running;
                                           return found.running ? core::ready<Status>(found) : startNew(options);
                                       }),
                           this, [held](const Status &started) -> core::Result<Status> { return started; });
    });
}

core::Async<EmbeddedBackend::Status> EmbeddedBackend::startNew(const BackendOptions &options)
{
    for (const QString &folder : {m_paths.state, m_paths.data, m_paths.data + QLatin1String("/backend")}) {
        if (const core::Result<void> made = core::ensurePrivateDirectory(folder); !made.ok())
            return core::ready<Status>(made.error());
    }
    Launch launch;
    launch.options = options;
    const int last = lastUrl().port(0);
    launch.port = options.port > 0 ? options.port : last;
    launch.mayMove = options.port == 0 && last > 0;
    launch.readyFile = m_paths.state + QLatin1String("/backend-ready.json");
    launch.deadline = m_clock.monotonic() + readyPatience;
    if (const core::Result<void> cleared = storage::removePrivateFile(launch.readyFile); !cleared.ok())
        return core::ready<Status>(cleared.error());
    const core::Result<qint64> pid = this->launch(options, launch.port, launch.readyFile);
    if (!pid.ok())
        return core::ready<Status>(pid.error());
    launch.pid = *pid;
    const core::Promise<Status> promise;
    awaitReady(launch, promise);
    return promise.future();
}

core::Result<qint64> EmbeddedBackend::launch(const BackendOptions &options, int port, const QString &readyFile) const
{
    const QString program = findProgram();
    if (program.isEmpty())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("backend_missing"), {}};
    const QString log = m_paths.state + QLatin1String("/backend.log");
    if (const core::Result<void> made = storage::writePrivateFile(log, {}); !made.ok())
        return made.error();
    QProcess process;
    process.setProgram(program);
    process.setArguments(QStringList{QStringLiteral("--port"), QString::number(port), QStringLiteral("--data"),
                                     m_paths.data + QLatin1String("/backend"), QStringLiteral("--ready-file"), readyFile}
                         + options.extraArguments);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(log, QIODevice::Append);
    process.setWorkingDirectory(QDir::rootPath());
    qint64 pid = 0;
    if (!process.startDetached(&pid))
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("backend_failed"), process.errorString()};
    return pid;
}

void EmbeddedBackend::awaitReady(const Launch &launch, const core::Promise<Status> &promise)
{
    if (const std::optional<Record> ready = readRecord(launch.readyFile); ready && ready->pid == launch.pid) {
        const QByteArray record = QJsonDocument(QJsonObject{{QStringLiteral("pid"), ready->pid},
                                                            {QStringLiteral("url"), ready->url.toString()},
                                                            {providersName, QJsonArray::fromStringList(ready->providers)}})
                                      .toJson();
        const core::Result<void> written = storage::writePrivateFile(stateFile(), record);
        if (const core::Result<void> removed = storage::removePrivateFile(launch.readyFile); !removed.ok())
            qCWarning(core::lcBackend) << "the ready file stays:" << removed.error().code;
        promise.finish(written.ok() ? core::Result<Status>(Status{true, ready->pid, ready->url, ready->providers})
                                    : core::Result<Status>(written.error()));
        return;
    }
    if (!isProcessNamed(launch.pid, QStringLiteral("keyturn-backend"))) {
        if (launch.mayMove) {
            // Last time's port is taken, most likely: any other will do.
            Launch again = launch;
            again.mayMove = false;
            again.port = 0;
            const core::Result<qint64> pid = this->launch(again.options, 0, again.readyFile);
            if (!pid.ok())
                return promise.finish(pid.error());
            again.pid = *pid;
            return awaitReady(again, promise);
        }
        return promise.finish(
            core::Error{core::ErrorKind::Configuration, QStringLiteral("backend_failed"), lastWords(m_paths.state + QLatin1String("/backend.log"))});
    }
    if (m_clock.monotonic() >= launch.deadline) {
        endProcess(launch.pid);
        return promise.finish(core::Error{core::ErrorKind::Offline, QStringLiteral("backend_timeout"), {}});
    }
    m_clock.callAfter(pollEvery, this, [this, launch, promise] { awaitReady(launch, promise); });
}

core::Async<void> EmbeddedBackend::stop()
{
    const Status running = status();
    if (!running.running)
        return core::ready<void>({});
    endProcess(running.pid);
    const core::Promise<void> promise;
    awaitEnd(running.pid, m_clock.monotonic() + endPatience, promise);
    return promise.future();
}

void EmbeddedBackend::awaitEnd(qint64 pid, milliseconds deadline, const core::Promise<void> &promise)
{
    if (!isProcessNamed(pid, QStringLiteral("keyturn-backend")))
        return promise.finish({});
    if (m_clock.monotonic() >= deadline)
        return promise.finish(
            core::Error{core::ErrorKind::Offline, QStringLiteral("backend_timeout"), QStringLiteral("process %1 does not end").arg(pid)});
    m_clock.callAfter(pollEvery, this, [this, pid, deadline, promise] { awaitEnd(pid, deadline, promise); });
}

} // namespace keyturn::composition
