// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/opendatabase.h"

#include "backend/sql/postgresdatabase.h"
#include "backend/sql/sqlitedatabase.h"

namespace keyturn::backend {

core::Result<std::unique_ptr<SqlDatabase>> openDatabase(const Options &options)
{
    const auto opened = [](auto database, const QString &place) -> core::Result<std::unique_ptr<SqlDatabase>> {
        if (!database.ok())
            return core::Error{core::ErrorKind::Storage, QStringLiteral("database_unusable"),
                               QStringLiteral("The database %1 cannot be used: %2.").arg(place, database.error().detail)};
        return std::unique_ptr<SqlDatabase>(std::move(database).value());
    };
    if (options.postgres)
        return opened(PostgresDatabase::open(*options.postgres), options.postgres->text());
    return opened(SqliteDatabase::open(options.databasePath), options.databasePath);
}

} // namespace keyturn::backend
