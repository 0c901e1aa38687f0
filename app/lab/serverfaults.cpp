// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lab/serverfaults.h"

#include "accounts/profilefit.h"
#include "core/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace keyturn::lab {

namespace {

constexpr qsizetype mostBytes = 256 * 1024;
constexpr qsizetype mostEntries = 500;
constexpr qsizetype mostCharacters = 300; ///< Of one text.

core::Error notOffered()
{
    return {core::ErrorKind::Configuration, QStringLiteral("faults_not_offered"), {}};
}

core::Error invalid(const QString &detail = {})
{
    return {core::ErrorKind::BadReply, QStringLiteral("faults_invalid"), detail, {}, {}, QStringLiteral("faults")};
}

QString textAt(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString().left(mostCharacters);
}

ArmedFault armedFrom(const QJsonObject &object)
{
    ArmedFault fault{textAt(object, "id"), textAt(object, "fault"), textAt(object, "method"), textAt(object, "route"), {}};
    if (const QJsonValue left = object.value(QLatin1String("left")); left.isDouble())
        fault.left = left.toInt();
    return fault;
}

core::Error refusalFrom(const net::HttpResponse &response, const QDateTime &now)
{
    if (response.isRateLimited())
        return {core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}, response.retryAfter(now), {}, QStringLiteral("faults")};
    core::Error error{core::ErrorKind::Rejected, QStringLiteral("status_%1").arg(response.status), {}, {}, {}, QStringLiteral("faults")};
    const core::Result<QJsonObject> body = core::parseJsonObject(response.body.reveal(), mostBytes);
    if (!body.ok())
        return error;
    const QJsonObject told = body->value(QLatin1String("error")).toObject();
    if (const QString code = textAt(told, "code"); !code.isEmpty())
        error.code = code;
    error.detail = textAt(told, "message");
    for (const QJsonValue &field : told.value(QLatin1String("fields")).toArray()) {
        if (error.fields.size() < 10)
            error.fields.append({textAt(field.toObject(), "field"), field.toObject().value(QLatin1String("message")).toString().left(1000)});
    }
    return error;
}

core::Result<QJsonObject> objectFrom(const net::HttpResponse &response)
{
    const core::Result<QJsonObject> body = core::parseJsonObject(response.body.reveal(), mostBytes);
    return body.ok() ? body : core::Result<QJsonObject>(invalid(body.error().code));
}

} // namespace

/// At the root of the backend's origin, wherever the profile's base URL leads below it.
core::Result<QUrl> ServerFaults::addressOf(const model::AccountId &id) const
{
    const core::Result<model::Account> account = m_records.find(id);
    if (!account.ok())
        return account.error();
    const core::Result<model::BackendProfile> profile = m_profiles.find(account->profile);
    if (!profile.ok())
        return profile.error();
    if (const core::Result<void> fits = accounts::checkFit(*account, *profile); !fits.ok())
        return fits.error();
    if (profile->baseUrl.isEmpty())
        return notOffered();
    QUrl url = profile->baseUrl;
    url.setPath(QStringLiteral("/__faults"));
    url.setQuery(QString());
    return url;
}

core::Async<net::HttpResponse> ServerFaults::ask(const model::AccountId &id, const QByteArray &method, const QByteArray &body, const QString &below)
{
    const core::Result<QUrl> address = addressOf(id);
    if (!address.ok())
        return core::ready<net::HttpResponse>(address.error());
    net::HttpRequest request;
    request.method = method;
    request.url = *address;
    if (!below.isEmpty())
        request.url.setPath(address->path() + u'/' + QString::fromLatin1(QUrl::toPercentEncoding(below)), QUrl::TolerantMode);
    request.headers = {{"Accept", "application/json"}};
    request.purpose = QStringLiteral("faults");
    if (!body.isEmpty()) {
        request.headers += net::Header{"Content-Type", "application/json"};
        request.body = core::Secret(body);
    }
    return core::chain(m_http.send(std::move(request)), this, [this](const net::HttpResponse &response) -> core::Result<net::HttpResponse> {
        if (response.status >= 200 && response.status < 300)
            return response;
        const bool hasNone = response.status == 404 || response.status == 405 || (response.status >= 300 && response.status < 400);
        const core::Error refused = refusalFrom(response, m_clock.now());
        return hasNone && refused.code != QLatin1String("fault_not_found") ? notOffered() : refused;
    });
}

core::Async<FaultList> ServerFaults::list(const model::AccountId &id)
{
    return core::chain(ask(id, "GET"), this, [](const net::HttpResponse &response) -> core::Result<FaultList> {
        const core::Result<QJsonObject> body = objectFrom(response);
        if (!body.ok())
            return response.isJson() ? body.error() : notOffered(); // a page for people, as many give for any address
        if (!body->value(QLatin1String("faults")).isArray() || !body->value(QLatin1String("available")).isArray())
            return notOffered();
        FaultList list;
        for (const QJsonValue &value : body->value(QLatin1String("faults")).toArray()) {
            if (list.armed.size() < mostEntries && !textAt(value.toObject(), "fault").isEmpty())
                list.armed.append(armedFrom(value.toObject()));
        }
        for (const QJsonValue &value : body->value(QLatin1String("available")).toArray()) {
            const QJsonObject kind = value.toObject();
            if (list.available.size() < mostEntries && !textAt(kind, "name").isEmpty())
                list.available.append({textAt(kind, "name"), textAt(kind, "value"), textAt(kind, "about")});
        }
        return list;
    });
}

core::Async<ArmedFault> ServerFaults::arm(const model::AccountId &id, const ArmedFault &wanted)
{
    QJsonObject body{{QStringLiteral("fault"), wanted.fault}};
    if (!wanted.method.isEmpty())
        body.insert(QStringLiteral("method"), wanted.method);
    if (!wanted.route.isEmpty())
        body.insert(QStringLiteral("route"), wanted.route);
    if (wanted.left)
        body.insert(QStringLiteral("times"), *wanted.left);
    return core::chain(ask(id, "POST", QJsonDocument(body).toJson(QJsonDocument::Compact)), this,
                       [](const net::HttpResponse &response) -> core::Result<ArmedFault> {
                           const core::Result<QJsonObject> answer = objectFrom(response);
                           if (!answer.ok())
                               return answer.error();
                           const ArmedFault armed = armedFrom(*answer);
                           return armed.fault.isEmpty() ? core::Result<ArmedFault>(invalid()) : armed;
                       });
}

core::Async<void> ServerFaults::clear(const model::AccountId &id, const QString &fault)
{
    return core::chain(ask(id, "DELETE", {}, fault), this, [](const net::HttpResponse &) -> core::Result<void> { return {}; });
}

} // namespace keyturn::lab
