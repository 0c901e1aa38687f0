// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

#include <csignal>

namespace keyturn::e2e {

namespace {

Finished finish(QProcess &process, int patience)
{
    if (!process.waitForFinished(patience)) {
        process.kill();
        process.waitForFinished(5000);
        return {-1, process.readAllStandardOutput(), process.readAllStandardError() + "\n(ended by the test: it took too long)"};
    }
    const int status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return {status, process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

QJsonObject Finished::json() const
{
    return QJsonDocument::fromJson(out).object();
}

World::World() = default;

World::~World()
{
    if (!m_backend.isEmpty() || QFile::exists(m_home.path() + QStringLiteral("/state/backend.json"))) // whoever has started one
        cli({QStringLiteral("backend"), QStringLiteral("stop")}, {}, 15'000);
}

QProcessEnvironment World::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("KEYTURN_HOME"), m_home.path());
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.remove(QStringLiteral("BROWSER"));
    environment.insert(m_variables);
    return environment;
}

QString World::program(const QString &name)
{
    return QCoreApplication::applicationDirPath() + u'/' + name;
}

std::unique_ptr<QProcess> World::startCli(const QStringList &arguments)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment());
    process->start(program(QStringLiteral("keyturn-cli")), arguments);
    process->waitForStarted();
    return process;
}

Finished World::cli(const QStringList &arguments, const QByteArray &input, int patience)
{
    const auto process = startCli(arguments);
    process->write(input);
    process->closeWriteChannel();
    return finish(*process, patience);
}

QUrl World::startBackend(const QStringList &arguments)
{
    // Cost 10 is the lowest that the backend takes; the tests sign in often. Cost and rate limits are tested in the backend's own room.
    QStringList command{QStringLiteral("backend"),       QStringLiteral("start"), QStringLiteral("--json"),       QStringLiteral("--"),
                        QStringLiteral("--bcrypt-cost"), QStringLiteral("10"),    QStringLiteral("--rate-limit"), QStringLiteral("off")};
    const Finished started = cli(command + arguments);
    if (started.status != 0)
        qWarning("backend start: %d %s", started.status, started.err.constData());
    m_backend = QUrl(started.json().value(QStringLiteral("url")).toString());
    return m_backend;
}

qint64 World::backendPid()
{
    return cli({QStringLiteral("backend"), QStringLiteral("status"), QStringLiteral("--json")}).json().value(QStringLiteral("pid")).toInteger();
}

void World::killBackend()
{
    if (const qint64 pid = backendPid(); pid > 0)
        ::kill(static_cast<pid_t>(pid), SIGKILL);
}

double World::metric(const QByteArray &series)
{
    QNetworkAccessManager manager;
    manager.setProxy(QNetworkProxy::NoProxy);
    const std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(m_backend.resolved(QUrl(QStringLiteral("/metrics"))))));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    for (const QByteArray &line : reply->readAll().split('\n')) {
        if (line.startsWith(series + ' '))
            return line.mid(series.size() + 1).toDouble();
    }
    return 0;
}

QString World::signUp(const QString &email, const QByteArray &password)
{
    const Finished done =
        cli({QStringLiteral("register"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--user"), email,
             QStringLiteral("--name"), QStringLiteral("Ada Lovelace"), QStringLiteral("--password-stdin"), QStringLiteral("--json")},
            password + '\n');
    if (done.status != 0)
        qWarning("register: %d %s", done.status, done.err.constData());
    return done.json().value(QStringLiteral("account")).toObject().value(QStringLiteral("id")).toString();
}

QString World::person(const QStringList &behaviour)
{
    QStringList words{program(QStringLiteral("e2e-person"))};
    words += behaviour;
    for (QString &word : words)
        word = u'\'' + word + u'\'';
    return words.join(u' ');
}

QString World::signInByBrowser(const QString &provider, const QStringList &behaviour)
{
    const Finished done =
        cli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--method"), QStringLiteral("browser"),
             QStringLiteral("--provider"), provider, QStringLiteral("--browser"), person(behaviour), QStringLiteral("--json")},
            {}, 120'000);
    if (done.status != 0)
        qWarning("sign-in: %d %s", done.status, done.err.constData());
    return done.json().value(QStringLiteral("account")).toObject().value(QStringLiteral("id")).toString();
}

QByteArray World::everythingOnDisk() const
{
    QByteArray all;
    QDirIterator files(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            all += file.fileName().toUtf8() + '\n' + file.readAll() + '\n';
    }
    return all;
}

QByteArray World::everythingInKeychain()
{
    // QtKeychain stores each entry with the attributes user (our key) and server (the service).
    QProcess tool;
    tool.setProcessChannelMode(QProcess::MergedChannels);
    tool.start(QStringLiteral("secret-tool"),
               {QStringLiteral("search"), QStringLiteral("--all"), QStringLiteral("server"), QStringLiteral("Keyturn")});
    tool.waitForFinished(15'000);
    return tool.readAll();
}

} // namespace keyturn::e2e
