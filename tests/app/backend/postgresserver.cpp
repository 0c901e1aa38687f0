// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "postgresserver.h"

#include "support/certificates.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSslCertificate>
#include <QSslKey>
#include <QTcpServer>
#include <QVariant>

#include <csignal>
#include <memory>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace keyturn::backend {

namespace {

std::unique_ptr<PostgresServer> theServer;

constexpr int patience = 15'000; // milliseconds; told to end it gives its children five seconds
constexpr auto whoMayEnter = "local all guarded scram-sha-256\nlocal all all trust\nhostssl all guarded 127.0.0.1/32 scram-sha-256\n";

/// Free a moment ago: PostgreSQL wants to be told one.
quint16 freePort()
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost))
        qFatal("no free port");
    return server.serverPort();
}

} // namespace

bool PostgresServer::isWanted()
{
    return qEnvironmentVariable("KEYTURN_TEST_DATABASE") == QLatin1String("postgresql");
}

PostgresServer &PostgresServer::shared()
{
    if (!theServer) {
        theServer.reset(new PostgresServer);
        qAddPostRoutine([] { theServer.reset(); });
    }
    return *theServer;
}

PostgresServer::PostgresServer()
{
    m_port = freePort();
    // PostgreSQL runs as nobody who could do everything.
    if (const passwd *postgres = ::getpwnam("postgres"); ::geteuid() == 0) {
        if (!postgres || ::chown(QFile::encodeName(m_folder.path()).constData(), postgres->pw_uid, postgres->pw_gid) != 0)
            qFatal("there is no user postgres to run it; see packaging/dependencies install test");
    }
    launch(QStringLiteral("initdb"),
           {QStringLiteral("--pgdata"), m_folder.filePath(QStringLiteral("data")), QStringLiteral("--username=keyturn"),
            QStringLiteral("--auth=trust"), QStringLiteral("--encoding=UTF8"), QStringLiteral("--locale=C"), QStringLiteral("--no-sync")});
    if (!m_process.waitForFinished(60'000) || m_process.exitCode() != 0)
        qFatal("initdb: %s", m_process.readAllStandardError().constData());
    write(QStringLiteral("data/pg_hba.conf"), whoMayEnter);
    makeCertificate();
    start();
    execute(QStringLiteral("postgres"), QStringLiteral("CREATE ROLE guarded LOGIN SUPERUSER PASSWORD 'let me in'"));
}

/// As files of whoever runs the server, who reads them alone.
void PostgresServer::write(const QString &name, const QByteArray &content) const
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size()
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    struct stat folder = {};
    const QByteArray path = QFile::encodeName(m_folder.path());
    if (::stat(path.constData(), &folder) != 0 || ::chown(QFile::encodeName(file.fileName()).constData(), folder.st_uid, folder.st_gid) != 0)
        qFatal("%s cannot be given away", qPrintable(file.fileName()));
}

void PostgresServer::makeCertificate() const
{
    const tests::Authority authority;
    const QSslConfiguration made = authority.serverWith({});
    write(QStringLiteral("server.pem"), made.localCertificate().toPem());
    write(QStringLiteral("server.key"), made.privateKey().toPem());
    write(QStringLiteral("authority.pem"), authority.certificate().toPem());
}

QString PostgresServer::program(const QString &name) const
{
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    const QStringList found = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
    if (found.isEmpty())
        qFatal("PostgreSQL is not installed; see packaging/dependencies install test");
    return versions.filePath(found.first() + QLatin1String("/bin/") + name);
}

/// It ends with us, even where we end badly.
void PostgresServer::launch(const QString &name, const QStringList &arguments)
{
    QStringList all{QStringLiteral("--pdeathsig"), QStringLiteral("INT")};
    if (::geteuid() == 0)
        all += {QStringLiteral("--reuid=postgres"), QStringLiteral("--regid=postgres"), QStringLiteral("--clear-groups")};
    m_process.setWorkingDirectory(m_folder.path());
    m_process.start(QStringLiteral("setpriv"), all + QStringList{QStringLiteral("--"), program(name)} + arguments);
}

void PostgresServer::start()
{
    // Not through a pipe: when that is full it waits for us to read on, and we, in a statement, for it.
    m_process.setStandardErrorFile(logFile());
    // What it would write to the disk for a power cut is of no use here: killed, it leaves all to the system's cache.
    launch(QStringLiteral("postgres"),
           {QStringLiteral("-D"),
            m_folder.filePath(QStringLiteral("data")),
            QStringLiteral("-k"),
            m_folder.path(),
            QStringLiteral("-h"),
            QStringLiteral("127.0.0.1"),
            QStringLiteral("-p"),
            QString::number(m_port),
            QStringLiteral("-l"),
            QStringLiteral("-c"),
            QStringLiteral("ssl_cert_file=") + m_folder.filePath(QStringLiteral("server.pem")),
            QStringLiteral("-c"),
            QStringLiteral("ssl_key_file=") + m_folder.filePath(QStringLiteral("server.key")),
            QStringLiteral("-F"),
            QStringLiteral("-N"),
            QStringLiteral("200"),
            QStringLiteral("-c"),
            QStringLiteral("log_min_messages=log"),
            QStringLiteral("-c"),
            QStringLiteral("log_min_error_statement=panic")});
    const QDeadlineTimer deadline(60'000);
    while (!log().contains("ready to accept connections")) {
        m_process.waitForFinished(20);
        if (m_process.state() == QProcess::NotRunning || deadline.hasExpired())
            qFatal("PostgreSQL did not start: %s", log().constData());
    }
}

QByteArray PostgresServer::log() const
{
    QFile file(logFile());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void PostgresServer::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    ::kill(static_cast<pid_t>(m_process.processId()), SIGQUIT);
    if (m_process.waitForFinished(patience))
        return;
    qWarning("PostgreSQL does not end: %s", log().constData());
    m_process.kill();
    m_process.waitForFinished(patience);
}

QString PostgresServer::newDatabase()
{
    const QString name = QStringLiteral("test%1").arg(++m_count);
    execute(QStringLiteral("postgres"), QStringLiteral("CREATE DATABASE %1").arg(name));
    return name;
}

QString PostgresServer::databaseOf(const QString &folder)
{
    QString &name = m_databases[folder];
    if (name.isEmpty())
        name = newDatabase();
    return name;
}

QString PostgresServer::url(const QString &database, const QString &user) const
{
    return QStringLiteral("postgresql://%1@/%2?host=%3&port=%4").arg(user, database, m_folder.path()).arg(m_port);
}

QString PostgresServer::networkUrl(const QString &database, const QString &query) const
{
    return QStringLiteral("postgresql://guarded:let%20me%20in@127.0.0.1:%1/%2%3").arg(m_port).arg(database, query);
}

template <class F> void PostgresServer::withConnection(const QString &database, F use) const
{
    const QString name = QStringLiteral("the tests' own");
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), name);
        connection.setHostName(m_folder.path());
        connection.setPort(m_port);
        connection.setDatabaseName(database);
        connection.setUserName(QStringLiteral("keyturn"));
        connection.setConnectOptions(QStringLiteral("connect_timeout=30;options='-c statement_timeout=60s'"));
        if (!connection.open())
            qFatal("no connection: %s", qPrintable(connection.lastError().text()));
        QSqlQuery query(connection);
        use(query);
        if (query.lastError().isValid())
            qFatal("%s", qPrintable(query.lastError().text()));
    }
    QSqlDatabase::removeDatabase(name);
}

void PostgresServer::execute(const QString &database, const QString &sql) const
{
    withConnection(database, [&](QSqlQuery &query) { query.exec(sql); });
}

QByteArray PostgresServer::contents(const QString &database) const
{
    QByteArray all;
    withConnection(database, [&](QSqlQuery &query) {
        QStringList tables;
        query.exec(QStringLiteral("SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'public'"));
        while (query.next())
            tables.append(query.value(0).toString());
        for (const QString &table : tables) {
            all += table.toLatin1() + '\n';
            query.exec(QStringLiteral("SELECT t::text FROM %1 t").arg(table));
            while (query.next())
                all += query.value(0).toByteArray() + '\n';
        }
    });
    return all;
}

} // namespace keyturn::backend
