// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/backendprofile.h"
#include "net/hardenedaccessmanager.h"

namespace keyturn::accounts {

/// The certificate authorities that @p profiles bring, each for the addresses of its own profile alone.
[[nodiscard]] QList<net::OriginTrust> trustOf(const QList<model::BackendProfile> &profiles);

} // namespace keyturn::accounts
