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

/// A text, or the texts of a list.
QString textOf(const QJsonValue &value)
{
    QStringList texts;
    for (const QJsonValue &item : value.toArray()) {
        if (const QString text = readText(item); !text.isEmpty() && texts.size() < 10)
            texts.append(text);
    }
    return texts.isEmpty() ? readText(value) : texts.join(QLatin1String("; "));
}

/// `email` of "email", ["email"], ["body", "email"] (FastAPI) and "/data/attributes/email" (JSON:API); `tags.0` of ["tags", 0] (Zod).
QString fieldName(const QJsonValue &item, const QString &pointer)
{
    QJsonValue found = pointer.isEmpty() ? QJsonValue(QJsonValue::Undefined) : core::atPointer(item, pointer);
    for (const char *common : {"/field", "/path", "/param", "/property", "/name", "/loc", "/source/pointer", "/source/parameter"}) {
        if (found.isUndefined() && pointer.isEmpty())
            found = core::atPointer(item, QLatin1String(common));
    }
    static const QStringList places{QStringLiteral("body"), QStringLiteral("query"), QStringLiteral("path"), QStringLiteral("header")};
    QStringList steps;
    for (const QJsonValue &step : found.toArray())
        steps.append(readText(step));
    if (steps.size() > 1 && places.contains(steps.first()))
        steps.removeFirst();
    if (!steps.isEmpty())
        return steps.join(u'.').left(200);
    QString text = readText(found);
    if (!text.startsWith(u'/'))
        return text;
    if (text.startsWith(QLatin1String("/data/attributes/")))
        text.remove(0, QLatin1String("/data/attributes").size());
    return text.mid(1).replace(u'/', u'.');
}

QString fieldMessage(const QJsonValue &item, const QString &pointer)
{
    if (!pointer.isEmpty())
        return textOf(core::atPointer(item, pointer));
    const QString text = firstText(item, {"/message", "/msg", "/error", "/detail", "/title"});
    const QJsonObject constraints = item[QLatin1String("constraints")].toObject(); // class-validator
    return text.isEmpty() && !constraints.isEmpty() ? readText(constraints.begin().value()) : text;
}

/// A list of objects that each name a field, or an object from field to text or texts.
QList<core::FieldError> fieldErrors(const QJsonValue &fields, const model::ErrorMapping &mapping)
{
    QList<core::FieldError> errors;
    for (const QJsonValue &item : fields.toArray()) {
        const QString field = fieldName(item, mapping.fieldName);
        if (!field.isEmpty() && errors.size() < maxFields)
            errors.append({field, fieldMessage(item, mapping.fieldMessage)});
    }
    const QJsonObject named = fields.toObject();
    for (auto it = named.begin(); it != named.end() && errors.size() < maxFields; ++it) {
        const QString text = readText(it.value().isArray() ? it.value().toArray().at(0) : it.value());
        errors.append({readText(it.key()), text.isEmpty() ? fieldMessage(it.value(), mapping.fieldMessage) : text});
    }
    return errors;
}

/// The fields of a body that is itself the object of them; what else stands there is no field.
QJsonObject fieldsOfRoot(const QJsonObject &body)
{
    static const QStringList others{QStringLiteral("message"), QStringLiteral("error"),           QStringLiteral("code"),
                                    QStringLiteral("detail"),  QStringLiteral("status"),          QStringLiteral("title"),
                                    QStringLiteral("type"),    QStringLiteral("statusCode"),      QStringLiteral("success"),
                                    QStringLiteral("errors"),  QStringLiteral("non_field_errors")};
    QJsonObject fields = body;
    for (const QString &other : others)
        fields.remove(other);
    return fields;
}

/// Django's `{"email": ["…"]}`: nothing but lists of texts.
bool isDjangoMap(const QJsonObject &body)
{
    return !body.isEmpty() && std::all_of(body.begin(), body.end(), [](const QJsonValue &value) {
        const QJsonArray texts = value.toArray();
        return !texts.isEmpty() && std::all_of(texts.begin(), texts.end(), [](const QJsonValue &text) { return text.isString(); });
    });
}

