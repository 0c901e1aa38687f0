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

/// As it is sent in the header: Laravel and Angular encode their cookie; browsers' code decodes it before it goes there.
QByteArray headerValue(const model::CsrfProtection &csrf, const core::Secret &token)
{
    const QByteArray value = token.reveal().toByteArray();
    return csrf.token.isCookie() ? QByteArray::fromPercentEncoding(value) : value;
}

bool isSessionCookie(const model::BackendProfile &profile)
{
    return profile.csrf->token.isCookie() && profile.access.cookieNames().contains(profile.csrf->token.name.toLatin1());
}

/// What came along with @p tokens; one that is a cookie of the session's is as new as the session.
core::Secret keptToken(const model::BackendProfile &profile, const model::TokenSet &tokens)
{
    if (!isSessionCookie(profile))
        return tokens.csrfToken;
    for (const auto &[name, value] : profile.access.cookiesOf(tokens.accessToken)) {
        if (name == profile.csrf->token.name.toLatin1())
            return value;
    }
    return {};
}

core::Result<CsrfPass> keptPass(const model::BackendProfile &profile, const model::TokenSet &tokens)
{
    if (tokens.accessToken.isEmpty()) // nothing is there yet that could be misused, nor anybody who could have given a token
        return CsrfPass{};
    const core::Secret token = keptToken(profile, tokens);
    const QByteArray value = headerValue(*profile.csrf, token);
    if (value.isEmpty())
        return missing();
    CsrfPass pass{{profile.csrf->header, value}, {}};
    if (profile.csrf->token.isCookie() && !isSessionCookie(profile))
        pass.cookies.append({profile.csrf->token.name.toLatin1(), token});
    return pass;
}

} // namespace

bool isUnsafe(const QByteArray &method)
{
    return method != "GET" && method != "HEAD" && method != "OPTIONS" && method != "TRACE";
}

void applyPass(net::HttpRequest &request, const CsrfPass &pass)
{
    if (!pass.header.name.isEmpty())
        request.headers.append(pass.header);
    for (const auto &[name, value] : pass.cookies)
        addCookie(request, name, value);
}

core::Secret broughtCsrfToken(const model::BackendProfile &profile, const net::HttpResponse &response, const QJsonValue &body, const QDateTime &now)
{
    return profile.csrf && !profile.csrf->fetch ? readPlace(response, body, profile.csrf->token, now) : core::Secret();
}

bool lacksCsrfToken(const model::BackendProfile &profile, const model::TokenSet &tokens)
{
    return profile.csrf && !profile.csrf->fetch && keptToken(profile, tokens).isEmpty();
}

CsrfClient::CsrfClient(core::Clock &clock, net::HttpClient &http, QObject *parent) : QObject(parent), m_clock(clock), m_http(http) { }

core::Async<CsrfPass> CsrfClient::fetch(const model::BackendProfile &profile, const model::TokenSet &tokens, std::stop_token stop, Asked asked)
{
    const QString step = QStringLiteral("csrf token");
    if (!profile.csrf)
        return core::ready<CsrfPass>(CsrfPass{});
    if (!profile.csrf->fetch) {
        const core::Result<CsrfPass> pass = keptPass(profile, tokens);
        return core::ready<CsrfPass>(pass.ok() ? pass : core::Result<CsrfPass>(core::ofStep(pass.error(), step)));
    }
    core::Result<net::HttpRequest> request = buildRequest(profile, *profile.csrf->fetch, {}, step);
    if (!request.ok())
        return core::ready<CsrfPass>(core::ofStep(request.error(), step));
    if (!tokens.accessToken.isEmpty() && !profile.access.cookie.isEmpty())
        authorize(request.value(), profile.access, tokens.accessToken);
    request.value().stop = std::move(stop);
    const auto read = [this, profile, asked](const net::HttpResponse &response) -> core::Result<CsrfPass> {
        const QDateTime now = m_clock.now();
        if (const std::optional<core::Error> refused = refusalOf(response, profile.errors, asked, now))
            return *refused;
        const core::Result<QJsonValue> body = jsonOf(response);
        if (!body.ok() && profile.csrf->token.kind == model::ValuePlace::Kind::Body)
            return body.error();
        const core::Secret token = readPlace(response, body.ok() ? *body : QJsonValue(), profile.csrf->token, now);
        const QByteArray value = headerValue(*profile.csrf, token);
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
