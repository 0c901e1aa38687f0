// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QList>
#include <QNetworkProxy>
#include <QSslCertificate>

#include <optional>

namespace keyturn::net {

/// How requests leave this computer, as the person wants it.
struct Route {
    /// NoProxy: straight there. Nullopt: as the system and the proxy variables say. Loopback never goes through one.
    std::optional<QNetworkProxy> proxy = {};
    QList<QSslCertificate> authorities = {}; ///< Trusted beside the system's, for every address.
    bool operator==(const Route &) const = default;
};

/// `system` or empty, `none`, `http://host:port` or `socks5://host:port`. A proxy that wants a password gets none from a settings file. Error:
/// Configuration `proxy_invalid`.
[[nodiscard]] core::Result<std::optional<QNetworkProxy>> readProxy(const QString &text);

/// The certificates in the PEM file at @p path, at most a megabyte; none for an empty path. Errors: Configuration `ca_file_missing`,
/// `ca_file_invalid` (no certificate, or one that cannot be read, or none that may sign others).
[[nodiscard]] core::Result<QList<QSslCertificate>> readAuthorities(const QString &path);

/// The proxies for @p url by @p route.
[[nodiscard]] QList<QNetworkProxy> proxiesFor(const Route &route, const QUrl &url);

} // namespace keyturn::net
