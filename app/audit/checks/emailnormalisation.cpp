// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

/// As somebody may type it whose keyboard means well.
QString typed(const QString &email, bool withSpace)
{
    return (withSpace ? QStringLiteral(" ") : QString()) + email.toUpper();
}

struct Registered {
    Person person; ///< As typed.
    Answer answer;
};

/// A space before the address may be refused: then it is not there.
core::Result<Registered> registered(Site &site, const Person &plain)
{
    Registered result{plain, {}};
    for (const bool withSpace : {true, false}) {
        result.person.user = typed(plain.user, withSpace);
        const core::Result<Answer> answer = site.tryRegister(result.person);
        if (!answer.ok())
            return answer.error();
        result.answer = *answer;
        if (!answer->isRefusal() || answer->isRateLimited())
            break;
    }
    return result;
}

Verdict look(Site &site)
{
    const Person plain = site.stranger();
    const core::Result<Registered> one = registered(site, plain);
    if (!one.ok())
        return Verdict::without(one.error());
    if (!one->answer.isGood())
        return Verdict::inconclusive(QStringLiteral("Nobody could be registered with capital letters in the address: %1.").arg(one->answer.told()));
    const core::Result<Answer> asTyped = site.trySignIn(one->person);
    const core::Result<Answer> inSmall = asTyped.ok() ? site.trySignIn(plain) : asTyped;
    if (!inSmall.ok())
        return Verdict::without(inSmall.error());
    Verdict verdict;
    verdict.show(one->answer);
    verdict.show(*asTyped);
    verdict.show(*inSmall);
    const auto isIn = [&](const Answer &answer) { return answer.isGood() && site.read(answer, plain).ok(); };
    const auto isRefused = [](const Answer &answer) { return answer.isRefusal() && !answer.isRateLimited(); };
    if (isIn(*asTyped) && isIn(*inSmall))
        verdict.addPass(QStringLiteral("Registration and sign-in take an address in capital letters and in small ones for the same."));
    else if (isIn(*asTyped) && isRefused(*inSmall))
        verdict.addPass(QStringLiteral("Registration and sign-in read an address alike, but capital letters make it another one."));
    else if (isRefused(*asTyped) && isIn(*inSmall))
        verdict.addFailure(QStringLiteral("Whoever registers with capital letters in the address cannot sign in by typing it so again (%1): only the "
                                          "registration normalises it.")
                               .arg(asTyped->told()),
                           *asTyped);
    else
        verdict.addGap(QStringLiteral("Whoever registered with capital letters in the address could sign in neither with them nor without (%1, %2).")
                           .arg(asTyped->told(), inSmall->told()));
    return verdict;
}

} // namespace

Check emailNormalisation()
{
    return {35,
            QStringLiteral("email-normalisation"),
            QStringLiteral("An e-mail address is read alike at registration and sign-in"),
            Severity::Low,
            Mode::Active,
            {},
            QStringLiteral("Normalise the address in one function, and call it wherever one comes in.\n\n"
                           "const normalised = (email) => email.trim().toLowerCase().normalize('NFC');"),
            &look};
}

} // namespace keyturn::audit::checks