QList<core::FieldError> findFields(const QJsonValue &body, const model::ErrorMapping &mapping)
{
    QList<core::FieldError> found;
    if (!mapping.fields.isEmpty())
        found = fieldErrors(core::atPointer(body, mapping.fields), mapping);
    else
        found = fieldErrors(body.isObject() ? QJsonValue(fieldsOfRoot(body.toObject())) : body, mapping);
    const model::ErrorMapping common;
    if (found.isEmpty() && body.isArray())
        found = fieldErrors(body, common);
    for (const char *pointer : {"/fieldErrors", "/errors/fieldErrors", "/error/fieldErrors", "/errors", "/error/errors", "/issues", "/error/issues",
                                "/details", "/error/details"}) {
        if (found.isEmpty())
            found = fieldErrors(core::atPointer(body, QLatin1String(pointer)), common);
    }
    for (const char *pointer : {"/detail", "/message", "/error"}) { // mostly a text
        if (const QJsonValue list = core::atPointer(body, QLatin1String(pointer)); found.isEmpty() && list.isArray())
            found = fieldErrors(list, common);
    }
    if (found.isEmpty() && isDjangoMap(body.toObject()))
        found = fieldErrors(fieldsOfRoot(body.toObject()), common);
    return found;
}

/// `invalid_grant` rather than "The token is not valid", and rather than the status in words (RFC 9110 §15), which NestJS says beside its message.
bool looksLikeCode(const QString &text)
{
    static const QRegularExpression code(QStringLiteral("^[A-Za-z][A-Za-z0-9]*([_.-][A-Za-z0-9]+)*$"));
    static const QStringList phrases{QStringLiteral("badrequest"), QStringLiteral("unauthorized"),        QStringLiteral("forbidden"),
                                     QStringLiteral("notfound"),   QStringLiteral("notacceptable"),       QStringLiteral("conflict"),
                                     QStringLiteral("gone"),       QStringLiteral("methodnotallowed"),    QStringLiteral("locked"),
                                     QStringLiteral("error"),      QStringLiteral("unprocessableentity"), QStringLiteral("unprocessablecontent")};
    return text.size() <= 64 && code.match(text).hasMatch() && !phrases.contains(text.toLower());
}

QString messageIn(const QJsonValue &body)
{
    for (const char *pointer : {"", "/message", "/error_description", "/error/message", "/error", "/detail", "/title", "/msg", "/non_field_errors"}) {
        const QJsonValue value = *pointer == '\0' && !body.isString() ? QJsonValue() : core::atPointer(body, QLatin1String(pointer));
        if (const QString text = textOf(value); !text.isEmpty())
            return text;
    }
    return {};
}

