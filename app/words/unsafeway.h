// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::words {

/// What a person is to know before they sign in where the access token comes in the browser's address (IdentityProvider::isUnsafe()).
[[nodiscard]] QString unsafeWay();

} // namespace keyturn::words
