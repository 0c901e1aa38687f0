// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"

namespace keyturn::backend {

/// Which pages in a browser may speak with the API (paths below /api/): our own, and those of the origins that were allowed by name. Programs other
/// than browsers send neither Origin nor Sec-Fetch-Site and are not concerned: nobody can make them send somebody's cookie.
class CrossOrigin
{
public:
    /// @p ownUrl is the address that clients reach us at. A TLS proxy before us may make it https while we speak http.
    CrossOrigin(QList<QByteArray> allowed, const QString &ownUrl);

    /// 403 `csrf` for what would change something (RFC 9110 §9.2.1) and comes from a foreign page, or from one that hides its origin. A bearer token
    /// is exempt: no page can add somebody's.
    [[nodiscard]] std::optional<Response> refusal(const Request &request) const;
    /// @p reply, with what tells a browser that a page of an allowed origin may read the answer (CORS); to OPTIONS, also what it may ask for: what
    /// the route's Allow names.
    [[nodiscard]] Replier answering(const Request &request, const Replier &reply) const;

private:
    [[nodiscard]] bool isOwn(const QByteArray &origin, const QByteArray &host) const;

    QList<QByteArray> m_allowed;
    QByteArray m_own;
};

} // namespace keyturn::backend
