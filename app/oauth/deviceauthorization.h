// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "oauth/discovery.h"

#include <chrono>

namespace keyturn::oauth {

/// A provider's answer to a device (RFC 8628 §3.2).
struct DeviceAuthorization {
    core::Secret deviceCode;
    QString userCode; ///< What the person types in, as plain text.
    QUrl verificationUri; ///< Where.
    QUrl verificationUriComplete; ///< The same with the code in it; may be empty.
    std::chrono::seconds lifetime{};
    std::chrono::seconds interval{5}; ///< Between two questions.
};

/// Reads the answer, JSON or form (GitHub's). Lifetimes are cut to a day; intervals to 1 s or more, and never
/// shortened but to that day. An address that is neither https nor, with
/// @p loopbackAllowed, loopback is not shown to anybody. Errors: as readTokenResponse(); BadReply `device_answer_invalid`.
[[nodiscard]] core::Result<DeviceAuthorization> readDeviceAuthorization(const net::HttpResponse &response, bool loopbackAllowed,
                                                                        const QDateTime &now);

/// Asks for a code (RFC 8628 §3.1). Errors: those of HttpClient and of readDeviceAuthorization(), of the step `device authorization`.
[[nodiscard]] core::Async<DeviceAuthorization> authorizeDevice(net::HttpClient &http, core::Clock &clock, const ProviderMetadata &metadata,
                                                               const model::IdentityProvider &provider, QObject *context, std::stop_token stop);

} // namespace keyturn::oauth
