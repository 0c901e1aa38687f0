// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/csrfclient.h"

#include "backendapi/replyreader.h"
#include "backendapi/requestbuilder.h"
#include "net/setcookie.h"

namespace keyturn::backendapi {

namespace {

core::Error missing()
{
    return {core::ErrorKind::BadReply, QStringLiteral("csrf_missing"), {}};
}

} // namespace

bool isUnsafe(const QByteArray &method)
{
    return method != "GET" && method != "HEAD" && method != "OPTIONS" && method != "TRACE";
}

void applyPass(net::HttpRequest &request, const CsrfPass &pass)
{
    request.headers.append(pass.header);
    for (const auto &[name, value] : pass.cookies)
        addCookie(request, name, value);
}

CsrfClient::CsrfClient(core::Clock &clock, net::HttpClient &http, QObject *parent) : QObject(parent), m_clock(clock), m_http(http) { }

core::Async<CsrfPass> CsrfClient::fetch(const model::BackendProfile &profile, const core::Secret &session, std::stop_token stop)
{
    if (!profile.csrf)
        return core::ready<CsrfPass>(CsrfPass{});
    core::Result<net::HttpRequest> request = buildRequest(profile, profile.csrf->fetch, {}, QStringLiteral("csrf token"));
    if (!request.ok())
        return core::ready<CsrfPass>(request.error());
    if (!session.isEmpty() && !profile.access.cookie.isEmpty())
        authorize(request.value(), profile.access, session);
    request.value().stop = std::move(stop);
    return core::chain(m_http.send(*request), this, [this, profile](const net::HttpResponse &response) -> core::Result<CsrfPass> {
        const QDateTime now = m_clock.now();
        if (const std::optional<core::Error> refused = refusalOf(response, profile.errors, Asked::Resource, now))
            return *refused;
        const core::Result<QJsonValue> body = jsonOf(response);
        if (!body.ok() && profile.csrf->token.kind == model::ValuePlace::Kind::Body)
            return body.error();
        const core::Secret token = readPlace(response, body.ok() ? *body : QJsonValue(), profile.csrf->token, now);
        QByteArray value = token.reveal().toByteArray();
        if (profile.csrf->token.isCookie()) // Laravel and Angular encode it; browsers' code decodes it before it goes into the header
            value = QByteArray::fromPercentEncoding(value);
        if (value.isEmpty())
            return missing(); // GCC 14 takes one that is made here for uninitialized
        CsrfPass pass{{profile.csrf->header, value}, {}};
        QByteArrayList names = profile.csrf->cookies;
        if (profile.csrf->token.isCookie())
            names.append(profile.csrf->token.name.toLatin1());
        if (!profile.access.cookie.isEmpty())
            names.append(profile.access.cookie);
        for (const QByteArray &name : names) {
            if (const std::optional<net::ReceivedCookie> cookie = net::receivedCookie(response, name, now); cookie && !cookie->value.isEmpty())
                pass.cookies.append({name, cookie->value});
        }
        return pass;
    });
}

} // namespace keyturn::backendapi
