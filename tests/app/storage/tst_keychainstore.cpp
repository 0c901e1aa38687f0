// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "memoryentries.h"
#include "storage/entrycodec.h"
#include "storage/keychainstore.h"
#include "support/fakeclock.h"
#include "support/registry.h"

#include <QDeadlineTimer>
#include <QTest>

using namespace keyturn;
using namespace keyturn::storage;
using namespace std::chrono_literals;

class TstKeychainStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void valuesOfAnyLengthComeBack_data();
    void valuesOfAnyLengthComeBack();
    void aShorterValueLeavesNoTail();
    void removingTakesEveryPart();
    void aRemovalThatDidNothingIsFoundOut();
    void removingTakesATailWhoseHeadIsGone();
    void anEntryThatHoldsEverythingIsOneEntry();
    void aLostWriteIsFoundOut_data();
    void aLostWriteIsFoundOut();
    void anotherAccountsEntryIsRefused();
    void partsThatDoNotBelongTogetherAreRefused_data();
    void partsThatDoNotBelongTogetherAreRefused();
    void aValueThatIsFarTooLongIsRefused();
    void aFrozenKeychainEndsInATimeOutForAllWhoWait();
    void afterAFreezeTheKeychainIsUsedAgain();
    void operationsRunOneAfterAnother();
    void goingAwayCancelsWhatWaits();
    void theProbeWritesReadsAndRemoves();
    void theProbeFindsAKeychainThatForgets();

private:
    static constexpr qsizetype limit = 200;
    static SecretKey key(const char *account = "acc", quint64 generation = 1) { return {model::AccountId(QString::fromLatin1(account)), generation}; }
    void makeStore(qsizetype maxEntryBytes)
    {
        m_store = std::make_unique<KeychainStore>(m_clock, std::make_unique<tests::MemoryEntries>(m_state), maxEntryBytes, 30s);
    }
    template <class T> static QString codeOf(const core::Async<T> &future)
    {
        // Tight, because QTest::qWaitFor sleeps 10 ms between two of the many small steps.
        for (const QDeadlineTimer deadline(5000); !future.isFinished() && !deadline.hasExpired();)
            QCoreApplication::processEvents();
        if (!future.isFinished())
            return QStringLiteral("never finished");
        return future.result().ok() ? QStringLiteral("ok") : future.result().error().code;
    }
    static core::Secret secret(qsizetype size)
    {
        QByteArray bytes;
        for (qsizetype i = 0; i < size; ++i)
            bytes.append(static_cast<char>(i * 7));
        return core::Secret(QByteArrayView(bytes));
    }

    tests::FakeClock m_clock;
    std::shared_ptr<tests::MemoryEntries::State> m_state;
    std::unique_ptr<KeychainStore> m_store;
};

void TstKeychainStore::init()
{
    m_store.reset();
    m_state = std::make_shared<tests::MemoryEntries::State>();
    makeStore(limit);
}

void TstKeychainStore::valuesOfAnyLengthComeBack_data()
{
    QTest::addColumn<qsizetype>("size");
    for (qsizetype size : {0, 1, 99, 100, 101, 110, 149, 150, 151, 300, 3000})
        QTest::addRow("%lld bytes in entries of 200", static_cast<long long>(size)) << size;
}

void TstKeychainStore::valuesOfAnyLengthComeBack()
{
    QFETCH(qsizetype, size);
    m_state->maxBytes = limit; // FAULTS 69, with a smaller limit
    QCOMPARE(codeOf(m_store->write(key(), secret(size))), QStringLiteral("ok"));
    const core::Async<core::Secret> read = m_store->read(key());
    QCOMPARE(codeOf(read), QStringLiteral("ok"));
    QVERIFY(read.result().value() == secret(size));
    for (const core::Secret &text : std::as_const(m_state->entries)) {
        QVERIFY(text.size() <= limit);
        QVERIFY(!text.reveal().contains('\0')); // some keychains cut there
    }
}

void TstKeychainStore::aShorterValueLeavesNoTail()
{
    QCOMPARE(codeOf(m_store->write(key(), secret(1000))), QStringLiteral("ok"));
    const auto before = m_state->entries.size();
    QVERIFY(before > 4);
    QCOMPARE(codeOf(m_store->write(key(), secret(200))), QStringLiteral("ok"));
    QVERIFY(m_state->entries.size() < before);
    QCOMPARE(codeOf(m_store->write(key(), secret(10))), QStringLiteral("ok"));
    QCOMPARE(m_state->entries.keys(), QStringList(QStringLiteral("acc/1")));
    QCOMPARE(codeOf(m_store->read(key())), QStringLiteral("ok"));
}

