// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/labwords.h"

#include "words/filled.h"

#include <QCoreApplication>
#include <QStringList>

#include <iterator>

namespace keyturn::words {

namespace {

using lab::Experiment;

struct Entry {
    const char *name;
    const char *about;
    const char *warning; ///< Empty: the session is not at risk.
};

// clang-format off
/// In the order of lab::Experiment.
constexpr Entry experiments[] = {
    {QT_TRANSLATE_NOOP("Lab", "Let the access token run out"),
     QT_TRANSLATE_NOOP("Lab", "From now on it counts as expired, in every program. The next use renews it."), ""},
    {QT_TRANSLATE_NOOP("Lab", "Spoil the access token"),
     QT_TRANSLATE_NOOP("Lab", "One character of its signature is changed, then the sessions are asked for with it. A sound backend refuses it; Keyturn renews it and asks again."), ""},
    {QT_TRANSLATE_NOOP("Lab", "Refresh now"),
     QT_TRANSLATE_NOOP("Lab", "Exchanges the refresh token, whatever the clock says. Shows whether %1 gives a new refresh token with it."), ""},
    {QT_TRANSLATE_NOOP("Lab", "Refresh twice with the same token"),
     QT_TRANSLATE_NOOP("Lab", "Spends the refresh token, then the same one again, as a thief would. A sound backend notices it."),
     QT_TRANSLATE_NOOP("Lab", "%1 may take this for theft and end the session, as it should. You then have to sign in again.")},
    {QT_TRANSLATE_NOOP("Lab", "Drop the reply"),
     QT_TRANSLATE_NOOP("Lab", "A refresh goes out, and its answer is thrown away as by a broken connection. The next refresh shows whether %1 forgives that."),
     QT_TRANSLATE_NOOP("Lab", "The new tokens are lost on purpose. Unless %1 forgives that, you have to sign in again.")},
    {QT_TRANSLATE_NOOP("Lab", "Revoke the tokens"),
     QT_TRANSLATE_NOOP("Lab", "Tells %1 that they are done with, while the account stays here as it is. The next refresh finds out."),
     QT_TRANSLATE_NOOP("Lab", "%1 ends the session. You then have to sign in again.")},
    {QT_TRANSLATE_NOOP("Lab", "Skew the clock"),
     QT_TRANSLATE_NOOP("Lab", "This program judges tokens by a clock that is wrong, until it is set right or ends. Then a token is asked for."), ""},
};
static_assert(std::size(experiments) == lab::experimentCount);

/// In the order of lab::Verdict.
constexpr const char *verdicts[] = {
    QT_TRANSLATE_NOOP("Lab", "The access token counts as expired. The next use renews it."),
    QT_TRANSLATE_NOOP("Lab", "The access token is spoiled. The next request as this account shows what %1 says to it."),
    QT_TRANSLATE_NOOP("Lab", "%1 refused the spoiled token. Keyturn renewed it once and asked again."),
    QT_TRANSLATE_NOOP("Lab", "%1 took a token that it never made: it does not check signatures. The account has a sound one again."),
    QT_TRANSLATE_NOOP("Lab", "Renewed, with a new refresh token: %1 rotates them."),
    QT_TRANSLATE_NOOP("Lab", "Renewed, and the refresh token stays as it is: %1 does not rotate them."),
    QT_TRANSLATE_NOOP("Lab", "%1 refused the spent token, and the session goes on. A thief who used it first would go on too."),
    QT_TRANSLATE_NOOP("Lab", "%1 noticed the reuse and ended the session, as RFC 9700 §4.14.2 wants it. Sign in again."),
    QT_TRANSLATE_NOOP("Lab", "%1 gave other tokens for the spent one: reuse is not noticed."),
    QT_TRANSLATE_NOOP("Lab", "%1 gave the same tokens again: it has a grace period, in which a spent token is taken once more."),
    QT_TRANSLATE_NOOP("Lab", "%1 gave other tokens for the spent one, and ended the session when they were used. Sign in again."),
    QT_TRANSLATE_NOOP("Lab", "%1 does not rotate refresh tokens: the same one can be used again and again, by a thief too."),
    QT_TRANSLATE_NOOP("Lab", "%1 forgave the lost answer: the spent refresh token was taken once more."),
    QT_TRANSLATE_NOOP("Lab", "%1 took the second try for theft and ended the session. With a grace period a lost answer would cost nothing. Sign in again."),
    QT_TRANSLATE_NOOP("Lab", "The lost answer cost nothing, because the refresh token stays as it is."),
    QT_TRANSLATE_NOOP("Lab", "%1 was told. Nothing here could ask whether it holds."),
    QT_TRANSLATE_NOOP("Lab", "%1 revoked the tokens and refuses them now. Sign in again."),
    QT_TRANSLATE_NOOP("Lab", "%1 said that the tokens are revoked, and still takes them."),
    QT_TRANSLATE_NOOP("Lab", "%1 has no way for a program like this to revoke tokens. Nothing was changed."),
    QT_TRANSLATE_NOOP("Lab", "By this clock the token was not valid, so it was renewed."),
    QT_TRANSLATE_NOOP("Lab", "By this clock the token is still good, so it serves as it is."),
    QT_TRANSLATE_NOOP("Lab", "It could not be carried through, so it says nothing of %1."),
};
static_assert(std::size(verdicts) == lab::verdictCount);

/// In the order of lab::Act.
constexpr const char *acts[] = {
    QT_TRANSLATE_NOOP("Lab", "Have the access token count as expired"),
    QT_TRANSLATE_NOOP("Lab", "Change one character of the access token"),
    QT_TRANSLATE_NOOP("Lab", "Ask for a token"),
    QT_TRANSLATE_NOOP("Lab", "Refresh"),
    QT_TRANSLATE_NOOP("Lab", "Refresh again with the spent token"),
    QT_TRANSLATE_NOOP("Lab", "Refresh, and throw the answer away"),
    QT_TRANSLATE_NOOP("Lab", "Tell %1 that the tokens are done with"),
    QT_TRANSLATE_NOOP("Lab", "Ask %1 for the sessions"),
    QT_TRANSLATE_NOOP("Lab", "Set this program's clock"),
};
static_assert(std::size(acts) == lab::actCount);

/// What the history says was done, in the order of lab::Experiment.
constexpr const char *events[] = {
    QT_TRANSLATE_NOOP("Lab", "You let the access token run out, in the lab."),
    QT_TRANSLATE_NOOP("Lab", "You spoiled the access token, in the lab."),
    QT_TRANSLATE_NOOP("Lab", "You refreshed, in the lab."),
    QT_TRANSLATE_NOOP("Lab", "You used a refresh token twice, in the lab."),
    QT_TRANSLATE_NOOP("Lab", "You dropped the answer to a refresh, in the lab."),
    QT_TRANSLATE_NOOP("Lab", "You revoked the tokens, in the lab."),
    QT_TRANSLATE_NOOP("Lab", "You skewed the clock, in the lab."),
};
static_assert(std::size(events) == lab::experimentCount);

struct Trouble {
    const char *code;
    const char *text;
};
constexpr Trouble troubles[] = {
    {"lab_busy", QT_TRANSLATE_NOOP("Lab", "Another experiment with this account is still running. Wait for its end.")},
    {"lab_needs_refresh_token", QT_TRANSLATE_NOOP("Lab", "%1 gave this account no refresh token, so there is nothing to renew it with: this would only sign it out. Nothing was changed.")},
    {"lab_overtaken", QT_TRANSLATE_NOOP("Lab", "Another refresh of this account went first, so its answer could not be dropped. Nothing was lost; try again.")},
    {"faults_not_offered", QT_TRANSLATE_NOOP("Lab", "%1 has no faults to switch on. Where it is a keyturn-backend, start it with --faults.")},
    {"faults_invalid", QT_TRANSLATE_NOOP("Lab", "%1 told of its faults in a way that cannot be read. Nothing was changed.")},
};
// clang-format on

QString text(const char *source)
{
    return QCoreApplication::translate("Lab", source);
}

QString text(const char *source, const QString &backend)
{
    return *source == '\0' ? QString() : filled(text(source), {backend});
}

} // namespace

QString experimentName(Experiment experiment)
{
    return text(experiments[int(experiment)].name);
}

QString experimentAbout(Experiment experiment, const QString &backend)
{
    return text(experiments[int(experiment)].about, backend);
}

QString experimentWarning(Experiment experiment, const QString &backend)
{
    return text(experiments[int(experiment)].warning, backend);
}

QString verdictSentence(lab::Verdict verdict, const QString &backend)
{
    return text(verdicts[int(verdict)], backend);
}

QString stepSentence(const lab::Step &step, const QString &backend)
{
    return text(acts[int(step.act)], backend);
}

QString stepOutcome(const lab::Step &step)
{
    if (step.error && step.error->code == QLatin1String("reply_dropped"))
        return text(QT_TRANSLATE_NOOP("Lab", "answer thrown away"));
    if (step.error && (step.error->kind == core::ErrorKind::SignInAgain || step.error->kind == core::ErrorKind::Rejected))
        return text(QT_TRANSLATE_NOOP("Lab", "refused (%1)"), step.error->code);
    if (step.error)
        return text(QT_TRANSLATE_NOOP("Lab", "failed (%1)"), step.error->code);
    if (step.newRefreshToken.value_or(false))
        return text(QT_TRANSLATE_NOOP("Lab", "new access token, new refresh token"));
    if (step.newAccessToken.value_or(false))
        return text(QT_TRANSLATE_NOOP("Lab", "new access token"));
    if (step.newAccessToken)
        return text(QT_TRANSLATE_NOOP("Lab", "the same tokens"));
    return text(QT_TRANSLATE_NOOP("Lab", "done"));
}

QString experimentEvent(const history::Event &event, const QString &backend)
{
    const std::optional<Experiment> experiment = lab::experimentOf(event.cause);
    const std::optional<lab::Verdict> verdict = lab::verdictOf(event.detail);
    QStringList sentences{experiment ? text(events[int(*experiment)])
                                     : text(QT_TRANSLATE_NOOP("Lab", "You tried something with the tokens, in the lab."))};
    QString said = verdict ? verdictSentence(*verdict, backend) : QString();
    if (event.subject.backend.isEmpty() && said.startsWith(backend))
        said.front() = said.front().toUpper(); // no name, but words of ours
    if (!said.isEmpty())
        sentences += said;
    return sentences.join(u' ');
}

QString labTrouble(const QString &code)
{
    for (const Trouble &trouble : troubles) {
        if (code == QLatin1String(trouble.code))
            return text(trouble.text);
    }
    return {};
}

QString clockSentence(std::chrono::seconds ahead, const std::function<QString(std::chrono::seconds)> &span)
{
    if (ahead.count() == 0)
        return {};
    return ahead.count() > 0 ? text(QT_TRANSLATE_NOOP("Lab", "This program's clock is %1 ahead."), span(ahead))
                             : text(QT_TRANSLATE_NOOP("Lab", "This program's clock is %1 behind."), span(-ahead));
}

} // namespace keyturn::words
