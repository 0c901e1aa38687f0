// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/passwordrules.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;
using namespace keyturn::model;

class TstPasswordRules : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPasswordIsTakenByItsRules_data();
    void aPasswordIsTakenByItsRules();
    void aNameCountsWithoutTheSpacesAroundIt();
    void everyBreachHasAWordOfItsOwn();
};

void TstPasswordRules::aPasswordIsTakenByItsRules_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<QStringList>("codes");
    const auto row = [](const char *name, const QString &password, const QStringList &codes = {}) { QTest::newRow(name) << password << codes; };
    const QString tooShort = QStringLiteral("password_too_short");
    const QString noUpper = QStringLiteral("password_wants_upper");
    const QString noDigit = QStringLiteral("password_wants_digit");
    const QString noSymbol = QStringLiteral("password_wants_symbol");
    row("good", QStringLiteral("Correct-h0rse"));
    row("empty", QString(), {tooShort, QStringLiteral("password_wants_lower"), noUpper, noDigit, noSymbol});
    row("one short of it", QStringLiteral("Aa1-567"), {tooShort});
    row("just long enough", QStringLiteral("Aa1-5678"));
    row("capitals of other scripts", QString::fromUtf8("Ωmega-1234"));
    row("no symbol but a space", QStringLiteral("Correct h0rse"), {noSymbol});
    row("a letter of another script is no symbol", QString::fromUtf8("Correct語h0rse"), {noSymbol});
    row("an Arabic digit is no digit that backends look for", QString::fromUtf8("Correct-h\u0661rse"), {noDigit});
    row("a smiley is one character", QString::fromUtf8("Aa1\U0001F600567"), {tooShort});
    row("a smiley is a symbol", QString::fromUtf8("Aa1\U0001F6005678"));
    row("16 characters", QStringLiteral("Aa1-567890123456"));
    row("17 characters", QStringLiteral("Aa1-5678901234567"), {QStringLiteral("password_too_long")});
    row("20 bytes", QString::fromUtf8("Aa1-") + QString(8, QChar(0xE9)));
    row("22 bytes", QString::fromUtf8("Aa1-") + QString(9, QChar(0xE9)), {QStringLiteral("password_too_many_bytes")});
    row("half a smiley", QStringLiteral("Aa1-567") + QChar(0xD83D));
}

void TstPasswordRules::aPasswordIsTakenByItsRules()
{
    QFETCH(QString, password);
    QFETCH(QStringList, codes);
    PasswordRules rules;
    rules.maximumLength = 16;
    rules.maximumBytes = 20;
    rules.wants = {CharacterKind::Lower, CharacterKind::Upper, CharacterKind::Digit, CharacterKind::Symbol};
    QStringList found;
    for (const BrokenRule &rule : brokenRules(rules, QStringView(password)))
        found += codeOf(rule.breach);
    QCOMPARE(found, codes);
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

void TstPasswordRules::everyBreachHasAWordOfItsOwn()
{
    QStringList words;
    for (int i = 0; i <= static_cast<int>(RuleBreach::NameTooLong); ++i)
        words += codeOf(static_cast<RuleBreach>(i));
    QCOMPARE(words.removeDuplicates(), 0);
    QVERIFY(!words.contains(QString()));
}

KEYTURN_TEST(TstPasswordRules)
#include "tst_passwordrules.moc"