Told read(const QJsonValue &body, const model::ErrorMapping &mapping)
{
    const auto at = [&body](const QString &pointer) { return pointer.isEmpty() ? QJsonValue() : core::atPointer(body, pointer); };
    Told told{readText(at(mapping.code)), readText(at(mapping.reason)), textOf(at(mapping.message)), {}, true};
    if (told.code.isEmpty()) {
        for (const char *pointer : {"/error", "/code", "/error/type", "/errors/0/code", "/errors/0/extensions/code"}) {
            const QString guess = readText(core::atPointer(body, QLatin1String(pointer)));
            if (told.code.isEmpty() && looksLikeCode(guess))
                told.code = guess;
        }
        told.definiteCode = told.code == QLatin1String("invalid_grant");
    }
    if (told.message.isEmpty())
        told.message = messageIn(body);
    if (told.message == told.code)
        told.message.clear();
    told.fields = findFields(body, mapping);
    if (told.message.isEmpty() && told.fields.isEmpty()) {
        const QJsonValue errors = body[QLatin1String("errors")];
        told.message = firstText(errors, {"/0/detail", "/0/message", "/0/title"});
        if (told.message.isEmpty())
            told.message = textOf(errors);
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

/// What has only just been given is refused: nothing has ended, since nothing had begun; the profile asks at the wrong place, most likely.
Error refusedAtOnce(int status, const Told &told)
{
    const QString detail = QStringLiteral("status %1").arg(status) + (told.message.isEmpty() ? QString() : QStringLiteral(": ") + told.message);
    return {ErrorKind::BadReply, QStringLiteral("step_refused"), detail};
}

/// A server that has nothing there says so in words like these, or in a page; one that does not know the person says other ones.
bool isNoRoute(int status, const Told &told)
{
    static const QRegularExpression words(
        QStringLiteral("^(not[ _]?found\\.?|cannot (get|post|put|patch|delete) /.*|no such (route|page|path|endpoint).*"
                       "|(the )?(requested )?(route|url|page|path|endpoint) .*not .*found.*|method not allowed.*)$"),
        QRegularExpression::CaseInsensitiveOption);
    if (status != 404 && status != 405)
        return false;
    const bool isSilent = told.message.isEmpty() && told.code.isEmpty() && told.fields.isEmpty();
    return isSilent || words.match(told.message).hasMatch() || words.match(told.code).hasMatch();
}

Error refusal(int status, const Told &told, Asked asked, const QList<int> &definiteStatuses)
{
    const bool unauthorized = status == 401;
    switch (asked) {
    case Asked::SignIn:
        if (isNoRoute(status, told))
            return refusedAtOnce(status, told);
        return definite(ErrorKind::Rejected, told.code, unauthorized ? "invalid_credentials" : "refused", told);
    case Asked::Code:
        if (isNoRoute(status, told))
            return refusedAtOnce(status, told);
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
    case Asked::FirstUse:
        if (unauthorized || status == 404)
            return refusedAtOnce(status, told);
        break;
    case Asked::Resource:
        break;
    }
    if (status == 404)
        return definite(ErrorKind::Rejected, told.code, "not_found", told);
    return definite(unauthorized ? ErrorKind::SignInAgain : ErrorKind::Rejected, told.code, unauthorized ? "invalid_token" : "refused", told);
}

/// A 2xx that the profile knows for a refusal.
bool failsInspiteOfStatus(int status, const core::Result<QJsonValue> &body, const model::ErrorMapping &mapping)
{
    if (!body.ok() || status == 204 || status == 205) // RFC 9110 §15.3.5: no body may come
        return false; // what reads it will say so
    if (mapping.emptyBodyFails && (body->isUndefined() || body->isNull()))
        return true;
    return std::any_of(mapping.failedWhen.cbegin(), mapping.failedWhen.cend(), [&](const model::FailureSign &sign) { return holds(sign, *body); });
}

} // namespace

model::ErrorMapping withoutBody(model::ErrorMapping mapping)
{
    mapping.emptyBodyFails = false;
    return mapping;
}

bool holds(const model::FailureSign &sign, const QJsonValue &body)
{
    const QJsonValue value = core::atPointer(body, sign.pointer);
    if (!sign.equals.isUndefined())
        return value == sign.equals;
    if (!sign.notEquals.isUndefined())
        return value != sign.notEquals;
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
    if (status < 200) // RFC 9110 §15.2: an answer was to follow
        return Error{ErrorKind::BadReply, QStringLiteral("interim_response"), QStringLiteral("status %1").arg(status)};
    if (!good && status < 400)
        return Error{ErrorKind::BadReply, QStringLiteral("unexpected_redirect"), QStringLiteral("status %1").arg(status)};
    const core::Result<QJsonValue> body = jsonOf(response);
    if (good && !failsInspiteOfStatus(status, body, mapping))
        return std::nullopt;
    if (good)
        status = asked == Asked::Resource || asked == Asked::FirstUse ? 403 : 400;
    if (const auto challenge = asked == Asked::Resource ? net::stepUpChallengeOf(response) : std::nullopt)
        return net::stepUpError(*challenge);
    const Told told = body.ok() ? read(*body, mapping) : Told{};
    if (response.isRateLimited() || told.code == QLatin1String("rate_limited"))
        return Error{ErrorKind::RateLimited, QStringLiteral("rate_limited"), told.message, response.retryAfter(now)};
    if (status == 408)
        return Error{ErrorKind::Offline, QStringLiteral("timeout"), {}};
    if (good && asked == Asked::Resource && told.definiteCode && told.code == QLatin1String("invalid_token"))
        status = 401; // in the profile's own words
    return refusal(status, told, asked, definiteStatuses);
}

} // namespace keyturn::backendapi
