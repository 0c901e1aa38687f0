// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/spoiledanswer.h"

#include "backend/answers.h"
#include "backend/faults/jwtparts.h"

#include <QJsonDocument>

#include <algorithm>

namespace keyturn::backend {

namespace {

using Kind = Fault::Kind;
using Sending = Transmission::Kind;

const QByteArray refreshCookie = QByteArrayLiteral("refreshToken");
const QString refreshMember = QStringLiteral("refreshToken");

bool isRefreshCookie(const HttpHeader &header)
{
    return header.name.compare("set-cookie", Qt::CaseInsensitive) == 0 && header.value.startsWith(refreshCookie + '=');
}

bool holdsRefreshToken(const Response &response)
{
    return response.status == 200
        && (std::any_of(response.headers.cbegin(), response.headers.cend(), isRefreshCookie)
            || QJsonDocument::fromJson(response.body).object().contains(refreshMember));
}

Response tryLater(int status, const char *code, const QString &sentence, qint64 seconds)
{
    Response response = errorAnswer(status, code, sentence);
    response.headers.append(HttpHeader{"Retry-After", QByteArray::number(seconds)});
    return response;
}

Response unsent(Sending kind)
{
    Response response;
    response.transmission.kind = kind;
    return response;
}

} // namespace

core::Secret presentedRefreshToken(const Request &request)
{
    const JsonBody body = jsonBody(request);
    const QJsonValue value = body.members.value(refreshMember);
    return value.isString() ? core::Secret::fromText(value.toString()) : core::Secret(request.cookie(refreshCookie).value_or(QByteArray()));
}

std::optional<Response> answerInstead(const QList<Fault> &faults)
{
    for (const Fault &fault : faults) {
        switch (fault.kind) {
        case Kind::DropBefore:
            return unsent(Sending::Dropped);
        case Kind::ResetBefore:
            return unsent(Sending::Reset);
        case Kind::BadGateway:
            return Response{502,
                            {{"Content-Type", "text/html; charset=utf-8"}},
                            "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"};
        case Kind::RateLimited:
            return tryLater(429, "rate_limited", QStringLiteral("Too many requests; please wait."), fault.value);
        case Kind::Unavailable:
            return tryLater(503, "unavailable", QStringLiteral("The service is not available right now; please try again later."), fault.value);
        default:
            break;
        }
    }
    return std::nullopt;
}

Response SpoiledAnswer::of(Response response) const
{
    for (const Fault &fault : m_faults)
        spoil(response, fault);
    return response;
}

void SpoiledAnswer::spoil(Response &response, const Fault &fault) const
{
    Transmission &way = response.transmission;
    switch (fault.kind) {
    case Kind::Latency:
        way.delay = std::chrono::milliseconds(fault.value);
        break;
    case Kind::DropAfter:
        way.kind = Sending::Dropped;
        break;
    case Kind::LostRotation:
        if (holdsRefreshToken(response))
            way.kind = Sending::Dropped;
        break;
    case Kind::ResetAfter:
        way.kind = Sending::Reset;
        break;
    case Kind::Truncate:
        way.kind = Sending::Truncated;
        way.bytes = std::min(fault.value < 0 ? response.body.size() / 2 : fault.value, std::max<qsizetype>(0, response.body.size() - 1));
        break;
    case Kind::SlowBody:
        way.kind = Sending::Dripped;
        way.pause = std::chrono::milliseconds(fault.value);
        break;
    case Kind::BrokenJson:
        response.body.chop((response.body.size() + 1) / 2);
        break;
    case Kind::ExpiredToken:
    case Kind::UnsignedToken:
    case Kind::ForeignToken:
        spoilTokens(response, fault.kind);
        break;
    case Kind::OldRefreshToken:
        putOldRefreshToken(response);
        break;
    default:
        break;
    }
}

void SpoiledAnswer::spoilTokens(Response &response, Kind kind) const
{
    QJsonObject body = QJsonDocument::fromJson(response.body).object();
    bool changed = false;
    const auto exchange = [&](const char *member, const SigningKey &key) {
        const QByteArray token = body.value(QLatin1String(member)).toString().toLatin1();
        const QByteArray spoiled = spoiledToken(token, key, kind);
        if (spoiled.isEmpty())
            return;
        body.insert(QLatin1String(member), QString::fromLatin1(spoiled));
        changed = true;
    };
    exchange("accessToken", m_keys.access.current());
    exchange("id_token", m_keys.google);
    if (changed)
        response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
}

/// Empty where it is no token that could be spoiled.
QByteArray SpoiledAnswer::spoiledToken(const QByteArray &token, const SigningKey &key, Kind kind) const
{
    const auto parts = jwtParts(token);
    if (!parts)
        return {};
    QJsonObject claims = parts->claims;
    const QByteArray type = parts->header.value(QStringLiteral("typ")).toString().toLatin1();
    if (kind == Kind::UnsignedToken)
        return unsignedJwt(parts->header, claims);
    if (kind == Kind::ExpiredToken) {
        const qint64 issued = claims.value(QStringLiteral("iat")).toInteger();
        claims.insert(QStringLiteral("iat"), issued - 7200);
        claims.insert(QStringLiteral("exp"), issued - 3600);
        const auto expired = key.sign(type, claims);
        return expired.ok() ? *expired : QByteArray();
    }
    const auto foreign = SigningKey::generate(key.algorithm());
    const auto resigned = foreign.ok() ? foreign->sign(type, claims) : core::Result<QByteArray>(foreign.error());
    return resigned.ok() ? *resigned : QByteArray();
}

void SpoiledAnswer::putOldRefreshToken(Response &response) const
{
    if (m_presented.isEmpty() || response.status != 200)
        return;
    for (HttpHeader &header : response.headers) {
        if (isRefreshCookie(header)) {
            const qsizetype end = header.value.indexOf(';');
            header.value = refreshCookie + '=' + m_presented.reveal().toByteArray() + header.value.mid(end < 0 ? header.value.size() : end);
        }
    }
    QJsonObject body = QJsonDocument::fromJson(response.body).object();
    if (!body.contains(refreshMember))
        return;
    body.insert(refreshMember, QString::fromLatin1(m_presented.reveal()));
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
}

} // namespace keyturn::backend
