// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/passwordrules.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;
using namespace keyturn::model;

using Breaches = QList<RuleBreach>;

class TstPasswordRules : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPasswordIsTakenByItsRules_data();
    void aPasswordIsTakenByItsRules();
    void aNameCountsWithoutTheSpacesAroundIt();
};

void TstPasswordRules::aPasswordIsTakenByItsRules_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<Breaches>("breaches");
    const auto row = [](const char *name, const QString &password, const Breaches &breaches = {}) { QTest::newRow(name) << password << breaches; };
    const RuleBreach tooShort = RuleBreach::PasswordTooShort;
    const RuleBreach noUpper = RuleBreach::PasswordWantsUpper;
    const RuleBreach noDigit = RuleBreach::PasswordWantsDigit;
    const RuleBreach noSymbol = RuleBreach::PasswordWantsSymbol;
    row("good", QStringLiteral("Correct-h0rse"));
    row("empty", QString(), {tooShort, RuleBreach::PasswordWantsLower, noUpper, noDigit, noSymbol});
    row("one short of it", QStringLiteral("Aa1-567"), {tooShort});
    row("just long enough", QStringLiteral("Aa1-5678"));
    row("capitals of other scripts", QString::fromUtf8("Ωmega-1234"));
    row("no symbol but a space", QStringLiteral("Correct h0rse"), {noSymbol});
    row("a letter of another script is no symbol", QString::fromUtf8("Correct語h0rse"), {noSymbol});
    row("an Arabic digit is no digit that backends look for", QString::fromUtf8("Correct-h\u0661rse"), {noDigit});
    row("a smiley is one character", QString::fromUtf8("Aa1\U0001F600567"), {tooShort});
    row("a smiley is a symbol", QString::fromUtf8("Aa1\U0001F6005678"));
    row("16 characters", QStringLiteral("Aa1-567890123456"));
    row("17 characters", QStringLiteral("Aa1-5678901234567"), {RuleBreach::PasswordTooLong});
    row("20 bytes", QString::fromUtf8("Aa1-") + QString(8, QChar(0xE9)));
    row("22 bytes", QString::fromUtf8("Aa1-") + QString(9, QChar(0xE9)), {RuleBreach::PasswordTooManyBytes});
    row("half a smiley", QStringLiteral("Aa1-567") + QChar(0xD83D));
}

void TstPasswordRules::aPasswordIsTakenByItsRules()
{
    QFETCH(QString, password);
    QFETCH(Breaches, breaches);
    PasswordRules rules;
    rules.maximumLength = 16;
    rules.maximumBytes = 20;
    rules.wants = {CharacterKind::Lower, CharacterKind::Upper, CharacterKind::Digit, CharacterKind::Symbol};
    Breaches found;
    for (const BrokenRule &rule : brokenRules(rules, QStringView(password)))
        found += rule.breach;
    QCOMPARE(found, breaches);
    QCOMPARE(brokenRules(rules, core::Secret::fromText(password)), brokenRules(rules, QStringView(password)));
}

void TstPasswordRules::aNameCountsWithoutTheSpacesAroundIt()
{
    PasswordRules rules;
    QVERIFY(brokenNameRules(rules, u"").isEmpty());
    rules.nameMinimumLength = 2;
    rules.nameMaximumLength = 4;
    QCOMPARE(brokenNameRules(rules, u"  A "), (QList<BrokenRule>{{RuleBreach::NameTooShort, 2}}));
    QVERIFY(brokenNameRules(rules, u"  Ada ").isEmpty());
    QCOMPARE(brokenNameRules(rules, u"Ada L."), (QList<BrokenRule>{{RuleBreach::NameTooLong, 4}}));
}

KEYTURN_TEST(TstPasswordRules)
#include "tst_passwordrules.moc"
