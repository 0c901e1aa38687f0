// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/providercontext.h"
#include "backend/providers/providerdescription.h"
#include "core/secret.h"

#include <QByteArrayView>

namespace keyturn::backend {

/// RFC 8628 §3.4.
constexpr auto deviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code";

/// What a device gets to show and to ask with (RFC 8628 §3.2).
struct DeviceAuthorization {
    core::Secret deviceCode;
    QString userCode; ///< `BCDF-GHJK`
    QString verificationUri;
    QString verificationUriComplete; ///< With the user code in it.
    std::chrono::seconds life{};
    std::chrono::seconds interval{};
};

/// Whether a device may ask for @p scope (as the client wrote it); the list, separated by single spaces, is what is kept.
[[nodiscard]] std::optional<QString> deviceScope(const ProviderDescription &provider, const QString &scope);

/// A new one for @p clientId; @p prefix gives device codes the provider's looks.
[[nodiscard]] core::Result<DeviceAuthorization> authorizeDevice(const ProviderContext &context, const ProviderDescription &provider,
                                                                const QString &clientId, const QString &scope, QByteArrayView prefix);

} // namespace keyturn::backend
