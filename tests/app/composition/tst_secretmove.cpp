// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/house.h"
#include "composition/secretmove.h"
#include "support/fakesecretstore.h"
#include "support/registry.h"
#include "tokens/rotationjournal.h"
#include "tokens/vaultentry.h"

namespace keyturn::composition {

using Operation = tests::FakeSecretStore::Operation;
using tests::answerOf;
using tests::FakeSecretStore;
using tests::House;

/// No sign-in is lost on its way from one store to another, whatever fails.
class TstSecretMove : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void allIsThereBeforeAnythingIsRemoved();
    void aCrashsLeftoverGoesAlong();
    void whoHadNothingIsCounted();
    void whateverFailsNothingIsGone_data();
    void whateverFailsNothingIsGone();
    void aCopyThatDiffersIsFoundOut();
    void anAccountThatIsBusyIsWaitedForAndThenLeft();
    void whatCannotBeNotedIsNotCopied();
    void aRefreshThatWasCutOffIsMendedBeforeItIsCopied();
    void whatCannotBeMendedKeepsAllWhereItIs();
    void whatCannotBeRemovedIsSaidAndTheRestIsDone();

private:
    [[nodiscard]] core::Result<CopiedSecrets> copy()
    {
        const auto copied = copySecrets(
            m_house->records, m_house->tokens, m_house->secrets, *m_to, [this](const storage::SecretKey &key) { return note(key); }, &m_context);
        for (int second = 0; second < 15 && !copied.isFinished(); ++second)
            m_house->clock.advance(std::chrono::seconds(1));
        return answerOf(copied);
    }

    [[nodiscard]] core::Result<void> note(const storage::SecretKey &key)
    {
        if (m_to->entries.contains(key.toString()) || m_unwritable)
            return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), key.toString()}; // it comes before the slot
        return {};
    }

    /// The new slot is written, the record not yet.
    void cutOffARefresh(const model::Account &account)
    {
        const storage::SecretKey slot{account.id, account.generation};
        const storage::SecretKey next{account.id, account.generation + 1};
        QVERIFY(journal().begin(account.id, {slot.generation, next.generation}).ok());
        const core::Result<model::TokenSet> held = tokens::unpackEntry(m_house->secrets.entries.value(slot.toString()), account, slot.generation);
        QVERIFY(held.ok());
        m_house->secrets.entries.insert(next.toString(), tokens::packEntry(account, next.generation, *held));
    }
    [[nodiscard]] tokens::RotationJournal journal() const
    {
        return tokens::RotationJournal(m_house->home.paths().state + QStringLiteral("/rotation"), QStringLiteral("keychain"));
    }

    QObject m_context;
    bool m_unwritable = false;
    std::unique_ptr<House> m_house;
    std::unique_ptr<FakeSecretStore> m_to;
};

void TstSecretMove::init()
{
    m_unwritable = false;
    m_house = std::make_unique<House>();
    m_to = std::make_unique<FakeSecretStore>();
    for (const char *who : {"u1", "u2", "u3"})
        QVERIFY(!m_house->signedIn(QString::fromLatin1(who)).isEmpty());
}

void TstSecretMove::allIsThereBeforeAnythingIsRemoved()
{
    const auto before = m_house->secrets.entries;
    QCOMPARE(before.size(), 3);
    const core::Result<CopiedSecrets> copied = copy();
    QVERIFY(copied.ok());
    QCOMPARE(copied->without, 0);
    QVERIFY(m_to->entries == before);
    QVERIFY(m_house->secrets.entries == before);
    QVERIFY(answerOf(removeSecrets(m_house->secrets, copied->keys, &m_context)).ok());
    QVERIFY(m_house->secrets.entries.isEmpty());
    QVERIFY(m_to->entries == before);
}

void TstSecretMove::aCrashsLeftoverGoesAlong()
{
    const model::Account account = m_house->stored().first();
    const storage::SecretKey next{account.id, account.generation + 1};
    m_house->secrets.entries.insert(next.toString(), core::Secret(QByteArrayView("newer")));
    QVERIFY(copy().ok());
    QCOMPARE(m_to->entries.size(), 4);
    QVERIFY(m_to->entries.contains(next.toString()));
}

void TstSecretMove::whoHadNothingIsCounted()
{
    m_house->secrets.entries.remove(m_house->secrets.entries.firstKey());
    const core::Result<CopiedSecrets> copied = copy();
    QVERIFY(copied.ok());
    QCOMPARE(copied->without, 1);
    QCOMPARE(m_to->entries.size(), 2);
}

