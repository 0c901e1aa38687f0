// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signinbench.h"
#include "support/registry.h"
#include "ui/signin/formfield.h"
#include "ui/signin/registerpage.h"
#include "ui/signin/rulelist.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QTest>

namespace keyturn::ui::tests {

using model::CharacterKind;
using signin::FormField;
using signin::RegisterPage;

/// The backend's rules of a new password, while it is typed.
class TstNewPassword : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<SignInBench>(); }
    void cleanup() { m_bench.reset(); }
    void theRulesOfAPasswordAreToldWhileTyping();
    void everyRuleOfTheBackendHasItsLine();
    void aNameHasRulesToo();

private:
    void openRegistration(const model::PasswordRules &rules);
    [[nodiscard]] FormField &field(const char *name) const;
    [[nodiscard]] QStringList lines() const;
    [[nodiscard]] bool maySubmit() const { return m_bench->button(QStringLiteral("Create account"))->isEnabled(); }

    std::unique_ptr<SignInBench> m_bench;
};

void TstNewPassword::openRegistration(const model::PasswordRules &rules)
{
    m_bench->port.list.first().password->rules = rules;
    m_bench->dialog().startNew(model::ProfileId(QStringLiteral("demo")));
    QTest::keyClick(m_bench->dialog().findChild<QListView *>(), Qt::Key_Return);
    SignInBench::settle();
    m_bench->button(QStringLiteral("Create an account…"))->click();
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<RegisterPage>());
    field("Name").line().setText(QStringLiteral("Ada"));
    field("E-mail").line().setText(QStringLiteral("ada@example.com"));
}

FormField &TstNewPassword::field(const char *name) const
{
    const QList<FormField *> all = m_bench->page<RegisterPage>()->findChildren<FormField *>();
    return **std::find_if(all.begin(), all.end(), [name](const FormField *one) { return one->line().accessibleName() == QLatin1String(name); });
}

/// Those that are seen.
QStringList TstNewPassword::lines() const
{
    QStringList words;
    for (const QLabel *label : m_bench->page<RegisterPage>()->findChild<signin::RuleList *>()->findChildren<QLabel *>()) {
        if (label->isVisible() && !label->text().isEmpty())
            words += label->text();
    }
    return words;
}

void TstNewPassword::theRulesOfAPasswordAreToldWhileTyping()
{
    openRegistration({});
    QLineEdit &password = field("Password").line();
    QCOMPARE(lines(), QStringList{QStringLiteral("At least 8 characters")});
    QTest::keyClicks(&password, QStringLiteral("12345"));
    QCOMPARE(lines(), QStringList{QStringLiteral("At least 8 characters, 3 to go")});
    QCOMPARE(password.accessibleDescription(), QStringLiteral("At least 8 characters, 3 to go"));
    QVERIFY(!maySubmit());
    QTest::keyClicks(&password, QStringLiteral("678"));
    QCOMPARE(lines(), QStringList{QStringLiteral("At least 8 characters: done")});
    QCOMPARE(password.accessibleDescription(), QString());
    QVERIFY(maySubmit());
}

void TstNewPassword::everyRuleOfTheBackendHasItsLine()
{
    openRegistration({10, 0, 12, {CharacterKind::Lower, CharacterKind::Upper, CharacterKind::Digit, CharacterKind::Symbol}, 0, 0});
    const QStringList all{QStringLiteral("At least 10 characters"), QStringLiteral("A small letter"), QStringLiteral("A capital letter"),
                          QStringLiteral("A digit"), QStringLiteral("A sign such as ! or ?")};
    QCOMPARE(lines(), all);
    QLineEdit &password = field("Password").line();
    QTest::keyClicks(&password, QStringLiteral("aB3"));
    QCOMPARE(lines().first(), QStringLiteral("At least 10 characters, 7 to go"));
    QCOMPARE(lines().filter(QStringLiteral(": done")).size(), 3);
    QTest::keyClicks(&password, QStringLiteral("defgh!jk"));
    QCOMPARE(lines().filter(QStringLiteral(": done")).size(), 5);
    QVERIFY(maySubmit());
    QTest::keyClicks(&password, QStringLiteral("lm")); // one byte too many
    QVERIFY(lines().last().startsWith(QLatin1String("At most 12 bytes")));
    QVERIFY(!maySubmit());
}

void TstNewPassword::aNameHasRulesToo()
{
    openRegistration({8, 0, 0, {}, 2, 5});
    field("Password").line().setText(QStringLiteral("correct horse"));
    QVERIFY(maySubmit());
    QLineEdit &name = field("Name").line();
    name.clear();
    QTest::keyClicks(&name, QStringLiteral("A"));
    QCOMPARE(field("Name").hint(), QStringLiteral("At least 2 characters."));
    QVERIFY(!maySubmit());
    QTest::keyClicks(&name, QStringLiteral("da"));
    QCOMPARE(field("Name").hint(), QString());
    QVERIFY(maySubmit());
    QTest::keyClicks(&name, QStringLiteral(" Lovelace"));
    QCOMPARE(field("Name").hint(), QStringLiteral("At most 5 characters."));
    QVERIFY(!maySubmit());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstNewPassword;
KEYTURN_TEST(TstNewPassword)
#include "tst_newpassword.moc"
