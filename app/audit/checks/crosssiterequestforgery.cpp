// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/cookies.h"
#include "audit/cors.h"
#include "audit/site.h"
#include "backendapi/requestbuilder.h"
#include "backendapi/tokenrequest.h"

namespace keyturn::audit::checks {

namespace {

constexpr auto foreignOrigin = "https://keyturn-audit.example";

/// A request that changes something, with the person's cookie: how it differs from one of the backend's own page.
struct Write {
    bool isForeign = false;
    bool isText = false; ///< text/plain, which any page may send without asking first (Fetch §2.2.2).
    bool hasToken = true;
};

/// Somebody whose session cookie is sent along, and something that it is for: a change of the password, else the sign-out, which is looked at by
/// whether the session lives.
class Victim
{
public:
    Victim(Site &site, Visit visit, bool mayChange) : m_site(site), m_visit(std::move(visit)), m_changes(mayChange && canChange(site)) { }

    [[nodiscard]] static bool canChange(const Site &site)
    {
        const auto &password = site.profile().password;
        return password && password->change && password->change->endpoint;
    }
    [[nodiscard]] QString deed() const { return m_changes ? QStringLiteral("a change of the password") : QStringLiteral("a sign-out"); }
    [[nodiscard]] bool hasBody() const { return endpoint().bodyType == model::BodyType::Json; }
    /// Whether it was done.
    [[nodiscard]] core::Result<bool> send(const Write &write, Verdict &verdict);

private:
    [[nodiscard]] const model::Endpoint &endpoint() const
    {
        return m_changes ? *m_site.profile().password->change->endpoint : *m_site.profile().signOut;
    }
    [[nodiscard]] core::Result<net::HttpRequest> request(const Write &write, const core::Secret &newPassword);
    [[nodiscard]] core::Result<void> comeBack();

