// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "support/registry.h"
#include "ui/accounts/accountdelegate.h"
#include "ui/accounts/accountlistmodel.h"
#include "ui/accounts/accountsidebar.h"
#include "ui/accounts/colourmenu.h"

#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using accounts::AccountSidebar;
using keyturn::accounts::AccountState;
using model::AccountId;

class TstAccountSidebar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theFirstAccountIsChosen();
    void theSecondLineSaysStateAndBackend();
    void aLabelComesBeforeTheName();
    void typingInTheListSearches();
    void searchingKeepsTheAccountThatStillFits();
    void escapeShowsAllAgain();
    void aNumberChoosesTheAccountShownThere();
    void theMenuOpensByTheKeyboard();
    void nextGoesRoundTheEnd();
    void aRemovedAccountGivesItsPlaceToAnother();
    void theLastOneGoneLeavesNone();
    void theKeyboardMovesAnAccount();
    void anAccountIsDraggedToAnotherPlace_data();
    void anAccountIsDraggedToAnotherPlace();
    void aColourIsChosen();
    void aThousandAccountsAreFiltered();
    void aLetterCostsNothingPerAccount();

private:
    [[nodiscard]] QStringList shown() const; ///< Their ids.
    [[nodiscard]] QListView &list() const { return *m_sidebar->findChild<QListView *>(); }
    [[nodiscard]] QLineEdit &search() const { return *m_sidebar->findChild<QLineEdit *>(); }

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeAccounts> m_port;
    std::unique_ptr<AccountSidebar> m_sidebar;
};

void TstAccountSidebar::init()
{
    m_sidebar.reset();
    m_clock = std::make_unique<FakeClock>();
    m_port = std::make_unique<FakeAccounts>(*m_clock);
    m_port->list = {account(QStringLiteral("a"), QStringLiteral("Ada Lovelace"), QStringLiteral("ada@example.com")),
                    account(QStringLiteral("b"), QStringLiteral("Grace Hopper"), QStringLiteral("grace@example.com")),
                    account(QStringLiteral("c"), QString(), QStringLiteral("root@example.org"))};
    m_sidebar = std::make_unique<AccountSidebar>(*m_port);
    m_sidebar->show();
}

void TstAccountSidebar::theFirstAccountIsChosen()
{
    QCOMPARE(m_sidebar->current(), AccountId(QStringLiteral("a")));
}

void TstAccountSidebar::theSecondLineSaysStateAndBackend()
{
    m_port->states.insert(AccountId(QStringLiteral("b")), AccountState::SignInAgain);
    Q_EMIT m_port->changed(AccountId(QStringLiteral("b")));
    const QModelIndex second = list().model()->index(1, 0);
    QCOMPARE(accounts::AccountDelegate::secondLine(second), QStringLiteral("Sign in again · Acme"));
    QCOMPARE(second.data(Qt::AccessibleTextRole).toString(), QStringLiteral("Grace Hopper, Acme, Sign in again"));
}

void TstAccountSidebar::aLabelComesBeforeTheName()
{
    QVERIFY(m_port->setLabel(AccountId(QStringLiteral("a")), QStringLiteral("Work")).ok());
    QCOMPARE(list().model()->index(0, 0).data().toString(), QStringLiteral("Work"));
    QCOMPARE(list().model()->index(2, 0).data().toString(), QStringLiteral("root@example.org"));
}

void TstAccountSidebar::typingInTheListSearches()
{
    list().setFocus();
    QTest::keyClicks(&list(), QStringLiteral("g"));
    QCOMPARE(search().text(), QStringLiteral("g"));
    search().setText(QStringLiteral("HOPPER"));
    QCOMPARE(list().model()->rowCount(), 1);
    QCOMPARE(m_sidebar->current(), AccountId(QStringLiteral("b")));
}

