// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/httpclient.h"

#include <QDateTime>

#include <chrono>
#include <optional>

namespace keyturn::net {

/// How far our clock is ahead of the one that dated @p answer (RFC 9110 §6.6.1); the question took place between @p before and @p after by our clock.
/// Nullopt where the answer tells no time. Good to about a second.
[[nodiscard]] std::optional<std::chrono::milliseconds> clockAhead(const HttpResponse &answer, const QDateTime &before, const QDateTime &after);

} // namespace keyturn::net
