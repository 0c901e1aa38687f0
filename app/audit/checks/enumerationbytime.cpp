// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/ratelimit.h"
#include "audit/timing.h"

namespace keyturn::audit::checks {

namespace {

constexpr int people = 5; // that are registered for it, so that nobody else's account is locked
constexpr int triesForEach = 4; // failed sign-ins; many a backend locks an account after five
constexpr int peopleToMakeSure = 4;

/// Times of failed sign-ins to accounts that there are and to such as there are not.
struct Samples {
    Durations known;
    Durations unknown;
    Answer shown;
    std::optional<core::Error> obstacle; ///< Why there are no more.
};

core::Error notUsable(const QString &sentence)
{
    return {core::ErrorKind::BadReply, QStringLiteral("sample_not_usable"), sentence};
}

/// The time of one, or why it says nothing.
core::Result<Answer> sample(Site &site, const QString &user)
{
    Person person = site.stranger();
    person.user = user;
    const core::Result<Answer> answer = site.trySignIn(person);
    if (!answer.ok())
        return answer;
    if (isLimit(*answer))
        return notUsable(QStringLiteral("a limit stopped it (%1)").arg(answer->told()));
    if (!answer->isRefusal())
        return notUsable(QStringLiteral("a failed sign-in got %1").arg(answer->told()));
    return answer;
}

/// One of each, in an order that nobody knows beforehand, so that whatever slows the backend down meets both kinds alike.
bool takePair(Site &site, const QString &known, const QString &unknown, Samples &samples)
{
    const bool knownFirst = site.randomWord(1) < QLatin1String("m");
    QList<Answer> answers;
    for (const bool isKnown : {knownFirst, !knownFirst}) {
        const core::Result<Answer> answer = sample(site, isKnown ? known : unknown);
        if (!answer.ok()) {
            samples.obstacle = answer.error();
            return false;
        }
        answers.append(*answer);
    }
    if (answers.at(0).status != answers.at(1).status) {
        samples.obstacle =
            notUsable(QStringLiteral("their statuses tell them apart already (%1, %2)").arg(answers.at(0).told(), answers.at(1).told()));
        return false;
    }
    samples.known.append(answers.at(knownFirst ? 0 : 1).duration);
    samples.unknown.append(answers.at(knownFirst ? 1 : 0).duration);
    samples.shown = answers.at(1);
    return true;
}

Samples takeSamples(Site &site, int count)
{
    Samples samples;
    QList<std::pair<QString, QString>> pairs;
    for (int i = 0; i < count; ++i) {
        const Person person = site.stranger();
        const core::Result<Answer> registered = site.tryRegister(person);
        if (!registered.ok() || !registered->isGood()) {
            samples.obstacle =
                registered.ok() ? notUsable(QStringLiteral("nobody could be registered (%1)").arg(registered->told())) : registered.error();
            return samples;
        }
        pairs.append({person.user, site.stranger().user});
    }
    for (int turn = 0; turn < triesForEach; ++turn) {
        for (const auto &[known, unknown] : std::as_const(pairs)) {
            if (!takePair(site, known, unknown, samples))
                return samples;
        }
    }
    return samples;
}

QString told(const TimingComparison &times, qsizetype count)
{
    return QStringLiteral("%1 ms where there is an account, %2 ms where there is none, in the middle of %3 of each")
        .arg(times.first.count())
        .arg(times.second.count())
        .arg(count);
}

Verdict look(Site &site)
{
    if (!site.profile().password)
        return Verdict::notApplicable(QStringLiteral("The profile has no sign-in by password."));
    const Samples samples = takeSamples(site, people);
    if (samples.obstacle && samples.obstacle->kind == core::ErrorKind::Configuration)
        return Verdict::without(*samples.obstacle);
    if (samples.obstacle)
        return Verdict::inconclusive(QStringLiteral("Failed sign-ins could not be timed often enough: %1.").arg(samples.obstacle->detail));
    const TimingComparison times = compareTimes(samples.known, samples.unknown);
    Verdict verdict;
    verdict.show(samples.shown);
    if (!times.differs) {
        verdict.addPass(QStringLiteral("A failed sign-in takes alike long: %1.").arg(told(times, samples.known.size())));
        return verdict;
    }
    const Samples more = takeSamples(site, peopleToMakeSure);
    const TimingComparison again = compareTimes(more.known, more.unknown);
    if (again.differs && (again.first < again.second) == (times.first < times.second))
        verdict.addFailure(QStringLiteral("The time of a failed sign-in tells whether there is an account: %1; and once more: %2.")
                               .arg(told(times, samples.known.size()), told(again, more.known.size())),
                           samples.shown);
    else
        verdict.addGap(QStringLiteral("The times of failed sign-ins differed once (%1), and could not be seen to differ again (%2).")
                           .arg(told(times, samples.known.size()), told(again, more.known.size())));
    return verdict;
}

} // namespace

Check enumerationByTime()
{
    return {
        29,
        QStringLiteral("enumeration-by-time"),
        QStringLiteral("A failed sign-in takes as long with an account as without"),
        Severity::Medium,
        Mode::Stress,
        {reference(QStringLiteral("ASVS 6.3.8"))},
        QStringLiteral("Hash the password that came for an unknown address as well, against a hash that nobody's password has.\n\n"
                       "const hash = user?.passwordHash ?? hashOfNobody;\nif (!(await bcrypt.compare(password, hash)) || !user) return refuse();"),
        &look};
}

} // namespace keyturn::audit::checks
