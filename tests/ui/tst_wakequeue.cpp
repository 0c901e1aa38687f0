// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/fakeclock.h"
#include "support/registry.h"
#include "ui/application/wakequeue.h"

#include <QTest>

#include <map>

namespace keyturn::ui::tests {

using application::WakeQueue;
using keyturn::tests::FakeClock;
using model::AccountId;

/// A thousand accounts are brought into memory without asking for a thousand things at once.
class TstWakeQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void fourAtOnceInOrder();
    void whoWaitsAlreadyWaitsOnce();
    void aKeychainOutOfReachIsAskedOnceForAll();
    void oneEntryThatIsMissingStopsNobodyElse();
    void theKeychainThatOpensLetsThemGoOn();

private:
    void add(int count);
    void answer(int number, const core::Result<void> &result = {});
    [[nodiscard]] static core::Error error(const QString &code) { return {core::ErrorKind::Storage, code, {}}; }

    std::unique_ptr<FakeClock> m_clock;
    QStringList m_asked;
    std::map<QString, core::Promise<void>> m_promises;
    QStringList m_told; ///< "3", "3 keychain_locked".
    std::unique_ptr<WakeQueue> m_queue;
};

void TstWakeQueue::init()
{
    m_queue.reset();
    m_clock = std::make_unique<FakeClock>();
    m_asked.clear();
    m_promises.clear();
    m_told.clear();
    m_queue = std::make_unique<WakeQueue>(*m_clock, [this](const AccountId &id) {
        m_asked += id.toString();
        return (m_promises[id.toString()] = core::Promise<void>()).future();
    });
    connect(m_queue.get(), &WakeQueue::woken, this, [this](const AccountId &id, const std::optional<core::Error> &error) {
        m_told += error ? id.toString() + u' ' + error->code : id.toString();
    });
}

void TstWakeQueue::add(int count)
{
    for (int i = 0; i < count; ++i)
        m_queue->add(AccountId(QString::number(i)));
}

void TstWakeQueue::answer(int number, const core::Result<void> &result)
{
    const qsizetype before = m_told.size();
    m_promises.at(QString::number(number)).finish(result);
    QTRY_VERIFY(m_told.size() > before);
}

void TstWakeQueue::fourAtOnceInOrder()
{
    add(1000);
    QCOMPARE(m_asked.join(u' '), QStringLiteral("0 1 2 3"));
    answer(2);
    QCOMPARE(m_asked.join(u' '), QStringLiteral("0 1 2 3 4"));
    for (int i = 0; i < 1000; ++i) {
        if (i != 2)
            answer(i);
        QVERIFY(m_asked.size() - m_told.size() <= WakeQueue::atOnce);
    }
    QCOMPARE(m_told.size(), 1000);
}

void TstWakeQueue::whoWaitsAlreadyWaitsOnce()
{
    add(6);
    add(6);
    QCOMPARE(m_asked.join(u' '), QStringLiteral("0 1 2 3"));
    for (int i = 0; i < 4; ++i)
        answer(i);
    QCOMPARE(m_asked.join(u' '), QStringLiteral("0 1 2 3 4 5 0 1")); // those that ran are woken anew
}

void TstWakeQueue::aKeychainOutOfReachIsAskedOnceForAll()
{
    add(1000);
    answer(0, error(QStringLiteral("keychain_locked")));
    QCOMPARE(m_told.size(), 1 + 996);
    QCOMPARE(m_told.last(), QStringLiteral("999 keychain_locked"));
    for (int i = 1; i < 4; ++i)
        answer(i, error(QStringLiteral("keychain_locked")));
    QCOMPARE(m_asked.size(), 4); // nobody is asked to unlock it a thousand times
    m_clock->advance(std::chrono::seconds(29));
    QCOMPARE(m_asked.size(), 4);
    m_clock->advance(std::chrono::seconds(1));
    QCOMPARE(m_asked.size(), 8);
}

void TstWakeQueue::oneEntryThatIsMissingStopsNobodyElse()
{
    add(6);
    answer(0, error(QStringLiteral("secret_missing")));
    QCOMPARE(m_told, QStringList{QStringLiteral("0 secret_missing")});
    QCOMPARE(m_asked.size(), 5);
}

void TstWakeQueue::theKeychainThatOpensLetsThemGoOn()
{
    add(10);
    answer(0, error(QStringLiteral("keychain_locked")));
    QCOMPARE(m_asked.size(), 4);
    m_queue->resume();
    QCOMPARE(m_asked.size(), 5);
    m_queue->resume();
    m_clock->advance(std::chrono::seconds(60));
    QCOMPARE(m_asked.size(), 5); // three of the first four still run
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstWakeQueue;
KEYTURN_TEST(TstWakeQueue)
#include "tst_wakequeue.moc"
