// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/house.h"
#include "composition/movenote.h"
#include "composition/secretmove.h"
#include "support/fakesecretstore.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>

namespace keyturn::composition {

using Operation = tests::FakeSecretStore::Operation;
using storage::SecretKey;
using tests::answerOf;
using tests::FakeSecretStore;
using tests::House;

namespace {

const QString keychain = QStringLiteral("keychain");
const QString encrypted = QStringLiteral("file");

/// Three sign-ins in the keychain that are on their way into a file, the setting that says where they are, and a process that may end anywhere.
struct Journey {
    House house;
    std::shared_ptr<FakeSecretStore> from{std::shared_ptr<void>(), &house.secrets};
    std::shared_ptr<FakeSecretStore> to = std::make_shared<FakeSecretStore>();
    QString setting = keychain;
    QString override;
    QStringList closed; ///< Places that cannot be had without a question.
    QMap<QString, core::Secret> before;
    std::unique_ptr<QObject> process = std::make_unique<QObject>();
    std::shared_ptr<OpenMoveNote> note;

    Journey()
    {
        for (const char *who : {"u1", "u2", "u3"})
            (void)house.signedIn(QString::fromLatin1(who));
        before = house.secrets.entries;
    }

    [[nodiscard]] core::Async<CopiedSecrets> beginToCopy()
    {
        auto begun = OpenMoveNote::begin(house.home.paths(), keychain, encrypted);
        note = begun.ok() ? *begun : nullptr;
        return copySecrets(
            house.records, house.tokens, house.secrets, *to, [this](const SecretKey &key) { return note->add(key); }, process.get());
    }

    /// kill -9: nothing of it goes on, and its locks are free.
    void end()
    {
        to->dropAll();
        from->dropAll();
        process = std::make_unique<QObject>();
        note.reset();
    }

    [[nodiscard]] core::Result<QStringList> startAgain()
    {
        MoveFinish how{setting, override, {}, {}};
        how.open = [this](const QString &place) -> std::shared_ptr<storage::SecretStore> {
            return closed.contains(place) ? nullptr : place == keychain ? from : place == encrypted ? to : std::make_shared<FakeSecretStore>();
        };
        return answerOf(finishMoves(house.home.paths(), how, process.get()));
    }

    [[nodiscard]] QStringList notes() const
    {
        return QDir(house.home.paths().state + QStringLiteral("/secret-moves")).entryList({QStringLiteral("*.move")});
    }
};

} // namespace

/// Wherever a move is ended, the next start leaves each secret in one place: the one that the setting names.
class TstMoveNote : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endedWhileCopyingLeavesNothingAtTheNewPlace_data();
    void endedWhileCopyingLeavesNothingAtTheNewPlace();
    void endedBeforeTheSwitchLeavesNothingAtTheNewPlace();
    void endedAfterTheSwitchLeavesNothingAtTheOldPlace_data();
    void endedAfterTheSwitchLeavesNothingAtTheOldPlace();
    void whatCannotBeHadIsDoneAtALaterStart();
    void whatServesIsNeverCleared();
    void anOverrideIsNoSetting();
    void aNoteIsKeptUntilNothingIsLeft_data();
    void aNoteIsKeptUntilNothingIsLeft();
    void aMoveThatRunsIsLeftAlone();
    void aLineThatWasBeingWrittenIsNone();
    void aDamagedNoteIsSaid();
    void itHoldsNoSecret();
};

void TstMoveNote::endedWhileCopyingLeavesNothingAtTheNewPlace_data()
{
    QTest::addColumn<int>("steps"); // of the new store: write, read back, write, …
    for (int steps = 0; steps < 6; ++steps)
        QTest::addRow("after step %d", steps) << steps;
}

void TstMoveNote::endedWhileCopyingLeavesNothingAtTheNewPlace()
{
    QFETCH(const int, steps);
    Journey journey;
    journey.to->holdBack();
    const auto copying = journey.beginToCopy();
    for (int step = 0; step < steps; ++step) {
        QTRY_VERIFY(journey.to->waiting() > 0);
        journey.to->releaseOne();
    }
    QTRY_VERIFY(journey.to->waiting() > 0 || copying.isFinished());
    journey.end();
    QCOMPARE(journey.to->entries.size(), (steps + 1) / 2);
    QCOMPARE(journey.startAgain().value(), QStringList());
    QVERIFY(journey.to->entries.isEmpty());
    QVERIFY(journey.from->entries == journey.before);
    QCOMPARE(journey.notes(), QStringList());
}

void TstMoveNote::endedBeforeTheSwitchLeavesNothingAtTheNewPlace()
{
    Journey journey;
    QVERIFY(answerOf(journey.beginToCopy()).ok());
    QVERIFY(journey.note->seal().ok());
    journey.end();
    QVERIFY(journey.to->entries == journey.before);
    QCOMPARE(journey.startAgain().value(), QStringList());
    QVERIFY(journey.to->entries.isEmpty());
    QVERIFY(journey.from->entries == journey.before);
    QCOMPARE(journey.notes(), QStringList());
}

void TstMoveNote::endedAfterTheSwitchLeavesNothingAtTheOldPlace_data()
{
    QTest::addColumn<int>("removed");
    for (int removed = 0; removed <= 3; ++removed)
        QTest::addRow("%d of 3 removed", removed) << removed;
}

void TstMoveNote::endedAfterTheSwitchLeavesNothingAtTheOldPlace()
{
    QFETCH(const int, removed);
    Journey journey;
    QVERIFY(answerOf(journey.beginToCopy()).ok());
    QVERIFY(journey.note->seal().ok());
    journey.setting = encrypted;
    for (int i = 0; i < removed; ++i)
        journey.from->entries.remove(journey.from->entries.firstKey());
    journey.end();
    QCOMPARE(journey.startAgain().value(), QStringList());
    QVERIFY(journey.from->entries.isEmpty());
    QVERIFY(journey.to->entries == journey.before);
    QCOMPARE(journey.notes(), QStringList());
}

