// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "net/exchangelog.h"
#include "net/httpclient.h"

#include <QObject>

class QNetworkAccessManager;

namespace keyturn::net {

/// HttpClient over a HardenedAccessManager, or over an account's AuthenticatedNetworkAccessManager; records every exchange. Its destruction finishes
/// what is under way with Cancelled.
class QtHttpClient final : public QObject, public HttpClient
{
    Q_OBJECT
public:
    /// @p clock, @p log and @p manager must outlive it. @p account: whose requests these all are, for the log; empty: of no one account.
    QtHttpClient(core::Clock &clock, ExchangeLog &log, QNetworkAccessManager &manager, QString account = {}, QObject *parent = nullptr);
    [[nodiscard]] core::Async<HttpResponse> send(HttpRequest request) override;

private:
    core::Clock &m_clock;
    ExchangeLog &m_log;
    QNetworkAccessManager &m_manager;
    QString m_account;
};

} // namespace keyturn::net
