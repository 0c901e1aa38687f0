// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"

#include <QProcess>
#include <QTest>

/// KeychainStore on real keyrings: each case is a process of its own (keychainclient) on a session bus of its own (tests/support/with-keyring).
class TstKeychain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersAsTheKeyringIs_data();
    void answersAsTheKeyringIs();
    void fault67AnEntryOfAnotherFormIsNeitherLostNorInTheWay_data();
    void fault67AnEntryOfAnotherFormIsNeitherLostNorInTheWay() { answersAsTheKeyringIs(); }
    void theWindowStaysAliveWhileTheKeyringIsFrozen();
    void quittingWithAJobRunningIsClean_data();
    void quittingWithAJobRunningIsClean();
    void aPlantedFileIsNotBelieved_data();
    void aPlantedFileIsNotBelieved();

private:
    struct Ended {
        int status = -1;
        QStringList lines;
        QByteArray errors;
    };
    /// Runs with-keyring; `CLIENT` and `WALLET` stand for the programs' paths.
    static Ended run(const QString &stages);
};

TstKeychain::Ended TstKeychain::run(const QString &stages)
{
    QStringList words = stages.simplified().split(u' ');
    words.replaceInStrings(QStringLiteral("CLIENT"), QStringLiteral(KEYTURN_KEYCHAINCLIENT));
    words.replaceInStrings(QStringLiteral("WALLET"), QStringLiteral(KEYTURN_FAKEWALLET));
    QProcess process;
    process.start(QStringLiteral(KEYTURN_WITH_KEYRING), words);
    if (!process.waitForFinished(60'000)) {
        process.terminate(); // the script ends what it started
        process.waitForFinished(10'000);
        return {-1, {QStringLiteral("never finished")}, {}};
    }
    const QStringList lines = QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, lines, process.readAllStandardError()};
}

void TstKeychain::answersAsTheKeyringIs_data()
{
    QTest::addColumn<QString>("stages");
    QTest::addColumn<QString>("answers");
    const auto row = [](const char *name, const char *stages, const char *answers) {
        QTest::newRow(name) << QString::fromLatin1(stages) << QString::fromLatin1(answers);
    };
    row("open: 3 kB are written, read and removed", "open CLIENT 20000 write:a:3000 read:a:3000 write:a:5 read:a:5 remove:a remove:a read:a:1",
        "ok ok ok ok ok ok secret_missing");
    row("open: the probe", "open CLIENT 20000 probe", "ok");
    row("open: there after the keyring was started anew", "open CLIENT 20000 write:a:3000 -- open CLIENT 20000 read:a:3000 read:b:1",
        "ok ok secret_missing");
    // The prompt that nobody answers counts as dismissed: a locked keyring must not read as "nothing there", nor as "removed".
    row("locked (FAULTS 60, 64): nothing is taken for missing, nothing is lost",
        "open CLIENT 20000 write:a:3000 -- locked CLIENT 20000 read:a:3000 write:b:10 remove:a probe -- open CLIENT 20000 read:a:3000",
        "ok keychain_locked keychain_locked keychain_locked keychain_locked ok");
    row("no bus (FAULTS 61)", "nobus CLIENT 20000 read:a:1 write:a:1 remove:a probe",
        "keychain_absent keychain_absent keychain_absent keychain_absent");
    row("no service (FAULTS 62)", "none CLIENT 20000 read:a:1 write:a:1 remove:a probe",
        "keychain_absent keychain_absent keychain_absent keychain_absent");
    row("KWallet (FAULTS 68): as with gnome-keyring", "WALLET CLIENT 20000 write:a:3000 read:a:3000 remove:a read:a:1 probe",
        "ok ok ok secret_missing ok");
    row("KWallet that loses writes (FAULTS 66)", "WALLET CLIENT 20000 write:lost:10 read:lost:10", "keychain_write_lost secret_missing");
}

void TstKeychain::answersAsTheKeyringIs()
{
    QFETCH(QString, stages);
    QFETCH(QString, answers);
    const Ended ended = run(stages);
    QVERIFY2(ended.lines.join(u' ') == answers, qPrintable(ended.lines.join(u' ') + u'\n' + QString::fromUtf8(ended.errors)));
    QCOMPARE(ended.status, 0);
}

/// QtKeychain keeps text and binary as two entries under one name, and reads the text. An entry of the wrong form is refused and stays: what it is
/// worth is for a person to say. One that is written hides it, and is hidden by none.
void TstKeychain::fault67AnEntryOfAnotherFormIsNeitherLostNorInTheWay_data()
{
    QTest::addColumn<QString>("stages");
    QTest::addColumn<QString>("answers");
    const auto row = [](const char *name, const char *stages, const char *answers) {
        QTest::newRow(name) << QString::fromLatin1(stages) << QString::fromLatin1(answers);
    };
    row("ours, as binary: is read", "open CLIENT 20000 binary:a:3000 read:a:3000", "ok ok");
    row("unknown, as binary: refused, and there still", "open CLIENT 20000 binary:a:0 read:a:1 read:a:1", "ok keychain_failed keychain_failed");
    row("unknown, as text: refused, and there still", "open CLIENT 20000 text:a:0 read:a:1 read:a:1", "ok keychain_failed keychain_failed");
    row("written over a text", "open CLIENT 20000 text:a:0 write:a:10 read:a:10", "ok ok ok");
    row("written beside an older binary", "open CLIENT 20000 binary:a:20 write:a:10 read:a:10 -- open CLIENT 20000 read:a:10", "ok ok ok ok");
    row("written before a binary", "open CLIENT 20000 write:a:10 binary:a:20 read:a:10 write:a:3000 read:a:3000 -- open CLIENT 20000 read:a:3000",
        "ok ok ok ok ok ok");
    row("removed: the binary does not come back in its place", "open CLIENT 20000 binary:a:20 write:a:10 remove:a read:a:1",
        "ok ok ok secret_missing");
}

void TstKeychain::theWindowStaysAliveWhileTheKeyringIsFrozen()
{
    const Ended ended = run(QStringLiteral("frozen CLIENT 1500 read:a:1 alive write:a:1 alive")); // FAULTS 63
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.lines.size(), 4);
    QCOMPARE(ended.lines.at(0), QStringLiteral("keychain_timeout"));
    QCOMPARE(ended.lines.at(2), QStringLiteral("keychain_timeout"));
    const int standstill = ended.lines.at(3).section(u' ', 1).toInt();
    QVERIFY2(standstill < 1000, qPrintable(ended.lines.at(3))); // far below the patience, far above a busy machine's hiccups
}

