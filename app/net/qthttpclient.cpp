// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/qthttpclient.h"

#include "core/logging.h"
#include "net/exchange.h"
#include "net/headerrules.h"
#include "net/origin.h"

#include <QNetworkAccessManager>

namespace keyturn::net {

namespace {

core::Result<void> check(const HttpRequest &request)
{
    if (!Origin::of(request.url).isValid())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("url_scheme_refused"),
                           request.url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)};
    for (const Header &header : request.headers) {
        if (!isSoundHeader(header.name, header.value) || isFramingHeader(header.name))
            return core::Error{core::ErrorKind::Configuration, QStringLiteral("header_invalid"),
                               QString::fromLatin1(header.name.left(40).simplified())};
    }
    return {};
}

} // namespace

QtHttpClient::QtHttpClient(core::Clock &clock, ExchangeLog &log, QNetworkAccessManager &manager, QString account, QObject *parent)
    : QObject(parent), m_clock(clock), m_log(log), m_manager(manager), m_account(std::move(account))
{ }

core::Async<HttpResponse> QtHttpClient::send(HttpRequest request)
{
    if (const core::Result<void> sound = check(request); !sound.ok())
        return core::ready<HttpResponse>(sound.error());
    if (request.stop.stop_requested())
        return core::ready<HttpResponse>(core::Error{core::ErrorKind::Cancelled, QStringLiteral("stopped"), {}});
    auto *exchange = new RunningExchange(m_clock, m_log, m_account, std::move(request), this);
    return exchange->start(m_manager);
}

} // namespace keyturn::net