void TstAccountSidebar::searchingKeepsTheAccountThatStillFits()
{
    m_sidebar->choose(AccountId(QStringLiteral("b")));
    search().setText(QStringLiteral("example.com"));
    QCOMPARE(list().model()->rowCount(), 2);
    QCOMPARE(m_sidebar->current(), AccountId(QStringLiteral("b")));
}

void TstAccountSidebar::escapeShowsAllAgain()
{
    search().setText(QStringLiteral("nobody"));
    QCOMPARE(list().model()->rowCount(), 0);
    QTest::keyClick(&search(), Qt::Key_Escape);
    QCOMPARE(list().model()->rowCount(), 3);
    QCOMPARE(m_sidebar->current(), AccountId(QStringLiteral("a")));
}

void TstAccountSidebar::aNumberChoosesTheAccountShownThere()
{
    m_sidebar->chooseNumber(3);
    QCOMPARE(m_sidebar->current(), AccountId(QStringLiteral("c")));
    m_sidebar->chooseNumber(9);
    QCOMPARE(m_sidebar->current(), AccountId(QStringLiteral("c")));
}

void TstAccountSidebar::theMenuOpensByTheKeyboard()
{
    QSignalSpy rename(m_sidebar.get(), &AccountSidebar::renameRequested);
    m_sidebar->chooseNumber(2);
    QTest::keyClick(&list(), Qt::Key_F10, Qt::ShiftModifier);
    auto *menu = m_sidebar->findChild<QMenu *>();
    QVERIFY(menu && menu->isVisible());
    QTest::keyClick(menu, Qt::Key_R);
    QTRY_COMPARE(rename.size(), 1);
    QCOMPARE(rename.first().first().value<AccountId>(), AccountId(QStringLiteral("b")));
}

void TstAccountSidebar::nextGoesRoundTheEnd()
{
    m_sidebar->chooseNext(-1);
    QCOMPARE(m_sidebar->current(), AccountId(QStringLiteral("c")));
    m_sidebar->chooseNext(1);
    QCOMPARE(m_sidebar->current(), AccountId(QStringLiteral("a")));
}

void TstAccountSidebar::aRemovedAccountGivesItsPlaceToAnother()
{
    QSignalSpy changes(m_sidebar.get(), &AccountSidebar::currentChanged);
    m_port->remove(AccountId(QStringLiteral("a")));
    QCOMPARE(list().model()->rowCount(), 2);
    QVERIFY(m_sidebar->current() != AccountId(QStringLiteral("a")));
    QVERIFY(!changes.isEmpty());
}

