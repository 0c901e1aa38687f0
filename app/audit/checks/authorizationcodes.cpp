// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/codedoor.h"

namespace keyturn::audit::checks {

namespace {

constexpr std::chrono::seconds longestLife{600}; // RFC 6749 §4.1.2

/// One door, a person at it, and a browser that they stay signed in with.
class Visitor
{
public:
    Visitor(Site &site, const CodeDoor &door, Verdict &verdict)
        : m_site(site), m_door(door), m_verdict(verdict), m_browser(door.browser(site)), m_person(site.stranger()), m_verifier(newVerifier(site))
    { }

    /// False: codes of this door cannot be had, so that the rest need not be tried.
    bool tryReuse();
    void tryAge();
    void tryAnotherVerifier();
    void tryPlain();
    void tryWithoutPkce();

private:
    [[nodiscard]] CodeRequest request() const { return m_door.request(m_site, m_verifier); }
    [[nodiscard]] QString code(const CodeRequest &request, const QString &what);
    /// Whether the code brings tokens; nullopt: it was not seen, which the verdict says.
    [[nodiscard]] std::optional<bool> isTaken(const QString &code, const core::Secret &verifier, const QString &what);
    void judge(const std::optional<bool> &taken, const QString &wrong, const QString &right);
    void tryWeak(const CodeRequest &weak, const core::Secret &verifier, const QString &what, const QString &wrong);

