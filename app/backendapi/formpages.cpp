// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/formpages.h"

#include "net/origin.h"

namespace keyturn::backendapi {

namespace {

/// To be fetched by GET; 307 and 308 ask for the same request at another place.
bool isSeeOther(int status)
{
    return status == 301 || status == 302 || status == 303;
}

QUrl target(const net::HttpResponse &response)
{
    const QByteArray location = response.header("Location");
    return location.isEmpty() ? QUrl() : response.url.resolved(QUrl(QString::fromUtf8(location), QUrl::StrictMode));
}

QString pathOf(const QUrl &url)
{
    const QString path = url.path();
    return path.size() > 1 && path.endsWith(u'/') ? path.chopped(1) : path;
}

} // namespace

net::HttpResponse asJudged(net::HttpResponse response, const model::Endpoint &endpoint, int refused)
{
    if (!endpoint.redirects)
        return response;
    const QUrl where = target(response);
    const bool isPageOnceMore =
        response.status / 100 == 2 || (isSeeOther(response.status) && pathOf(where) == pathOf(response.url) && where.host() == response.url.host());
    if (isPageOnceMore)
        response.status = refused;
    else if (isSeeOther(response.status) && where.isValid())
        response.status = 204;
    else
        return response;
    response.body = {};
    return response;
}

bool sendsOn(const net::HttpResponse &response)
{
    return (response.status == 302 || response.status == 303) && net::Origin::of(target(response)) == net::Origin::of(response.url);
}

} // namespace keyturn::backendapi