void TstMoveNote::whatCannotBeHadIsDoneAtALaterStart()
{
    Journey journey;
    QVERIFY(answerOf(journey.beginToCopy()).ok());
    QVERIFY(journey.note->seal().ok());
    journey.setting = encrypted;
    journey.end();
    journey.closed = {keychain};
    QCOMPARE(journey.startAgain().value(), QStringList{keychain});
    QCOMPARE(journey.notes().size(), 1);
    journey.setting = QStringLiteral("session"); // and meanwhile they have gone on
    journey.closed.clear();
    QCOMPARE(journey.startAgain().value(), QStringList());
    QVERIFY(journey.from->entries.isEmpty());
    QVERIFY(journey.to->entries == journey.before);
}

void TstMoveNote::whatServesIsNeverCleared()
{
    Journey journey;
    QVERIFY(answerOf(journey.beginToCopy()).ok());
    QVERIFY(journey.note->seal().ok());
    journey.setting = encrypted;
    journey.end();
    journey.closed = {keychain};
    QCOMPARE(journey.startAgain().value(), QStringList{keychain});
    journey.setting = keychain; // moved back
    journey.closed.clear();
    QCOMPARE(journey.startAgain().value(), QStringList());
    QVERIFY(journey.from->entries == journey.before);
    QCOMPARE(journey.notes(), QStringList());
}

/// Started with --secret-store keychain where the setting says something else: the sign-ins that are being copied are that start's.
void TstMoveNote::anOverrideIsNoSetting()
{
    Journey journey;
    journey.setting = QStringLiteral("session");
    QVERIFY(answerOf(journey.beginToCopy()).ok());
    QVERIFY(journey.note->seal().ok());
    journey.end();
    journey.override = encrypted; // and started with that one: it is not cleared under its feet
    QCOMPARE(journey.startAgain().value(), QStringList{encrypted});
    QVERIFY(journey.to->entries == journey.before);
    journey.override.clear();
    QCOMPARE(journey.startAgain().value(), QStringList());
    QVERIFY(journey.from->entries == journey.before);
    QVERIFY(journey.to->entries.isEmpty());
}

void TstMoveNote::aNoteIsKeptUntilNothingIsLeft_data()
{
    QTest::addColumn<int>("operation");
    QTest::newRow("removing fails") << int(Operation::Remove);
    QTest::newRow("reading back fails") << int(Operation::Read);
}

void TstMoveNote::aNoteIsKeptUntilNothingIsLeft()
{
    QFETCH(const int, operation);
    Journey journey;
    QVERIFY(answerOf(journey.beginToCopy()).ok());
    QVERIFY(journey.note->seal().ok());
    journey.setting = encrypted;
    journey.end();
    journey.from->failNext(Operation(operation), 1, QStringLiteral("keychain_locked"));
    QCOMPARE(journey.startAgain().value(), QStringList{keychain});
    QCOMPARE(journey.notes().size(), 1);
    QCOMPARE(journey.startAgain().value(), QStringList());
    QVERIFY(journey.from->entries.isEmpty());
    QCOMPARE(journey.notes(), QStringList());
}

void TstMoveNote::aMoveThatRunsIsLeftAlone()
{
    Journey journey;
    QVERIFY(answerOf(journey.beginToCopy()).ok());
    QCOMPARE(journey.startAgain().value(), QStringList()); // another program starts
    QVERIFY(journey.to->entries == journey.before);
    QCOMPARE(journey.notes().size(), 1);
    QCOMPARE(OpenMoveNote::begin(journey.house.home.paths(), keychain, encrypted).error().code, QStringLiteral("lock_timeout"));
}

void TstMoveNote::aLineThatWasBeingWrittenIsNone()
{
    Journey journey;
    journey.note = OpenMoveNote::begin(journey.house.home.paths(), keychain, encrypted).value();
    QVERIFY(journey.note->add({model::AccountId(QStringLiteral("a")), 7}).ok());
    QFile file(journey.note->path());
    QVERIFY(file.open(QIODevice::Append) && file.write("b/1") == 3);
    file.close();
    const core::Result<MoveNote> read = readMoveNote(journey.note->path());
    QVERIFY(read.ok());
    QCOMPARE(*read, (MoveNote{keychain, encrypted, {{model::AccountId(QStringLiteral("a")), 7}}, MoveStage::Copying}));
}

void TstMoveNote::aDamagedNoteIsSaid()
{
    Journey journey;
    journey.note = OpenMoveNote::begin(journey.house.home.paths(), keychain, encrypted).value();
    QFile file(journey.note->path());
    QVERIFY(file.open(QIODevice::Append) && file.write("what is this\n") > 0);
    file.close();
    journey.end();
    QCOMPARE(journey.startAgain().error().code, QStringLiteral("move_note_broken"));
    QCOMPARE(journey.notes().size(), 1);
}

void TstMoveNote::itHoldsNoSecret()
{
    Journey journey;
    QVERIFY(answerOf(journey.beginToCopy()).ok());
    QVERIFY(journey.note->seal().ok());
    QFile file(journey.note->path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(!text.contains("access-") && !text.contains("refresh-") && !text.contains("u1@"));
    QCOMPARE(text.count('\n'), 3 + 3 + 1);
    QCOMPARE(QFile::permissions(journey.note->path()) & QFile::Permissions(0x0077), QFile::Permissions());
}

} // namespace keyturn::composition

using keyturn::composition::TstMoveNote;
KEYTURN_TEST(TstMoveNote)
#include "tst_movenote.moc"
