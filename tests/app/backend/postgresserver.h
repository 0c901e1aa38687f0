// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QProcess>
#include <QTemporaryDir>

namespace keyturn::backend {

/// A PostgreSQL of the tests' own: in a temporary folder, on a Unix socket there and on 127.0.0.1, and gone with the test program. At the socket
/// everybody is let in as the superuser `keyturn`; the role `guarded` needs the password `let me in`, and may come by TLS as well.
class PostgresServer
{
public:
    /// Whether this run of the tests is the one on PostgreSQL.
    [[nodiscard]] static bool isWanted();
    /// The one of this test program, started at first use.
    [[nodiscard]] static PostgresServer &shared();
    ~PostgresServer() { kill(); }

    void start();
    /// As if the machine had lost its power (SIGQUIT, "immediate shutdown").
    void kill();

    /// A database that nobody has used yet.
    [[nodiscard]] QString newDatabase();
    /// The one that goes with a data folder.
    [[nodiscard]] QString databaseOf(const QString &folder);
    [[nodiscard]] bool hasDatabaseOf(const QString &folder) const { return m_databases.contains(folder); }
    [[nodiscard]] QString url(const QString &database, const QString &user = QStringLiteral("keyturn")) const;
    /// By TCP, as `guarded`, with @p query behind it.
    [[nodiscard]] QString networkUrl(const QString &database, const QString &query) const;
    /// The PEM file of the authority that the server's certificate for 127.0.0.1 is from.
    [[nodiscard]] QString authorityFile() const { return m_folder.filePath(QStringLiteral("authority.pem")); }
    void execute(const QString &database, const QString &sql) const;
    /// All tables by name, with all their rows as text.
    [[nodiscard]] QByteArray contents(const QString &database) const;

private:
    PostgresServer();
    [[nodiscard]] QString logFile() const { return m_folder.filePath(QStringLiteral("log")); }
    [[nodiscard]] QByteArray log() const;
    [[nodiscard]] QString program(const QString &name) const;
    void launch(const QString &name, const QStringList &arguments);
    void makeCertificate() const;
    void write(const QString &name, const QByteArray &content) const;
    template <class F> void withConnection(const QString &database, F use) const;

    QTemporaryDir m_folder;
    QProcess m_process;
    QHash<QString, QString> m_databases;
    int m_count = 0;
    quint16 m_port = 0;
};

} // namespace keyturn::backend
