// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

constexpr int bcryptBytes = 72;

/// That whole passwords are refused is right too, as long as others are taken: nothing is cut off then.
Verdict judgeRefusal(Site &site, const Answer &refused)
{
    Verdict verdict;
    verdict.show(refused);
    if (refused.isRateLimited() || !refused.isRefusal()) {
        verdict.addGap(QStringLiteral("Nobody could be registered with a password of more than %1 bytes: %2.").arg(bcryptBytes).arg(refused.told()));
        return verdict;
    }
    const core::Result<Answer> usual = site.tryRegister(site.stranger());
    if (usual.ok() && usual->isGood())
        verdict.addPass(QStringLiteral("Passwords of more than %1 bytes are refused (%2), so that nothing of them is cut off.")
                            .arg(bcryptBytes)
                            .arg(refused.told()));
    else
        verdict.addGap(QStringLiteral("Nobody could be registered, with a long password or another: %1.").arg(refused.told()));
    return verdict;
}

Verdict look(Site &site)
{
    const QString head = QStringLiteral("Kt5-") + site.randomWord(bcryptBytes - 4);
    Person person = site.stranger();
    person.password = core::Secret::fromText(head + QStringLiteral("one tail"));
    const core::Result<Answer> registered = site.tryRegister(person);
    if (!registered.ok())
        return Verdict::without(registered.error());
    if (!registered->isGood())
        return judgeRefusal(site, *registered);
    Person other = person;
    other.password = core::Secret::fromText(head + QStringLiteral("another"));
    const core::Result<Answer> wrong = site.trySignIn(other);
    if (!wrong.ok())
        return Verdict::without(wrong.error());
    Verdict verdict;
    verdict.show(*registered);
    if (wrong->isGood()) {
        verdict.addFailure(QStringLiteral("A password that differs after its first %1 bytes signs in.").arg(bcryptBytes), *wrong);
        return verdict;
    }
    verdict.show(*wrong);
    const core::Result<Answer> right = site.trySignIn(person);
    if (right.ok() && right->isGood() && wrong->isRefusal())
        verdict.addPass(QStringLiteral("A password that differs after its first %1 bytes is refused (%2).").arg(bcryptBytes).arg(wrong->told()));
    else
        verdict.addGap(QStringLiteral("Whoever registered with a long password could not sign in by it, so that the refusal of another one says "
                                      "nothing."));
    return verdict;
}

} // namespace

Check passwordTruncation()
{
    return {34,
            QStringLiteral("password-truncation"),
            QStringLiteral("Every byte of a password counts, past bcrypt's 72 too"),
            Severity::Medium,
            Mode::Active,
            {reference(QStringLiteral("ASVS 6.2.8"))},
            QStringLiteral("bcrypt ignores what comes after 72 bytes: refuse longer passwords, or hash with argon2id.\n\n"
                           "if (Buffer.byteLength(password) > 72) return res.status(422).json(error);"),
            &look};
}

} // namespace keyturn::audit::checks