    Site &m_site;
    Visit m_visit;
    bool m_changes;
};

core::Result<net::HttpRequest> Victim::request(const Write &write, const core::Secret &newPassword)
{
    core::Result<net::HttpRequest> built =
        m_site.request(endpoint(), {{}, {{QStringLiteral("password"), m_visit.person.password}, {QStringLiteral("newPassword"), newPassword}}});
    if (!built.ok())
        return built;
    net::HttpRequest &request = built.value();
    backendapi::authorize(request, m_site.profile().access, m_visit.tokens.accessToken);
    if (write.hasToken) {
        if (const core::Result<void> ready = m_site.protect(request, m_visit.tokens); !ready.ok())
            return ready.error();
    }
    if (write.isForeign) {
        setOrigin(request, foreignOrigin);
        setHeader(request, "Sec-Fetch-Site", "cross-site");
    }
    if (write.isText)
        setHeader(request, "Content-Type", "text/plain");
    return built;
}

core::Result<void> Victim::comeBack()
{
    const core::Result<bool> isLive = m_site.isTaken(m_visit.tokens.accessToken);
    if (isLive.ok() && *isLive)
        return {};
    const core::Result<Visit> again = m_site.signIn(m_visit.person);
    if (!again.ok())
        return again.error();
    m_visit = *again;
    return {};
}

core::Result<bool> Victim::send(const Write &write, Verdict &verdict)
{
    if (const core::Result<void> ready = comeBack(); !ready.ok())
        return ready.error();
    const core::Secret newPassword = m_site.goodPassword();
    const core::Result<net::HttpRequest> built = request(write, newPassword);
    if (!built.ok())
        return built.error();
    const Answer answer = m_site.ask(*built);
    verdict.show(answer);
    if (!answer.arrived() || answer.isRateLimited() || answer.status >= 500)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("step_failed"),
                           QStringLiteral("A forged request got neither a yes nor a no: %1.").arg(answer.told())};
    if (m_changes) {
        if (answer.isGood())
            m_visit.person.password = newPassword;
        return answer.isGood();
    }
    const core::Result<bool> isLive = m_site.isTaken(m_visit.tokens.accessToken);
    return isLive.ok() ? core::Result<bool>(!*isLive) : isLive;
}

void tryWrite(Victim &victim, const Write &write, const QString &how, QStringList &done, Verdict &verdict)
{
    const core::Result<bool> isDone = victim.send(write, verdict);
    if (!isDone.ok())
        return verdict.addGap(isDone.error().detail);
    if (*isDone) {
        done.append(how);
        verdict.addFailure(QStringLiteral("By the session cookie %1 is done %2.").arg(victim.deed(), how));
    }
}

void trySession(Site &site, Verdict &verdict)
{
    const core::Result<Visit> newcomer = Victim::canChange(site) ? site.newcomer() : core::Result<Visit>(core::Error{});
    const core::Result<Visit> visit = newcomer.ok() ? newcomer : site.signIn();
    if (!visit.ok())
        return verdict.addGap(visit.error().detail);
    if (!newcomer.ok() && !site.profile().signOut)
        return verdict.addGap(
            QStringLiteral("The profile names nothing to forge: no sign-out, and no change of the password of an account that may be "
                           "registered."));
    Victim victim(site, *visit, newcomer.ok());
    const bool hasTokens = site.profile().csrf.has_value();
    QStringList done;
    tryWrite(victim, {true, true, false}, QStringLiteral("for a page of another origin, as text/plain and without a CSRF token"), done, verdict);
    if (done.isEmpty() && hasTokens)
        tryWrite(victim, {true, false, true},
                 QStringLiteral("for a page of another origin that has a CSRF token: the token alone is in the way, and the Origin is not looked at"),
                 done, verdict);
    if (done.isEmpty() && victim.hasBody())
        tryWrite(victim, {false, true, true},
                 QStringLiteral("though its JSON comes as text/plain, which pages of any origin send without asking first"), done, verdict);
    if (done.isEmpty() && hasTokens)
        tryWrite(victim, {false, false, false}, QStringLiteral("without a CSRF token"), done, verdict);
    if (!done.isEmpty())
        return;
    const core::Result<bool> isDone = victim.send({}, verdict); // what is refused must be refused for how it came
    if (isDone.ok() && *isDone)
        verdict.addPass(
            QStringLiteral("What a page of another origin, text/plain or a missing CSRF token asks for is refused; done is what the own page "
                           "asks for."));
    else
        verdict.addGap(QStringLiteral("Forged requests were refused, but so was one as the own page sends it: nothing can be told from that."));
}

QByteArray sameSiteOf(const Answer &answer, const QByteArray &name)
{
    for (const GivenCookie &cookie : givenCookies(answer)) {
        if (cookie.name == name)
            return cookie.sameSite;
    }
    return {};
}

/// Whoever sends the browser there ends nothing and reads nothing, but spends the token.
void tryRefresh(Site &site, const QByteArray &cookie, Verdict &verdict)
{
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return verdict.addGap(visit.error().detail);
    core::Result<net::HttpRequest> built = backendapi::requestWithTokens(site.profile(), site.profile().refresh->endpoint, visit->tokens, {});
    if (!built.ok())
        return verdict.addGap(QStringLiteral("No refresh could be asked for (%1).").arg(built.error().code));
    setOrigin(built.value(), foreignOrigin);
    setHeader(built.value(), "Sec-Fetch-Site", "cross-site");
    if (!built->body.isEmpty())
        setHeader(built.value(), "Content-Type", "text/plain");
    const Answer answer = site.ask(*built);
    verdict.show(answer);
    const QByteArray sameSite = sameSiteOf(visit->answer, cookie);
    if (answer.isRefusal() && !answer.isRateLimited())
        verdict.addPass(QStringLiteral("A refresh by cookie is refused to a page of another origin."));
    else if (!answer.isGood())
        verdict.addGap(QStringLiteral("A forged refresh got neither a yes nor a no: %1.").arg(answer.told()));
    else if (sameSite == "strict" || sameSite == "lax")
        verdict.addPass(QStringLiteral("A refresh is done for a page of another origin, but browsers send the cookie along for none (SameSite=%1).")
                            .arg(QString::fromLatin1(sameSite)));
    else
        verdict.addFailure(QStringLiteral("A refresh is done for a page of another origin, and the refresh cookie goes along (no SameSite)."),
                           answer);
}

Verdict look(Site &site)
{
    const QByteArray refreshCookie = site.profile().refresh ? backendapi::refreshCookie(site.profile()) : QByteArray();
    if (site.profile().access.cookie.isEmpty() && refreshCookie.isEmpty())
        return Verdict::notApplicable(QStringLiteral("Nothing is done by a cookie that browsers send along by themselves."));
    if (const core::Result<Person> person = site.owner(); !person.ok())
        return Verdict::without(person.error());
    Verdict verdict;
    if (!site.profile().access.cookie.isEmpty())
        trySession(site, verdict);
    if (!refreshCookie.isEmpty())
        tryRefresh(site, refreshCookie, verdict);
    return verdict;
}

} // namespace

Check crossSiteRequestForgery()
{
    return {9,
            QStringLiteral("cross-site-request-forgery"),
            QStringLiteral("What a cookie is for is not done for other sites' pages"),
            Severity::High,
            Mode::Active,
            {reference(QStringLiteral("ASVS 3.5")), reference(QStringLiteral("WSTG-SESS-05"))},
            QStringLiteral("Refuse what comes with another Origin, take JSON as application/json alone, and want a CSRF token beside the cookie.\n\n"
                           "app.use((req, res, next) => req.method !== 'GET' && req.headers.origin && !allowed.has(req.headers.origin) ? "
                           "res.sendStatus(403) : next());\napp.use(express.json({ type: 'application/json' }));"),
            &look};
}

} // namespace keyturn::audit::checks