void TstKeychainStore::removingTakesEveryPart()
{
    QCOMPARE(codeOf(m_store->write(key("acc", 1), secret(1000))), QStringLiteral("ok"));
    QCOMPARE(codeOf(m_store->write(key("acc", 2), secret(10))), QStringLiteral("ok"));
    QCOMPARE(codeOf(m_store->remove(key("acc", 1))), QStringLiteral("ok"));
    QCOMPARE(m_state->entries.keys(), QStringList(QStringLiteral("acc/2")));
    QCOMPARE(codeOf(m_store->remove(key("acc", 1))), QStringLiteral("ok")); // what is not there is no error
    QCOMPARE(codeOf(m_store->read(key("acc", 1))), QStringLiteral("secret_missing"));
}

void TstKeychainStore::aRemovalThatDidNothingIsFoundOut()
{
    makeStore(KeychainStore::unlimitedEntryBytes);
    QCOMPARE(codeOf(m_store->write(key(), secret(10))), QStringLiteral("ok"));
    m_state->loses = QStringLiteral("acc/1");
    QCOMPARE(codeOf(m_store->remove(key())), QStringLiteral("keychain_failed"));
}

void TstKeychainStore::removingTakesATailWhoseHeadIsGone()
{
    QCOMPARE(codeOf(m_store->write(key(), secret(1000))), QStringLiteral("ok"));
    m_state->entries.remove(QStringLiteral("acc/1")); // a removal that was cut short
    QCOMPARE(codeOf(m_store->remove(key())), QStringLiteral("ok"));
    QVERIFY(m_state->entries.isEmpty());
}

