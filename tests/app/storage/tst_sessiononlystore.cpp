// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/sessiononlystore.h"
#include "support/fakesecretstore.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;
using namespace keyturn::storage;

/// The store in memory, and its double in tests, which other rooms' tests rely on.
class TstSessionOnlyStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void behavesAsAStore_data();
    void behavesAsAStore();
    void theDoubleFailsWhenTold();
    void theDoubleLosesAWriteWhenTold();
    void theDoubleHoldsBackAndReleasesInOrder();

private:
    template <class T> static QString codeOf(const core::Async<T> &future)
    {
        if (!future.isFinished())
            return QStringLiteral("waiting");
        return future.result().ok() ? QStringLiteral("ok") : future.result().error().code;
    }
    static core::Secret secret(const char *text) { return core::Secret(QByteArrayView(text)); }
    const SecretKey m_key{model::AccountId(QStringLiteral("a")), 1};
};

void TstSessionOnlyStore::behavesAsAStore_data()
{
    QTest::addColumn<bool>("fake");
    QTest::newRow("in memory") << false;
    QTest::newRow("the tests' double") << true;
}

void TstSessionOnlyStore::behavesAsAStore()
{
    QFETCH(bool, fake);
    const std::unique_ptr<SecretStore> store =
        fake ? std::unique_ptr<SecretStore>(new tests::FakeSecretStore) : std::unique_ptr<SecretStore>(new SessionOnlyStore);
    QCOMPARE(codeOf(store->read(m_key)), QStringLiteral("secret_missing"));
    QCOMPARE(codeOf(store->write(m_key, secret("one"))), QStringLiteral("ok"));
    QVERIFY(store->read(m_key).result().value() == secret("one"));
    QCOMPARE(codeOf(store->read({m_key.account, 2})), QStringLiteral("secret_missing"));
    QCOMPARE(codeOf(store->remove(m_key)), QStringLiteral("ok"));
    QCOMPARE(codeOf(store->remove(m_key)), QStringLiteral("ok"));
    QCOMPARE(codeOf(store->read(m_key)), QStringLiteral("secret_missing"));
    QCOMPARE(codeOf(store->probe()), QStringLiteral("ok"));
    QVERIFY(fake || store->kind() == SecretStoreKind::SessionOnly);
}

void TstSessionOnlyStore::theDoubleFailsWhenTold()
{
    tests::FakeSecretStore store;
    store.failNext(tests::FakeSecretStore::Operation::Write, 2, QStringLiteral("keychain_timeout"));
    QCOMPARE(codeOf(store.write(m_key, secret("one"))), QStringLiteral("keychain_timeout"));
    QCOMPARE(codeOf(store.read(m_key)), QStringLiteral("secret_missing"));
    QCOMPARE(codeOf(store.write(m_key, secret("one"))), QStringLiteral("keychain_timeout"));
    QCOMPARE(codeOf(store.write(m_key, secret("one"))), QStringLiteral("ok"));
    store.broken = QStringLiteral("keychain_locked");
    QCOMPARE(codeOf(store.read(m_key)), QStringLiteral("keychain_locked"));
    store.broken.clear();
    QCOMPARE(codeOf(store.read(m_key)), QStringLiteral("ok"));
    QCOMPARE(store.count(tests::FakeSecretStore::Operation::Write), 3);
    QCOMPARE(store.count(tests::FakeSecretStore::Operation::Read), 3);
}

void TstSessionOnlyStore::theDoubleLosesAWriteWhenTold()
{
    tests::FakeSecretStore store;
    store.loseNextWrite();
    QCOMPARE(codeOf(store.write(m_key, secret("one"))), QStringLiteral("keychain_write_lost"));
    QVERIFY(store.entries.isEmpty());
    QCOMPARE(codeOf(store.write(m_key, secret("one"))), QStringLiteral("ok"));
}

void TstSessionOnlyStore::theDoubleHoldsBackAndReleasesInOrder()
{
    tests::FakeSecretStore store;
    store.holdBack();
    const core::Async<void> write = store.write(m_key, secret("one"));
    const core::Async<core::Secret> read = store.read(m_key);
    QCOMPARE(codeOf(write), QStringLiteral("waiting"));
    QCOMPARE(store.waiting(), std::size_t(2));
    QVERIFY(store.entries.isEmpty());
    store.releaseOne();
    QCOMPARE(codeOf(write), QStringLiteral("ok"));
    QCOMPARE(codeOf(read), QStringLiteral("waiting"));
    store.releaseAll();
    QVERIFY(read.result().value() == secret("one"));
    QCOMPARE(codeOf(store.remove(m_key)), QStringLiteral("ok"));
}

KEYTURN_TEST(TstSessionOnlyStore)
#include "tst_sessiononlystore.moc"
