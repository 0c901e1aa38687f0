// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/likeness.h"
#include "audit/site.h"
#include "backendapi/replyreader.h"

#include <functional>

namespace keyturn::audit::checks {

namespace {

using Question = std::function<core::Result<Answer>(const Person &)>;

void judge(const QString &what, const Likeness &likeness, const Answer &shown, Verdict &verdict)
{
    if (!likeness.obstacle.isEmpty())
        verdict.addGap(QStringLiteral("%1 could not be looked at: %2").arg(what, likeness.obstacle));
    else if (!likeness.difference.isEmpty())
        verdict.addFailure(QStringLiteral("%1 tells whether an address has an account, by %2.").arg(what, likeness.difference), shown);
    else
        verdict.addPass(QStringLiteral("%1 answers alike with and without an account (%2).").arg(what, shown.told()));
}

/// Whether a sign-in is answered as the profile says that refusals are; else nothing can be learned of what is said to whom.
bool isRefused(const Site &site, const Answer &answer)
{
    if (site.profile().password->signIn.redirects)
        return answer.status == 200 || answer.isRefusal();
    return !answer.arrived() || backendapi::refusalOf(answer.response, site.profile().errors, backendapi::Asked::SignIn, {}).has_value();
}

/// Asks about somebody who has an account and about two people who have none.
void compare(const QString &what, Site &site, const QString &known, const Question &ask, Verdict &verdict)
{
    QList<AnswerAbout> asked;
    for (int i = 0; i < 3; ++i) {
        Person person = site.stranger(); // whose password is wrong for everybody
        if (i == 0)
            person.user = known;
        const core::Result<Answer> answer = ask(person);
        if (!answer.ok())
            return verdict.addGap(QStringLiteral("%1 could not be looked at: %2").arg(what, answer.error().detail));
        asked.append({person.user, *answer});
    }
    verdict.show(asked.at(1).answer);
    judge(what, likenessOf(asked.at(0), asked.at(1), asked.at(2)), asked.at(0).answer, verdict);
}

/// The same address twice: at first nobody has it, and then somebody does.
void lookAtRegistration(Site &site, Verdict &verdict)
{
    const QString what = QStringLiteral("The registration");
    const Person person = site.stranger();
    const core::Result<Answer> first = site.tryRegister(person);
    const core::Result<Answer> again = first.ok() ? site.tryRegister(person) : first;
    if (!again.ok())
        return verdict.addGap(QStringLiteral("%1 was not looked at: %2").arg(what, again.error().detail));
    verdict.show(*first);
    if (!first->isGood())
        return verdict.addGap(QStringLiteral("%1 could not be looked at: nobody could be registered (%2).").arg(what, first->told()));
    const Person other = site.stranger();
    const bool differs = first->status != again->status && again->isRefusal() && !again->isRateLimited();
    const core::Result<Answer> control = differs ? first : site.tryRegister(other);
    if (!control.ok())
        return verdict.addGap(control.error().detail);
    judge(what, likenessOf({person.user, *again}, {person.user, *first}, {differs ? person.user : other.user, *control}), *again, verdict);
}

Verdict look(Site &site)
{
    if (!site.profile().password)
        return Verdict::notApplicable(QStringLiteral("The profile has no sign-in by password."));
    const core::Result<Person> owner = site.owner();
    if (!owner.ok())
        return Verdict::without(owner.error());
    const core::Result<Answer> wrong = site.trySignIn(site.stranger());
    if (wrong.ok() && !isRefused(site, *wrong))
        return Verdict::inconclusive(QStringLiteral("A sign-in that cannot be right was not refused: %1.").arg(wrong->told()));
    Verdict verdict;
    compare(
        QStringLiteral("The sign-in"), site, owner->user, [&site](const Person &person) { return site.trySignIn(person); }, verdict);
    if (site.profile().password->registration)
        lookAtRegistration(site, verdict);
    const std::optional<model::PasswordReset> &reset = site.profile().password->reset;
    if (reset && reset->request) {
        const auto ask = [&](const Person &person) { return site.act(*reset->request, {}, {{{QStringLiteral("user"), person.user}}, {}}); };
        compare(QStringLiteral("Asking for a new password"), site, owner->user, ask, verdict);
    }
    return verdict;
}

} // namespace

Check accountEnumeration()
{
    return {28,
            QStringLiteral("account-enumeration"),
            QStringLiteral("No answer tells whether an address has an account"),
            Severity::Medium,
            Mode::Active,
            {reference(QStringLiteral("ASVS 6.3.8")), reference(QStringLiteral("WSTG-IDNT-04"))},
            QStringLiteral("Refuse a wrong password and an unknown address with the same status and the same words. Answer a registration and a wish "
                           "for a new password alike for every address, and say the rest by mail to that address.\n\n"
                           "res.status(401).json({ error: { code: 'invalid_credentials', message: 'E-mail or password is wrong.' } });"),
            &look};
}

} // namespace keyturn::audit::checks
