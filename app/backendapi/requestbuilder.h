// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "model/backendprofile.h"
#include "net/httpclient.h"

#include <QHash>

namespace keyturn::backendapi {

/// What the `{name}` placeholders of an endpoint stand for. A secret may stand in a body only.
struct Placeholders {
    QHash<QString, QString> open;
    QHash<QString, core::Secret> secret;
};

/// The request that @p endpoint of @p profile describes. Errors are Configuration: `backend_not_started` (embedded, address unknown),
/// `placeholder_unknown`.
[[nodiscard]] core::Result<net::HttpRequest> buildRequest(const model::BackendProfile &profile, const model::Endpoint &endpoint,
                                                          const Placeholders &values, const QString &purpose);

/// Adds `Authorization: Bearer …` (RFC 6750 §2.1).
void authorize(net::HttpRequest &request, const core::Secret &accessToken);
/// Adds the refresh token as the one cookie of the request (RFC 6265 §4.2).
void addCookie(net::HttpRequest &request, const QByteArray &name, const core::Secret &value);

} // namespace keyturn::backendapi