void TstKeychainStore::anEntryThatHoldsEverythingIsOneEntry()
{
    makeStore(KeychainStore::unlimitedEntryBytes);
    QCOMPARE(codeOf(m_store->write(key(), secret(100'000))), QStringLiteral("ok"));
    QCOMPARE(m_state->entries.size(), 1);
    QCOMPARE(m_state->calls, QStringList({QStringLiteral("write acc/1"), QStringLiteral("read acc/1")}));
    QCOMPARE(codeOf(m_store->remove(key())), QStringLiteral("ok"));
    QCOMPARE(m_state->calls.mid(2), QStringList({QStringLiteral("remove acc/1"), QStringLiteral("read acc/1")}));
}

void TstKeychainStore::aLostWriteIsFoundOut_data()
{
    QTest::addColumn<QString>("lost");
    QTest::addColumn<bool>("overAnOldValue");
    QTest::newRow("the only entry (FAULTS 66)") << QStringLiteral("acc/1") << false;
    QTest::newRow("the tail") << QStringLiteral("acc/1#1") << false;
    QTest::newRow("an old value stands in its place") << QStringLiteral("acc/1") << true;
}

void TstKeychainStore::aLostWriteIsFoundOut()
{
    QFETCH(QString, lost);
    QFETCH(bool, overAnOldValue);
    if (overAnOldValue)
        QCOMPARE(codeOf(m_store->write(key(), secret(1))), QStringLiteral("ok"));
    m_state->loses = lost;
    QCOMPARE(codeOf(m_store->write(key(), secret(300))), QStringLiteral("keychain_write_lost"));
}

void TstKeychainStore::anotherAccountsEntryIsRefused()
{
    QCOMPARE(codeOf(m_store->write(key("alice"), secret(20))), QStringLiteral("ok"));
    QCOMPARE(codeOf(m_store->write(key("bob"), secret(20))), QStringLiteral("ok"));
    m_state->entries.insert(QStringLiteral("bob/1"), m_state->entries.value(QStringLiteral("alice/1"))); // FAULTS 71
    const core::Async<core::Secret> read = m_store->read(key("bob"));
    QCOMPARE(codeOf(read), QStringLiteral("keychain_failed"));
    QVERIFY(read.result().error().detail.contains(QStringLiteral("belongs to another slot")));
    m_state->entries.insert(QStringLiteral("alice/2"), m_state->entries.value(QStringLiteral("alice/1")));
    QCOMPARE(codeOf(m_store->read(key("alice", 2))), QStringLiteral("keychain_failed"));
}

void TstKeychainStore::partsThatDoNotBelongTogetherAreRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("a tail of an older value") << QStringLiteral("acc/1#1") << QByteArray("AAAA") << QStringLiteral("keychain_failed");
    QTest::newRow("no tail") << QStringLiteral("acc/1#2") << QByteArray() << QStringLiteral("secret_missing");
    QTest::newRow("not ours") << QStringLiteral("acc/1") << QByteArray("hello") << QStringLiteral("keychain_failed");
    QTest::newRow("not ours, with lines") << QStringLiteral("acc/1") << QByteArray("a b c\nd") << QStringLiteral("keychain_failed");
    QTest::newRow("a million parts") << QStringLiteral("acc/1") << QByteArray("keyturn1 1000000 00 acc/1\n") << QStringLiteral("keychain_failed");
    QTest::newRow("no parts") << QStringLiteral("acc/1") << QByteArray("keyturn1 0 00 acc/1\n") << QStringLiteral("keychain_failed");
}

void TstKeychainStore::partsThatDoNotBelongTogetherAreRefused()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, text);
    QFETCH(QString, code);
    QCOMPARE(codeOf(m_store->write(key(), secret(300))), QStringLiteral("ok"));
    if (text.isEmpty())
        QCOMPARE(m_state->entries.remove(name), 1);
    else
        m_state->entries.insert(name, core::Secret(QByteArrayView(text)));
    QCOMPARE(codeOf(m_store->read(key())), code);
}

void TstKeychainStore::aValueThatIsFarTooLongIsRefused()
{
    QCOMPARE(codeOf(m_store->write(key(), secret(limit * maxEntryParts))), QStringLiteral("keychain_failed"));
    QVERIFY(m_state->entries.isEmpty());
}

void TstKeychainStore::aFrozenKeychainEndsInATimeOutForAllWhoWait()
{
    m_state->frozen = true; // FAULTS 63
    const core::Async<core::Secret> read = m_store->read(key());
    const core::Async<void> write = m_store->write(key(), secret(10));
    m_clock.advance(20s);
    const core::Async<void> late = m_store->remove(key());
    m_clock.advance(9s);
    QVERIFY(!read.isFinished());
    m_clock.advance(1s);
    QCOMPARE(codeOf(read), QStringLiteral("keychain_timeout"));
    QCOMPARE(codeOf(write), QStringLiteral("keychain_timeout")); // not after another 30 s
    QVERIFY(!late.isFinished());
    m_clock.advance(20s);
    QCOMPARE(codeOf(late), QStringLiteral("keychain_timeout"));
}

void TstKeychainStore::afterAFreezeTheKeychainIsUsedAgain()
{
    m_state->frozen = true;
    const core::Async<void> hung = m_store->write(key(), secret(10));
    m_clock.advance(15s);
    const core::Async<void> waiting = m_store->write(key(), secret(20));
    m_state->frozen = false;
    m_clock.advance(15s);
    QCOMPARE(codeOf(hung), QStringLiteral("keychain_timeout"));
    QCOMPARE(codeOf(waiting), QStringLiteral("ok")); // it had patience left
    const core::Async<core::Secret> read = m_store->read(key());
    QCOMPARE(codeOf(read), QStringLiteral("ok"));
    QVERIFY(read.result().value() == secret(20));
    m_clock.advance(60s); // the clock's calls for what has long ended change nothing
    QCOMPARE(codeOf(m_store->read(key())), QStringLiteral("ok"));
}

void TstKeychainStore::operationsRunOneAfterAnother()
{
    const core::Async<void> first = m_store->write(key(), secret(10));
    const core::Async<void> second = m_store->write(key(), secret(20));
    const core::Async<core::Secret> third = m_store->read(key());
    QCOMPARE(codeOf(third), QStringLiteral("ok"));
    QVERIFY(first.isFinished() && second.isFinished());
    QVERIFY(third.result().value() == secret(20));
    QCOMPARE(m_state->calls.mid(0, 2), QStringList({QStringLiteral("write acc/1"), QStringLiteral("read acc/1")}));
}

void TstKeychainStore::goingAwayCancelsWhatWaits()
{
    m_state->frozen = true;
    const core::Async<void> running = m_store->write(key(), secret(10));
    const core::Async<core::Secret> waiting = m_store->read(key());
    m_store.reset(); // FAULTS 65
    QVERIFY(running.isFinished());
    QVERIFY(running.result().error().kind == core::ErrorKind::Cancelled);
    QVERIFY(waiting.result().error().kind == core::ErrorKind::Cancelled);
    m_clock.advance(60s);
}

void TstKeychainStore::theProbeWritesReadsAndRemoves()
{
    QCOMPARE(codeOf(m_store->probe()), QStringLiteral("ok"));
    QVERIFY(m_state->entries.isEmpty());
    QVERIFY(m_state->calls.first().startsWith(QStringLiteral("write probe-")));
    QVERIFY(m_state->calls.filter(QStringLiteral("write")).size() > 10); // 3 kB in entries of 200 bytes
}

void TstKeychainStore::theProbeFindsAKeychainThatForgets()
{
    makeStore(KeychainStore::unlimitedEntryBytes);
    m_state->loses = QStringLiteral("probe-%1/0").arg(QCoreApplication::applicationPid());
    QCOMPARE(codeOf(m_store->probe()), QStringLiteral("keychain_write_lost"));
}

KEYTURN_TEST(TstKeychainStore)
#include "tst_keychainstore.moc"
