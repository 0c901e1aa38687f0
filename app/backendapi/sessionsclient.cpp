// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/sessionsclient.h"

#include "backendapi/replyreader.h"
#include "backendapi/requestbuilder.h"
#include "net/origin.h"

#include <QRegularExpression>
#include <QUrlQuery>

namespace keyturn::backendapi {

namespace {

constexpr qsizetype maxListBytes = 64 * 1024 * 1024; // 100,000 sessions of 600 bytes
constexpr qsizetype maxSessions = 200'000;
constexpr int maxPages = 1'000;

core::Error unsupported()
{
    return {core::ErrorKind::Configuration, QStringLiteral("sessions_unsupported"), {}};
}

/// The rel="next" of a Link header (RFC 8288 §3), resolved; empty where there is none.
QUrl nextLink(const net::HttpResponse &response)
{
    static const QRegularExpression link(QStringLiteral("<([^>]*)>([^,<]*)"));
    static const QRegularExpression isNext(QStringLiteral(";\\s*rel\\s*=\\s*\"?([^\";,]*\\s)?next(\\s[^\";,]*)?\"?"),
                                           QRegularExpression::CaseInsensitiveOption);
    for (auto found = link.globalMatch(QString::fromLatin1(response.header("Link"))); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        if (isNext.match(match.captured(2)).hasMatch())
            return response.url.resolved(QUrl(match.captured(1), QUrl::StrictMode));
    }
    return {};
}

QUrl withParameter(QUrl url, const QString &name, const QString &value)
{
    QUrlQuery query(url);
    query.removeAllQueryItems(name);
    query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    url.setQuery(query);
    return url;
}

} // namespace

SessionsClient::SessionsClient(core::Clock &clock, net::HttpClient &authenticated, QObject *parent)
    : QObject(parent), m_clock(clock), m_http(authenticated)
{ }

core::Async<net::HttpResponse> SessionsClient::send(const model::BackendProfile &profile, const model::Endpoint &endpoint, const QString &sessionId,
                                                    const QString &purpose)
{
    core::Result<net::HttpRequest> request = buildRequest(profile, endpoint, {{{QStringLiteral("sessionId"), sessionId}}, {}}, purpose);
    if (!request.ok())
        return core::ready<net::HttpResponse>(request.error());
    return sendRequest(profile, *request);
}

core::Async<net::HttpResponse> SessionsClient::sendRequest(const model::BackendProfile &profile, const net::HttpRequest &request)
{
    return core::chain(m_http.send(request), this, [this, profile](const net::HttpResponse &response) -> core::Result<net::HttpResponse> {
        if (const std::optional<core::Error> refused = refusalOf(response, profile.errors, Asked::Resource, m_clock.now()))
            return *refused;
        return response;
    });
}

core::Async<QList<model::Session>> SessionsClient::list(const model::BackendProfile &profile)
{
    if (!profile.sessions)
        return core::ready<QList<model::Session>>(unsupported());
    core::Result<net::HttpRequest> request = buildRequest(profile, profile.sessions->list, {}, QStringLiteral("sessions"));
    if (!request.ok())
        return core::ready<QList<model::Session>>(request.error());
    request.value().maxBodyBytes = maxListBytes;
    const std::optional<model::Paging> &paging = profile.sessions->paging;
    if (paging && paging->kind == model::Paging::Kind::Page)
        request.value().url = withParameter(request->url, paging->parameter, QString::number(paging->first));
    return listFrom(profile, *request, {}, 1);
}

core::Async<QList<model::Session>> SessionsClient::listFrom(const model::BackendProfile &profile, const net::HttpRequest &request,
                                                            const QList<model::Session> &before, int page)
{
    return core::chain(sendRequest(profile, request), this,
                       [this, profile, request, before, page](const net::HttpResponse &response) -> core::Async<QList<model::Session>> {
                           const core::Result<SessionsPage> read = readSessionsPage(response.body.reveal(), *profile.sessions, maxListBytes);
                           if (!read.ok())
                               return core::ready<QList<model::Session>>(read.error());
                           const QList<model::Session> all = before + read->sessions;
                           const QUrl next = nextPage(profile, request.url, response, *read, page);
                           if (next.isEmpty() || page >= maxPages || all.size() > maxSessions)
                               return core::ready<QList<model::Session>>(all);
                           // A next page elsewhere would take the token along, or bring a stranger's list.
                           if (net::Origin::of(next) != net::Origin::of(request.url) || next == request.url)
                               return core::ready<QList<model::Session>>(core::Error{core::ErrorKind::BadReply, QStringLiteral("sessions_invalid"),
                                                                                     QStringLiteral("the next page is at another place")});
                           net::HttpRequest following = request;
                           following.url = next;
                           return listFrom(profile, following, all, page + 1);
                       });
}

QUrl SessionsClient::nextPage(const model::BackendProfile &profile, const QUrl &url, const net::HttpResponse &response, const SessionsPage &read,
                              int page)
{
    const std::optional<model::Paging> &paging = profile.sessions->paging;
    if (!paging || read.sessions.isEmpty())
        return {};
    switch (paging->kind) {
    case model::Paging::Kind::Cursor:
        return read.cursor.isEmpty() ? QUrl() : withParameter(url, paging->parameter, read.cursor);
    case model::Paging::Kind::Page:
        return withParameter(url, paging->parameter, QString::number(paging->first + page));
    case model::Paging::Kind::Link:
        return nextLink(response);
    }
    return {};
}

core::Async<void> SessionsClient::revoke(const model::BackendProfile &profile, const model::SessionId &id)
{
    if (!profile.sessions || !profile.sessions->revoke)
        return core::ready<void>(unsupported());
    return core::chain(send(profile, *profile.sessions->revoke, id.toString(), QStringLiteral("revoke session")), this,
                       [](const net::HttpResponse &) -> core::Result<void> { return {}; });
}

core::Async<void> SessionsClient::revokeOthers(const model::BackendProfile &profile)
{
    if (!profile.sessions)
        return core::ready<void>(unsupported());
    if (profile.sessions->revokeOthers)
        return core::chain(send(profile, *profile.sessions->revokeOthers, {}, QStringLiteral("revoke other sessions")), this,
                           [](const net::HttpResponse &) -> core::Result<void> { return {}; });
    return core::chain(list(profile), this, [this, profile](const QList<model::Session> &sessions) { return revokeEach(profile, sessions); });
}

core::Async<void> SessionsClient::revokeEach(const model::BackendProfile &profile, QList<model::Session> sessions)
{
    while (!sessions.isEmpty() && (sessions.first().current || sessions.first().endedAt.isValid()))
        sessions.removeFirst();
    if (sessions.isEmpty())
        return core::ready<void>({});
    const model::SessionId id = sessions.takeFirst().id;
    return core::chain(revoke(profile, id), this, [this, profile, sessions] { return revokeEach(profile, sessions); });
}

} // namespace keyturn::backendapi
