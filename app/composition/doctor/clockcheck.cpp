// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/clockcheck.h"

#include "net/clockskew.h"

#include <cstdlib>

namespace keyturn::composition::doctor {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds patience{5};
constexpr seconds tolerance{60};
constexpr seconds hopeless{300}; // what is signed with a time in it is refused long before (jose/idtoken.h allows a minute)
constexpr qsizetype maxHosts = 16;

/// The root of where @p url points; empty where it is no web address.
QUrl rootOf(const QUrl &url)
{
    if (url.host().isEmpty() || (url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http")))
        return {};
    QUrl root;
    root.setScheme(url.scheme());
    root.setHost(url.host());
    root.setPort(url.port());
    root.setPath(QStringLiteral("/"));
    return root;
}

QString nameOf(const QUrl &root)
{
    return root.port() < 0 ? root.host() : root.host() + u':' + QString::number(root.port());
}

struct Hosts {
    QList<QUrl> roots;
    Facts facts; ///< About those that are not asked.
};

Hosts hostsOf(const QList<storage::StoredProfile> &profiles, bool backendRuns)
{
    Hosts hosts;
    const auto add = [&hosts](const QUrl &url) {
        const QUrl root = rootOf(url);
        if (!root.isEmpty() && !hosts.roots.contains(root) && hosts.roots.size() < maxHosts)
            hosts.roots.append(root);
    };
    for (const storage::StoredProfile &stored : profiles) {
        const model::BackendProfile &profile = stored.profile;
        if (profile.embedded && !backendRuns) {
            hosts.facts.append({Code::ClockAsleep, Outcome::Skipped, {profile.name}});
            continue;
        }
        add(profile.baseUrl);
        for (const model::IdentityProvider &provider : profile.providers)
            add(provider.kind == model::ProviderKind::OAuth2 && !provider.isDiscovered() ? provider.endpoints.token : QUrl(provider.issuer));
    }
    return hosts;
}

Fact judged(const core::Result<net::HttpResponse> &answer, const QString &host, const QDateTime &before, const QDateTime &after)
{
    if (!answer.ok()) {
        // A clock that is years off makes every certificate untrustworthy, so this is not just "not reached".
        if (answer.error().code == QLatin1String("tls_failed"))
            return {Code::ClockUntrusted, Outcome::Warning, {host}};
        return {Code::ClockUnreachable, Outcome::Skipped, {host}};
    }
    const std::optional<milliseconds> ahead = net::clockAhead(*answer, before, after);
    if (!ahead)
        return {Code::ClockUndated, Outcome::Skipped, {host}};
    const seconds off = std::chrono::duration_cast<seconds>(milliseconds(std::abs(ahead->count())));
    if (off < tolerance)
        return {Code::ClockRight, Outcome::Ok, {host, spanNotation(off + seconds(1))}};
    const Outcome outcome = off < hopeless ? Outcome::Warning : Outcome::Problem;
    return {ahead->count() > 0 ? Code::ClockAhead : Code::ClockBehind, outcome, {host, spanNotation(off)}};
}

struct Round {
    QList<Fact> answers; ///< One a host, in their order.
    qsizetype waiting = 0;
    Facts others;
    core::Promise<Facts> promise;
};

} // namespace

QString spanNotation(seconds span)
{
    constexpr struct {
        qint64 seconds;
        const char *symbol;
    } units[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
    QStringList parts;
    qint64 rest = span.count();
    for (const auto &unit : units) {
        if (rest >= unit.seconds && parts.size() < 2)
            parts += QString::number(rest / unit.seconds) + u' ' + QLatin1String(unit.symbol);
        rest %= unit.seconds;
    }
    return parts.isEmpty() ? QStringLiteral("0 s") : parts.join(u' ');
}

core::Async<Facts> checkClock(core::Clock &clock, net::HttpClient &http, const QList<storage::StoredProfile> &profiles, bool backendRuns,
                              QObject *context)
{
    const Hosts hosts = hostsOf(profiles, backendRuns);
    if (hosts.roots.isEmpty())
        return core::ready<Facts>(hosts.facts.isEmpty() ? Facts{{Code::ClockNobody, Outcome::Skipped}} : hosts.facts);
    const auto round = std::make_shared<Round>();
    round->answers.fill({Code::Abandoned, Outcome::Skipped}, hosts.roots.size());
    round->waiting = hosts.roots.size();
    round->others = hosts.facts;
    for (qsizetype i = 0; i < hosts.roots.size(); ++i) {
        net::HttpRequest request;
        request.method = "HEAD";
        request.url = hosts.roots.at(i);
        request.deadline = patience;
        request.purpose = QStringLiteral("doctor");
        core::whenDone(http.send(request), context,
                       [&clock, round, i, host = nameOf(request.url), before = clock.now()](const core::Result<net::HttpResponse> &answer) {
                           round->answers[i] = judged(answer, host, before, clock.now());
                           if (--round->waiting == 0)
                               round->promise.finish(round->answers + round->others);
                       });
    }
    return round->promise.future();
}

} // namespace keyturn::composition::doctor
