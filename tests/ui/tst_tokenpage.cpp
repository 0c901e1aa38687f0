// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "faketokens.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/developer/developertools.h"
#include "ui/tokens/tokenlistmodel.h"
#include "ui/tokens/tokenpage.h"
#include "windowbench.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTest>

namespace keyturn::ui::tests {

using mainwindow::Leaf;
using mainwindow::MainWindow;
using model::AccountId;
using tokens::TokenListModel;
using tokens::TokenPage;

/// The leaf for developers and its first page.
class TstTokenPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theLeafIsThereForDevelopers();
    void theTokenIsAskedForWhenItIsSeen();
    void anAccountsTokenIsReadAndNeverShown();
    void theCountdownRunsAndEnds();
    void aRenewalIsCompared();
    void aFailedRenewalLeavesWhatIsThere();
    void aLateAnswerOfAnotherAccountIsDropped();
    void aPastedTokenIsReadWhereItIs();
    void keysAreAskedForAndTold();
    void whatCannotBeReadIsSaid();
    void anotherRefreshIsSeen();
    void aSearchLineIsFoundAndNoOther();

private:
    void open();
    [[nodiscard]] TokenPage &page() const { return *m_window->findChild<TokenPage *>(); }
    [[nodiscard]] QStringList rows(const QString &heading) const;
    [[nodiscard]] QComboBox &box(const QString &name) const;
    void choose(const QString &name, int index);
    void give(const core::Result<core::Secret> &token);

    std::unique_ptr<WindowBench> m_bench;
    std::unique_ptr<MainWindow> m_window;
};

void TstTokenPage::init()
{
    m_window.reset();
    m_bench = std::make_unique<WindowBench>();
    m_window = std::make_unique<MainWindow>(m_bench->ports());
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TstTokenPage::open()
{
    m_window->showAccount(AccountId(QStringLiteral("a")), Leaf::Developer);
}

void TstTokenPage::give(const core::Result<core::Secret> &token)
{
    m_bench->tokens.asked.back().finish(token);
    QCoreApplication::processEvents();
}

/// "name: text" of the section below @p heading.
QStringList TstTokenPage::rows(const QString &heading) const
{
    QStringList found;
    bool within = false;
    const TokenListModel &model = page().rows();
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row);
        if (const QString begins = index.data(TokenListModel::HeadingRole).toString(); !begins.isEmpty())
            within = begins == heading;
        if (within)
            found.append(index.data(TokenListModel::NameRole).toString() + QStringLiteral(": ") + index.data().toString());
    }
    return found;
}

QComboBox &TstTokenPage::box(const QString &name) const
{
    for (QComboBox *one : page().findChildren<QComboBox *>()) {
        if (one->accessibleName() == name)
            return *one;
    }
    qFatal("no such box");
}

/// As a person does.
void TstTokenPage::choose(const QString &name, int index)
{
    box(name).setCurrentIndex(index);
    Q_EMIT box(name).activated(index);
}

void TstTokenPage::theLeafIsThereForDevelopers()
{
    developer::DeveloperTools tools;
    mainwindow::Ports ports = m_bench->ports();
    ports.developer = &tools;
    MainWindow window(ports);
    window.show();
    auto *bar = window.findChild<QTabBar *>();
    QVERIFY(bar->isTabVisible(int(Leaf::Developer)));
    window.showAccount(AccountId(QStringLiteral("a")), Leaf::Developer);
    QCOMPARE(window.leaf(), Leaf::Developer);
    tools.setShown(false);
    QVERIFY(!bar->isTabVisible(int(Leaf::Developer)));
    QVERIFY(window.leaf() != Leaf::Developer);
    window.showAccount(AccountId(QStringLiteral("a")), Leaf::Developer);
    QVERIFY(window.leaf() != Leaf::Developer);
    ports.tokens = nullptr; // no page, no leaf
    tools.setShown(true);
    MainWindow bare(ports);
    QVERIFY(!bare.findChild<QTabBar *>()->isTabVisible(int(Leaf::Developer)));
    QCOMPARE(mainwindow::leafOf(mainwindow::wordOf(Leaf::Developer)), Leaf::Developer);
}

