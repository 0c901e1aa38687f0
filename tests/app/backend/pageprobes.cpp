// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "defectprobes.h"
#include "tlsfiles.h"

#include <QProcess>

namespace keyturn::backend {

namespace {

using namespace std::chrono_literals;

constexpr auto elsewhere = "https://elsewhere.example";

QJsonObject forSession(QJsonObject person)
{
    person.insert(QStringLiteral("tokenDelivery"), QStringLiteral("session"));
    return person;
}

/// Whether a client that speaks nothing better than @p protocol is served.
bool isSpoken(const QByteArray &protocol, quint16 port)
{
    QProcess client;
    client.start(QStringLiteral("openssl"),
                 {QStringLiteral("s_client"), QStringLiteral("-connect"), QStringLiteral("127.0.0.1:%1").arg(port), QStringLiteral("-quiet"),
                  QStringLiteral("-") + QString::fromLatin1(protocol), QStringLiteral("-cipher"), QStringLiteral("DEFAULT@SECLEVEL=0")});
    client.write("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    return client.waitForFinished() && client.readAllStandardOutput().startsWith("HTTP/1.1 200 ");
}

bool oldTls(DefectSite &site)
{
    const TlsFiles files(site.journey().backend().file({}));
    const auto encrypted = site.with(files.options());
    const quint16 port = encrypted->http().port();
    return isSpoken("tls1", port) && isSpoken("tls1_1", port);
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

bool corsNull(DefectSite &site)
{
    const SentHeaders token = bearer(site.tokens());
    const auto asked = [&](const char *origin) { return site.http().get("/api/profile", token + SentHeaders{{"Origin", origin}}); };
    return asked("null").header("access-control-allow-origin") == "null" && asked("null").header("access-control-allow-credentials") == "true"
        && asked(elsewhere).header("access-control-allow-origin").isEmpty();
}

/// A write by somebody's session cookie: how it is answered.
struct Write {
    const char *origin = nullptr;
    const char *type = "application/json";
    bool hasCsrfToken = true;
};

int written(DefectSite &site, const Write &write)
{
    const Answer begun = site.http().postJson("/api/auth/register", forSession(site.somebody()));
    SentHeaders headers{{"Cookie", "sid=" + begun.cookie("sid")}, {"Content-Type", write.type}};
    if (write.origin)
        headers += SentHeaders{{"Origin", write.origin}};
    if (write.hasCsrfToken)
        headers += SentHeaders{{"X-CSRF-Token", text(begun.json(), "csrfToken").toLatin1()}};
    return site.http().send("PATCH", "/api/profile", headers, "{\"name\":\"Forged\"}").status;
}

/// What is not quite as it should be, one thing at a time, is taken in that one alone.
Probe takes(const Write &write)
{
    return [write](DefectSite &site) {
        const QList<Write> all{{elsewhere}, {nullptr, "text/plain"}, {nullptr, "application/json", false}};
        int taken = 0;
        for (const Write &each : all)
            taken += written(site, each) == 200 ? 1 : 0;
        return written(site, {}) == 200 && written(site, write) == 200 && taken == 1;
    };
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

/// The status of a session's cookie after each of @p waits, of which none is longer than what one may wait.
QList<int> afterEach(DefectSite &site, const QList<std::chrono::hours> &waits)
{
    const QByteArray session = sessionOfSomebody(site);
    QList<int> statuses;
    for (const std::chrono::hours wait : waits) {
        site.passTime(wait);
        statuses.append(profile(site, session).status);
    }
    site.resetTime();
    return statuses;
}

/// Unused for two days; and in any case over after a week.
bool noIdleTimeout(DefectSite &site)
{
    return afterEach(site, {48h, 48h, 96h}) == QList<int>{200, 200, 401};
}

/// Used every day for two weeks; and over when it is not.
bool noAbsoluteTimeout(DefectSite &site)
{
    const QList<std::chrono::hours> days(20, 20h);
    return afterEach(site, days + QList<std::chrono::hours>{30h}) == QList<int>(20, 200) + QList<int>{401};
}

} // namespace

Probes pageProbes()
{
    return {
        {QStringLiteral("plain-http"), plainHttp},
        {QStringLiteral("old-tls"), oldTls},
        {QStringLiteral("short-strict-transport"),
         [](DefectSite &site) {
             const auto behindTls = site.with({QStringLiteral("--public-url"), QStringLiteral("https://auth.example.com")});
             return behindTls->http().get("/healthz").header("strict-transport-security") == "max-age=86400";
         }},
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
        {QStringLiteral("cors-null"), corsNull},
        {QStringLiteral("csrf-off"), csrfOff},
        {QStringLiteral("csrf-origin-ignored"), takes({elsewhere})},
        {QStringLiteral("csrf-text-plain"), takes({nullptr, "text/plain"})},
        {QStringLiteral("csrf-token-ignored"), takes({nullptr, "application/json", false})},
        {QStringLiteral("session-fixation"), sessionFixation},
        {QStringLiteral("no-session-timeout"), noSessionTimeout},
        {QStringLiteral("no-idle-timeout"), noIdleTimeout},
        {QStringLiteral("no-absolute-timeout"), noAbsoluteTimeout},
    };
}

} // namespace keyturn::backend
