// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"
#include "backendapi/replyreader.h"
#include "backendapi/requestbuilder.h"

namespace keyturn::audit::checks {

namespace {

core::Secret sentCookie(const net::HttpRequest &request, const QByteArray &name)
{
    for (const net::Header &header : request.headers) {
        if (header.name != "Cookie")
            continue;
        for (const QByteArray &pair : header.value.split(';')) {
            if (pair.trimmed().startsWith(name + '='))
                return core::Secret(pair.trimmed().mid(name.size() + 1));
        }
    }
    return {};
}

/// Signs in as a browser that has the session cookie @p planted already, and looks what that one is good for afterwards.
void tryId(Site &site, const Person &person, net::HttpRequest request, const core::Secret &planted, const QString &whose, Verdict &verdict)
{
    backendapi::addCookie(request, site.profile().access.cookie, planted);
    const Answer answer = site.ask(request);
    verdict.show(answer);
    if (!answer.isGood())
        return verdict.addGap(QStringLiteral("A sign-in with %1 did not work: %2.").arg(whose, answer.told()));
    const core::Result<Visit> visit = site.read(answer, person);
    if (visit.ok() && visit->tokens.accessToken == planted)
        return verdict.addFailure(QStringLiteral("A sign-in keeps %1: whoever planted it is signed in too.").arg(whose), answer);
    const core::Result<bool> isTaken = site.isTaken(planted);
    if (!isTaken.ok())
        verdict.addGap(isTaken.error().detail);
    else if (*isTaken)
        verdict.addFailure(QStringLiteral("After a sign-in %1 opens the session: whoever planted it is signed in too.").arg(whose), answer);
    else
        verdict.addPass(QStringLiteral("A sign-in leaves %1 worthless.").arg(whose));
}

Verdict look(Site &site)
{
    if (site.profile().access.cookie.isEmpty())
        return Verdict::notApplicable(QStringLiteral("No session cookie keeps people signed in, so that there is no id to plant."));
    const core::Result<Person> person = site.owner();
    if (!person.ok())
        return Verdict::without(person.error());
    if (!site.profile().password)
        return Verdict::notApplicable(QStringLiteral("The profile has no sign-in by password."));
    core::Result<net::HttpRequest> request =
        site.request(site.profile().password->signIn, {{{QStringLiteral("user"), person->user}}, {{QStringLiteral("password"), person->password}}});
    if (!request.ok())
        return Verdict::without(request.error());
    Verdict verdict;
    if (const core::Result<void> ready = site.protect(request.value(), {}); !ready.ok())
        return Verdict::without(ready.error());
    const core::Secret given = sentCookie(*request, site.profile().access.cookie);
    if (!given.isEmpty()) // as it was given for the CSRF token, say, before anybody signed in
        tryId(site, *person, *request, given, QStringLiteral("the session id that the backend gave before"), verdict);
    else if (const Answer first = site.get(site.address(QStringLiteral("/"))); first.isGood()) {
        const core::Secret early = backendapi::readPlace(
            first.response, {}, model::ValuePlace::cookie(QString::fromLatin1(site.profile().access.cookie)), site.clock().now());
        if (!early.isEmpty())
            tryId(site, *person, *request, early, QStringLiteral("the session id that the backend gave before"), verdict);
    }
    if (given.isEmpty())
        tryId(site, *person, *request, core::Secret(QByteArray("keyturn-audit-" + site.randomWord(24).toLatin1())),
              QStringLiteral("a session id that somebody made up"), verdict);
    return verdict;
}

} // namespace

Check sessionFixation()
{
    return {25,
            QStringLiteral("session-fixation"),
            QStringLiteral("A sign-in begins a session with a new id"),
            Severity::High,
            Mode::Active,
            {reference(QStringLiteral("ASVS 7.2.4")), reference(QStringLiteral("WSTG-SESS-03"))},
            QStringLiteral("Give the session another id when somebody signs in, and forget the one before.\n\nreq.session.regenerate(err => { "
                           "req.session.userId = user.id; res.json(user); });"),
            &look};
}

} // namespace keyturn::audit::checks
