// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/sqlproviderstore.h"
#include "backend/sql/sqlitedatabase.h"
#include "backend/sqlstore.h"

#include <QTemporaryDir>

#include <memory>

namespace keyturn::backend {

/// A database of its own in a folder that goes with it.
struct TemporaryStore {
    TemporaryStore()
    {
        auto opened = SqliteDatabase::open(path());
        if (!opened.ok())
            qFatal("no database: %s", qPrintable(opened.error().detail));
        database = std::move(opened).value();
        store = std::make_unique<SqlStore>(*database);
        providers = std::make_unique<SqlProviderStore>(*database);
    }
    [[nodiscard]] QString path() const { return directory.filePath(QStringLiteral("test.sqlite")); }

    QTemporaryDir directory;
    std::unique_ptr<SqliteDatabase> database;
    std::unique_ptr<SqlStore> store;
    std::unique_ptr<SqlProviderStore> providers;
};

} // namespace keyturn::backend