void TstAccountSidebar::theLastOneGoneLeavesNone()
{
    for (const QString &id : {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")})
        m_port->remove(AccountId(id));
    QVERIFY(m_sidebar->current().isEmpty());
}

QStringList TstAccountSidebar::shown() const
{
    QStringList ids;
    for (int row = 0; row < list().model()->rowCount(); ++row)
        ids += list().model()->index(row, 0).data(accounts::AccountListModel::IdRole).toString();
    return ids;
}

void TstAccountSidebar::theKeyboardMovesAnAccount()
{
    m_sidebar->choose(AccountId(QStringLiteral("b")));
    QTest::keyClick(&list(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(shown().join(u' '), QStringLiteral("b a c"));
    QCOMPARE(m_sidebar->current(), AccountId(QStringLiteral("b")));
    QCOMPARE(list().currentIndex().row(), 0);
    QTest::keyClick(&list(), Qt::Key_Up, Qt::AltModifier); // it is the first already
    QCOMPARE(shown().join(u' '), QStringLiteral("b a c"));
    QTest::keyClick(&list(), Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(&list(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(shown().join(u' '), QStringLiteral("a c b"));
}

void TstAccountSidebar::anAccountIsDraggedToAnotherPlace_data()
{
    QTest::addColumn<QString>("search");
    QTest::addColumn<int>("dragged");
    QTest::addColumn<int>("to"); // in front of this row
    QTest::addColumn<QString>("order");
    QTest::newRow("up") << QString() << 2 << 0 << QStringLiteral("c a b");
    QTest::newRow("to the end") << QString() << 0 << 3 << QStringLiteral("b c a");
    QTest::newRow("among those that a search leaves") << QStringLiteral("example.com") << 1 << 0 << QStringLiteral("b a c");
}

void TstAccountSidebar::anAccountIsDraggedToAnotherPlace()
{
    QFETCH(const QString, search);
    QFETCH(const int, dragged);
    QFETCH(const int, to);
    QFETCH(const QString, order);
    this->search().setText(search);
    QAbstractItemModel &model = *list().model();
    const std::unique_ptr<QMimeData> carried(model.mimeData({model.index(dragged, 0)}));
    QVERIFY(carried && !carried->hasText()); // nothing for other programs
    QVERIFY(model.dropMimeData(carried.get(), Qt::MoveAction, to, 0, {}));
    this->search().clear();
    QCOMPARE(shown().join(u' '), order);
    QVERIFY(!model.dropMimeData(carried.get(), Qt::CopyAction, 0, 0, {}));
}

void TstAccountSidebar::aColourIsChosen()
{
    accounts::ColourMenu menu(*m_port, m_port->list.first());
    QVERIFY(menu.actions().first()->isChecked()); // nobody chose one
    const auto action = [&menu](const QString &text) {
        for (QAction *one : menu.actions()) {
            if (one->text().remove(u'&') == text)
                return one;
        }
        return menu.actions().first();
    };
    action(QStringLiteral("Blue"))->trigger();
    const QModelIndex first = list().model()->index(0, 0);
    QCOMPARE(first.data(accounts::AccountListModel::HueRole).toInt(), 212);
    QVERIFY(accounts::ColourMenu(*m_port, m_port->list.first()).actions().last()->isChecked() == false);
    action(QStringLiteral("Automatic"))->trigger();
    QVERIFY(!first.data(accounts::AccountListModel::HueRole).isValid());
}

void TstAccountSidebar::aThousandAccountsAreFiltered()
{
    for (int i = 0; i < 1000; ++i)
        m_port->list += account(QStringLiteral("n%1").arg(i), QStringLiteral("Person %1").arg(i));
    Q_EMIT m_port->reset();
    search().setText(QStringLiteral("person 77"));
    QCOMPARE(list().model()->rowCount(), 11); // 77 and 770…779
}

/// What costs something per account is asked for once per change, not once per letter.
void TstAccountSidebar::aLetterCostsNothingPerAccount()
{
    for (int i = 0; i < 1000; ++i)
        m_port->list += account(QStringLiteral("n%1").arg(i), QStringLiteral("Person %1").arg(i));
    m_port->calls.clear();
    Q_EMIT m_port->reset();
    QCOMPARE(m_port->calls.value(QStringLiteral("backendName")), 1003);
    QCoreApplication::processEvents();
    m_port->calls.clear();
    for (const char *text : {"p", "pe", "per", "nobody", ""}) {
        search().setText(QString::fromLatin1(text));
        QCoreApplication::processEvents();
    }
    QCOMPARE(m_port->calls.value(QStringLiteral("accounts")), 0);
    QCOMPARE(m_port->calls.value(QStringLiteral("backendName")), 0);
    QVERIFY2(m_port->calls.value(QStringLiteral("state")) < 500, qPrintable(QString::number(m_port->calls.value(QStringLiteral("state")))));
    m_port->calls.clear();
    for (int i = 0; i < 1000; ++i)
        Q_EMIT m_port->changed(AccountId(QStringLiteral("n%1").arg(i))); // each one's tokens are there now
    QCOMPARE(m_port->calls.value(QStringLiteral("accounts")), 0);
    QCOMPARE(m_port->calls.value(QStringLiteral("backendName")), 0);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstAccountSidebar;
KEYTURN_TEST(TstAccountSidebar)
#include "tst_accountsidebar.moc"
