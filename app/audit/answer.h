// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "net/httpclient.h"

#include <QJsonValue>

#include <chrono>
#include <optional>

namespace keyturn::audit {

/// What came of one request of the audit's.
struct Answer {
    quint64 exchange = 0; ///< Its number in the audit's exchange log; 0: it was not sent.
    int status = 0; ///< 0: there was no answer, see `failure`.
    net::HttpResponse response;
    std::optional<core::Error> failure;
    std::chrono::milliseconds duration{0};

    [[nodiscard]] bool arrived() const { return status != 0; }
    [[nodiscard]] bool isGood() const { return status >= 200 && status < 300; }
    [[nodiscard]] bool isRefusal() const { return status >= 400 && status < 500; }
    [[nodiscard]] bool isRateLimited() const { return response.isRateLimited(); }
    /// Every value of the header, in order.
    [[nodiscard]] QByteArrayList headers(QByteArrayView name) const;
    [[nodiscard]] QByteArray header(QByteArrayView name) const { return response.header(name); }
    [[nodiscard]] QJsonValue json() const; ///< Undefined where the body is none.
    [[nodiscard]] QString text() const; ///< The body, as UTF-8.
    /// "200", "no answer (timed_out)": for a sentence.
    [[nodiscard]] QString told() const;
};

} // namespace keyturn::audit
