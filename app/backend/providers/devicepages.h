// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/pages.h"

namespace keyturn::backend {

/// Where a person types what a device shows. @p problem is empty or a sentence.
[[nodiscard]] Response deviceCodePage(const ProviderDescription &provider, const QByteArray &csrf, const QString &userCode, const QString &problem);
[[nodiscard]] Response deviceSignInPage(const ProviderDescription &provider, const QByteArray &csrf, const QString &userCode, const QString &email,
                                        const QString &problem);
/// Shows the code once more: whoever was sent here by somebody else's link sees that it is not theirs (RFC 8628 §5.4).
[[nodiscard]] Response deviceConsentPage(const ProviderDescription &provider, const QByteArray &csrf, const QString &userCode,
                                         const ProviderClient &client, const QStringList &scopes, const QString &email);
[[nodiscard]] Response deviceDonePage(const ProviderDescription &provider, bool allowed);

} // namespace keyturn::backend
