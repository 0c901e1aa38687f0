// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/sessionsclient.h"

#include "backendapi/replyreader.h"
#include "backendapi/requestbuilder.h"
#include "net/origin.h"

#include <QRegularExpression>
#include <QSet>
#include <QUrlQuery>

#include <algorithm>

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

/// Of the page behind @p cursor, where the request has a place for it.
core::Result<net::HttpRequest> listRequest(const model::BackendProfile &profile, const QString &cursor)
{
    core::Result<net::HttpRequest> request =
        buildRequest(profile, profile.sessions->list, {{{QStringLiteral("cursor"), cursor}}, {}}, QStringLiteral("sessions"));
    if (request.ok())
        request.value().maxBodyBytes = maxListBytes;
    return request;
}

} // namespace

SessionsClient::SessionsClient(core::Clock &clock, net::HttpClient &authenticated, QObject *parent)
    : QObject(parent), m_clock(clock), m_http(authenticated)
{ }

struct SessionsClient::Listing {
    model::BackendProfile profile;
    net::HttpRequest request;
    QList<model::Session> sessions;
    QSet<QString> ids;
    qsizetype items = 0;
    int page = 1;
    core::Promise<QList<model::Session>> promise;

    [[nodiscard]] const std::optional<model::Paging> &paging() const { return profile.sessions->paging; }
    /// Turns to the page behind @p read; false: there is none. Errors: Configuration of a request that cannot be made.
    [[nodiscard]] core::Result<bool> turn(const net::HttpResponse &response, const SessionsPage &read);
    void fail(const core::Error &error) const { promise.finish(core::ofStep(error, QStringLiteral("sessions"))); }
};

core::Result<bool> SessionsClient::Listing::turn(const net::HttpResponse &response, const SessionsPage &read)
{
    if (!paging() || read.sessions.isEmpty())
        return false;
    QUrl next;
    switch (paging()->kind) {
    case model::Paging::Kind::Cursor:
        if (read.cursor.isEmpty())
            return false;
        if (profile.sessions->list.uses(QStringLiteral("cursor"))) {
            core::Result<net::HttpRequest> following = listRequest(profile, read.cursor);
            if (!following.ok())
                return following.error();
            request = std::move(following).value();
            return true;
        }
        next = withParameter(request.url, paging()->parameter, read.cursor);
        break;
    case model::Paging::Kind::Page:
        next = withParameter(request.url, paging()->parameter, QString::number(paging()->first + page));
        break;
    case model::Paging::Kind::Offset:
        next = withParameter(request.url, paging()->parameter, QString::number(items));
        break;
    case model::Paging::Kind::Link:
        next = paging()->pointer.isEmpty() ? nextLink(response) : response.url.resolved(QUrl(read.cursor, QUrl::StrictMode));
        if (next.isEmpty() || (!paging()->pointer.isEmpty() && read.cursor.isEmpty()))
            return false;
        break;
    }
    // A next page elsewhere would take the token along, or bring a stranger's list.
    if (net::Origin::of(next) != net::Origin::of(request.url) || next == request.url)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("sessions_invalid"), QStringLiteral("the next page is at another place")};
    request.url = next;
    return true;
}

core::Async<QList<model::Session>> SessionsClient::list(const model::BackendProfile &profile)
{
    if (!profile.sessions)
        return core::ready<QList<model::Session>>(unsupported());
    core::Result<net::HttpRequest> request = listRequest(profile, {});
    if (!request.ok())
        return core::ready<QList<model::Session>>(core::ofStep(request.error(), QStringLiteral("sessions")));
    const std::optional<model::Paging> &paging = profile.sessions->paging;
    if (paging && paging->kind == model::Paging::Kind::Page)
        request.value().url = withParameter(request->url, paging->parameter, QString::number(paging->first));
    else if (paging && paging->kind == model::Paging::Kind::Offset)
        request.value().url = withParameter(request->url, paging->parameter, QStringLiteral("0"));
    const auto listing = std::make_shared<Listing>();
    listing->profile = profile;
    listing->request = std::move(request).value();
    ask(listing);
    return listing->promise.future();
}

