// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"

#include <QUrl>

namespace keyturn::backend {

/// What the backend itself asks of another server.
struct OutgoingRequest {
    QUrl url;
    QList<HttpHeader> headers = {};
    std::optional<QByteArray> form = {}; ///< Posted where there is one.
};

struct OutgoingAnswer {
    int status = 0; ///< 0: there was none, or it was too large or too slow.
    QByteArray body = {};
};

/// Safe from any thread.
class Outgoing
{
public:
    virtual ~Outgoing() = default;
    /// @p done is called once, on whatever thread; never after this object is gone.
    virtual void send(const OutgoingRequest &request, std::function<void(const OutgoingAnswer &)> done) = 0;
};

} // namespace keyturn::backend