void TstTokenPage::theTokenIsAskedForWhenItIsSeen()
{
    QCOMPARE(m_bench->tokens.calls, QStringList());
    QTest::keyClick(m_window.get(), Qt::Key_D, Qt::AltModifier);
    QCOMPARE(m_window->leaf(), Leaf::Developer);
    QCOMPARE(m_bench->tokens.calls, QStringList{QStringLiteral("token a")});
    QCoreApplication::processEvents();
    QVERIFY(m_window->focusWidget() && page().isAncestorOf(m_window->focusWidget()));
}

void TstTokenPage::anAccountsTokenIsReadAndNeverShown()
{
    open();
    const core::Secret token = m_bench->tokens.accessToken(600);
    give(token);
    QVERIFY(says(page(), QStringLiteral("Access token (JWT), RS256")));
    QVERIFY(says(page(), QStringLiteral("The signature was not checked.")));
    QVERIFY(rows(QStringLiteral("Claims")).contains(QStringLiteral("sub: 248289761001")));
    QVERIFY(rows(QStringLiteral("Header")).contains(QStringLiteral("kid: 2026-11")));
    const QStringList findings = rows(QStringLiteral("Findings"));
    QCOMPARE(findings.size(), 1);
    QVERIFY(findings.first().startsWith(QLatin1String("medium: It tells of the person")));
    const QString shown = QString::fromLatin1(token.reveal().toByteArray());
    for (const QPlainTextEdit *text : page().findChildren<QPlainTextEdit *>())
        QVERIFY(text->toPlainText().isEmpty());
    for (const QString &part : shown.split(u'.'))
        QVERIFY(!says(page(), part));
}

void TstTokenPage::theCountdownRunsAndEnds()
{
    open();
    give(m_bench->tokens.accessToken(62));
    QVERIFY(says(page(), QStringLiteral("Good for another 62 s")));
    m_bench->clock.advance(std::chrono::seconds(2));
    QVERIFY(says(page(), QStringLiteral("Good for another 60 s")));
    m_bench->clock.advance(std::chrono::seconds(60));
    QVERIFY(says(page(), QStringLiteral("Ran out just now")));
    QVERIFY(rows(QStringLiteral("Findings")).first().startsWith(QLatin1String("high: It ran out")));
}

void TstTokenPage::aRenewalIsCompared()
{
    open();
    give(m_bench->tokens.accessToken(60));
    QPushButton *renew = buttonOf(page(), QStringLiteral("Refresh and compare"));
    renew->click();
    QVERIFY(!renew->isEnabled());
    QCOMPARE(m_bench->tokens.calls.last(), QStringLiteral("renew a"));
    m_bench->tokens.renewals.back().finish(composition::RenewedToken{m_bench->tokens.accessToken(60), m_bench->tokens.accessToken(900)});
    QCoreApplication::processEvents();
    QVERIFY(renew->isEnabled());
    const QStringList changes = rows(QStringLiteral("Since the token before"));
    QVERIFY2(changes.contains(QStringLiteral("exp: exp is 14 min later: in 15 min")), qPrintable(changes.join(u'\n')));
    QVERIFY(changes.contains(QStringLiteral("jti: jti was 60, and is 900")));
}

void TstTokenPage::aFailedRenewalLeavesWhatIsThere()
{
    open();
    give(m_bench->tokens.accessToken(60));
    buttonOf(page(), QStringLiteral("Refresh and compare"))->click();
    m_bench->tokens.renewals.back().finish(core::Error{core::ErrorKind::Offline, QStringLiteral("connection_refused"), {}});
    QCoreApplication::processEvents();
    QVERIFY(says(page(), QStringLiteral("Acme")));
    QVERIFY(!rows(QStringLiteral("Claims")).isEmpty());
    QVERIFY(buttonOf(page(), QStringLiteral("Refresh and compare"))->isEnabled());
}

void TstTokenPage::aLateAnswerOfAnotherAccountIsDropped()
{
    open();
    m_window->showAccount(AccountId(QStringLiteral("b")), Leaf::Developer);
    QCOMPARE(m_bench->tokens.calls, (QStringList{QStringLiteral("token a"), QStringLiteral("token b")}));
    m_bench->tokens.asked.front().finish(m_bench->tokens.accessToken(60, {{QStringLiteral("sub"), QStringLiteral("of a")}}));
    QCoreApplication::processEvents();
    QVERIFY(rows(QStringLiteral("Claims")).isEmpty());
    give(m_bench->tokens.accessToken(60, {{QStringLiteral("sub"), QStringLiteral("of b")}}));
    QVERIFY(rows(QStringLiteral("Claims")).contains(QStringLiteral("sub: of b")));
}

