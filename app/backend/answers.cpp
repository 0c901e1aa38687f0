// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/answers.h"

#include "core/json.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxJsonBytes = 1024 * 1024;
constexpr qsizetype mostProblems = 20; // a body of 1 MB has room for 100,000 wrong members, and the answer would be many times as long

Response json(int status, const QJsonDocument &document)
{
    return {status, {{"Content-Type", "application/json"}}, document.toJson(QJsonDocument::Compact)};
}

} // namespace

Response jsonAnswer(int status, const QJsonObject &body)
{
    return json(status, QJsonDocument(body));
}

Response jsonAnswer(int status, const QJsonArray &body)
{
    return json(status, QJsonDocument(body));
}

Response emptyAnswer()
{
    return {204, {}, {}};
}

Response errorAnswer(int status, const char *code, const QString &message, const QList<core::FieldError> &fields)
{
    QJsonObject error{{QStringLiteral("code"), QString::fromLatin1(code)}, {QStringLiteral("message"), message}};
    if (!fields.isEmpty()) {
        QJsonArray list;
        for (const core::FieldError &field : fields.first(std::min(fields.size(), mostProblems)))
            list.append(QJsonObject{{QStringLiteral("field"), field.field}, {QStringLiteral("message"), field.message}});
        error.insert(QStringLiteral("fields"), list);
    }
    return jsonAnswer(status, QJsonObject{{QStringLiteral("error"), error}});
}

Response validationAnswer(const QList<core::FieldError> &problems)
{
    return errorAnswer(422, "validation_failed", QStringLiteral("Some fields cannot be accepted as they are."), problems);
}

Response forbidden()
{
    return errorAnswer(403, "forbidden", QStringLiteral("This is for administrators alone."));
}

Response failureAnswer(const core::Error &error)
{
    if (error.code == QLatin1String("account_disabled"))
        return errorAnswer(403, "account_disabled", QStringLiteral("This account is disabled; ask whoever runs the service."));
    const bool busy = error.kind == core::ErrorKind::RateLimited;
    const bool unreachable = error.code == QLatin1String("database_unreachable");
    Response response = errorAnswer(503,
                                    busy              ? "busy"
                                        : unreachable ? "database_unreachable"
                                                      : "unavailable",
                                    busy ? QStringLiteral("Too many sign-ins are under way; please try again shortly.")
                                         : QStringLiteral("The service cannot reach its data right now; please try again shortly."));
    response.headers.append({"Retry-After", QByteArray::number(qint64(error.retryAfter.value_or(std::chrono::seconds(1)).count()))});
    return response;
}

JsonBody jsonBody(const Request &request)
{
    if (request.body.isEmpty())
        return {};
    // Only application/json: a page of another origin can post text/plain or a form without asking first, JSON it cannot.
    if (request.mediaType() != "application/json")
        return {{}, errorAnswer(415, "unsupported_media_type", QStringLiteral("The body must be application/json."))};
    core::Result<QJsonObject> parsed = core::parseJsonObject(request.body, maxJsonBytes);
    if (!parsed.ok())
        return {{}, errorAnswer(400, "invalid_json", QStringLiteral("The body is not one well-formed JSON object."))};
    return {std::move(parsed).value(), std::nullopt};
}

void addCommonHeaders(Response &response, bool strictTransport)
{
    static const HttpHeader common[] = {
        {"Cache-Control", "no-store"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Content-Security-Policy", "default-src 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"},
    };
    const auto add = [&response](const HttpHeader &header) {
        const bool present = std::any_of(response.headers.cbegin(), response.headers.cend(),
                                         [&](const HttpHeader &own) { return own.name.compare(header.name, Qt::CaseInsensitive) == 0; });
        if (!present)
            response.headers.append(header);
    };
    for (const HttpHeader &header : common)
        add(header);
    if (response.status / 100 != 3) // a sign-in in a pop-up goes through our redirects, and its opener must not be lost on the way
        add({"Cross-Origin-Opener-Policy", "same-origin"});
    if (strictTransport)
        add({"Strict-Transport-Security", "max-age=31536000; includeSubDomains"});
}

} // namespace keyturn::backend
