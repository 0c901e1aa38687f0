// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "diskrigs.h"
#include "storage/encryptedfilestore.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTest>

using namespace keyturn;
using namespace keyturn::storage;

class TstEncryptedFileStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_home = std::make_unique<tests::TemporaryHome>(); }
    void keepsSecretsAcrossRestarts();
    void nothingReadableStandsInTheFile();
    void aWrongPassphraseIsToldFromTheFirstRead();
    void aWrongPassphraseChangesNothing();
    void anEmptyPassphraseIsRefused();
    void damageIsToldFromAWrongPassphrase_data();
    void damageIsToldFromAWrongPassphrase();
    void twoStoresDoNotUndoEachOthersWork();
    void aFileMadeAnewByOthersIsNotOverwritten();
    void whatStoodStaysWhenTheDiskIsFull();
    void theCallersThreadDoesNotWait();
    void acceptedWritesAreFinishedAtTheEnd();
    void theProbeLeavesNothing();
    void eachWriteHasItsOwnNonce();

private:
    static SecretKey key(const char *account, quint64 generation = 1) { return {model::AccountId(QString::fromLatin1(account)), generation}; }
    static core::Secret secret(const char *text) { return core::Secret(QByteArrayView(text)); }
    [[nodiscard]] QString path() const { return m_home->paths().data + QStringLiteral("/secrets.vault"); }
    [[nodiscard]] std::unique_ptr<EncryptedFileStore> open(const char *passphrase = "correct horse") const
    {
        return std::make_unique<EncryptedFileStore>(path(), secret(passphrase), KeyCost::Interactive);
    }
    [[nodiscard]] QByteArray contents() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void plant(const QByteArray &bytes) const
    {
        QFile file(path());
        if (!QDir().mkpath(m_home->paths().data) || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("could not plant a file");
    }
    template <class T> static QString codeOf(const core::Async<T> &future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000))
            return QStringLiteral("never finished");
        return future.result().ok() ? QStringLiteral("ok") : future.result().error().code;
    }
    static QByteArray textOf(const core::Async<core::Secret> &future)
    {
        const QString code = codeOf(future);
        return code == QLatin1String("ok") ? future.result().value().reveal().toByteArray() : code.toLatin1();
    }

    std::unique_ptr<tests::TemporaryHome> m_home;
};

void TstEncryptedFileStore::keepsSecretsAcrossRestarts()
{
    {
        const auto store = open();
        QVERIFY(store->kind() == SecretStoreKind::EncryptedFile);
        QCOMPARE(textOf(store->read(key("a"))), QByteArray("secret_missing"));
        QVERIFY(!QFile::exists(path())); // reading makes no file
        QCOMPARE(codeOf(store->write(key("a"), secret("one"))), QStringLiteral("ok"));
        QCOMPARE(codeOf(store->write(key("a", 2), secret("two"))), QStringLiteral("ok"));
        QCOMPARE(textOf(store->read(key("a"))), QByteArray("one"));
    }
    const auto store = open();
    QCOMPARE(textOf(store->read(key("a"))), QByteArray("one"));
    QCOMPARE(codeOf(store->remove(key("a"))), QStringLiteral("ok"));
    QCOMPARE(codeOf(store->remove(key("a"))), QStringLiteral("ok"));
    QCOMPARE(textOf(store->read(key("a"))), QByteArray("secret_missing"));
    QCOMPARE(textOf(store->read(key("a", 2))), QByteArray("two"));
    QCOMPARE(tests::modeOf(path()), mode_t(0600));
}

void TstEncryptedFileStore::nothingReadableStandsInTheFile()
{
    const auto store = open();
    QCOMPARE(codeOf(store->write(key("alice"), secret("hunter2-canary"))), QStringLiteral("ok"));
    const QByteArray file = contents();
    for (const char *word : {"hunter2", "alice", "correct horse"})
        QVERIFY2(!file.contains(word), word);
    QVERIFY(file.startsWith("KTVAULT1"));
}

void TstEncryptedFileStore::aWrongPassphraseIsToldFromTheFirstRead()
{
    QCOMPARE(codeOf(open()->write(key("a"), secret("one"))), QStringLiteral("ok"));
    const auto store = open("wrong horse");
    QCOMPARE(codeOf(store->read(key("a"))), QStringLiteral("passphrase_wrong"));
    QCOMPARE(codeOf(store->read(key("not there"))), QStringLiteral("passphrase_wrong"));
}

void TstEncryptedFileStore::aWrongPassphraseChangesNothing()
{
    QCOMPARE(codeOf(open()->write(key("a"), secret("one"))), QStringLiteral("ok"));
    const QByteArray before = contents();
    const auto store = open("wrong horse");
    QCOMPARE(codeOf(store->write(key("b"), secret("two"))), QStringLiteral("passphrase_wrong"));
    QCOMPARE(codeOf(store->remove(key("a"))), QStringLiteral("passphrase_wrong"));
    QCOMPARE(codeOf(store->probe()), QStringLiteral("passphrase_wrong"));
    QCOMPARE(contents(), before);
}

