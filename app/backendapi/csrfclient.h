// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backendapi/replyreader.h"
#include "core/async.h"
#include "core/clock.h"
#include "model/backendprofile.h"
#include "net/httpclient.h"

#include <QObject>

namespace keyturn::backendapi {

/// Whether requests with @p method change something, and so carry a CSRF token where the profile has them (RFC 9110 §9.2.1).
[[nodiscard]] bool isUnsafe(const QByteArray &method);

/// What a CSRF-protected request carries beside the session: a header, and the cookies that came with the token.
struct CsrfPass {
    net::Header header; ///< An empty name: the backend wants none.
    QList<std::pair<QByteArray, core::Secret>> cookies; ///< A session that began with the fetch is among them.
};

/// Adds @p pass to @p request; a cookie that the request has already stays as it is.
void applyPass(net::HttpRequest &request, const CsrfPass &pass);

/// The CSRF token that @p response brings along with tokens, as the profile says; empty where it brings none, or where one is fetched.
[[nodiscard]] core::Secret broughtCsrfToken(const model::BackendProfile &profile, const net::HttpResponse &response, const QJsonValue &body,
                                            const QDateTime &now);
/// Whether requests that change something cannot be sent with @p tokens, since no CSRF token came along with them.
[[nodiscard]] bool lacksCsrfToken(const model::BackendProfile &profile, const model::TokenSet &tokens);

/// Fetches the CSRF token of a profile, anew for each request: backends change it when they like. One that came along with the tokens is taken from
/// them instead.
class CsrfClient : public QObject
{
    Q_OBJECT
public:
    /// @p clock and @p http must outlive it.
    CsrfClient(core::Clock &clock, net::HttpClient &http, QObject *parent = nullptr);

    /// With the session that @p tokens are, or before any where they are empty. Errors, of the step `csrf token`: HttpClient's; what a refusal means
    /// to who @p asked; BadReply `csrf_missing`.
    [[nodiscard]] core::Async<CsrfPass> fetch(const model::BackendProfile &profile, const model::TokenSet &tokens, std::stop_token stop = {},
                                              Asked asked = Asked::Resource);

private:
    core::Clock &m_clock;
    net::HttpClient &m_http;
};

} // namespace keyturn::backendapi
