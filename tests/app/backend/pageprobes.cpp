// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "defectprobes.h"
#include "tlsfiles.h"

namespace keyturn::backend {

namespace {

constexpr auto elsewhere = "https://elsewhere.example";

QJsonObject forSession(QJsonObject person)
{
    person.insert(QStringLiteral("tokenDelivery"), QStringLiteral("session"));
    return person;
}

/// The session cookie of somebody new.
QByteArray sessionOfSomebody(DefectSite &site)
{
    return site.http().postJson("/api/auth/register", forSession(site.somebody())).cookie("sid");
}

Answer profile(DefectSite &site, const QByteArray &sessionId)
{
    return site.http().get("/api/profile", {{"Cookie", "sid=" + sessionId}});
}

/// Both are spoken at one port; without the defect plain HTTP is told so.
bool plainHttp(DefectSite &site)
{
    const TlsFiles files(site.journey().backend().file({}));
    const auto encrypted = site.with(files.options());
    const bool plain = encrypted->http().get("/healthz").status == 200;
    const auto socket = files.connectTo(encrypted->http().port());
    if (!socket)
        return false;
    socket->write("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    return socket->waitForReadyRead(10'000) && socket->readAll().startsWith("HTTP/1.1 200 ") && plain;
}

bool corsReflects(DefectSite &site)
{
    const QJsonObject tokens = site.tokens();
    for (const char *origin : {elsewhere, "null"}) {
        const Answer answer = site.http().get("/api/profile", bearer(tokens) + SentHeaders{{"Origin", origin}});
        if (answer.header("access-control-allow-origin") != origin || answer.header("access-control-allow-credentials") != "true")
            return false;
    }
    return true;
}

bool csrfOff(DefectSite &site)
{
    const QByteArray session = sessionOfSomebody(site);
    const SentHeaders forged{{"Cookie", "sid=" + session}, {"Origin", elsewhere}, {"Content-Type", "text/plain"}};
    return site.http().send("PATCH", "/api/profile", forged, "{\"name\":\"Forged\"}").status == 200
        && text(profile(site, session).json(), "name") == QLatin1String("Forged");
}

/// The planted id opens what its owner signed in to, again and again.
bool sessionFixation(DefectSite &site)
{
    const QJsonObject person = forSession(site.somebody());
    if (site.http().postJson("/api/auth/register", person).status != 201)
        return false;
    const QByteArray planted = "an-id-that-somebody-else-has-planted";
    for (int i = 0; i < 2; ++i) {
        const Answer answer = site.http().postJson("/api/auth/login", person, {{"Cookie", "sid=" + planted}});
        const SentHeaders writing{{"Cookie", "sid=" + planted}, {"X-CSRF-Token", text(answer.json(), "csrfToken").toLatin1()}};
        if (answer.cookie("sid") != planted || profile(site, planted).status != 200
            || site.http().send("DELETE", "/api/sessions?others=true", writing).status >= 400)
            return false;
    }
    return true;
}

bool noSessionTimeout(DefectSite &site)
{
    const QByteArray session = sessionOfSomebody(site);
    site.passTime(std::chrono::hours(30 * 24));
    const int status = profile(site, session).status;
    site.resetTime();
    return status == 200;
}

} // namespace

Probes pageProbes()
{
    return {
        {QStringLiteral("plain-http"), plainHttp},
        {QStringLiteral("no-strict-transport"),
         [](DefectSite &site) {
             const auto behindTls = site.with({QStringLiteral("--public-url"), QStringLiteral("https://auth.example.com")});
             const Answer answer = behindTls->http().get("/healthz");
             return answer.status == 200 && answer.header("strict-transport-security").isEmpty();
         }},
        {QStringLiteral("no-security-headers"),
         [](DefectSite &site) {
             const Answer answer = site.http().get("/healthz");
             return answer.status == 200 && answer.header("content-security-policy").isEmpty() && answer.header("x-content-type-options").isEmpty()
                 && answer.header("referrer-policy").isEmpty() && answer.header("x-frame-options").isEmpty();
         }},
        {QStringLiteral("cors-reflects"), corsReflects},
        {QStringLiteral("csrf-off"), csrfOff},
        {QStringLiteral("session-fixation"), sessionFixation},
        {QStringLiteral("no-session-timeout"), noSessionTimeout},
    };
}

} // namespace keyturn::backend
