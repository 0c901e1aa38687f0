// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/site.h"

namespace keyturn::audit {

/// The public keys that the backend itself publishes (RFC 7517 §5), where its metadata says (RFC 8414, OpenID Connect Discovery) or where they
/// commonly lie; empty where none are found.
[[nodiscard]] QList<QJsonObject> publishedKeys(Site &site);

} // namespace keyturn::audit
