// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/filescheck.h"

#include "composition/doctor/privacy.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QDir>
#include <QFile>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace keyturn::composition::doctor {

namespace {

bool setMode(const QString &path, mode_t mode)
{
    return ::chmod(QFile::encodeName(path).constData(), mode) == 0;
}

bool hasMode(const QString &path, mode_t mode)
{
    struct stat info = {};
    return ::stat(QFile::encodeName(path).constData(), &info) == 0 && (info.st_mode & 0777) == mode;
}

} // namespace

/// Folders, files, accounts and profiles on the disk, and what a report may show of them.
class TstFilesCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aPrivateFolderIsSound();
    void aFolderThatIsNotThereYetIsNotMade();
    void aFolderThatCannotBeMadeIsAProblem();
    void whatStandsInTheWayOfAFolderIsSaid_data();
    void whatStandsInTheWayOfAFolderIsSaid();
    void othersInAFolderAreSaidAndNotMended_data();
    void othersInAFolderAreSaidAndNotMended();
    void aFullDiskIsSaid();
    void privateFilesAreSound();
    void fault75OthersInAFileAreSaidAndNotMended_data();
    void fault75OthersInAFileAreSaidAndNotMended();
    void fault74ALinkIsSaid();
    void aFolderBelowThatOthersWriteToIsSaid();
    void manyFlawsAreCounted();
    void accountsAreReadOrSaidToBeBroken_data();
    void accountsAreReadOrSaidToBeBroken();
    void aBrokenProfileIsNamed();
    void aForeignOwnerIsSaid();
    void aReportNamesNobody_data();
    void aReportNamesNobody();

private:
    [[nodiscard]] QString config() const { return m_home->paths().config; }
    [[nodiscard]] QString file(const QString &name, mode_t mode, const QByteArray &contents = "{}") const
    {
        QFile file(m_home->paths().data + u'/' + name);
        const bool made = core::ensurePrivateDirectory(m_home->paths().data).ok() && file.open(QIODevice::WriteOnly)
            && file.write(contents) == contents.size() && setMode(file.fileName(), mode);
        return made ? file.fileName() : QString();
    }
    std::unique_ptr<tests::TemporaryHome> m_home;
};

void TstFilesCheck::init()
{
    m_home = std::make_unique<tests::TemporaryHome>();
}

void TstFilesCheck::aPrivateFolderIsSound()
{
    QVERIFY(core::ensurePrivateDirectory(config()).ok());
    const Facts facts = checkFolder(config());
    QCOMPARE(facts.size(), 1);
    QCOMPARE(facts.first().code, Code::FolderSound);
    QCOMPARE(facts.first().values.value(0), config());
    QVERIFY(facts.first().values.value(1).endsWith(QStringLiteral("iB")));
}

void TstFilesCheck::aFolderThatIsNotThereYetIsNotMade()
{
    const QString deep = config() + QStringLiteral("/a/b");
    QCOMPARE(checkFolder(deep), (Facts{{Code::FolderToCome, Outcome::Ok, {deep}}}));
    QVERIFY(!QFile::exists(config()));
}

void TstFilesCheck::aFolderThatCannotBeMadeIsAProblem()
{
    const QString below = QStringLiteral("/proc/keyturn/config"); // not even root makes folders there
    QFile plain(m_home->path() + QStringLiteral("/plain"));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    const QString folder = plain.fileName() + QStringLiteral("/config");
    QCOMPARE(checkFolder(folder), (Facts{{Code::FolderNotMakeable, Outcome::Problem, {folder, plain.fileName()}}}));
    if (::geteuid() != 0)
        QCOMPARE(checkFolder(below).value(0).code, Code::FolderNotMakeable);
}

void TstFilesCheck::whatStandsInTheWayOfAFolderIsSaid_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("code");
    QTest::newRow("a link to a folder") << QStringLiteral("/tmp") << static_cast<int>(Code::FolderLink);
    QTest::newRow("a link to nowhere") << QStringLiteral("/nowhere") << static_cast<int>(Code::FolderLink);
    QTest::newRow("a file") << QString() << static_cast<int>(Code::FolderNone);
}

void TstFilesCheck::whatStandsInTheWayOfAFolderIsSaid()
{
    QFETCH(const QString, what);
    QFETCH(const int, code);
    if (what.isEmpty())
        QVERIFY(QFile(config()).open(QIODevice::WriteOnly));
    else
        QVERIFY(QFile::link(what, config()));
    QCOMPARE(checkFolder(config()), (Facts{{static_cast<Code>(code), Outcome::Problem, {config()}}}));
}