void TstSecretMove::whateverFailsNothingIsGone_data()
{
    QTest::addColumn<bool>("there");
    QTest::addColumn<int>("operation");
    QTest::newRow("reading") << false << int(Operation::Read);
    QTest::newRow("writing") << true << int(Operation::Write);
    QTest::newRow("reading back") << true << int(Operation::Read);
}

void TstSecretMove::whateverFailsNothingIsGone()
{
    QFETCH(const bool, there);
    QFETCH(const int, operation);
    const auto before = m_house->secrets.entries;
    FakeSecretStore &store = there ? *m_to : m_house->secrets;
    store.failNext(Operation(operation), 1, QStringLiteral("keychain_locked"));
    const core::Result<CopiedSecrets> copied = copy();
    QVERIFY(!copied.ok());
    QCOMPARE(copied.error().code, QStringLiteral("keychain_locked"));
    QVERIFY(m_house->secrets.entries == before);
    QVERIFY(m_to->entries.isEmpty()); // and no copy lies about
    QVERIFY(copy().ok()); // no lock is left
}

void TstSecretMove::aCopyThatDiffersIsFoundOut()
{
    m_to->loseNextWrite();
    const core::Result<CopiedSecrets> copied = copy();
    QVERIFY(!copied.ok());
    QCOMPARE(m_house->secrets.entries.size(), 3);
    QVERIFY(m_to->entries.isEmpty());
}

void TstSecretMove::anAccountThatIsBusyIsWaitedForAndThenLeft()
{
    const auto busy = answerOf(m_house->tokens.lock(m_house->stored().last().id, std::chrono::seconds(0)));
    QVERIFY(busy.ok());
    const core::Result<CopiedSecrets> copied = copy();
    QVERIFY(!copied.ok());
    QCOMPARE(copied.error().code, QStringLiteral("lock_timeout"));
    QCOMPARE(m_house->secrets.entries.size(), 3);
    QVERIFY(m_to->entries.isEmpty());
}

void TstSecretMove::whatCannotBeNotedIsNotCopied()
{
    m_unwritable = true;
    const core::Result<CopiedSecrets> copied = copy();
    QVERIFY(!copied.ok());
    QCOMPARE(copied.error().code, QStringLiteral("disk_failed"));
    QVERIFY(m_to->entries.isEmpty());
    QCOMPARE(m_to->count(Operation::Write), 0);
}

/// A crash between writing the new slot and committing it: the journal of the old store alone knows that the token of the old slot is spent.
void TstSecretMove::aRefreshThatWasCutOffIsMendedBeforeItIsCopied()
{
    const model::Account account = m_house->stored().first();
    cutOffARefresh(account);
    QCOMPARE(m_house->records.find(account.id)->generation, account.generation);
    QVERIFY(m_house->secrets.entries.contains(storage::SecretKey{account.id, account.generation + 1}.toString()));
    const core::Result<CopiedSecrets> copied = copy();
    QVERIFY2(copied.ok(), copied.ok() ? "" : qPrintable(copied.error().code));
    const quint64 mended = m_house->records.find(account.id)->generation;
    QCOMPARE(mended, account.generation + 1);
    QVERIFY(m_to->entries.contains(storage::SecretKey{account.id, mended}.toString()));
    QVERIFY(!m_to->entries.contains(storage::SecretKey{account.id, account.generation}.toString())); // the spent one stays behind
    QVERIFY(!journal().pending(account.id, mended));
}

void TstSecretMove::whatCannotBeMendedKeepsAllWhereItIs()
{
    const model::Account account = m_house->stored().first();
    cutOffARefresh(account);
    m_house->secrets.failNext(Operation::Read, 1, QStringLiteral("keychain_locked"));
    const core::Result<CopiedSecrets> copied = copy();
    QVERIFY(!copied.ok());
    QCOMPARE(copied.error().code, QStringLiteral("keychain_locked"));
    QVERIFY(m_to->entries.isEmpty());
    QCOMPARE(m_house->secrets.entries.size(), 4);
}

void TstSecretMove::whatCannotBeRemovedIsSaidAndTheRestIsDone()
{
    const core::Result<CopiedSecrets> copied = copy();
    QVERIFY(copied.ok());
    m_house->secrets.failNext(Operation::Remove, 1, QStringLiteral("keychain_locked"));
    const core::Result<void> removed = answerOf(removeSecrets(m_house->secrets, copied->keys, &m_context));
    QVERIFY(!removed.ok());
    QCOMPARE(removed.error().code, QStringLiteral("keychain_locked"));
    QCOMPARE(m_house->secrets.entries.size(), 1);
}

} // namespace keyturn::composition

using keyturn::composition::TstSecretMove;
KEYTURN_TEST(TstSecretMove)
#include "tst_secretmove.moc"
