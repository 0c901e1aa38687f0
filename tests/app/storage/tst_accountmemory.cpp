// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/accountstore.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace keyturn;
using namespace keyturn::storage;
using model::Account;
using model::AccountId;

/// The account file is read once for each time that it changes, and no more seldom.
class TstAccountMemory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_home = std::make_unique<tests::TemporaryHome>(); }
    void seesAnothersChangeHoweverSoon();
    void changesEachOfThemAtOnce();
    void aPictureThatNobodyMayFetchIsDropped();
    void aFileThatWasMadePublicIsMendedThoughNothingElseChanged();

private:
    [[nodiscard]] QString directory() const { return m_home->paths().data; }
    [[nodiscard]] QString path() const { return directory() + QStringLiteral("/accounts.json"); }
    [[nodiscard]] static Account account(const QString &id);
    void plant(const QByteArray &json) const;

    std::unique_ptr<tests::TemporaryHome> m_home;
};

Account TstAccountMemory::account(const QString &id)
{
    Account account;
    account.id = AccountId(id);
    account.profile = model::ProfileId(QStringLiteral("demo"));
    account.generation = 1;
    return account;
}

void TstAccountMemory::plant(const QByteArray &json) const
{
    QFile file(path());
    if (!QDir().mkpath(directory()) || !file.open(QIODevice::WriteOnly) || file.write(json) != json.size())
        qFatal("could not plant a file");
}

/// What was read is remembered; not beyond the next write, though that leaves name, size and, on a coarse clock, time of the file as they were.
void TstAccountMemory::seesAnothersChangeHoweverSoon()
{
    const AccountStore reader(directory());
    AccountStore writer(directory());
    QVERIFY(writer.put(account(QStringLiteral("a"))).ok());
    for (int i = 0; i < 200; ++i) {
        const QString label = QStringLiteral("%1").arg(i % 10);
        QVERIFY(writer.update(AccountId(QStringLiteral("a")), [&label](Account &one) { one.label = label; }).ok());
        QCOMPARE(reader.find(AccountId(QStringLiteral("a")))->label, label);
        QCOMPARE(reader.load()->first().label, label);
        if (i % 50 == 0)
            QTest::qWait(30); // old enough to be remembered
    }
    QVERIFY(QFile::remove(path()));
    QCOMPARE(reader.find(AccountId(QStringLiteral("a"))).error().code, QStringLiteral("account_unknown"));
}

void TstAccountMemory::changesEachOfThemAtOnce()
{
    AccountStore store(directory());
    for (const char *id : {"a", "b"})
        QVERIFY(store.put(account(QString::fromLatin1(id))).ok());
    QSignalSpy changes(&store, &AccountStore::changed);
    QVERIFY(store
                .updateEach([](Account &one) {
                    one.label = one.id.toString();
                    one.id = AccountId(QStringLiteral("mine")); // which nobody may change
                })
                .ok());
    QCOMPARE(changes.size(), 1);
    QCOMPARE(store.load()->size(), 2);
    QCOMPARE(store.find(AccountId(QStringLiteral("b")))->label, QStringLiteral("b"));
}

void TstAccountMemory::aPictureThatNobodyMayFetchIsDropped()
{
    plant(R"({"format":"keyturn-accounts","version":1,"accounts":[{"id":"a","profile":"p","method":"password",)"
          R"("identity":{"picture":"file:///etc/passwd"},"standing":{"state":"signedIn"},"generation":1}]})");
    const AccountStore store(directory());
    QVERIFY(store.find(AccountId(QStringLiteral("a"))).ok()); // no reason to show no accounts
    QVERIFY(store.find(AccountId(QStringLiteral("a")))->identity.picture.isEmpty());
}

void TstAccountMemory::aFileThatWasMadePublicIsMendedThoughNothingElseChanged()
{
    AccountStore store(directory());
    QVERIFY(store.put(account(QStringLiteral("a"))).ok());
    QTest::qWait(30);
    QVERIFY(store.load().ok()); // and remembered
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QTest::qWait(30);
    QVERIFY(store.load().ok());
    QVERIFY(!QFile::permissions(path()).testFlag(QFile::ReadOther));
}

KEYTURN_TEST(TstAccountMemory)
#include "tst_accountmemory.moc"
