// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace keyturn::tests {

/// A profile with a backend of its own at https://acme.example/app: password, refresh, sign-out, identity, sessions.
[[nodiscard]] QByteArray acmeProfile();

} // namespace keyturn::tests
