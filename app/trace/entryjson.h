// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/exchangelog.h"

#include <QJsonObject>

#include <optional>

namespace keyturn::trace {

/// `exchange`, `browser`, `callback`, `check`, `page`, `foreign`: on disk and in JSON; add, never rename.
[[nodiscard]] QString wordOf(net::EntryKind kind);
[[nodiscard]] std::optional<net::EntryKind> kindOf(const QString &word);

/// camelCase, times in ISO 8601 (UTC, milliseconds), durations in milliseconds; what is not known is left out.
[[nodiscard]] QJsonObject toJson(const net::Exchange &exchange);
/// Nullopt for what toJson() has not written.
[[nodiscard]] std::optional<net::Exchange> fromJson(const QJsonObject &json);

} // namespace keyturn::trace
