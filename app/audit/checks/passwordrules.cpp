// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

#include <algorithm>

namespace keyturn::audit::checks {

namespace {

constexpr int tooShort = 7; // characters: ASVS 6.2.1 wants 8
constexpr int longEnough = 64; // ASVS 6.2.9: at least as many are allowed
constexpr int mostCommonTries = 3;

bool contains(const QString &password, model::CharacterKind kind)
{
    return std::any_of(password.cbegin(), password.cend(), [kind](QChar c) {
        switch (kind) {
        case model::CharacterKind::Lower:
            return c.isLower();
        case model::CharacterKind::Upper:
            return c.isUpper();
        case model::CharacterKind::Digit:
            return c.isDigit();
        case model::CharacterKind::Symbol:
            break;
        }
        return !c.isLetterOrNumber();
    });
}

/// Those of the most common passwords that nothing but their being common speaks against.
QStringList commonPasswords(const model::PasswordRules &rules)
{
    static const QStringList all{QStringLiteral("password"),    QStringLiteral("12345678"),   QStringLiteral("password1"),
                                 QStringLiteral("Password1"),   QStringLiteral("P@ssw0rd"),   QStringLiteral("Passw0rd!"),
                                 QStringLiteral("password123"), QStringLiteral("1234567890"), QStringLiteral("Password123!")};
    QStringList fitting;
    for (const QString &password : all) {
        const bool fits = password.size() >= rules.minimumLength && (rules.maximumLength == 0 || password.size() <= rules.maximumLength)
            && std::all_of(rules.wants.cbegin(), rules.wants.cend(), [&password](model::CharacterKind kind) { return contains(password, kind); });
        if (fits)
            fitting.append(password);
    }
    return fitting.mid(0, mostCommonTries);
}

core::Result<Answer> registration(Site &site, const core::Secret &password)
{
    Person person = site.stranger();
    person.password = password;
    return site.tryRegister(person);
}

bool isRefused(const Answer &answer)
{
    return answer.isRefusal() && !answer.isRateLimited();
}

void lookAtShort(Site &site, Verdict &verdict)
{
    const core::Result<Answer> answer = registration(site, core::Secret::fromText(QStringLiteral("Kt-") + site.randomWord(tooShort - 3)));
    if (!answer.ok())
        return verdict.addGap(answer.error().detail);
    if (answer->isGood())
        verdict.addFailure(QStringLiteral("A password of %1 characters was taken.").arg(tooShort), *answer);
    else if (isRefused(*answer))
        verdict.addPass(QStringLiteral("A password of %1 characters is refused (%2).").arg(tooShort).arg(answer->told()));
    else
        verdict.addGap(QStringLiteral("A password of %1 characters got neither a yes nor a no: %2.").arg(tooShort).arg(answer->told()));
}

void lookAtCommon(Site &site, Verdict &verdict)
{
    QStringList refused;
    for (const QString &password : commonPasswords(site.profile().password->rules)) {
        const core::Result<Answer> answer = registration(site, core::Secret::fromText(password));
        if (!answer.ok())
            return verdict.addGap(answer.error().detail);
        if (answer->isGood())
            return verdict.addFailure(QStringLiteral("%1, one of the most common passwords, was taken.").arg(password), *answer);
        if (!isRefused(*answer))
            return verdict.addGap(QStringLiteral("A common password got neither a yes nor a no: %1.").arg(answer->told()));
        refused.append(password);
    }
    if (!refused.isEmpty())
        verdict.addPass(QStringLiteral("Common passwords are refused (%1).").arg(refused.join(QStringLiteral(", "))));
}

/// @p refused is for the length where somebody with a password as usual is let in.
void judgeLong(Site &site, const Answer &refused, Verdict &verdict)
{
    const core::Result<Answer> usual = registration(site, site.goodPassword());
    if (usual.ok() && usual->isGood())
        return verdict.addFailure(QStringLiteral("A password of %1 characters is refused (%2).").arg(longEnough).arg(refused.told()), refused);
    verdict.addGap(QStringLiteral("Nobody could be registered, with a long password or another: %1.").arg(refused.told()));
}

/// True: somebody was registered, so that refusals mean something.
bool lookAtLong(Site &site, Verdict &verdict)
{
    const core::Secret password = core::Secret::fromText(QStringLiteral("Kt5-") + site.randomWord(longEnough - 4));
    const core::Result<Answer> answer = registration(site, password);
    if (!answer.ok()) {
        verdict = Verdict::without(answer.error());
        return false;
    }
    verdict.show(*answer);
    if (answer->isGood())
        verdict.addPass(QStringLiteral("A password of %1 characters is taken.").arg(longEnough));
    else if (isRefused(*answer))
        judgeLong(site, *answer, verdict);
    else
        verdict.addGap(QStringLiteral("A password of %1 characters got neither a yes nor a no: %2.").arg(longEnough).arg(answer->told()));
    return answer->isGood() || verdict.hasFailed();
}

Verdict look(Site &site)
{
    Verdict verdict;
    if (!lookAtLong(site, verdict))
        return verdict;
    lookAtShort(site, verdict);
    lookAtCommon(site, verdict);
    return verdict;
}

} // namespace

Check passwordRules()
{
    return {33,
            QStringLiteral("password-rules"),
            QStringLiteral("Passwords of 8 to 64 characters are taken, shorter and common ones are not"),
            Severity::Medium,
            Mode::Active,
            {reference(QStringLiteral("ASVS 6.2"))},
            QStringLiteral("Ask for 8 characters, allow 64 and more, and refuse what is on a list of common passwords.\n\n"
                           "if (password.length < 8 || common.has(password.toLowerCase())) return res.status(422).json(error);"),
            &look};
}

} // namespace keyturn::audit::checks
