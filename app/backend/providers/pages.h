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

/// What these pages are made of, for the pages of other flows. @p heading and @p content are HTML, @p formActions a CSP source list.
[[nodiscard]] Response simulatedPage(const ProviderDescription &provider, int status, const QString &heading, const QString &content,
                                     const QByteArray &formActions);
/// A form that posts @p fields (HTML) with the CSRF token and @p carried, which travels from page to page as `request`.
[[nodiscard]] QString simulatedForm(const QString &action, const QByteArray &carried, const QByteArray &csrf, const QString &fields);
[[nodiscard]] QString signInFields(const QString &email, const QString &problem);
[[nodiscard]] QString decisionButtons();
[[nodiscard]] QString complaintOf(const QString &problem);
[[nodiscard]] QString scopeList(const ProviderDescription &provider, const QStringList &scopes);

} // namespace keyturn::backend
