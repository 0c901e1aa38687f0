// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"
#include "audit/tlshello.h"

namespace keyturn::audit::checks {

namespace {

constexpr int httpsPort = 443;
constexpr int httpPort = 80;
constexpr int randomLetters = 32;

/// What tells the backend from whatever else answers: "who am I" of nobody, where the profile knows that.
Answer question(Site &site)
{
    if (const core::Result<Answer> refused = site.whoAmI(); refused.ok())
        return *refused;
    return site.get(site.address(QStringLiteral("/")));
}

/// The same by plain HTTP: at the port of HTTPS, and at the one that browsers try by themselves.
void tryPlain(Site &site, const Answer &encrypted, int port, Verdict &verdict)
{
    QUrl url = encrypted.response.url;
    url.setScheme(QStringLiteral("http"));
    url.setPort(port);
    const Answer answer = site.get(url);
    verdict.show(answer);
    const bool isRedirect = answer.status >= 300 && answer.status < 400;
    const bool isSame = answer.status == encrypted.status && answer.response.mediaType() == encrypted.response.mediaType();
    if (!answer.arrived())
        verdict.addPass(QStringLiteral("Plain HTTP is not answered at port %1.").arg(port));
    else if (isRedirect && url.resolved(QUrl::fromEncoded(answer.header("Location"))).scheme() == QLatin1String("https"))
        verdict.addPass(QStringLiteral("Plain HTTP at port %1 leads to HTTPS.").arg(port));
    else if (answer.status >= 400 && !isSame)
        verdict.addPass(QStringLiteral("Plain HTTP is refused at port %1 (%2).").arg(port).arg(answer.told()));
    else
        verdict.addFailure(QStringLiteral("Plain HTTP is answered at port %1 (%2) as HTTPS is.").arg(port).arg(answer.told()), answer);
}

/// RFC 8996: neither is to be spoken.
void tryOld(Site &site, OldTls version, const QString &name, Verdict &verdict)
{
    const QUrl base = site.profile().baseUrl;
    const HelloAnswer answer = greet(version, base.host(), static_cast<quint16>(base.port(httpsPort)), site.randomWord(randomLetters).toLatin1(),
                                     site.target().limits.requestDeadline);
    if (answer == HelloAnswer::Spoken)
        verdict.addFailure(QStringLiteral("The backend speaks %1.").arg(name));
    else if (answer == HelloAnswer::Refused)
        verdict.addPass(QStringLiteral("It refuses %1.").arg(name));
    else
        verdict.addGap(QStringLiteral("Whether it speaks %1 was not seen: it could not be reached without a proxy, or did not answer.").arg(name));
}

Verdict look(Site &site)
{
    if (!site.isSecure() && site.isLoopback())
        return Verdict::notApplicable(
            QStringLiteral("The backend is on this computer, where nobody reads along: it needs no TLS here. Audit it where "
                           "people reach it."));
    Verdict verdict;
    const Answer answer = question(site);
    if (!answer.arrived())
        return Verdict::inconclusive(QStringLiteral("The backend did not answer: %1.").arg(answer.told()));
    if (!site.isSecure()) {
        verdict.addFailure(QStringLiteral("The backend is used by plain HTTP: passwords and tokens are read by whoever is on the way."), answer);
        return verdict;
    }
    const int port = site.profile().baseUrl.port(httpsPort);
    tryPlain(site, answer, port, verdict);
    if (port == httpsPort)
        tryPlain(site, answer, httpPort, verdict);
    tryOld(site, OldTls::Tls10, QStringLiteral("TLS 1.0"), verdict);
    tryOld(site, OldTls::Tls11, QStringLiteral("TLS 1.1"), verdict);
    return verdict;
}

} // namespace

Check secureTransport()
{
    return {1,
            QStringLiteral("secure-transport"),
            QStringLiteral("The backend is reached by HTTPS alone, with TLS 1.2 or later"),
            Severity::High,
            Mode::Passive,
            {reference(QStringLiteral("WSTG-ATHN-01")), reference(QStringLiteral("WSTG-CRYP-01"))},
            QStringLiteral("Redirect plain HTTP to HTTPS, and switch TLS 1.0 and 1.1 off where TLS ends.\n\nssl_protocols TLSv1.2 TLSv1.3; # nginx"),
            &look};
}

} // namespace keyturn::audit::checks