void TstEncryptedFileStore::anEmptyPassphraseIsRefused()
{
    QCOMPARE(codeOf(open("")->write(key("a"), secret("one"))), QStringLiteral("passphrase_wrong"));
    QVERIFY(!QFile::exists(path()));
}

void TstEncryptedFileStore::damageIsToldFromAWrongPassphrase_data()
{
    QTest::addColumn<int>("at"); // which byte is turned; -1: cut off one instead
    QTest::addColumn<QString>("code");
    QTest::newRow("the magic word") << 0 << QStringLiteral("vault_broken");
    QTest::newRow("the version") << 7 << QStringLiteral("vault_newer");
    QTest::newRow("more operations") << 8 << QStringLiteral("vault_broken");
    QTest::newRow("a terabyte of memory for the key") << 21 << QStringLiteral("vault_broken");
    QTest::newRow("the salt") << 30 << QStringLiteral("passphrase_wrong");
    QTest::newRow("the nonce") << 60 << QStringLiteral("vault_broken");
    QTest::newRow("the first sealed byte") << 80 << QStringLiteral("vault_broken");
    QTest::newRow("cut off") << -1 << QStringLiteral("vault_broken");
}

void TstEncryptedFileStore::damageIsToldFromAWrongPassphrase()
{
    QFETCH(int, at);
    QFETCH(QString, code);
    QCOMPARE(codeOf(open()->write(key("a"), secret("one"))), QStringLiteral("ok"));
    QByteArray file = contents();
    if (at < 0)
        file.chop(1);
    else
        file[at] = static_cast<char>(file[at] ^ 0x41);
    plant(file);
    const auto store = open();
    QCOMPARE(codeOf(store->read(key("a"))), code);
    QCOMPARE(codeOf(store->write(key("a"), secret("two"))), code);
    QCOMPARE(contents(), file); // nothing was lost
}

void TstEncryptedFileStore::twoStoresDoNotUndoEachOthersWork()
{
    const auto window = open();
    const auto commandLine = open();
    // Both at once, and the file is not there yet: each makes a recipe, one wins, the other takes it over.
    const core::Async<void> first = window->write(key("a"), secret("one"));
    const core::Async<void> second = commandLine->write(key("b"), secret("two"));
    QCOMPARE(codeOf(first), QStringLiteral("ok"));
    QCOMPARE(codeOf(second), QStringLiteral("ok"));
    QCOMPARE(textOf(window->read(key("b"))), QByteArray("two"));
    QCOMPARE(textOf(commandLine->read(key("a"))), QByteArray("one"));
}

void TstEncryptedFileStore::aFileMadeAnewByOthersIsNotOverwritten()
{
    const auto store = open();
    QCOMPARE(codeOf(store->write(key("a"), secret("one"))), QStringLiteral("ok"));
    QVERIFY(QFile::remove(path()));
    QCOMPARE(codeOf(open("another")->write(key("b"), secret("two"))), QStringLiteral("ok"));
    const QByteArray others = contents();
    QCOMPARE(codeOf(store->write(key("a"), secret("three"))), QStringLiteral("passphrase_wrong"));
    QCOMPARE(contents(), others);
}

void TstEncryptedFileStore::whatStoodStaysWhenTheDiskIsFull()
{
    const auto store = open();
    QCOMPARE(codeOf(store->write(key("a"), secret("one"))), QStringLiteral("ok"));
    const QByteArray before = contents();
    {
        const tests::FullDisk full(100); // FAULTS 72
        QCOMPARE(codeOf(store->write(key("b"), core::Secret(QByteArray(5000, 'x')))), QStringLiteral("disk_failed"));
    }
    QCOMPARE(contents(), before);
    QCOMPARE(codeOf(store->write(key("b"), secret("two"))), QStringLiteral("ok"));
}

void TstEncryptedFileStore::theCallersThreadDoesNotWait()
{
    const auto store = open();
    const core::Async<void> write = store->write(key("a"), secret("one"));
    QVERIFY(!write.isFinished()); // argon2 takes far longer than getting here
    QCOMPARE(codeOf(write), QStringLiteral("ok"));
}

void TstEncryptedFileStore::acceptedWritesAreFinishedAtTheEnd()
{
    core::Async<void> write;
    {
        const auto store = open();
        write = store->write(key("a"), secret("one"));
    }
    QVERIFY(write.isFinished());
    QVERIFY(write.result().ok());
    QCOMPARE(textOf(open()->read(key("a"))), QByteArray("one"));
}

void TstEncryptedFileStore::theProbeLeavesNothing()
{
    const auto store = open();
    QCOMPARE(codeOf(store->probe()), QStringLiteral("ok"));
    QVERIFY(contents().size() < 200);
}

void TstEncryptedFileStore::eachWriteHasItsOwnNonce()
{
    const auto store = open();
    QSet<QByteArray> nonces;
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(codeOf(store->write(key("a"), secret(i % 2 == 0 ? "one" : "two"))), QStringLiteral("ok"));
        nonces.insert(contents().mid(8 + 16 + 16 + 16, 24));
    }
    QCOMPARE(nonces.size(), 20);
}

KEYTURN_TEST(TstEncryptedFileStore)
#include "tst_encryptedfilestore.moc"
