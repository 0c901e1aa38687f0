// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/setcookie.h"
#include "targets.h"

namespace keyturn::fuzz {

namespace {

/// Set-Cookie lines of a backend, one input a line.
class CookieTarget final : public Target
{
public:
    void read(const QByteArray &input) override
    {
        const QDateTime now = QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC);
        net::HttpResponse response;
        response.status = 200;
        for (const QByteArray &line : input.split('\n'))
            response.headers.append({"Set-Cookie", line});
        const auto cookie = net::receivedCookie(response, "refresh", now);
        if (!cookie)
            return;
        expect(input.contains("refresh"), "A cookie is the one that was asked for.");
        for (const char byte : cookie->value.reveal())
            expect(byte != ';' && byte != '\r' && byte != '\n' && byte != '\0', "A value splits no header.");
        expect(!cookie->expiresAt.isValid() || cookie->expiresAt.timeSpec() == Qt::UTC, "An end is in UTC.");
        expect(cookie->path.isEmpty() || cookie->path.startsWith('/'), "A path begins at the root (RFC 6265 section 5.2.4).");
    }
};

} // namespace

std::unique_ptr<Target> cookieTarget()
{
    return std::make_unique<CookieTarget>();
}

} // namespace keyturn::fuzz