void TstKeychain::quittingWithAJobRunningIsClean_data()
{
    QTest::addColumn<QString>("step");
    QTest::newRow("reading (FAULTS 65)") << QStringLiteral("read:a:1");
    QTest::newRow("writing (FAULTS 65)") << QStringLiteral("write:a:1");
    QTest::newRow("removing (FAULTS 65)") << QStringLiteral("remove:a");
}

void TstKeychain::quittingWithAJobRunningIsClean()
{
    QFETCH(QString, step);
    const Ended ended = run(QStringLiteral("frozen CLIENT 20000 %1 quit").arg(step));
    QVERIFY2(ended.status == 0, ended.errors.constData());
    QCOMPARE(ended.lines, QStringList()); // it did not wait for an answer
}

void TstKeychain::aPlantedFileIsNotBelieved_data()
{
    QTest::addColumn<QString>("stages");
    QTest::addColumn<QString>("answers");
    QTest::newRow("beside gnome-keyring") << QStringLiteral("open CLIENT 20000 plant:a read:a:1 write:a:10 read:a:10")
                                          << QStringLiteral("ok secret_missing ok ok");
    QTest::newRow("beside KWallet, where QtKeychain looks for it")
        << QStringLiteral("WALLET CLIENT 20000 plant:a read:a:1 write:a:10 read:a:10") << QStringLiteral("ok secret_missing ok ok");
    QTest::newRow("with nothing else there") << QStringLiteral("none CLIENT 20000 plant:a read:a:1") << QStringLiteral("ok keychain_absent");
}

void TstKeychain::aPlantedFileIsNotBelieved()
{
    QFETCH(QString, stages);
    QFETCH(QString, answers);
    const Ended ended = run(stages); // FAULTS 70
    QVERIFY2(ended.lines.join(u' ') == answers, qPrintable(ended.lines.join(u' ') + u'\n' + QString::fromUtf8(ended.errors)));
    QCOMPARE(ended.status, 0);
}

KEYTURN_TEST(TstKeychain)
#include "tst_keychain.moc"
