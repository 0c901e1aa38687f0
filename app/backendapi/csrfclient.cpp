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

core::Async<CsrfPass> CsrfClient::fetch(const model::BackendProfile &profile, const core::Secret &session, std::stop_token stop, Asked asked)
{
    const QString step = QStringLiteral("csrf token");
    if (!profile.csrf)
        return core::ready<CsrfPass>(CsrfPass{});
    core::Result<net::HttpRequest> request = buildRequest(profile, profile.csrf->fetch, {}, step);
    if (!request.ok())
        return core::ready<CsrfPass>(core::ofStep(request.error(), step));
    if (!session.isEmpty() && !profile.access.cookie.isEmpty())
        authorize(request.value(), profile.access, session);
    request.value().stop = std::move(stop);
    const auto read = [this, profile, asked](const net::HttpResponse &response) -> core::Result<CsrfPass> {
        const QDateTime now = m_clock.now();
        if (const std::optional<core::Error> refused = refusalOf(response, profile.errors, asked, now))
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
        names.append(profile.access.cookieNames());
        for (const QByteArray &name : names) {
            if (const std::optional<net::ReceivedCookie> cookie = net::receivedCookie(response, name, now); cookie && !cookie->value.isEmpty())
                pass.cookies.append({name, cookie->value});
        }
        return pass;
    };
    return core::inStep(step, core::chain(m_http.send(*request), this, read));
}

} // namespace keyturn::backendapi
