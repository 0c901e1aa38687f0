// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/discoverydocument.h"

namespace keyturn::words {

/// What a provider can do, as rows of two: what, and "yes", "no" or how.
[[nodiscard]] QList<QStringList> findings(const oauth::DiscoveryDocument &document);

} // namespace keyturn::words
