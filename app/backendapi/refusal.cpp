// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/replyreader.h"
#include "core/json.h"
#include "net/stepupchallenge.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <initializer_list>

/// How a refusal is read: by the profile's pointers first, then by the shapes that backends of this kind commonly have.
namespace keyturn::backendapi {

namespace {

using core::Error;
using core::ErrorKind;

constexpr qsizetype maxFields = 50;

/// What a refusal tells, as far as it tells.
struct Told {
    QString code;
    QString reason;
    QString message;
    QList<core::FieldError> fields;
    bool definiteCode = false; ///< The code came from where the profile says that it is, or is OAuth's own word.
};

QString firstText(const QJsonValue &value, std::initializer_list<const char *> pointers)
{
    for (const char *pointer : pointers) {
        if (const QString text = readText(core::atPointer(value, QString::fromLatin1(pointer))); !text.isEmpty())
            return text;
    }
    return {};
}

/// A list of objects that each name a field (express-validator, JSON:API and the like), or an object from field to text or texts.
QList<core::FieldError> fieldErrors(const QJsonValue &fields)
{
    QList<core::FieldError> errors;
    for (const QJsonValue &item : fields.toArray()) {
        const QString field = firstText(item, {"/field", "/path", "/param", "/property", "/name"});
        if (!field.isEmpty() && errors.size() < maxFields)
            errors.append({field, firstText(item, {"/message", "/msg", "/error", "/detail"})});
    }
    const QJsonObject named = fields.toObject();
    for (auto it = named.begin(); it != named.end() && errors.size() < maxFields; ++it) {
        const QString text = readText(it.value().isArray() ? it.value().toArray().at(0) : it.value());
        errors.append({readText(it.key()), text.isEmpty() ? firstText(it.value(), {"/message", "/msg"}) : text});
    }
    return errors;
}

/// `invalid_grant` rather than "The token is not valid".
bool looksLikeCode(const QString &text)
{
    static const QRegularExpression code(QStringLiteral("^[A-Za-z][A-Za-z0-9]*([_.-][A-Za-z0-9]+)*$"));
    return text.size() <= 64 && code.match(text).hasMatch();
}

Told read(const QJsonValue &body, const model::ErrorMapping &mapping)
{
    const auto at = [&body](const QString &pointer) { return pointer.isEmpty() ? QString() : readText(core::atPointer(body, pointer)); };
    Told told{at(mapping.code), at(mapping.reason), at(mapping.message), {}, true};
    if (told.code.isEmpty()) {
        const QString guess = firstText(body, {"/error", "/code", "/error/type"});
        told.definiteCode = guess == QLatin1String("invalid_grant");
        if (looksLikeCode(guess))
            told.code = guess;
    }
    if (told.message.isEmpty())
        told.message = firstText(body, {"", "/message", "/error_description", "/error/message", "/error", "/detail", "/title", "/msg"});
    if (told.message == told.code)
        told.message.clear();
    told.fields = mapping.fields.isEmpty() ? QList<core::FieldError>() : fieldErrors(core::atPointer(body, mapping.fields));
    for (const char *pointer : {"/errors", "/error/errors", "/details", "/error/details"}) {
        if (told.fields.isEmpty())
            told.fields = fieldErrors(core::atPointer(body, QString::fromLatin1(pointer)));
    }
    for (const QString &word : {told.code, told.message}) {
        if (const auto known = mapping.codes.constFind(word); !word.isEmpty() && known != mapping.codes.constEnd()) {
            told.code = *known;
            told.definiteCode = true;
            break;
        }
    }
    return told;
}

Error definite(ErrorKind kind, const QString &code, const char *otherwise, const Told &told)
{
    return {kind, code.isEmpty() ? QString::fromLatin1(otherwise) : code, told.message, {}, told.fields};
}

Error refusal(int status, const Told &told, Asked asked, const QList<int> &definiteStatuses)
{
    const bool unauthorized = status == 401;
    switch (asked) {
    case Asked::SignIn:
        return definite(ErrorKind::Rejected, told.code, unauthorized ? "invalid_credentials" : "refused", told);
    case Asked::Code:
        if (!told.fields.isEmpty()) // it may be about what was sent beside the code
            return definite(ErrorKind::Rejected, told.code, "validation_failed", told);
        return definite(ErrorKind::Rejected, told.code, status == 410 ? "code_expired" : "invalid_code", told);
    case Asked::Refresh: {
        // A 404 of a gateway or a 413 says nothing of the token, whatever code it bears.
        const bool statusFits = status == 400 || status == 401 || status == 403;
        const bool codeFits = !told.reason.isEmpty() || (!told.code.isEmpty() && told.definiteCode);
        if (!definiteStatuses.contains(status) && !(statusFits && codeFits))
            return {ErrorKind::BadReply, QStringLiteral("refusal_unclear"),
                    QStringLiteral("status %1 says nothing definite of the token").arg(status)};
        return definite(ErrorKind::SignInAgain, told.reason.isEmpty() ? told.code : told.reason, "invalid_grant", told);
    }
    case Asked::Resource:
        break;
    }
    if (status == 404)
        return definite(ErrorKind::Rejected, told.code, "not_found", told);
    return definite(unauthorized ? ErrorKind::SignInAgain : ErrorKind::Rejected, told.code, unauthorized ? "invalid_token" : "refused", told);
}

/// A 2xx that the profile knows for a refusal.
bool failsInspiteOfStatus(const core::Result<QJsonValue> &body, const model::ErrorMapping &mapping)
{
    if (!body.ok())
        return false; // what reads it will say so
    if (mapping.emptyBodyFails && (body->isUndefined() || body->isNull()))
        return true;
    return std::any_of(mapping.failedWhen.cbegin(), mapping.failedWhen.cend(), [&](const model::FailureSign &sign) { return holds(sign, *body); });
}

} // namespace

bool holds(const model::FailureSign &sign, const QJsonValue &body)
{
    const QJsonValue value = core::atPointer(body, sign.pointer);
    if (!sign.equals.isUndefined())
        return value == sign.equals;
    const bool empty = value.isUndefined() || value.isNull() || value == QJsonValue(false) || value == QJsonValue(QString())
        || (value.isArray() && value.toArray().isEmpty());
    return !empty;
}

std::optional<core::Error> refusalOf(const net::HttpResponse &response, const model::ErrorMapping &mapping, Asked asked, const QDateTime &now,
                                     const QList<int> &definiteStatuses)
{
    int status = response.status;
    const bool good = status >= 200 && status < 300;
    if (good && !mapping.emptyBodyFails && mapping.failedWhen.isEmpty())
        return std::nullopt;
    if (status >= 500)
        return Error{ErrorKind::Offline, QStringLiteral("server_error"), QStringLiteral("status %1").arg(status), response.retryAfter(now)};
    if (!good && status < 400)
        return Error{ErrorKind::BadReply, QStringLiteral("unexpected_redirect"), QStringLiteral("status %1").arg(status)};
    const core::Result<QJsonValue> body = jsonOf(response);
    if (good && !failsInspiteOfStatus(body, mapping))
        return std::nullopt;
    if (good)
        status = asked == Asked::Resource ? 403 : 400;
    if (const auto challenge = asked == Asked::Resource ? net::stepUpChallengeOf(response) : std::nullopt)
        return net::stepUpError(*challenge);
    const Told told = body.ok() ? read(*body, mapping) : Told{};
    if (response.isRateLimited() || told.code == QLatin1String("rate_limited"))
        return Error{ErrorKind::RateLimited, QStringLiteral("rate_limited"), told.message, response.retryAfter(now)};
    if (status == 408)
        return Error{ErrorKind::Offline, QStringLiteral("timeout"), {}};
    return refusal(status, told, asked, definiteStatuses);
}

} // namespace keyturn::backendapi
