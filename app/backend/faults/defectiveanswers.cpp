// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectiveanswers.h"

#include "backend/answers.h"
#include "backend/formdata.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::backend {

namespace {

constexpr auto stack = "Error: the request was refused\n"
                       "    at AuthService::checkPassword (/srv/keyturn/app/backend/authservice.cpp:102:9)\n"
                       "    at AuthRoutes::login (/srv/keyturn/app/backend/authroutes.cpp:110:12)\n"
                       "    at Router::handle (/srv/keyturn/app/backend/router.cpp:79:13)";

QByteArray withoutParameter(const QByteArray &address, const QString &name)
{
    const qsizetype mark = address.indexOf('?');
    auto query = mark < 0 ? std::nullopt : FormData::parse(address.mid(mark + 1));
    if (!query || !query->has(name))
        return address;
    query->remove(name);
    return address.left(mark + 1) + query->toEncoded();
}

bool isMetadata(const Request &request)
{
    return request.path.endsWith("/.well-known/openid-configuration");
}

/// The backend itself begins no sign-in where the provider has no metadata, or another one's.
bool isOurOwn(const Request &request)
{
    return request.header("user-agent") == "keyturn-backend";
}

void readFromQuery(Request &request)
{
    const auto query = FormData::parse(request.query);
    if (!query)
        return;
    QJsonObject body;
    for (const char *name : {"email", "password", "tokenDelivery"})
        body.insert(QLatin1String(name), query->value(QLatin1String(name)));
    request.method = "POST";
    request.query.clear();
    request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    setHeader(request.headers, "Content-Type", "application/json");
}

/// A name that browsers are never to be bound by, whatever is served there next.
bool isForLocalhost(const Request &request)
{
    return request.header("host").toLower().startsWith("localhost");
}

} // namespace

void setHeader(QList<HttpHeader> &headers, const QByteArray &name, const QByteArray &value)
{
    for (HttpHeader &header : headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0) {
            header.value = value;
            return;
        }
    }
    headers.append({name, value});
}

std::optional<Response> DefectiveAnswers::meet(Request &request)
{
    if (m_defects.has(Defect::NoMetadata) && isMetadata(request) && !isOurOwn(request))
        return errorAnswer(404, "not_found", QStringLiteral("There is nothing at this address."));
    if (m_defects.has(Defect::PasswordInUrl) && request.method == "GET" && request.path == "/api/auth/login")
        readFromQuery(request);
    const bool sessions = request.path == "/api/sessions" || request.path.startsWith("/api/sessions/");
    if (m_defects.has(Defect::NoSessionList) && sessions)
        return errorAnswer(404, "not_found", QStringLiteral("There is nothing at this address."));
    if (!m_defects.has(Defect::GetChangesState) || request.method != "GET")
        return std::nullopt;
    constexpr qsizetype end = 4; // "/end"
    if (request.path == "/api/auth/logout") {
        request.method = "POST";
    } else if (sessions && request.path.endsWith("/end")) {
        request.method = "DELETE";
        request.path.chop(end);
    }
    return std::nullopt;
}

void DefectiveAnswers::leave(const Request &request, Response &response)
{
    changeHeaders(request, response);
    if (isMetadata(request))
        changeMetadata(request, response);
    if (!m_defects.has(Defect::StackTraces) || response.status < 400)
        return;
    QJsonObject body = QJsonDocument::fromJson(response.body).object();
    QJsonObject error = body.value(QStringLiteral("error")).toObject();
    if (error.isEmpty())
        return;
    error.insert(QStringLiteral("stack"), QLatin1String(stack));
    body.insert(QStringLiteral("error"), error);
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
}

void DefectiveAnswers::changeHeaders(const Request &request, Response &response) const
{
    if (m_defects.has(Defect::CacheableAnswers) && request.path.startsWith("/api/"))
        setHeader(response.headers, "Cache-Control", "public, max-age=600");
    if (m_defects.has(Defect::PoweredBy))
        setHeader(response.headers, "X-Powered-By", "keyturn-backend");
    if (m_defects.has(Defect::ShortStrictTransport) && !isForLocalhost(request))
        setHeader(response.headers, "Strict-Transport-Security", "max-age=86400");
    if (m_defects.has(Defect::NoChallenge))
        response.headers.removeIf([](const HttpHeader &header) { return header.name.compare("www-authenticate", Qt::CaseInsensitive) == 0; });
    if (m_defects.has(Defect::SilentLimits) && response.status == 429)
        response.headers.removeIf([](const HttpHeader &header) { return header.name == "Retry-After" || header.name.startsWith("RateLimit"); });
    for (HttpHeader &header : response.headers) {
        if (header.name.compare("set-cookie", Qt::CaseInsensitive) == 0)
            header.value = cookie(header.value);
        else if (m_defects.has(Defect::NoIssuerInCallback) && header.name.compare("location", Qt::CaseInsensitive) == 0)
            header.value = withoutParameter(header.value, QStringLiteral("iss"));
    }
}

/// Of a cookie's attributes.
bool DefectiveAnswers::isDropped(const QByteArray &attribute) const
{
    const bool all = m_defects.has(Defect::CookieFlags);
    return (attribute == "secure" && (all || m_defects.has(Defect::CookieNotSecure)))
        || (attribute == "httponly" && (all || m_defects.has(Defect::CookieForScripts))) || (attribute == "samesite" && all);
}

QByteArray DefectiveAnswers::cookie(const QByteArray &value) const
{
    QByteArrayList parts;
    for (const QByteArray &part : value.split(';')) {
        const QByteArray attribute = part.trimmed();
        const QByteArray name = attribute.split('=').first().toLower();
        if (!parts.isEmpty() && isDropped(name))
            continue;
        if (m_defects.has(Defect::CookieForAllSites) && name == "samesite") {
            parts.append("SameSite=None");
            continue;
        }
        const bool wide = m_defects.has(Defect::WideCookiePath) && name == "path" && parts.first().startsWith("refreshToken=");
        parts.append(wide ? QByteArray("Path=/") : attribute);
    }
    return parts.join("; ");
}

void DefectiveAnswers::changeMetadata(const Request &request, Response &response) const
{
    QJsonObject metadata = QJsonDocument::fromJson(response.body).object();
    const auto extend = [&metadata](const QString &member, std::initializer_list<const char *> words) {
        QJsonArray list = metadata.value(member).toArray();
        for (const char *word : words)
            list.append(QLatin1String(word));
        metadata.insert(member, list);
    };
    if (m_defects.has(Defect::LegacyGrants)) {
        extend(QStringLiteral("grant_types_supported"), {"implicit", "password"});
        extend(QStringLiteral("response_types_supported"), {"token", "id_token token"});
    }
    const QString issuer = QStringLiteral("issuer");
    if (m_defects.has(Defect::InexactIssuer) && !isOurOwn(request))
        metadata.insert(issuer, metadata.value(issuer).toString() + u'/');
    if (m_defects.has(Defect::NoIssuerInCallback))
        metadata.remove(QStringLiteral("authorization_response_iss_parameter_supported"));
    if (m_defects.has(Defect::PlainPkce))
        extend(QStringLiteral("code_challenge_methods_supported"), {"plain"});
    response.body = QJsonDocument(metadata).toJson(QJsonDocument::Compact);
}

} // namespace keyturn::backend
