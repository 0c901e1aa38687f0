// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QString>

namespace keyturn::backend {

/// Where a Redis is, and as whom to speak with it.
struct RedisAddress {
    QString host; ///< A name or an address; empty where socketPath is not.
    quint16 port = 6379;
    QString socketPath;
    int database = 0;
    QString user; ///< Empty: the default one.
    core::Secret password; ///< Empty: no AUTH.

    /// `redis://[[USER]:PASSWORD@]HOST[:PORT][/DB]` or `unix:/PATH[?db=N&user=…&password=…]`. Configuration `usage` with a sentence for anything
    /// else, `rediss:` included: hiredis has TLS from 1.0 on only.
    [[nodiscard]] static core::Result<RedisAddress> parse(const QString &text);
    /// For people and logs: without user and password.
    [[nodiscard]] QString text() const;
};

} // namespace keyturn::backend
