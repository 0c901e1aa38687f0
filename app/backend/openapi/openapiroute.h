// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/router.h"

namespace keyturn::backend {

/// GET /openapi.json: the description of the API (OpenAPI 3.1), with @p url, where clients reach us, as its server.
void addOpenApiRoute(Router &router, const QString &url);

} // namespace keyturn::backend
