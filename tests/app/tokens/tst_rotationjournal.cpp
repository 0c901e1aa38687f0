// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "tokens/rotationjournal.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace keyturn;
using tokens::PendingRotation;
using tokens::RotationJournal;

class TstRotationJournal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void whatWasBegunIsPendingUntilItIsFinished();
    void aFirstSignInSpendsNothing();
    void eachAccountHasItsOwn();
    void theFileIsOneUsersAndHoldsNumbersOnly();
    void anUnreadableFileCountsAsARotationOfTheRecord_data();
    void anUnreadableFileCountsAsARotationOfTheRecord();
    void anotherStoresRotationIsLeftAlone();
    void fault98ANewerVersionsFileIsReadAsFarAsItIsUnderstood();
    void aFolderThatCannotBeWrittenIsToldBeforeTheTokenIsSpent();

private:
    [[nodiscard]] QString folder() const { return m_directory->filePath(QStringLiteral("rotation")); }
    [[nodiscard]] QString file() const { return folder() + QLatin1String("/ada.json"); }

    std::unique_ptr<QTemporaryDir> m_directory;
    const model::AccountId m_ada{QStringLiteral("ada")};
};

void TstRotationJournal::whatWasBegunIsPendingUntilItIsFinished()
{
    const RotationJournal journal(folder());
    QVERIFY(!journal.pending(m_ada, 0).has_value());
    QVERIFY(journal.finish(m_ada).ok());
    QVERIFY(journal.begin(m_ada, {6, 7}).ok());
    QCOMPARE(RotationJournal(folder()).pending(m_ada, 0), std::optional(PendingRotation{6, 7}));
    QVERIFY(journal.begin(m_ada, {7, 8}).ok());
    QCOMPARE(journal.pending(m_ada, 0), std::optional(PendingRotation{7, 8}));
    QVERIFY(journal.finish(m_ada).ok());
    QVERIFY(!journal.pending(m_ada, 0).has_value());
    QVERIFY(!QFile::exists(file()));
}

void TstRotationJournal::aFirstSignInSpendsNothing()
{
    const RotationJournal journal(folder());
    QVERIFY(journal.begin(m_ada, {0, 1}).ok());
    QCOMPARE(journal.pending(m_ada, 0), std::optional(PendingRotation{0, 1}));
}

void TstRotationJournal::eachAccountHasItsOwn()
{
    const RotationJournal journal(folder());
    QVERIFY(journal.accounts().isEmpty());
    const model::AccountId grace(QStringLiteral("grace"));
    QVERIFY(journal.begin(m_ada, {1, 2}).ok());
    QVERIFY(journal.begin(grace, {3, 4}).ok());
    QCOMPARE(journal.accounts(), QList<model::AccountId>({m_ada, grace}));
    QVERIFY(journal.finish(m_ada).ok());
    QCOMPARE(journal.accounts(), QList<model::AccountId>({grace}));
    QCOMPARE(journal.pending(grace, 0), std::optional(PendingRotation{3, 4}));
}

void TstRotationJournal::theFileIsOneUsersAndHoldsNumbersOnly()
{
    QVERIFY(RotationJournal(folder()).begin(m_ada, {6, 7}).ok());
    QCOMPARE(QDir(folder()).entryList(QDir::Files), QStringList{QStringLiteral("ada.json")});
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(file()) & others));
    QFile stored(file());
    QVERIFY(stored.open(QIODevice::ReadOnly));
    QCOMPARE(stored.readAll(), QByteArray(R"({"next":7,"spent":6,"version":1})"));
}

void TstRotationJournal::anUnreadableFileCountsAsARotationOfTheRecord_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << QByteArray(R"({"next":7,"spe)");
    QTest::newRow("no object") << QByteArray("[6,7]");
    QTest::newRow("no numbers") << QByteArray(R"({"next":"7","spent":"6","version":1})");
    QTest::newRow("negative") << QByteArray(R"({"next":0,"spent":-1,"version":1})");
    QTest::newRow("fractions") << QByteArray(R"({"next":7.5,"spent":6.5,"version":1})");
    QTest::newRow("backwards") << QByteArray(R"({"next":6,"spent":7,"version":1})");
    QTest::newRow("a leap") << QByteArray(R"({"next":9,"spent":6,"version":1})");
    QTest::newRow("too long") << QByteArray(R"({"next":7,"spent":6,"version":1})") + QByteArray(5000, ' ');
}

void TstRotationJournal::anUnreadableFileCountsAsARotationOfTheRecord()
{
    QFETCH(const QByteArray, contents);
    const RotationJournal journal(folder());
    QVERIFY(journal.begin(m_ada, {6, 7}).ok());
    QFile stored(file());
    QVERIFY(stored.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(stored.write(contents), contents.size());
    stored.close();
    QCOMPARE(journal.pending(m_ada, 6), std::optional(PendingRotation{6, 7}));
    QVERIFY2(journal.begin(m_ada, {6, 7}).ok(), "nor does it stand in the way");
    QVERIFY(journal.pending(m_ada, 0).has_value());
}

void TstRotationJournal::anotherStoresRotationIsLeftAlone()
{
    const RotationJournal journal(folder(), QStringLiteral("keychain"));
    QVERIFY(journal.begin(m_ada, {6, 7, true}).ok());
    const RotationJournal other(folder(), QStringLiteral("session"));
    QVERIFY(!other.pending(m_ada, 6).has_value());
    QVERIFY(other.accounts().isEmpty());
    QVERIFY(other.finish(m_ada).ok());
    QCOMPARE(journal.pending(m_ada, 0), std::optional(PendingRotation{6, 7, true}));
    QVERIFY(journal.finish(m_ada).ok());
    QVERIFY(!QFile::exists(file()));
}

/// To look into one slot too many costs nothing, to spend a token twice ends the session.
void TstRotationJournal::fault98ANewerVersionsFileIsReadAsFarAsItIsUnderstood()
{
    const RotationJournal journal(folder());
    QVERIFY(journal.begin(m_ada, {6, 7}).ok());
    QFile stored(file());
    QVERIFY(stored.open(QIODevice::WriteOnly | QIODevice::Truncate));
    stored.write(R"({"attempt":"b1c2","next":9,"spent":8,"version":2})");
    stored.close();
    QCOMPARE(journal.pending(m_ada, 0), std::optional(PendingRotation{8, 9}));
}

void TstRotationJournal::aFolderThatCannotBeWrittenIsToldBeforeTheTokenIsSpent()
{
    QFile blocker(folder());
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    const core::Result<void> begun = RotationJournal(folder()).begin(m_ada, {6, 7});
    QVERIFY(!begun.ok());
    QCOMPARE(begun.error().kind, core::ErrorKind::Storage);
    QVERIFY(RotationJournal(folder()).accounts().isEmpty());
}

KEYTURN_TEST(TstRotationJournal)
#include "tst_rotationjournal.moc"
