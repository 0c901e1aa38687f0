// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/cookies.h"
#include "audit/site.h"
#include "backendapi/tokenrequest.h"

namespace keyturn::audit::checks {

namespace {

/// RFC 6265bis §4.1.3.2.
bool isHostBound(const GivenCookie &cookie)
{
    return cookie.name.startsWith("__Host-") && cookie.secure && cookie.path == "/" && cookie.domain.isEmpty();
}

/// The path of what is asked all the time and needs no refresh token.
QByteArray ordinaryPath(const Site &site)
{
    const core::Result<net::HttpRequest> ordinary =
        site.profile().identity ? site.request(*site.profile().identity) : core::Result<net::HttpRequest>(core::Error{});
    return ordinary.ok() ? ordinary->url.path(QUrl::FullyEncoded).toLatin1() : QByteArray("/");
}

/// Without a Path the folder of the answering address counts (RFC 6265 §5.1.4), which is that of the other addresses often enough.
QByteArray countingPath(const GivenCookie &cookie, const Answer &answer)
{
    if (!cookie.path.isEmpty())
        return cookie.path;
    const QByteArray path = answer.response.url.path(QUrl::FullyEncoded).toLatin1();
    const qsizetype slash = path.lastIndexOf('/');
    return slash <= 0 ? QByteArray("/") : path.left(slash);
}

void judge(const Site &site, const GivenCookie &cookie, const Sight &sight, Verdict &verdict)
{
    const QString name = QString::fromLatin1(cookie.name);
    if (isHostBound(cookie))
        return verdict.addPass(QStringLiteral("The refresh cookie %1 is bound to the host by its name.").arg(name));
    if (!cookie.domain.isEmpty())
        return verdict.addFailure(
            QStringLiteral("The refresh cookie %1 of %2 goes to every host below %3.").arg(name, sight.what, QString::fromLatin1(cookie.domain)),
            sight.answer);
    const QByteArray path = countingPath(cookie, sight.answer);
    if (path == "/" || pathMatches(path, ordinaryPath(site)))
        return verdict.addFailure(QStringLiteral("The refresh cookie %1 of %2 goes along with every request below %3, and its name is not bound to "
                                                 "the host (__Host-).")
                                      .arg(name, sight.what, QString::fromLatin1(path)),
                                  sight.answer);
    verdict.addPass(QStringLiteral("The refresh cookie %1 goes along below %2 alone.").arg(name, QString::fromLatin1(path)));
}

Verdict look(Site &site)
{
    const QByteArray name = backendapi::refreshCookie(site.profile());
    if (name.isEmpty())
        return Verdict::notApplicable(QStringLiteral("No refresh token comes in a cookie."));
    Verdict verdict;
    QList<GivenCookie> judged;
    for (const Sight &sight : site.tour()) {
        if (!sight.answer.isGood() || (sight.what != sights::signIn && sight.what != sights::refresh))
            continue;
        for (const GivenCookie &cookie : givenCookies(sight.answer)) {
            if (cookie.name != name || judged.contains(cookie))
                continue;
            judged.append(cookie);
            judge(site, cookie, sight, verdict);
        }
    }
    if (judged.isEmpty())
        verdict.addGap(QStringLiteral("No answer brought the refresh cookie: a test account is needed."));
    return verdict;
}

} // namespace

Check cookieScope()
{
    return {3,
            QStringLiteral("cookie-scope"),
            QStringLiteral("The refresh cookie goes to the refresh address alone, or is bound to the host by its name"),
            Severity::Medium,
            Mode::Passive,
            {reference(QStringLiteral("ASVS 3.3"))},
            QStringLiteral("Give the refresh cookie the path of the refresh and the sign-out, and no Domain; or the prefix __Host-.\n\n"
                           "res.cookie('refreshToken', token, { httpOnly: true, secure: true, sameSite: 'strict', path: '/api/auth' });"),
            &look};
}

} // namespace keyturn::audit::checks
