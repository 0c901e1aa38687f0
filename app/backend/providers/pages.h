// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"
#include "backend/providers/authorizationrequest.h"
#include "backend/providers/providerdescription.h"

namespace keyturn::backend {

/// The password that every simulated person has; the sign-in page says it.
constexpr auto demoPassword = "demo-password";

/// The simulated providers' pages: HTML without scripts, readable in light and dark, under a CSP that allows their own style and nothing else. All
/// that comes from outside is escaped. Each says that it is a simulation.

/// @p problem is empty or a sentence.
[[nodiscard]] Response signInPage(const ProviderDescription &provider, const AuthorizationRequest &request, const QByteArray &csrf,
                                  const QString &email, const QString &problem);
[[nodiscard]] Response consentPage(const ProviderDescription &provider, const AuthorizationRequest &request, const QByteArray &csrf,
                                   const QString &email);
[[nodiscard]] Response errorPage(const ProviderDescription &provider, int status, const QString &sentence);

} // namespace keyturn::backend
