// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report.h"
#include "audit/target.h"
#include "net/httpclient.h"

#include <functional>

namespace keyturn::audit {

/// A backend at https://auth.example that answers as the test says, without a network. It signs in at `POST /login`, refreshes at `POST /refresh` by
/// the cookie `rt` and tells who is signed in at `GET /me`.
class FabricatedBackend final : public net::HttpClient
{
public:
    using Handler = std::function<core::Result<net::HttpResponse>(const net::HttpRequest &)>;

    explicit FabricatedBackend(Handler handler) : m_handler(std::move(handler)) { }
    [[nodiscard]] core::Async<net::HttpResponse> send(net::HttpRequest request) override;

    [[nodiscard]] static Target target();
    /// Blocks until the check has looked.
    [[nodiscard]] CheckResult check(int number, Target target = FabricatedBackend::target());
    /// All of them, stress checks too.
    [[nodiscard]] Report audit(const Target &target);

    /// JSON unless @p headers say otherwise.
    [[nodiscard]] static net::HttpResponse answer(int status, const QByteArray &body, const QList<net::Header> &headers = {});

private:
    Handler m_handler;
};

} // namespace keyturn::audit