void TstTokenPage::aPastedTokenIsReadWhereItIs()
{
    open();
    choose(QStringLiteral("Which token"), 2);
    QVERIFY(says(page(), QStringLiteral("Paste a token")));
    auto *field = page().findChild<QPlainTextEdit *>();
    field->setPlainText(QStringLiteral("Authorization: Bearer ") + QString::fromLatin1(FakeTokens::badToken()));
    m_bench->clock.advance(TokenPage::typingPause);
    QVERIFY(says(page(), QStringLiteral("Signed token (JWT), none")));
    const QStringList findings = rows(QStringLiteral("Findings"));
    QVERIFY2(findings.first().startsWith(QLatin1String("high: ")), qPrintable(findings.join(u'\n')));
    QVERIFY(findings.join(u'\n').contains(QLatin1String("password")));
    QVERIFY(!buttonOf(page(), QStringLiteral("Refresh and compare"))->isVisible());
    choose(QStringLiteral("Which token"), 0);
    QVERIFY(rows(QStringLiteral("Findings")).isEmpty()); // the account's is on its way
    QCOMPARE(m_bench->tokens.calls.size(), 2);
}

void TstTokenPage::keysAreAskedForAndTold()
{
    const QString proof = QStringLiteral("What the signature is checked with");
    open();
    give(m_bench->tokens.accessToken(600));
    QCOMPARE(box(proof).itemText(1), QStringLiteral("By the keys of Acme"));
    choose(proof, 1);
    QCOMPARE(m_bench->tokens.calls.last(), QStringLiteral("keys of a"));
    m_bench->tokens.keys.back().finish(
        inspection::KeySet{{{{QStringLiteral("kty"), QStringLiteral("EC")}, {QStringLiteral("kid"), QStringLiteral("x")}}}});
    QCoreApplication::processEvents();
    QVERIFY(says(page(), QStringLiteral("No key fits: “x”")));
    choose(proof, 4);
    QLineEdit *secret = nullptr;
    for (QLineEdit *line : page().findChildren<QLineEdit *>()) {
        if (line->accessibleName() == QLatin1String("Shared secret"))
            secret = line;
    }
    secret->setText(QStringLiteral("hush"));
    QTest::keyClick(secret, Qt::Key_Return);
    QVERIFY(says(page(), QStringLiteral("RS256 is checked by a public key, not by a secret.")));
    choose(proof, 0);
    QVERIFY(says(page(), QStringLiteral("The signature was not checked.")));
    choose(proof, 1);
    m_bench->tokens.keys.back().finish(core::Error{core::ErrorKind::Configuration, QStringLiteral("keys_absent"), QStringLiteral("GitHub")});
    QCoreApplication::processEvents();
    QVERIFY(says(page(), QStringLiteral("GitHub does not say where its keys are.")));
}

void TstTokenPage::whatCannotBeReadIsSaid()
{
    open();
    give(core::Error{core::ErrorKind::Configuration, QStringLiteral("id_token_absent"), {}});
    QVERIFY(says(page(), QStringLiteral("This account has no ID token")));
    QVERIFY(!says(page(), QStringLiteral("The signature")));
}

void TstTokenPage::anotherRefreshIsSeen()
{
    open();
    give(m_bench->tokens.accessToken(60));
    Q_EMIT m_bench->tokens.refreshed(AccountId(QStringLiteral("b")));
    QCOMPARE(m_bench->tokens.calls.size(), 1);
    Q_EMIT m_bench->tokens.refreshed(AccountId(QStringLiteral("a")));
    QCOMPARE(m_bench->tokens.calls.size(), 2);
}

/// What is typed into a page's fields is no search.
void TstTokenPage::aSearchLineIsFoundAndNoOther()
{
    open();
    choose(QStringLiteral("What the signature is checked with"), 2);
    QTest::keySequence(m_window.get(), QKeySequence(QKeySequence::Find));
    QCOMPARE(m_window->focusWidget()->accessibleName(), QStringLiteral("Search accounts"));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstTokenPage;
KEYTURN_TEST(TstTokenPage)
#include "tst_tokenpage.moc"
