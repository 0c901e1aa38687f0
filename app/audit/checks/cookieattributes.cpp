// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/cookies.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

/// What is wrong with @p cookie, in words; nothing: all is right.
QStringList weaknesses(const GivenCookie &cookie, bool isSecure)
{
    QStringList words;
    if (isSecure && !cookie.secure)
        words.append(QStringLiteral("goes along without TLS (no Secure)"));
    if (!cookie.httpOnly)
        words.append(QStringLiteral("can be read by scripts (no HttpOnly)"));
    if (cookie.sameSite == "none")
        words.append(QStringLiteral("goes along with requests that other sites' pages make (SameSite=None)"));
    else if (cookie.sameSite != "lax" && cookie.sameSite != "strict") // RFC 6265bis §5.6.7: any other word is none
        words.append(QStringLiteral("leaves it to the browser which pages' requests it goes along with (no SameSite)"));
    return words;
}

Verdict look(Site &site)
{
    Verdict verdict;
    bool hasSeen = false;
    QList<GivenCookie> judged;
    for (const Sight &sight : site.tour()) {
        if (!sight.answer.isGood() || (sight.what != sights::signIn && sight.what != sights::refresh))
            continue;
        hasSeen = true;
        for (const GivenCookie &cookie : givenCookies(sight.answer)) {
            if (judged.contains(cookie) || !isSessionCookie(site.profile(), cookie.name))
                continue;
            judged.append(cookie);
            const QString name = QString::fromLatin1(cookie.name);
            const QStringList wrong = weaknesses(cookie, site.isSecure());
            if (!wrong.isEmpty())
                verdict.addFailure(QStringLiteral("The cookie %1 of %2 %3.").arg(name, sight.what, wrong.join(QStringLiteral(", "))), sight.answer);
            else
                verdict.addPass(QStringLiteral("The cookie %1 of %2 has its attributes.").arg(name, sight.what));
        }
    }
    if (!hasSeen)
        verdict.addGap(QStringLiteral("There was no sign-in to look at: a test account is needed."));
    else if (judged.isEmpty())
        return Verdict::notApplicable(QStringLiteral("The backend keeps nobody signed in by a cookie."));
    else if (!site.isSecure())
        verdict.addGap(QStringLiteral("Secure was not asked for: the backend was reached without TLS."));
    return verdict;
}

} // namespace

Check cookieAttributes()
{
    return {2,
            QStringLiteral("cookie-attributes"),
            QStringLiteral("Session and refresh cookies are Secure, HttpOnly and SameSite"),
            Severity::High,
            Mode::Passive,
            {reference(QStringLiteral("ASVS 3.3")), reference(QStringLiteral("WSTG-SESS-02"))},
            QStringLiteral("Set all three attributes on every cookie that keeps somebody signed in.\n\nres.cookie('refreshToken', token, { httpOnly: "
                           "true, secure: true, sameSite: 'strict', path: '/api/auth' });"),
            &look};
}

} // namespace keyturn::audit::checks
