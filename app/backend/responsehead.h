// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"

#include <string>

namespace keyturn::backend {

/// The status line and headers of an answer, with the empty line after them (RFC 9112 §3): those of @p response but for @p leftOut and for what
/// would split the answer, its Date unless it has one, the length of its body, and whether the connection is to @p close.
[[nodiscard]] std::string responseHead(const Response &response, const QList<QByteArray> &leftOut, bool close);

} // namespace keyturn::backend
