// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "trace/purpose.h"

#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace keyturn::trace {

namespace {

struct Row {
    const char *purpose;
    Party counterpart;
    const char *reference;
};

// clang-format off
constexpr Row table[] = {
    {"discovery", Party::Provider, "RFC 8414 §3"},
    {"jwks", Party::Provider, "RFC 7517 §5"},
    {"pushed request", Party::Provider, "RFC 9126 §2.1"},
    {"browser", Party::Browser, "RFC 6749 §4.1.1"},
    {"callback", Party::Browser, "RFC 6749 §4.1.2"},
    {"state", Party::App, "RFC 6749 §10.12"},
    {"last page", Party::Browser, "RFC 8252 §7.3"},
    {"device authorization", Party::Provider, "RFC 8628 §3.1"},
    {"token", Party::Provider, "RFC 6749 §4.1.3"},
    {"userinfo", Party::Provider, "OpenID Connect Core §5.3"},
    {"emails", Party::Provider, ""},
    {"revocation", Party::Provider, "RFC 7009 §2.1"},
    {"handoff", Party::Backend, "RFC 7636 §4.5"},
    {"sign-in", Party::Backend, ""},
    {"second factor", Party::Backend, ""},
    {"register", Party::Backend, ""},
    {"identity", Party::Backend, ""},
    {"csrf token", Party::Backend, ""},
    {"refresh", Party::Backend, "RFC 6749 §6"},
    {"sign-out", Party::Backend, ""},
    {"sessions", Party::Backend, "RFC 6750 §2.1"},
    {"revoke session", Party::Backend, "RFC 6750 §2.1"},
    {"revoke other sessions", Party::Backend, "RFC 6750 §2.1"},
    {"password change", Party::Backend, ""},
    {"password reset", Party::Backend, ""},
    {"e-mail verification", Party::Backend, ""},
    {"request", Party::Backend, "RFC 6750 §2.1"},
    {"request elsewhere", Party::Backend, ""},
    {"openapi", Party::Backend, ""},
    {"picture", Party::Backend, ""},
    {"check", Party::Backend, ""},
    {"doctor", Party::Backend, ""},
    {"health", Party::Backend, ""},
    {"faults", Party::Backend, ""},
};
// clang-format on

const Row *rowOf(const QString &purpose)
{
    const auto *const row =
        std::find_if(std::begin(table), std::end(table), [&purpose](const Row &one) { return purpose == QLatin1String(one.purpose); });
    return row == std::end(table) ? nullptr : row;
}

/// A form's values stand as they are, but for what was redacted.
bool names(const QByteArray &body, const char *pair)
{
    return body.split('&').contains(QByteArray(pair));
}

} // namespace

QStringList purposes()
{
    QStringList words;
    for (const Row &row : table)
        words += QLatin1String(row.purpose);
    return words;
}

Party counterpartOf(const QString &purpose)
{
    const Row *const row = rowOf(purpose);
    return row ? row->counterpart : Party::Backend;
}

QString referenceOf(const net::Exchange &exchange)
{
    const QString token = QStringLiteral("token");
    if (exchange.purpose == token && names(exchange.requestBody, "grant_type=refresh_token"))
        return QStringLiteral("RFC 6749 §6");
    if (exchange.purpose == token && exchange.requestBody.contains("device_code"))
        return QStringLiteral("RFC 8628 §3.4");
    const Row *const row = rowOf(exchange.purpose);
    return row ? QString::fromUtf8(row->reference) : QString();
}

QUrl addressOf(const QString &reference)
{
    static const QRegularExpression rfc(QStringLiteral("^RFC (\\d+) §([\\d.]+)$"));
    if (const QRegularExpressionMatch match = rfc.match(reference); match.hasMatch())
        return QUrl(QStringLiteral("https://www.rfc-editor.org/rfc/rfc%1#section-%2").arg(match.captured(1), match.captured(2)));
    if (reference.startsWith(QLatin1String("OpenID Connect Core")))
        return QUrl(QStringLiteral("https://openid.net/specs/openid-connect-core-1_0.html#UserInfo"));
    return {};
}

QString guessedPurpose(const net::Exchange &exchange)
{
    const QString path = exchange.url.path();
    const QString query = exchange.url.query();
    if (path.contains(QLatin1String("/.well-known/openid-configuration")) || path.contains(QLatin1String("/.well-known/oauth-authorization-server")))
        return QStringLiteral("discovery");
    if (query.contains(QLatin1String("response_type=")) || query.contains(QLatin1String("request_uri=")))
        return QStringLiteral("browser");
    if (exchange.requestBody.contains("grant_type="))
        return QStringLiteral("token");
    if (query.contains(QLatin1String("code=")) && query.contains(QLatin1String("state=")))
        return QStringLiteral("callback");
    if (path.contains(QLatin1String("jwks")))
        return QStringLiteral("jwks");
    if (path.endsWith(QLatin1String("/userinfo")))
        return QStringLiteral("userinfo");
    return {};
}

} // namespace keyturn::trace
