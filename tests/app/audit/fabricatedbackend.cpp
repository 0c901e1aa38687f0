// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fabricatedbackend.h"

#include "audit/auditrun.h"
#include "model/profilereader.h"

#include <QEventLoop>

namespace keyturn::audit {

namespace {

constexpr auto profile = R"({
    "id": "fabricated", "name": "Fabricated", "baseUrl": "https://auth.example",
    "password": {
        "signIn": {"method": "POST", "path": "/login", "bodyType": "json", "body": {"email": "{user}", "password": "{password}"}},
        "tokens": {"accessToken": "/accessToken", "refreshToken": {"cookie": "rt"}},
        "identity": {"subject": "/id"}
    },
    "refresh": {"endpoint": {"method": "POST", "path": "/refresh"}, "tokens": {"accessToken": "/accessToken", "refreshToken": {"cookie": "rt"}}},
    "identity": {"path": "/me"}, "identityMapping": {"subject": "/id"}
})";

} // namespace

core::Async<net::HttpResponse> FabricatedBackend::send(net::HttpRequest request)
{
    core::Result<net::HttpResponse> response = m_handler(request);
    if (response.ok())
        response.value().url = request.url;
    return core::ready<net::HttpResponse>(response);
}

Target FabricatedBackend::target()
{
    const auto read = model::readProfile(profile, {});
    if (!read.ok())
        qFatal("the profile: %s", qPrintable(read.error().detail));
    Target target;
    target.profile = *read;
    target.account = Person{QStringLiteral("ada@example.com"), core::Secret(QByteArrayView("correct horse battery"))};
    target.limits.patience = std::chrono::seconds(0); // nothing runs out there
    return target;
}

CheckResult FabricatedBackend::check(int number, Target target)
{
    target.only = {number};
    const Report report = audit(target);
    return report.results.isEmpty() ? CheckResult() : report.results.first();
}

Report FabricatedBackend::audit(const Target &target)
{
    core::SystemClock clock;
    core::SystemRandom random;
    Target all = target;
    all.mayStress = true;
    AuditRun run(all, clock, random, *this);
    const core::Async<Report> report = run.start();
    QEventLoop loop;
    core::whenDone(report, &loop, [&loop](const core::Result<Report> &) { loop.quit(); });
    loop.exec();
    return *report.result();
}

net::HttpResponse FabricatedBackend::answer(int status, const QByteArray &body, const QList<net::Header> &headers)
{
    net::HttpResponse response;
    response.status = status;
    response.headers = headers;
    if (response.header("Content-Type").isEmpty())
        response.headers.append(net::Header{"Content-Type", "application/json"});
    response.body = core::Secret(body);
    return response;
}

} // namespace keyturn::audit
