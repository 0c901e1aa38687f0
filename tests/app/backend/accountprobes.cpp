// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "defectprobes.h"

#include <QElapsedTimer>
#include <QJsonArray>

namespace keyturn::backend {

namespace {

const QString refreshToken = QStringLiteral("refreshToken");
const SentHeaders json{{"Content-Type", "application/json"}};

QString idOf(const QJsonObject &tokens)
{
    return HandoffJourney::userOf(tokens);
}

QString roleOf(DefectSite &site, const QJsonObject &tokens)
{
    return text(site.http().get("/api/profile", bearer(tokens)).json(), "role");
}

bool roleSettable(DefectSite &site)
{
    QJsonObject person = site.somebody();
    person.insert(QStringLiteral("role"), QStringLiteral("admin"));
    return roleOf(site, site.http().postJson("/api/auth/register", person).json()) == QLatin1String("admin");
}

bool roleChangeable(DefectSite &site)
{
    const QJsonObject tokens = site.tokens();
    return site.http().send("PATCH", "/api/profile", bearer(tokens) + json, R"({"role":"admin"})").status == 200
        && roleOf(site, tokens) == QLatin1String("admin");
}

/// By somebody who is no administrator before or after.
bool usersDeleteOthers(DefectSite &site)
{
    const QJsonObject one = site.tokens();
    const QJsonObject other = site.tokens();
    const Answer deleted = site.http().send("DELETE", "/api/users/" + idOf(other).toLatin1(), bearer(one));
    return deleted.status == 204 && site.profile(other) == 401 && roleOf(site, one) == QLatin1String("user")
        && site.http().get("/api/users", bearer(one)).status == 403;
}

bool passwordChangeKeepsSessions(DefectSite &site)
{
    const QJsonObject person = site.somebody();
    const QJsonObject here = site.http().postJson("/api/auth/register", person).json();
    const QJsonObject there = site.signIn(person).json();
    const QJsonObject change{{QStringLiteral("password"), person.value(QStringLiteral("password"))},
                             {QStringLiteral("newPassword"), QStringLiteral("another good one")}};
    return site.http().postJson("/api/auth/password", change, bearer(here)).status == 204 && site.profile(there) == 200;
}

/// What is left of a session that was signed out of, by the refresh token or by the access token.
struct Left {
    int access = 0;
    int refresh = 0;
};

Left afterSignOut(DefectSite &site, bool byAccessToken)
{
    const QJsonObject tokens = site.tokens();
    const QJsonObject body{{refreshToken, tokens.value(refreshToken)}};
    const Answer out = site.http().postJson("/api/auth/logout", byAccessToken ? QJsonObject() : body, byAccessToken ? bearer(tokens) : SentHeaders());
    return out.status == 204 ? Left{site.profile(tokens), site.refresh(tokens.value(refreshToken)).status} : Left();
}

bool signOutIgnored(DefectSite &site)
{
    const Left left = afterSignOut(site, false);
    return left.access == 200 && left.refresh == 200;
}

bool accessOutlivesSignOut(DefectSite &site)
{
    const Left one = afterSignOut(site, false);
    const Left other = afterSignOut(site, true);
    return one.access == 200 && one.refresh == 401 && other.access == 200 && other.refresh == 401;
}

bool revocationIgnored(DefectSite &site)
{
    const QJsonObject person = site.somebody();
    const QJsonObject here = site.http().postJson("/api/auth/register", person).json();
    const QString id =
        text(site.http().get("/api/sessions", bearer(here)).json().value(QStringLiteral("sessions")).toArray().first().toObject(), "id");
    const QJsonObject there = site.signIn(person).json();
    return site.http().send("DELETE", "/api/sessions/" + id.toLatin1(), bearer(there)).status == 204 && site.profile(here) == 200
        && site.http().send("DELETE", "/api/sessions?others=true", bearer(there)).status == 200 && site.profile(here) == 200;
}

/// The answer to a sign-in whose JSON ends in its middle.
Answer broken(DefectSite &site)
{
    return site.http().send("POST", "/api/auth/login", json, "{\"email\":");
}

Answer ofWrongType(DefectSite &site)
{
    QJsonObject person = site.somebody();
    person.insert(QStringLiteral("password"), 3);
    return site.signIn(person);
}

bool crashOnLargeBody(DefectSite &site)
{
    QJsonObject person = site.somebody();
    person.insert(QStringLiteral("filler"), QString(900'000, u'x'));
    return site.signIn(person).status == 500 && site.signIn(site.somebody()).status == 401;
}

/// Nothing comes within the time in which a sound one has answered many times over, and the connection stays.
bool hangOnInput(DefectSite &site)
{
    constexpr int aMoment = 700; // milliseconds
    const QByteArray request = "POST /api/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ";
    QElapsedTimer timer;
    timer.start();
    return site.http().raw(request + "3\r\nConnection: close\r\n\r\n{\"e", aMoment).isEmpty() && timer.elapsed() >= aMoment - 1
        && site.signIn(site.somebody()).status == 401;
}

} // namespace

Probes accountProbes()
{
    return {
        {QStringLiteral("role-settable"), roleSettable},
        {QStringLiteral("role-changeable"), roleChangeable},
        {QStringLiteral("users-delete-others"), usersDeleteOthers},
        {QStringLiteral("password-change-keeps-sessions"), passwordChangeKeepsSessions},
        {QStringLiteral("sign-out-ignored"), signOutIgnored},
        {QStringLiteral("access-outlives-sign-out"), accessOutlivesSignOut},
        {QStringLiteral("revocation-ignored"), revocationIgnored},
        {QStringLiteral("crash-on-input"),
         [](DefectSite &site) {
             return broken(site).status == 500 && ofWrongType(site).status == 500 && site.signIn(site.somebody()).status == 401;
         }},
        {QStringLiteral("crash-on-large-body"), crashOnLargeBody},
        {QStringLiteral("hang-on-input"), hangOnInput},
        {QStringLiteral("drop-on-input"),
         [](DefectSite &site) { return broken(site).status == 0 && ofWrongType(site).status == 0 && site.signIn(site.somebody()).status == 401; }},
    };
}

} // namespace keyturn::backend
