// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QString>

namespace keyturn::backend {

/// One database of a PostgreSQL server, and who we are there.
struct PostgresAddress {
    QString host; ///< A name, an IP address, or the folder of a Unix socket; empty: where libpq looks by itself.
    int port = -1; ///< -1: libpq's default.
    QString database;
    QString user; ///< Empty: the system's name of who runs this.
    core::Secret password; ///< Empty: libpq looks into PGPASSFILE or ~/.pgpass, should the server ask for one.
    QString parameters; ///< What the URL's query says, as libpq reads it: `sslmode='verify-full' …`.

    /// For people and logs: without the password.
    [[nodiscard]] QString text() const;
};

[[nodiscard]] bool isPostgresUrl(const QString &url);

/// `postgresql://user@host:port/name?sslmode=…` or `postgres://…`, the forms of libpq (PostgreSQL 15, §34.1.1.2) with one host. `?host=/folder` is a
/// Unix socket. Configuration `usage` with a sentence that does not quote the URL: there may be a password in it.
[[nodiscard]] core::Result<PostgresAddress> parsePostgresUrl(const QString &url);

} // namespace keyturn::backend
