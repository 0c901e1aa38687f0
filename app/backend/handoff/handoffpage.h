// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"

namespace keyturn::backend {

/// What a person sees in the browser where there is no address that an error may be sent to: HTML without scripts and with nothing of the request in
/// it.
[[nodiscard]] Response handoffPage(int status, const QString &sentence);

} // namespace keyturn::backend
