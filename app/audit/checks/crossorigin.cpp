// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/cors.h"
#include "audit/site.h"
#include "backendapi/requestbuilder.h"

namespace keyturn::audit::checks {

namespace {

/// A stranger's, the one of sandboxed frames and files, and two that look like the backend's own to who compares carelessly.
QByteArrayList foreignOrigins(const Site &site)
{
    const QUrl base = site.profile().baseUrl;
    const QByteArray scheme = base.scheme().toLatin1() + "://";
    const QByteArray host = base.host(QUrl::FullyEncoded).toLatin1();
    QByteArrayList origins{"https://keyturn-audit.example", "null", scheme + host + ".keyturn-audit.example"};
    if (!host.contains(':') && !host.isEmpty())
        origins.append(scheme + "keyturn-audit-" + host);
    return origins;
}

/// "Who am I" as the person's browser asks it for another site's page.
core::Result<net::HttpRequest> questionOf(Site &site, const Visit &visit)
{
    if (!site.profile().identity) {
        net::HttpRequest first;
        first.url = site.address(QStringLiteral("/"));
        return first;
    }
    core::Result<net::HttpRequest> request = site.request(*site.profile().identity);
    if (request.ok())
        backendapi::authorize(request.value(), site.profile().access, visit.tokens.accessToken);
    return request;
}

void judge(const Answer &answer, const QByteArray &origin, const QString &what, QStringList &told, Verdict &verdict)
{
    verdict.show(answer);
    if (!answer.arrived())
        return verdict.addGap(QStringLiteral("%1 was not answered: %2.").arg(what, answer.told()));
    if (!letsRead(answer, origin))
        return;
    told.append(QString::fromLatin1(origin));
    verdict.addFailure(QStringLiteral("Pages of the origin %1 may read %2 with the person's cookies.").arg(QString::fromLatin1(origin), what),
                       answer);
}

/// A browser asks before it sends what is no simple request (Fetch §4.8).
void askFirst(Site &site, const model::Endpoint &endpoint, const QString &what, QStringList &told, Verdict &verdict)
{
    core::Result<net::HttpRequest> request = site.request(
        endpoint,
        {{{QStringLiteral("user"), QString()}}, {{QStringLiteral("password"), core::Secret()}, {QStringLiteral("refreshToken"), core::Secret()}}});
    if (!request.ok())
        return;
    net::HttpRequest first;
    first.method = "OPTIONS";
    first.url = request->url;
    for (const QByteArray &origin : {QByteArray("https://keyturn-audit.example"), QByteArray("null")}) {
        setOrigin(first, origin);
        setHeader(first, "Access-Control-Request-Method", request->method);
        judge(site.ask(first), origin, what, told, verdict);
    }
}

Verdict look(Site &site)
{
    const core::Result<Visit> visit = site.shared();
    if (!visit.ok())
        return Verdict::without(visit.error());
    const core::Result<net::HttpRequest> question = questionOf(site, *visit);
    if (!question.ok())
        return Verdict::without(question.error());
    Verdict verdict;
    QStringList told;
    for (const QByteArray &origin : foreignOrigins(site)) {
        net::HttpRequest request = *question;
        setOrigin(request, origin);
        judge(site.ask(request), origin, QStringLiteral("the profile"), told, verdict);
    }
    if (site.profile().refresh)
        askFirst(site, site.profile().refresh->endpoint, QStringLiteral("the answer to a refresh"), told, verdict);
    if (told.isEmpty() && verdict.isEmpty())
        verdict.addPass(QStringLiteral("No foreign origin may read answers with the person's cookies, null neither."));
    return verdict;
}

} // namespace

Check crossOrigin()
{
    return {8,
            QStringLiteral("cross-origin"),
            QStringLiteral("Pages of foreign origins cannot read answers with the person's cookies"),
            Severity::High,
            Mode::Active,
            {reference(QStringLiteral("ASVS 3.4.2")), reference(QStringLiteral("WSTG-CLNT-07"))},
            QStringLiteral("Compare the Origin with a list of whole origins, and never send it back unseen.\n\napp.use(cors({ origin: "
                           "['https://app.example.com'], credentials: true }));"),
            &look};
}

} // namespace keyturn::audit::checks
