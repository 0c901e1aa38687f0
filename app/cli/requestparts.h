// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QCommandLineParser>
#include <QNetworkRequest>
#include <QUrl>

class QNetworkReply;

namespace keyturn::cli {

/// One HTTP request as the command line described it.
struct RequestParts {
    QByteArray method;
    QNetworkRequest request;
    QByteArray body;
};

/// Reads -H, -d, the method and the address; a path alone is below @p base. Errors are Configuration `usage`.
[[nodiscard]] core::Result<RequestParts> readRequestParts(const QCommandLineParser &options, const QString &method, const QString &address,
                                                          const QUrl &base);

/// Whether a 401 stands because the account has to be signed in again: no other token could be had.
[[nodiscard]] bool isAccountOver(const QNetworkReply &reply);

/// Why such a reply, or one without any status, ended: what the authenticated manager says, else by the network's error.
[[nodiscard]] core::Error errorOf(const QNetworkReply &reply);

/// An HTTP status as an exit status: below 400 done, 429 rate limited, 5xx network, otherwise refused.
[[nodiscard]] int exitStatusOfHttp(int status);

} // namespace keyturn::cli
