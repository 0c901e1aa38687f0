// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/hardenedaccessmanager.h"
#include "net/qthttpclient.h"
#include "support/fakeclock.h"

#include <QTest>

namespace keyturn::net {

/// The real client on a clock that stands still.
struct NetRig {
    tests::FakeClock clock;
    ExchangeLog log;
    HardenedAccessManager manager;
    QtHttpClient http{clock, log, manager};

    /// The answer of @p request; Storage `never` where none came.
    [[nodiscard]] core::Result<HttpResponse> answerTo(HttpRequest request) { return resultOf(http.send(std::move(request))); }
    [[nodiscard]] core::Result<HttpResponse> get(const QUrl &url)
    {
        HttpRequest request;
        request.url = url;
        return answerTo(std::move(request));
    }
    [[nodiscard]] static HttpRequest post(const QUrl &url, QByteArrayView body)
    {
        HttpRequest request;
        request.method = "POST";
        request.url = url;
        request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
        request.body = core::Secret(body);
        return request;
    }
    [[nodiscard]] static core::Result<HttpResponse> resultOf(const core::Async<HttpResponse> &answer)
    {
        if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }, 20'000))
            return core::Error{core::ErrorKind::Storage, QStringLiteral("never"), {}};
        return answer.result();
    }
    /// `200`, or an error's code.
    [[nodiscard]] static QString outcome(const core::Result<HttpResponse> &result)
    {
        return result.ok() ? QString::number(result->status) : result.error().code;
    }
};

} // namespace keyturn::net
