// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "words/labwords.h"

#include <QRegularExpression>
#include <QTest>

namespace keyturn::words {

namespace {

const QString evil = QStringLiteral("%2 Acme");

bool isWhole(const QString &sentence)
{
    return sentence.size() > 10 && sentence.front().isUpper() == !sentence.startsWith(u'%') && sentence.endsWith(u'.')
        && !QString(sentence).remove(evil).contains(QRegularExpression(QStringLiteral("%\\d|\\(\\)")));
}

} // namespace

/// What the experiments say: whole sentences, with whatever name a backend has.
class TstLabWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyExperimentIsExplained();
    void everyVerdictIsASentence();
    void aStepSaysWhatCameOfIt_data();
    void aStepSaysWhatCameOfIt();
    void theClockIsSaidAsFarAsItIsOff();
    void nobodysBackendBeginsASentenceToo();
};

void TstLabWords::everyExperimentIsExplained()
{
    for (int i = 0; i < lab::experimentCount; ++i) {
        const auto experiment = lab::Experiment(i);
        QVERIFY(!experimentName(experiment).isEmpty());
        QVERIFY2(isWhole(experimentAbout(experiment, evil)), qPrintable(experimentAbout(experiment, evil)));
        QCOMPARE(!experimentWarning(experiment, evil).isEmpty(), lab::mayEndSession(experiment));
    }
}

void TstLabWords::everyVerdictIsASentence()
{
    for (int i = 0; i < lab::verdictCount; ++i)
        QVERIFY2(isWhole(verdictSentence(lab::Verdict(i), evil)), qPrintable(verdictSentence(lab::Verdict(i), evil)));
    for (int i = 0; i < lab::actCount; ++i)
        QVERIFY(!stepSentence({lab::Act(i)}, evil).isEmpty());
}

void TstLabWords::aStepSaysWhatCameOfIt_data()
{
    QTest::addColumn<lab::Step>("step");
    QTest::addColumn<QString>("outcome");
    const auto row = [](const char *name, const lab::Step &step, const char *outcome) { QTest::newRow(name) << step << QString::fromUtf8(outcome); };
    const auto failed = [](core::ErrorKind kind, const char *code) {
        lab::Step step;
        step.error = core::Error{kind, QString::fromLatin1(code), {}};
        return step;
    };
    row("done", {}, "done");
    row("refused", failed(core::ErrorKind::SignInAgain, "reuse_detected"), "refused (reuse_detected)");
    row("failed", failed(core::ErrorKind::Offline, "timeout"), "failed (timeout)");
    row("dropped", failed(core::ErrorKind::Offline, "reply_dropped"), "answer thrown away");
    row("both new", {lab::Act::Refresh, {}, {}, {}, true, true, {}}, "new access token, new refresh token");
    row("one new", {lab::Act::Refresh, {}, {}, {}, true, false, {}}, "new access token");
    row("none new", {lab::Act::AskForToken, {}, {}, {}, false, false, {}}, "the same tokens");
}

void TstLabWords::aStepSaysWhatCameOfIt()
{
    QFETCH(const lab::Step, step);
    QTEST(stepOutcome(step), "outcome");
}

void TstLabWords::theClockIsSaidAsFarAsItIsOff()
{
    const auto span = [](std::chrono::seconds seconds) { return QStringLiteral("%1 s").arg(seconds.count()); };
    QCOMPARE(clockSentence(std::chrono::seconds(60), span), QStringLiteral("This program's clock is 60 s ahead."));
    QCOMPARE(clockSentence(std::chrono::seconds(-60), span), QStringLiteral("This program's clock is 60 s behind."));
    QCOMPARE(clockSentence(std::chrono::seconds(0), span), QString());
}

void TstLabWords::nobodysBackendBeginsASentenceToo()
{
    history::Event event;
    event.kind = history::EventKind::Experiment;
    event.cause = QStringLiteral("revoke");
    event.detail = QStringLiteral("revoked_and_refused");
    QCOMPARE(experimentEvent(event, QStringLiteral("the backend")),
             QStringLiteral("You revoked the tokens, in the lab. The backend revoked the tokens and refuses them now. Sign in again."));
}

} // namespace keyturn::words

using keyturn::words::TstLabWords;
KEYTURN_TEST(TstLabWords)
#include "tst_labwords.moc"
