// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/ratelimit.h"

namespace keyturn::audit::checks {

namespace {

/// Addresses of documentation (RFC 5737): nobody has them.
QByteArray madeUpAddress(int number)
{
    constexpr int perNetwork = 250;
    static const QByteArrayList networks{"203.0.113.", "192.0.2."};
    return networks.at(number / perNetwork % networks.size()) + QByteArray::number(1 + number % perNetwork);
}

const QByteArray lastHop = "198.51.100.7";

QList<net::Header> forwardedFor(const QByteArray &value)
{
    return {{"X-Forwarded-For", value}};
}

/// What other proxies write.
QList<net::Header> otherFields()
{
    const QByteArray address = madeUpAddress(100);
    return {{"X-Real-IP", address},
            {"Forwarded", "for=" + address},
            {"CF-Connecting-IP", address},
            {"True-Client-IP", address},
            {"X-Client-IP", address}};
}

/// The answer to somebody new who cannot sign in.
core::Result<Answer> strangersSignIn(Site &site, const QList<net::Header> &headers)
{
    return trySignInWith(site, site.stranger(), headers);
}

bool isThrough(const Answer &answer)
{
    return answer.arrived() && !isLimit(answer) && answer.status < 500;
}

/// Where every address that a proxy is told counts: one person from ever another.
void lookAtAccount(Site &site, int most, Verdict &verdict)
{
    const Person person = site.stranger();
    Answer last;
    const Exhaustion exhaustion = exhaust(most, [&](int number) {
        const core::Result<Answer> answer = trySignInWith(site, person, forwardedFor(madeUpAddress(number)));
        last = answer.ok() ? *answer : Answer();
        return answer;
    });
    if (exhaustion.limit)
        verdict.addPass(QStringLiteral("Attempts on one account from ever another address are limited too (attempt %1).").arg(exhaustion.asked));
    else if (exhaustion.obstacle.isEmpty())
        verdict.addFailure(QStringLiteral("Attempts are counted by address alone: %1 on one account, each from another address, were answered.")
                               .arg(exhaustion.asked),
                           last);
    else
        verdict.addGap(QStringLiteral("Attempts on one account could not be tried often enough: %1").arg(exhaustion.obstacle));
}

/// This machine is where a proxy may stand, so that it may be right to believe us; but not what the client before us wrote. Such a proxy appends the
/// address that it sees, and the backend takes the last one that is no proxy's.
void lookAtList(Site &site, int most, Verdict &verdict)
{
    Answer last;
    const Exhaustion exhaustion = exhaust(most, [&](int number) {
        const core::Result<Answer> answer = strangersSignIn(site, forwardedFor(madeUpAddress(number) + ", " + lastHop));
        last = answer.ok() ? *answer : Answer();
        return answer;
    });
    if (exhaustion.limit) {
        verdict.addPass(QStringLiteral("X-Forwarded-For is believed on this machine, where a proxy may stand, and of several addresses the last one "
                                       "counts: what a client writes does not reset the limit."));
        lookAtAccount(site, most, verdict);
    } else if (exhaustion.obstacle.isEmpty()) {
        verdict.addFailure(QStringLiteral("Another X-Forwarded-For resets the limit: %1 attempts in a row were answered.").arg(exhaustion.asked),
                           last);
    } else {
        verdict.addGap(QStringLiteral("X-Forwarded-For could not be tried often enough: %1").arg(exhaustion.obstacle));
    }
}

/// The limit of this address is used up.
void lookAtAddress(Site &site, int most, Verdict &verdict)
{
    const core::Result<Answer> forwarded = strangersSignIn(site, forwardedFor(madeUpAddress(0)));
    const core::Result<Answer> other = forwarded.ok() ? strangersSignIn(site, otherFields()) : forwarded;
    if (!other.ok())
        return verdict.addGap(other.error().detail);
    verdict.show(*forwarded);
    if (isThrough(*forwarded) && site.isLoopback())
        return lookAtList(site, most, verdict);
    if (isThrough(*forwarded))
        return verdict.addFailure(QStringLiteral("X-Forwarded-For resets the limit: the next attempt got %1.").arg(forwarded->told()), *forwarded);
    if (isThrough(*other))
        return verdict.addFailure(
            QStringLiteral("X-Real-IP, Forwarded or a field like them resets the limit: the next attempt got %1.").arg(other->told()), *other);
    verdict.addPass(QStringLiteral("Neither X-Forwarded-For nor X-Real-IP, Forwarded and their like reset the limit (%1).").arg(forwarded->told()));
    verdict.addGap(QStringLiteral("Whether attempts count by account as well cannot be seen from one address."));
}

/// Others from this address are let through: accounts alone are counted.
void lookAtLockedAccount(Site &site, const Person &locked, Verdict &verdict)
{
    const core::Result<Answer> forwarded = trySignInWith(site, locked, forwardedFor(madeUpAddress(0)));
    if (!forwarded.ok())
        return verdict.addGap(forwarded.error().detail);
    if (isThrough(*forwarded))
        verdict.addFailure(QStringLiteral("X-Forwarded-For resets the limit of an account: the next attempt got %1.").arg(forwarded->told()),
                           *forwarded);
    else if (isLimit(*forwarded))
        verdict.addPass(QStringLiteral("Attempts are counted by account, whatever X-Forwarded-For says (%1).").arg(forwarded->told()));
    else
        verdict.addGap(QStringLiteral("A sign-in with X-Forwarded-For got neither a yes nor a no: %1.").arg(forwarded->told()));
}

Verdict look(Site &site)
{
    const int most = site.target().limits.attempts;
    const Person person = site.stranger();
    const Exhaustion exhaustion = exhaust(most, [&](int) { return site.trySignIn(person); });
    if (!site.profile().password)
        return Verdict::notApplicable(exhaustion.obstacle);
    if (!exhaustion.limit)
        return Verdict::inconclusive(QStringLiteral("There is no limit to evade: %1")
                                         .arg(exhaustion.obstacle.isEmpty()
                                                  ? QStringLiteral("%1 sign-ins in a row were answered.").arg(exhaustion.asked)
                                                  : exhaustion.obstacle));
    Verdict verdict;
    verdict.show(*exhaustion.limit);
    const core::Result<Answer> next = strangersSignIn(site, {});
    if (!next.ok())
        return Verdict::without(next.error());
    if (isThrough(*next))
        lookAtLockedAccount(site, person, verdict);
    else if (isLimit(*next))
        lookAtAddress(site, most, verdict);
    else
        verdict.addGap(QStringLiteral("A sign-in of somebody else got neither a yes nor a no: %1.").arg(next->told()));
    return verdict;
}

} // namespace

Check limitEvasion()
{
    return {32,
            QStringLiteral("limit-evasion"),
            QStringLiteral("A made-up address does not reset the limit, which counts by account too"),
            Severity::Medium,
            Mode::Stress,
            {reference(QStringLiteral("WSTG-ATHN-03"))},
            QStringLiteral("Believe X-Forwarded-For only from your own proxy, and count attempts by account beside those by address.\n\n"
                           "app.set('trust proxy', '10.0.0.2');\nawait limiter.consume(`account:${email}`);"),
            &look};
}

} // namespace keyturn::audit::checks
