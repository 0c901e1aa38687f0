// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

class QNetworkReply;

namespace keyturn::net {

/// Why @p reply, which is over, brought no answer.
[[nodiscard]] core::Error failureOf(const QNetworkReply &reply);

} // namespace keyturn::net
