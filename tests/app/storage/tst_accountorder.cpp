// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/accountstore.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QTest>

using namespace keyturn;
using namespace keyturn::model;
using namespace keyturn::storage;

namespace {

Account account(const QString &id)
{
    Account account;
    account.id = AccountId(id);
    account.profile = ProfileId(QStringLiteral("demo"));
    account.identity = {QStringLiteral("https://a.example"), id, {}, {}};
    account.generation = 1;
    return account;
}

QStringList idsOf(const AccountStore &store)
{
    QStringList ids;
    const core::Result<QList<Account>> accounts = store.load();
    if (!accounts.ok())
        return {accounts.error().code};
    for (const Account &one : *accounts)
        ids.append(one.id.toString());
    return ids;
}

} // namespace

/// The order of the accounts is the person's.
class TstAccountOrder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_home = std::make_unique<tests::TemporaryHome>(); }
    void keepsTheOrder();
    void movesARecord_data();
    void movesARecord();

private:
    std::unique_ptr<tests::TemporaryHome> m_home;
};

void TstAccountOrder::keepsTheOrder()
{
    AccountStore store(m_home->paths().data);
    for (const char *id : {"c", "a", "b"})
        QVERIFY(store.put(account(QString::fromLatin1(id))).ok());
    Account again = account(QStringLiteral("a"));
    again.label = QStringLiteral("new");
    QVERIFY(store.put(again).ok());
    QCOMPARE(idsOf(store), QStringList({QStringLiteral("c"), QStringLiteral("a"), QStringLiteral("b")}));
    QVERIFY(store.remove(AccountId(QStringLiteral("a"))).ok());
    QVERIFY(store.remove(AccountId(QStringLiteral("a"))).ok());
    QCOMPARE(idsOf(store), QStringList({QStringLiteral("c"), QStringLiteral("b")}));
}

void TstAccountOrder::movesARecord_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("order");
    QTest::newRow("to the front") << "c"
                                  << "a"
                                  << "c a b";
    QTest::newRow("to the end") << "a"
                                << ""
                                << "b c a";
    QTest::newRow("between") << "a"
                             << "c"
                             << "b a c";
    QTest::newRow("in front of itself") << "b"
                                        << "b"
                                        << "a b c";
    QTest::newRow("in front of what is gone meanwhile") << "a"
                                                        << "x"
                                                        << "b c a";
}

void TstAccountOrder::movesARecord()
{
    QFETCH(const QString, id);
    QFETCH(const QString, before);
    QFETCH(const QString, order);
    AccountStore store(m_home->paths().data);
    for (const char *one : {"a", "b", "c"})
        QVERIFY(store.put(account(QString::fromLatin1(one))).ok());
    QVERIFY(store.move(AccountId(id), AccountId(before)).ok());
    QCOMPARE(idsOf(store).join(u' '), order);
    QCOMPARE(store.move(AccountId(QStringLiteral("x")), AccountId(id)).error().code, QStringLiteral("account_unknown"));
}

KEYTURN_TEST(TstAccountOrder)
#include "tst_accountorder.moc"