    Site &m_site;
    const CodeDoor &m_door;
    Verdict &m_verdict;
    PageBrowser m_browser;
    Person m_person;
    core::Secret m_verifier;
    Answer m_last;
};

QString Visitor::code(const CodeRequest &request, const QString &what)
{
    const core::Result<Arrival> arrival = arrive(m_site, m_browser, m_door, request, m_person);
    const QString why = !arrival.ok() ? arrival.error().detail
        : arrival->obstacle.isEmpty() ? QStringLiteral("the answer is %1.").arg(parameterOf(arrival->address, QStringLiteral("error")))
                                      : arrival->obstacle;
    const QString code = arrival.ok() ? arrival->code() : QString();
    if (code.isEmpty())
        m_verdict.addGap(QStringLiteral("%1 gave no code, so that %2 was not tried: %3").arg(m_door.name(), what, why));
    return code;
}

std::optional<bool> Visitor::isTaken(const QString &code, const core::Secret &verifier, const QString &what)
{
    const core::Result<Answer> answer = m_door.exchange(m_site, code, request().redirectUri, verifier);
    if (!answer.ok() || !answer->arrived() || answer->status >= 500 || answer->isRateLimited()) {
        m_verdict.addGap(
            QStringLiteral("%1 was not seen to judge %2: %3.").arg(m_door.name(), what, answer.ok() ? answer->told() : answer.error().detail));
        return std::nullopt;
    }
    m_last = *answer;
    return m_door.isTaken(m_site, *answer);
}

void Visitor::judge(const std::optional<bool> &taken, const QString &wrong, const QString &right)
{
    if (taken && *taken)
        m_verdict.addFailure(m_door.name() + u' ' + wrong, m_last);
    else if (taken)
        m_verdict.addPass(m_door.name() + u' ' + right);
}

bool Visitor::tryReuse()
{
    const QString what = QStringLiteral("a second use");
    const QString code = this->code(request(), what);
    if (code.isEmpty())
        return false;
    const std::optional<bool> first = isTaken(code, m_verifier, what);
    if (!first || !*first) {
        if (first)
            m_verdict.addGap(QStringLiteral("%1 does not take its own code (%2).").arg(m_door.name(), m_last.told()));
        return false;
    }
    judge(isTaken(code, m_verifier, what), QStringLiteral("takes a code twice."), QStringLiteral("takes a code once."));
    return true;
}

void Visitor::tryAge()
{
    const QString what = QStringLiteral("a code of more than ten minutes");
    const QString code = this->code(request(), what);
    if (code.isEmpty())
        return;
    const core::Result<void> passed = m_site.passTime(longestLife + std::chrono::seconds(1));
    if (!passed.ok())
        return m_verdict.addGap(
            QStringLiteral("How long a code of %1 lives was not seen: %2").arg(m_door.provider().id.toString(), passed.error().detail));
    judge(isTaken(code, m_verifier, what), QStringLiteral("takes a code that is older than ten minutes."),
          QStringLiteral("refuses a code that is older than ten minutes."));
    m_site.resetTime();
}

void Visitor::tryAnotherVerifier()
{
    const QString what = QStringLiteral("another verifier");
    if (const QString code = this->code(request(), what); !code.isEmpty())
        judge(isTaken(code, newVerifier(m_site), what), QStringLiteral("takes a code with whatever code_verifier."),
              QStringLiteral("refuses a code with another code_verifier."));
}

/// Most refuse at the start; some only where the code is exchanged.
void Visitor::tryWeak(const CodeRequest &weak, const core::Secret &verifier, const QString &what, const QString &wrong)
{
    const core::Result<Arrival> arrival = arrive(m_site, m_browser, m_door, weak, m_person);
    if (!arrival.ok())
        return m_verdict.addGap(QStringLiteral("%1 was not tried at %2: %3").arg(what, m_door.provider().id.toString(), arrival.error().detail));
    const QString right = QStringLiteral("refuses %1.").arg(what);
    m_last = arrival->last;
    if (!arrival->code().isEmpty())
        judge(isTaken(arrival->code(), verifier, what), wrong, right);
    else if ((m_last.isRefusal() && !m_last.isRateLimited()) || !parameterOf(arrival->address, QStringLiteral("error")).isEmpty())
        judge(false, wrong, right);
    else
        m_verdict.addGap(QStringLiteral("%1 gave no code, so that %2 was not tried: %3").arg(m_door.name(), what, arrival->obstacle));
}

void Visitor::tryPlain()
{
    CodeRequest weak = request();
    weak.challenge = QString::fromLatin1(m_verifier.reveal()); // RFC 7636 §4.2
    weak.method = QStringLiteral("plain");
    tryWeak(weak, m_verifier, QStringLiteral("PKCE's method plain"), QStringLiteral("takes PKCE's method plain."));
}

void Visitor::tryWithoutPkce()
{
    CodeRequest weak = request();
    weak.challenge.clear();
    weak.method.clear();
    tryWeak(weak, {}, QStringLiteral("a sign-in without PKCE"), QStringLiteral("takes a sign-in without PKCE."));
}

/// All hand-offs with one exchange are one to codes.
QList<CodeDoor> differentDoors(Site &site, CodeDoors &providers)
{
    QList<CodeDoor> doors;
    QStringList exchanges;
    for (const CodeDoor &door : handoffDoors(site).doors) {
        const QString path = door.provider().handoff->exchange->path;
        if (!exchanges.contains(path))
            doors.append(door);
        exchanges.append(path);
    }
    providers = providerDoors(site);
    return doors + providers.doors;
}

Verdict look(Site &site)
{
    CodeDoors providers;
    const QList<CodeDoor> doors = differentDoors(site, providers);
    if (doors.isEmpty() && providers.obstacles.isEmpty())
        return Verdict::notApplicable(QStringLiteral("The profile has no sign-in in the browser by a code."));
    Verdict verdict;
    for (const CodeDoor &door : doors) {
        Visitor visitor(site, door, verdict);
        if (!visitor.tryReuse())
            continue;
        visitor.tryAge();
        visitor.tryAnotherVerifier();
        visitor.tryPlain();
        visitor.tryWithoutPkce();
    }
    for (const QString &obstacle : std::as_const(providers.obstacles))
        verdict.addGap(obstacle);
    return verdict;
}

} // namespace

Check authorizationCodes()
{
    return {41,
            QStringLiteral("authorization-codes"),
            QStringLiteral("A code serves once, for a short time, and with its PKCE verifier alone"),
            Severity::High,
            Mode::Active,
            {reference(QStringLiteral("RFC 9700 §4.8")), reference(QStringLiteral("RFC 6749 §4.1.2"))},
            QStringLiteral("Take a code out of the store as it is looked at, let it live for a minute, and ask for PKCE with S256 of everybody.\n\n"
                           "if (method !== 'S256' || !/^[\\w-]{43}$/.test(challenge)) return refuse('invalid_request');"),
            &look};
}

} // namespace keyturn::audit::checks
