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
/// `placeholder_unknown`, `placeholder_not_number`.
[[nodiscard]] core::Result<net::HttpRequest> buildRequest(const model::BackendProfile &profile, const model::Endpoint &endpoint,
                                                          const Placeholders &values, const QString &purpose);

/// The headers that @p profile wants on every request to its backend, filled in. Errors as buildRequest().
[[nodiscard]] core::Result<QList<net::Header>> profileHeaders(const model::BackendProfile &profile);

/// Adds the access token as @p use says: in a header, or as the session's cookies.
void authorize(net::HttpRequest &request, const model::AccessUse &use, const core::Secret &accessToken);
/// Adds a cookie to those of the request (RFC 6265 §4.2), unless one of that name is there.
void addCookie(net::HttpRequest &request, const QByteArray &name, const core::Secret &value);

} // namespace keyturn::backendapi
