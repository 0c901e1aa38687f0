// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/keychaincheck.h"

#include "support/fakesecretstore.h"
#include "support/registry.h"
#include "waiting.h"

namespace keyturn::composition::doctor {

using Operation = tests::FakeSecretStore::Operation;

/// The trial of the keychain: what it says of each way to fail, and that it leaves nothing.
class TstKeychainCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aStoreThatWorksIsTried_data();
    void aStoreThatWorksIsTried();
    void eachFailureHasItsName_data();
    void eachFailureHasItsName();
    void whatCannotBeReadBackIsRemovedAllTheSame();
    void anEntryThatStaysIsSaid();
    void otherEntriesAreLeftAlone();
    void aFrozenStoreLeavesTheCheckWaitingUntilItSpeaks();

private:
    [[nodiscard]] Facts check() { return valueOf(checkKeychain(*m_store, m_random, this)); }
    core::SystemRandom m_random;
    std::unique_ptr<tests::FakeSecretStore> m_store;
};

void TstKeychainCheck::init()
{
    m_store = std::make_unique<tests::FakeSecretStore>();
}

void TstKeychainCheck::aStoreThatWorksIsTried_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, storage::SecretStoreKind kind, Code code) {
        QTest::newRow(name) << static_cast<int>(kind) << static_cast<int>(code);
    };
    row("keychain", storage::SecretStoreKind::Keychain, Code::KeychainWorks);
    row("file", storage::SecretStoreKind::EncryptedFile, Code::VaultWorks);
    row("session", storage::SecretStoreKind::SessionOnly, Code::MemoryWorks);
}

void TstKeychainCheck::aStoreThatWorksIsTried()
{
    QFETCH(const int, kind);
    QFETCH(const int, code);
    m_store->kindToTell = static_cast<storage::SecretStoreKind>(kind);
    m_store->holdBack();
    const core::Async<Facts> facts = checkKeychain(*m_store, m_random, this);
    m_store->releaseOne();
    QTRY_COMPARE(m_store->waiting(), 1u);
    QCOMPARE(m_store->entries.size(), 1);
    QVERIFY(m_store->entries.firstKey().startsWith(QStringLiteral("doctor-")));
    QCOMPARE(m_store->entries.first().size(), 3000);
    m_store->releaseAll();
    QCOMPARE(valueOf(facts), (Facts{{static_cast<Code>(code)}}));
    QVERIFY(m_store->entries.isEmpty());
}

void TstKeychainCheck::eachFailureHasItsName_data()
{
    QTest::addColumn<QString>("error");
    QTest::addColumn<int>("code");
    const auto row = [](const char *error, Code code) { QTest::newRow(error) << QString::fromLatin1(error) << static_cast<int>(code); };
    row("keychain_locked", Code::KeychainLocked);
    row("keychain_absent", Code::KeychainAbsent);
    row("keychain_timeout", Code::KeychainFrozen);
    row("keychain_write_lost", Code::KeychainForgets);
    row("passphrase_wrong", Code::VaultPassphrase);
    row("keychain_failed", Code::KeychainFails);
    row("disk_failed", Code::KeychainFails);
}

void TstKeychainCheck::eachFailureHasItsName()
{
    QFETCH(const QString, error);
    QFETCH(const int, code);
    m_store->broken = error;
    const Facts facts = check();
    QCOMPARE(facts.size(), 1);
    QCOMPARE(facts.first().code, static_cast<Code>(code));
    QCOMPARE(facts.first().outcome, Outcome::Problem);
    if (facts.first().code == Code::KeychainFails)
        QCOMPARE(facts.first().values.value(0), error);
}

void TstKeychainCheck::whatCannotBeReadBackIsRemovedAllTheSame()
{
    m_store->failNext(Operation::Read);
    QCOMPARE(check().first().code, Code::KeychainFails);
    QVERIFY(m_store->entries.isEmpty());
    m_store->failNext(Operation::Read, 1, QStringLiteral("secret_missing"));
    QCOMPARE(check().first().code, Code::KeychainForgets);
    QVERIFY(m_store->entries.isEmpty());
}

void TstKeychainCheck::anEntryThatStaysIsSaid()
{
    m_store->failNext(Operation::Remove);
    const Facts facts = check();
    QCOMPARE(facts, (Facts{{Code::KeychainKeeps, Outcome::Problem, {m_store->entries.firstKey()}}}));
}

void TstKeychainCheck::otherEntriesAreLeftAlone()
{
    const core::Secret tokens(QByteArrayLiteral("tokens"));
    m_store->entries.insert(QStringLiteral("ada/1"), tokens);
    QCOMPARE(check().first().outcome, Outcome::Ok);
    QCOMPARE(m_store->entries.keys(), QStringList{QStringLiteral("ada/1")});
    QVERIFY(m_store->entries.first() == tokens);
}

void TstKeychainCheck::aFrozenStoreLeavesTheCheckWaitingUntilItSpeaks()
{
    m_store->holdBack();
    const core::Async<Facts> facts = checkKeychain(*m_store, m_random, this);
    QCoreApplication::processEvents();
    QVERIFY(!facts.isFinished());
    m_store->dropAll(); // its promise is never kept: the answer is Cancelled
    QCOMPARE(valueOf(facts).value(0).code, Code::KeychainFails);
}

} // namespace keyturn::composition::doctor

using keyturn::composition::doctor::TstKeychainCheck;
KEYTURN_TEST(TstKeychainCheck)
#include "tst_keychaincheck.moc"
