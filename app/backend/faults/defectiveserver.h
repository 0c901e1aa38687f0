// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/defect.h"
#include "backend/httpserver.h"
#include "backend/tlscontext.h"

namespace keyturn::backend {

/// Defects below the messages: what is served in plain text, and headers that are left out whatever an answer is. Before the server is started.
void weaken(HttpServer &server, const Defects &defects);
/// The same for what TLS is spoken with, before the server has it.
void weaken(TlsContext &tls, const Defects &defects);

} // namespace keyturn::backend