void TstFilesCheck::othersInAFolderAreSaidAndNotMended_data()
{
    QTest::addColumn<uint>("mode");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("shown");
    QTest::newRow("others look in") << 0755u << static_cast<int>(Code::FolderReadable) << "0755";
    QTest::newRow("the group looks in") << 0750u << static_cast<int>(Code::FolderReadable) << "0750";
    QTest::newRow("others pass through") << 0711u << static_cast<int>(Code::FolderReadable) << "0711";
    QTest::newRow("the group writes") << 0770u << static_cast<int>(Code::FolderWritable) << "0770";
    QTest::newRow("all write") << 0777u << static_cast<int>(Code::FolderWritable) << "0777";
}

void TstFilesCheck::othersInAFolderAreSaidAndNotMended()
{
    QFETCH(const uint, mode);
    QFETCH(const int, code);
    QFETCH(const QString, shown);
    QVERIFY(QDir().mkdir(config()) && setMode(config(), mode));
    const Outcome outcome = static_cast<Code>(code) == Code::FolderWritable ? Outcome::Problem : Outcome::Warning;
    QCOMPARE(checkFolder(config()), (Facts{{static_cast<Code>(code), outcome, {config(), shown}}}));
    QVERIFY(hasMode(config(), mode));
}

void TstFilesCheck::aFullDiskIsSaid()
{
    constexpr qint64 megabyte = 1024 * 1024;
    QVERIFY(!spaceFact(50 * megabyte));
    QCOMPARE(spaceFact(50 * megabyte - 1)->code, Code::DiskLow);
    QCOMPARE(spaceFact(megabyte)->outcome, Outcome::Warning);
    QCOMPARE(*spaceFact(megabyte - 1), (Fact{Code::DiskFull, Outcome::Problem, {QStringLiteral("1024.0 KiB")}}));
    QCOMPARE(spaceFact(0)->code, Code::DiskFull);
}

void TstFilesCheck::privateFilesAreSound()
{
    QCOMPARE(checkFiles(m_home->paths()), (Facts{{Code::FilesSound, Outcome::Ok, {QStringLiteral("0")}}}));
    QVERIFY(!file(QStringLiteral("a"), 0600).isEmpty() && !file(QStringLiteral(".b"), 0400).isEmpty());
    QCOMPARE(checkFiles(m_home->paths()), (Facts{{Code::FilesSound, Outcome::Ok, {QStringLiteral("2")}}}));
}

void TstFilesCheck::fault75OthersInAFileAreSaidAndNotMended_data()
{
    QTest::addColumn<uint>("mode");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("shown");
    QTest::newRow("others read") << 0644u << static_cast<int>(Code::FileReadable) << "0644";
    QTest::newRow("the group reads") << 0640u << static_cast<int>(Code::FileReadable) << "0640";
    QTest::newRow("others write") << 0666u << static_cast<int>(Code::FileWritable) << "0666";
}

void TstFilesCheck::fault75OthersInAFileAreSaidAndNotMended()
{
    QFETCH(const uint, mode);
    QFETCH(const int, code);
    QFETCH(const QString, shown);
    const QString path = file(QStringLiteral("accounts.json"), mode);
    const Outcome outcome = static_cast<Code>(code) == Code::FileWritable ? Outcome::Problem : Outcome::Warning;
    QCOMPARE(checkFiles(m_home->paths()), (Facts{{static_cast<Code>(code), outcome, {path, shown}}}));
    QVERIFY(hasMode(path, mode));
}

void TstFilesCheck::fault74ALinkIsSaid()
{
    const QString path = file(QStringLiteral("real"), 0600);
    const QString link = m_home->paths().data + QStringLiteral("/link");
    QVERIFY(QFile::link(path, link));
    QCOMPARE(checkFiles(m_home->paths()), (Facts{{Code::FileLink, Outcome::Problem, {link}}}));
}

void TstFilesCheck::aFolderBelowThatOthersWriteToIsSaid()
{
    const QString folder = m_home->paths().config + QStringLiteral("/profiles.d");
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(setMode(folder, 0755)); // nobody else comes that far
    QCOMPARE(checkFiles(m_home->paths()), (Facts{{Code::FilesSound, Outcome::Ok, {QStringLiteral("0")}}}));
    QVERIFY(setMode(folder, 0777));
    QCOMPARE(checkFiles(m_home->paths()), (Facts{{Code::FolderWritable, Outcome::Problem, {folder, QStringLiteral("0777")}}}));
}

void TstFilesCheck::manyFlawsAreCounted()
{
    for (int i = 0; i < 8; ++i)
        QVERIFY(!file(QString::number(i), 0644).isEmpty());
    const QString worst = file(QStringLiteral("worst"), 0666);
    const Facts facts = checkFiles(m_home->paths());
    QCOMPARE(facts.size(), 6);
    QCOMPARE(facts.first(), (Fact{Code::FileWritable, Outcome::Problem, {worst, QStringLiteral("0666")}}));
    QCOMPARE(facts.last(), (Fact{Code::FilesMore, Outcome::Warning, {QStringLiteral("4")}}));
}

