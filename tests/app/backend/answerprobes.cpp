// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "defectprobes.h"

#include <QJsonArray>

namespace keyturn::backend {

namespace {

QByteArray cookieOfSomebody(DefectSite &site)
{
    QJsonObject person = site.somebody();
    person.remove(QStringLiteral("tokenDelivery"));
    return site.http().postJson("/api/auth/register", person).header("set-cookie");
}

bool cookieHasPath(DefectSite &site, const QByteArray &path)
{
    for (const QByteArray &part : cookieOfSomebody(site).split(';')) {
        if (part.trimmed() == "Path=" + path)
            return true;
    }
    return false;
}

/// A cookie's attributes where browsers come by HTTPS.
bool httpsCookieHas(DefectSite &site, const QByteArrayList &attributes)
{
    const auto behindTls = site.with({QStringLiteral("--public-url"), QStringLiteral("https://auth.example.com")});
    QByteArrayList found;
    for (const QByteArray &part : cookieOfSomebody(*behindTls).split(';').mid(1))
        found.append(part.trimmed());
    for (const char *dull : {"Path=/api/auth", "Max-Age=604800"})
        found.removeOne(dull);
    return found == attributes;
}

bool getChangesState(DefectSite &site)
{
    const QJsonObject first = site.tokens();
    const Answer list = site.http().get("/api/sessions", bearer(first));
    const QString id = text(list.json().value(QStringLiteral("sessions")).toArray().first().toObject(), "id");
    const Answer ended = site.http().get("/api/sessions/" + id.toLatin1() + "/end", bearer(first));
    const QJsonObject second = site.tokens();
    const Answer left = site.http().get("/api/auth/logout", bearer(second));
    return ended.status == 204 && site.profile(first) == 401 && left.status == 204 && site.profile(second) == 401;
}

} // namespace

Probes answerProbes()
{
    const auto error = [](const Answer &answer) { return answer.json().value(QStringLiteral("error")).toObject(); };
    return {
        {QStringLiteral("cookie-flags"),
         [](DefectSite &site) {
             const QByteArray cookie = cookieOfSomebody(site);
             return cookie.contains("refreshToken=") && !cookie.contains("HttpOnly") && !cookie.contains("SameSite");
         }},
        {QStringLiteral("cookie-not-secure"),
         [](DefectSite &site) {
             return httpsCookieHas(site, {"HttpOnly", "SameSite=Strict"});
         }},
        {QStringLiteral("cookie-for-scripts"),
         [](DefectSite &site) {
             return httpsCookieHas(site, {"SameSite=Strict", "Secure"});
         }},
        {QStringLiteral("cookie-for-all-sites"),
         [](DefectSite &site) {
             return httpsCookieHas(site, {"HttpOnly", "SameSite=None", "Secure"});
         }},
        {QStringLiteral("wide-cookie-path"), [](DefectSite &site) { return cookieHasPath(site, "/") && !cookieHasPath(site, "/api/auth"); }},
        {QStringLiteral("cacheable-answers"),
         [](DefectSite &site) { return !site.http().get("/api/profile", bearer(site.tokens())).header("cache-control").contains("no-store"); }},
        {QStringLiteral("powered-by"), [](DefectSite &site) { return !site.http().get("/healthz").header("x-powered-by").isEmpty(); }},
        {QStringLiteral("stack-traces"), [error](DefectSite &site) { return error(site.signIn(site.somebody())).contains(QStringLiteral("stack")); }},
        {QStringLiteral("get-changes-state"), getChangesState},
        {QStringLiteral("no-session-list"),
         [](DefectSite &site) {
             const SentHeaders token = bearer(site.tokens());
             return site.http().get("/api/sessions", token).status == 404
                 && site.http().send("DELETE", "/api/sessions?all=true", token).status == 404;
         }},
        {QStringLiteral("no-challenge"),
         [](DefectSite &site) {
             const Answer answer = site.http().get("/api/profile");
             return answer.status == 401 && answer.header("www-authenticate").isEmpty();
         }},
    };
}

} // namespace keyturn::backend
