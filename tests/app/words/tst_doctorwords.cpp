// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/doctorwords.h"

#include "support/registry.h"

#include <QRegularExpression>
#include <QTest>

namespace keyturn::words {

using namespace composition::doctor;

namespace {

QString asItIs(const QString &value)
{
    return value;
}

} // namespace

/// The doctor's findings in words.
class TstDoctorWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCodeHasASentence();
    void whatIsAmissHasARemedy();
    void aCommandIsForThoseWhoTypeThem();
    void whatIsFilledInIsNoPlaceToFill();
    void whatIsFilledInIsCleaned();
};

void TstDoctorWords::everyCodeHasASentence()
{
    const QStringList values{QStringLiteral("ONE"), QStringLiteral("TWO"), QStringLiteral("THREE"), QStringLiteral("FOUR")};
    QStringList sentences;
    for (int i = 0; i < codeCount; ++i) {
        const Finding finding{Check::Files, {{static_cast<Code>(i), Outcome::Problem, values}}};
        const QString sentence = foundSentence(finding, asItIs);
        QVERIFY2(sentence.size() > 5 && !sentence.contains(QLatin1Char('%')), qPrintable(sentence));
        for (const Surface surface : {Surface::Window, Surface::CommandLine})
            QVERIFY(!remedySentence(finding, surface).contains(QLatin1Char('%')));
        sentences += sentence;
    }
    QCOMPARE(sentences.filter(QRegularExpression(QStringLiteral("^ONE cannot be read, and was left as it is: TWO$"))).size(), 1);
    QStringList titles;
    for (int i = 0; i < checkCount; ++i)
        titles += titleOf(static_cast<Check>(i));
    QCOMPARE(titles.removeDuplicates(), 0);
}

void TstDoctorWords::whatIsAmissHasARemedy()
{
    const Fact wide{Code::FileReadable, Outcome::Warning, {QStringLiteral("a"), QStringLiteral("0644")}};
    const Fact wider{Code::FileWritable, Outcome::Problem, {QStringLiteral("b"), QStringLiteral("0666")}};
    const QString remedy = remedySentence({Check::Files, {wide, wider, wide}}, Surface::Window);
    QCOMPARE(remedy.count(QStringLiteral("chmod 600")), 1); // the same advice is given once
    QCOMPARE(remedySentence({Check::LoopbackIPv6, {{Code::LoopbackAbsent, Outcome::Skipped, {QStringLiteral("::1")}}}}, Surface::Window), QString());
    QCOMPARE(remedySentence({Check::Proxy, {{Code::ProxyNone}}}, Surface::Window), QString());
}

void TstDoctorWords::whatIsFilledInIsNoPlaceToFill()
{
    const Finding finding{Check::Accounts, {{Code::AccountsBroken, Outcome::Problem, {QStringLiteral("%2"), QStringLiteral("%1")}}}};
    QVERIFY(foundSentence(finding, asItIs).startsWith(QStringLiteral("%2 cannot be read")));
    QVERIFY(foundSentence(finding, asItIs).endsWith(QStringLiteral(": %1")));
}

void TstDoctorWords::aCommandIsForThoseWhoTypeThem()
{
    for (int i = 0; i < codeCount; ++i) {
        const Finding finding{Check::Files, {{static_cast<Code>(i), Outcome::Problem, {}}}};
        QVERIFY2(!remedySentence(finding, Surface::Window).contains(QStringLiteral(" --")), qPrintable(remedySentence(finding, Surface::Window)));
    }
    const Finding absent{Check::Keychain, {{Code::KeychainAbsent, Outcome::Problem, {}}}};
    QVERIFY(remedySentence(absent, Surface::CommandLine).contains(QStringLiteral("--secret-store file")));
}

void TstDoctorWords::whatIsFilledInIsCleaned()
{
    const Finding finding{Check::Accounts, {{Code::AccountsBroken, Outcome::Problem, {QStringLiteral("a\nb"), QStringLiteral("c")}}}};
    const QString sentence = foundSentence(finding, [](QString value) { return value.replace(u'\n', u'?'); });
    QVERIFY2(sentence.startsWith(QStringLiteral("a?b cannot be read")), qPrintable(sentence));
}

} // namespace keyturn::words

using keyturn::words::TstDoctorWords;
KEYTURN_TEST(TstDoctorWords)
#include "tst_doctorwords.moc"
