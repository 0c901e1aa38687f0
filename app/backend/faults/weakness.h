// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"

namespace keyturn::backend {

/// One topic of defects. It stands between the clients and a backend that stays sound: what a client sends is turned into what the backend takes,
/// and what the backend answers into what a careless one would have. Safe from any thread.
class Weakness
{
public:
    virtual ~Weakness() = default;
    /// May change @p request; an answer stands in place of the backend's.
    [[nodiscard]] virtual std::optional<Response> meet(Request &request) = 0;
    /// @p request is what meet() left.
    virtual void leave(const Request &request, Response &response) = 0;
};

/// Sets the first header of that name, or adds it.
void setHeader(QList<HttpHeader> &headers, const QByteArray &name, const QByteArray &value);

} // namespace keyturn::backend
