// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/sqlproviderstore.h"
#include "backend/sql/postgresdatabase.h"
#include "backend/sql/sqlitedatabase.h"
#include "backend/sqlstore.h"
#include "postgresserver.h"

#include <QTemporaryDir>

#include <memory>

namespace keyturn::backend {

/// A database of its own: a file in a folder that goes with it, or one of the tests' PostgreSQL.
struct TemporaryStore {
    TemporaryStore() : m_postgresDatabase(PostgresServer::isWanted() ? PostgresServer::shared().newDatabase() : QString())
    {
        auto opened = open();
        if (!opened.ok())
            qFatal("no database: %s", qPrintable(opened.error().detail));
        database = std::move(opened).value();
        store = std::make_unique<SqlStore>(*database);
        providers = std::make_unique<SqlProviderStore>(*database);
    }
    /// The same database once more, as another process would.
    [[nodiscard]] core::Result<std::unique_ptr<SqlDatabase>> open() const
    {
        if (m_postgresDatabase.isEmpty())
            return generalised(SqliteDatabase::open(path()));
        return generalised(PostgresDatabase::open(*parsePostgresUrl(PostgresServer::shared().url(m_postgresDatabase))));
    }
    /// All bytes that are kept.
    [[nodiscard]] QByteArray contents() const
    {
        if (!m_postgresDatabase.isEmpty())
            return PostgresServer::shared().contents(m_postgresDatabase);
        QByteArray everything;
        for (const char *suffix : {"", "-wal"}) {
            QFile file(path() + QLatin1String(suffix));
            if (file.open(QIODevice::ReadOnly))
                everything += file.readAll();
        }
        return everything;
    }
    /// As a program would leave it that knows more of it than we do.
    [[nodiscard]] core::Result<void> raiseVersion() const
    {
        return database->write([this](SqlConnection &sql) -> core::Result<void> {
            sql.command(m_postgresDatabase.isEmpty() ? QStringLiteral("PRAGMA user_version=99")
                                                     : QStringLiteral("UPDATE keyturn_schema SET version = 99"));
            return {};
        });
    }

    QTemporaryDir directory;
    std::unique_ptr<SqlDatabase> database;
    std::unique_ptr<SqlStore> store;
    std::unique_ptr<SqlProviderStore> providers;

private:
    [[nodiscard]] QString path() const { return directory.filePath(QStringLiteral("test.sqlite")); }
    template <class Database> static core::Result<std::unique_ptr<SqlDatabase>> generalised(core::Result<std::unique_ptr<Database>> opened)
    {
        if (!opened.ok())
            return opened.error();
        return std::unique_ptr<SqlDatabase>(std::move(opened).value());
    }

    QString m_postgresDatabase;
};

} // namespace keyturn::backend
