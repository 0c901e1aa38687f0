// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/answer.h"

namespace keyturn::audit {

/// Whether a browser lets a page of @p origin read @p answer to a request that carried the person's cookies (Fetch §4.10, CORS check): neither `*`
/// nor another origin does, nor a repeated field.
[[nodiscard]] bool letsRead(const Answer &answer, const QByteArray &origin);

/// Puts @p origin in the place of any that the profile names.
void setOrigin(net::HttpRequest &request, const QByteArray &origin);
/// Puts @p value in the place of all fields called @p name.
void setHeader(net::HttpRequest &request, const QByteArray &name, const QByteArray &value);

} // namespace keyturn::audit
