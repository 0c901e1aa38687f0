// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/providerstore.h"

#include <chrono>

namespace keyturn::backend {

/// An authorization request that a client sent ahead (RFC 9126).
struct PushedRequest {
    QByteArray hash; ///< SHA-256 of the reference that stands in its request_uri.
    QString clientId;
    QString parameters; ///< Encoded as a query.
    Instant expiresAt;
};

/// A device that waits for a person at another one (RFC 8628).
struct DeviceRequest {
    QByteArray hash; ///< SHA-256 of the device code.
    QByteArray userCodeHash; ///< SHA-256 of the user code; see hashOfTyped().
    QString clientId;
    QString scope; ///< Space-separated.
    std::chrono::seconds interval{}; ///< Between two polls.
    Instant expiresAt;
};

/// What a device is told when it asks.
struct DevicePoll {
    enum class Kind {
        Unknown, ///< Or another client's, or redeemed before.
        Pending,
        TooFast, ///< The interval is longer from now on (RFC 8628 §3.5).
        Denied,
        Expired,
        Allowed, ///< Once.
    };
    Kind kind = Kind::Unknown;
    std::chrono::seconds interval{}; ///< For TooFast.
    std::optional<ProviderGrant> grant = {}; ///< For Allowed.
};

/// What clients asked the simulated providers for and no person has answered yet. Every verb is one transaction; safe from any thread. Errors are
/// Storage.
class RequestStore
{
public:
    virtual ~RequestStore() = default;

    /// Forgets those that are over, too.
    [[nodiscard]] virtual core::Result<void> addPushed(const QString &provider, const PushedRequest &request, Instant now) = 0;
    /// The parameters, once, and for that client alone; nothing where the reference is unknown, expired or used.
    [[nodiscard]] virtual core::Result<std::optional<QString>> takePushed(const QString &provider, const QByteArray &hash, const QString &clientId,
                                                                          Instant now) = 0;

    /// Whether it was added: false where another device has that user code.
    [[nodiscard]] virtual core::Result<bool> addDevice(const QString &provider, const DeviceRequest &request, Instant now) = 0;
    /// The one that waits under a user code; nothing where it is unknown, expired or decided.
    [[nodiscard]] virtual core::Result<std::optional<DeviceRequest>> waitingDevice(const QString &provider, const QByteArray &userCodeHash,
                                                                                   Instant now) = 0;
    /// Decides for the one that waits: allowed with @p grant, denied without. Whether there was one.
    [[nodiscard]] virtual core::Result<bool> decideDevice(const QString &provider, const QByteArray &userCodeHash,
                                                          const std::optional<ProviderGrant> &grant, Instant now) = 0;
    [[nodiscard]] virtual core::Result<DevicePoll> pollDevice(const QString &provider, const QByteArray &hash, const QString &clientId,
                                                              Instant now) = 0;
    /// Forgets what ended before @p before.
    [[nodiscard]] virtual core::Result<void> purge(Instant before) = 0;
};

} // namespace keyturn::backend