void TstFilesCheck::accountsAreReadOrSaidToBeBroken_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::addColumn<int>("code");
    QTest::newRow("cut off") << QByteArray("{\"version\":1,") << static_cast<int>(Code::AccountsBroken);
    QTest::newRow("of a newer version") << QByteArray(R"({"version":99,"accounts":[]})") << static_cast<int>(Code::AccountsNewer);
    QTest::newRow("empty list") << QByteArray(R"({"format":"keyturn-accounts","version":1,"accounts":[]})") << static_cast<int>(Code::AccountsRead);
    QTest::newRow("no file") << QByteArray() << static_cast<int>(Code::AccountsNone);
}

void TstFilesCheck::accountsAreReadOrSaidToBeBroken()
{
    QFETCH(const QByteArray, contents);
    QFETCH(const int, code);
    const QString path = m_home->paths().data + QStringLiteral("/accounts.json");
    if (!contents.isEmpty())
        QVERIFY(!file(QStringLiteral("accounts.json"), 0600, contents).isEmpty());
    const storage::AccountStore records(m_home->paths().data);
    const Facts facts = checkAccounts(records, path);
    QCOMPARE(facts.size(), 1);
    QCOMPARE(facts.first().code, static_cast<Code>(code));
    const bool isFine = facts.first().code == Code::AccountsRead || facts.first().code == Code::AccountsNone;
    QCOMPARE(facts.first().outcome, isFine ? Outcome::Ok : Outcome::Problem);
    if (!contents.isEmpty()) {
        QFile kept(path);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), contents);
    }
}

void TstFilesCheck::aBrokenProfileIsNamed()
{
    const QString path = m_home->writeProfile(QStringLiteral("mine"), R"({"id":1})");
    storage::ProfileStore profiles(m_home->paths());
    profiles.reload({});
    const Facts facts = checkProfiles(profiles);
    QCOMPARE(facts.size(), 2);
    QCOMPARE(facts.first().code, Code::ProfilesRead);
    QCOMPARE(facts.last().code, Code::ProfileBroken);
    QCOMPARE(facts.last().outcome, Outcome::Problem);
    QCOMPARE(facts.last().values.value(0), path);
    QVERIFY(!facts.last().values.value(1).isEmpty());
}

void TstFilesCheck::aForeignOwnerIsSaid()
{
    if (::geteuid() != 0)
        QSKIP("only root gives files away");
    const QString path = file(QStringLiteral("theirs"), 0600);
    QVERIFY(::chown(QFile::encodeName(path).constData(), 65534, 65534) == 0);
    QCOMPARE(checkFiles(m_home->paths()), (Facts{{Code::FileForeign, Outcome::Problem, {path}}}));
    QVERIFY(::chown(QFile::encodeName(m_home->paths().data).constData(), 65534, 65534) == 0);
    QCOMPARE(checkFolder(m_home->paths().data), (Facts{{Code::FolderForeign, Outcome::Problem, {m_home->paths().data}}}));
}

void TstFilesCheck::aReportNamesNobody_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("below home") << "/home/ada/.config/keyturn: denied"
                                << "~/.config/keyturn: denied";
    QTest::newRow("home itself") << "/home/ada"
                                 << "~";
    QTest::newRow("the real path of a linked home") << "/srv/homes/ada/x"
                                                    << "~/x";
    QTest::newRow("another's home") << "/home/adabert/x"
                                    << "/home/adabert/x";
    QTest::newRow("the name elsewhere") << "/media/ada/stick"
                                        << "/media/<user>/stick";
    QTest::newRow("the name in a sentence") << "owned by ada, not by root"
                                            << "owned by <user>, not by root";
    QTest::newRow("within a word") << "Canada, ada_2, ädada"
                                   << "Canada, ada_2, ädada";
    QTest::newRow("nothing of it") << "127.0.0.1:4000"
                                   << "127.0.0.1:4000";
}

void TstFilesCheck::aReportNamesNobody()
{
    QFETCH(const QString, text);
    QFETCH(const QString, shown);
    const Privacy privacy({QStringLiteral("/home/ada"), QStringLiteral("/srv/homes/ada"), QStringLiteral("/")}, {QStringLiteral("ada"), QString()});
    QCOMPARE(privacy.shown(text), shown);
}

} // namespace keyturn::composition::doctor

using keyturn::composition::doctor::TstFilesCheck;
KEYTURN_TEST(TstFilesCheck)
#include "tst_filescheck.moc"