void SessionsClient::ask(const std::shared_ptr<Listing> &listing)
{
    core::whenDone(m_http.send(listing->request), this, [this, listing](const core::Result<net::HttpResponse> &answer) {
        if (!answer.ok())
            return listing->fail(answer.error());
        const std::optional<core::Error> refused = refusalOf(*answer, listing->profile.errors, Asked::Resource, m_clock.now());
        const bool counts =
            listing->paging() && (listing->paging()->kind == model::Paging::Kind::Page || listing->paging()->kind == model::Paging::Kind::Offset);
        if (refused && counts && listing->page > 1 && answer->status == 404)
            return listing->promise.finish(listing->sessions); // Django says so that there are no more
        if (refused && refused->code == QLatin1String("not_found")) // the account's own list is never gone
            return listing->fail({core::ErrorKind::BadReply, QStringLiteral("step_refused"), QStringLiteral("status %1").arg(answer->status)});
        if (refused)
            return listing->fail(*refused);
        take(listing, *answer);
    });
}

void SessionsClient::take(const std::shared_ptr<Listing> &listing, const net::HttpResponse &response)
{
    const core::Result<SessionsPage> read = readSessionsPage(response.body.reveal(), *listing->profile.sessions, maxListBytes);
    if (!read.ok() && read.error().code == QLatin1String("reply_not_json"))
        return listing->fail({read.error().kind, read.error().code, kindOfBody(response, read.error().detail)});
    if (!read.ok())
        return listing->fail(read.error());
    listing->items += read->items;
    const qsizetype before = listing->sessions.size();
    for (const model::Session &session : read->sessions) {
        if (listing->ids.contains(session.id.toString()))
            continue;
        listing->ids.insert(session.id.toString());
        listing->sessions.append(session);
    }
    if (listing->sessions.size() == before) // nothing new: the end, or a server that knows no pages
        return listing->promise.finish(listing->sessions);
    const core::Result<bool> turned = listing->turn(response, *read);
    if (!turned.ok())
        return listing->fail(turned.error());
    if (!*turned)
        return listing->promise.finish(listing->sessions);
    if (listing->page >= maxPages || listing->sessions.size() > maxSessions)
        return listing->fail({core::ErrorKind::BadReply, QStringLiteral("sessions_truncated"),
                              QStringLiteral("after %1 pages with %2 sessions there are more").arg(listing->page).arg(listing->sessions.size())});
    ++listing->page;
    ask(listing);
}

core::Async<void> SessionsClient::act(const model::BackendProfile &profile, const model::Endpoint &endpoint, const QString &sessionId,
                                      const QString &purpose)
{
    core::Result<net::HttpRequest> request = buildRequest(profile, endpoint, {{{QStringLiteral("sessionId"), sessionId}}, {}}, purpose);
    if (!request.ok())
        return core::ready<void>(core::ofStep(request.error(), purpose));
    const auto answered = [this, profile](const net::HttpResponse &response) -> core::Result<void> {
        if (const std::optional<core::Error> refused = refusalOf(response, withoutBody(profile.errors), Asked::Resource, m_clock.now()))
            return *refused;
        return {};
    };
    return core::inStep(purpose, core::chain(m_http.send(*request), this, answered));
}

core::Async<void> SessionsClient::revoke(const model::BackendProfile &profile, const model::SessionId &id)
{
    if (!profile.sessions || !profile.sessions->revoke)
        return core::ready<void>(unsupported());
    const auto unknown = [] {
        return core::ofStep({core::ErrorKind::Rejected, QStringLiteral("session_unknown"), {}}, QStringLiteral("revoke session"));
    };
    if (id.isEmpty()) // its address would be that of the whole list
        return core::ready<void>(unknown());
    const core::Result<net::HttpRequest> request =
        buildRequest(profile, *profile.sessions->revoke, {{{QStringLiteral("sessionId"), id.toString()}}, {}}, {});
    if (!request.ok() && request.error().code == QLatin1String("placeholder_not_number")) // this backend's are numbers, so it is none of them
        return core::ready<void>(unknown());
    return act(profile, *profile.sessions->revoke, id.toString(), QStringLiteral("revoke session"));
}

core::Async<void> SessionsClient::revokeOthers(const model::BackendProfile &profile)
{
    if (!profile.sessions)
        return core::ready<void>(unsupported());
    if (profile.sessions->revokeOthers)
        return act(profile, *profile.sessions->revokeOthers, {}, QStringLiteral("revoke other sessions"));
    return core::chain(list(profile), this, [this, profile](const QList<model::Session> &sessions) {
        // One that is not known for the account's own would be ended with the others.
        const auto own = std::count_if(sessions.begin(), sessions.end(), [](const model::Session &one) { return one.current; });
        if (own == 1 || sessions.isEmpty())
            return revokeEach(profile, sessions);
        const QString place =
            profile.sessions->currentId.isEmpty() ? QStringLiteral("/sessions/fields/current") : QStringLiteral("/sessions/currentId");
        return core::ready<void>(core::Error{core::ErrorKind::Configuration, QStringLiteral("current_unknown"), place});
    });
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
