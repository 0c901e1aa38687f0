// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"

#include <boost/system/error_code.hpp>

namespace keyturn::backend {

/// The answer to a request that could not be read; nothing when the client is gone or was cut off.
[[nodiscard]] std::optional<Response> answerToUnreadable(const boost::system::error_code &error);

} // namespace keyturn::backend
