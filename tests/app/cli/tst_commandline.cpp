// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::cli {

/// The built program with wrong words and a broken machine: a sentence on stderr, the exit status of CONTRACTS.md, nothing on stdout that is no
/// answer. No keychain is needed here; what needs one is in e2e/.
class TstCommandLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wrongWordsAreToldApart_data();
    void wrongWordsAreToldApart();
    void helpIsThereForEveryCommand_data();
    void helpIsThereForEveryCommand();
    void anErrorIsOneJsonDocument();
    void anAnswerThatCannotBeWrittenIsAnError();
    void withoutAHomeItSaysWhatItCannotDo();
    void aFolderThatIsAFileIsSaid();

private:
    struct Ended {
        int status = -1;
        QByteArray out;
        QByteArray err;
    };
    [[nodiscard]] Ended run(const QStringList &arguments, const QByteArray &input = {}, const QString &stdoutFile = {});
    QTemporaryDir m_home;
    QString m_keyturnHome = m_home.path();
};

TstCommandLine::Ended TstCommandLine::run(const QStringList &arguments, const QByteArray &input, const QString &stdoutFile)
{
    QProcess process;
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    if (!m_keyturnHome.isEmpty())
        environment.insert(QStringLiteral("KEYTURN_HOME"), m_keyturnHome);
    process.setProcessEnvironment(environment);
    if (!stdoutFile.isEmpty())
        process.setStandardOutputFile(stdoutFile);
    process.start(QStringLiteral(KEYTURN_CLI), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

void TstCommandLine::wrongWordsAreToldApart_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("nothing") << QString() << 2 << QByteArray("Usage: keyturn-cli COMMAND");
    QTest::newRow("no such command") << "frobnicate" << 2 << QByteArray("frobnicate");
    QTest::newRow("a command mistyped") << "sesions ada" << 2 << QByteArray("Did you mean “sessions”?");
    QTest::newRow("sessions mistyped") << "sessions lable ada s1 Phone" << 2
                                       << QByteArray("no command “sessions lable”. Did you mean “sessions label”?");
    QTest::newRow("sessions of two") << "sessions ada bob" << 2 << QByteArray("no command “sessions ada”.\nUsage: keyturn-cli sessions");
    QTest::newRow("profiles mistyped") << "profiles discvoer https://a.example" << 2 << QByteArray("Did you mean “profiles discover”?");
    QTest::newRow("profiles without a verb of theirs") << "profiles dance" << 2 << QByteArray("no command “profiles dance”.\n");
    QTest::newRow("a list of what") << "profiles list demo" << 2 << QByteArray("Usage: keyturn-cli profiles");
    QTest::newRow("a password mistyped") << "password chnage ada" << 2 << QByteArray("Did you mean “password change”?");
    QTest::newRow("the backend mistyped") << "backend stat" << 2 << QByteArray("Did you mean “backend start”?");
    QTest::newRow("no such option") << "accounts --frobnicate" << 2 << QByteArray("frobnicate");
    QTest::newRow("too many words") << "accounts ada" << 2 << QByteArray("Usage: keyturn-cli accounts");
    QTest::newRow("too few words") << "token" << 2 << QByteArray("Usage: keyturn-cli token");
    QTest::newRow("no such account") << "token nobody" << 1 << QByteArray("keyturn-cli accounts");
    QTest::newRow("no such profile") << "sign-in --profile nowhere" << 1 << QByteArray("keyturn-cli profiles");
    QTest::newRow("no profile") << "sign-in" << 2 << QByteArray("--profile");
    QTest::newRow("no such account to sign in again") << "sign-in --account nobody" << 1 << QByteArray("keyturn-cli accounts");
    QTest::newRow("no such method") << "sign-in --profile demo --method magic" << 2 << QByteArray("magic");
    QTest::newRow("time-out 0") << "sign-in --profile demo --method browser --provider google --timeout 0" << 2 << QByteArray("--timeout");
    QTest::newRow("time-out -1") << "sign-in --profile demo --method browser --provider google --timeout=-1" << 2 << QByteArray("--timeout");
    QTest::newRow("time-out in words") << "sign-in --profile demo --method browser --provider google --timeout soon" << 2 << QByteArray("--timeout");
    QTest::newRow("time-out beyond int") << "sign-in --profile demo --method browser --provider google --timeout 99999999999" << 2
                                         << QByteArray("--timeout");
    QTest::newRow("an age in words") << "sign-in --profile demo --provider google --max-age soon" << 2 << QByteArray("--max-age");
    QTest::newRow("an age below zero") << "sign-in --profile demo --provider google --max-age=-1" << 2 << QByteArray("--max-age");
    QTest::newRow("a prompt for a device") << "sign-in --profile demo --method device --prompt login" << 2 << QByteArray("--prompt");
    QTest::newRow("password in the open") << "sign-in --profile demo --user a --password secret" << 2 << QByteArray("--password-stdin");
    QTest::newRow("a descriptor in words") << "sign-in --profile demo --user a --password-fd x" << 2 << QByteArray("--password-fd");
    QTest::newRow("sessions of whom") << "sessions" << 2 << QByteArray("Usage: keyturn-cli sessions");
    QTest::newRow("others without revoke") << "sessions ada --others" << 2 << QByteArray("sessions revoke");
    QTest::newRow("sessions as a picture") << "sessions ada --export a.png" << 2 << QByteArray(".csv or .json");
    QTest::newRow("sessions of nobody known") << "sessions nobody --ended" << 1 << QByteArray("keyturn-cli accounts");
    QTest::newRow("a list while revoking") << "sessions revoke ada s1 --ended" << 2 << QByteArray("sessions ACCOUNT");
    QTest::newRow("a list while naming") << "sessions label ada s1 Phone --export a.csv" << 2 << QByteArray("sessions ACCOUNT");
    QTest::newRow("naming without a name") << "sessions label ada s1" << 2 << QByteArray("what name");
    QTest::newRow("others while naming") << "sessions label ada s1 Phone --others" << 2 << QByteArray("sessions revoke");
    QTest::newRow("naming nobody's") << "sessions label nobody s1 Phone" << 1 << QByteArray("keyturn-cli accounts");
    QTest::newRow("traces of two") << "trace ada bob" << 2 << QByteArray("One account, or none");
    QTest::newRow("a trace of nobody known") << "trace nobody" << 1 << QByteArray("keyturn-cli accounts");
    QTest::newRow("a purpose mistyped") << "trace --purpose refersh" << 2 << QByteArray("no purpose “refersh”. There are: discovery,");
    QTest::newRow("a trace since when") << "trace --since yesterday" << 2 << QByteArray("--since wants");
    QTest::newRow("a trace without an end in a file") << "trace --follow --har a.har" << 2 << QByteArray("--follow shows");
    QTest::newRow("a recording of an account") << "trace ada --open a.har" << 2 << QByteArray("no account, please");
    QTest::newRow("a recording that is not there") << "trace --open nowhere.har" << 5 << QByteArray("nowhere.har");
    QTest::newRow("nothing was said") << "trace" << 1 << QByteArray("keyturn-cli token ACCOUNT --force-refresh");
    QTest::newRow("which token") << "inspect" << 2 << QByteArray("Usage: keyturn-cli inspect");
    QTest::newRow("a token and an account") << "inspect - --account ada" << 2 << QByteArray("not both");
    QTest::newRow("two kinds of keys") << "inspect a --key k.pem --jwks k.json" << 2 << QByteArray("One of --jwks");
    QTest::newRow("keys of nobody") << "inspect a --discover" << 2 << QByteArray("--issuer");
    QTest::newRow("a renewal of nothing") << "inspect a --refresh" << 2 << QByteArray("--account");
    QTest::newRow("a key that is not there") << "inspect a --key nowhere.pem" << 2 << QByteArray("nowhere.pem cannot be read");
    QTest::newRow("keys by plain HTTP") << "inspect a --jwks http://id.example/keys" << 8 << QByteArray("Use https.");
    QTest::newRow("the token of nobody known") << "inspect --account nobody" << 1 << QByteArray("keyturn-cli accounts");
    QTest::newRow("half a token") << "inspect eyJhbGciOiJub25lIn0.e30" << 1 << QByteArray("its end is missing");
    QTest::newRow("request without address") << "request ada GET" << 2 << QByteArray("Usage: keyturn-cli request");
    QTest::newRow("registration without name") << "register --profile demo --user a@example.com" << 2 << QByteArray("--name");
    QTest::newRow("no such secret store") << "token ada --secret-store pocket" << 2 << QByteArray("keychain, file or session");
    QTest::newRow("a proof where nobody wants one") << "sign-out ada --step-up" << 2 << QByteArray("--everywhere");
    QTest::newRow("a browser for no proof") << "sign-out ada --everywhere --print-url" << 2 << QByteArray("--step-up");
    QTest::newRow("a browser for a change without proof") << "password change ada --print-url" << 2 << QByteArray("--step-up");
    QTest::newRow("doctor for whom") << "doctor ada" << 2 << QByteArray("Usage: keyturn-cli doctor");
    QTest::newRow("history of two") << "history ada bob" << 2 << QByteArray("Usage: keyturn-cli history");
    QTest::newRow("history of nobody known") << "history nobody" << 1 << QByteArray("keyturn-cli accounts");
    QTest::newRow("history since soon") << "history --since soon" << 2 << QByteArray("--since");
    QTest::newRow("history of no kind") << "history --kind odd" << 2 << QByteArray("sign-in, renewal");
    QTest::newRow("no history at all") << "history --limit 0" << 2 << QByteArray("--limit");
    QTest::newRow("history as a picture") << "history --export a.png" << 2 << QByteArray(".csv or .json");
    QTest::newRow("clearing whose history") << "history clear" << 2 << QByteArray("--all");
    QTest::newRow("clearing one and all") << "history clear ada --all" << 2 << QByteArray("--all");
    QTest::newRow("--all without clear") << "history --all" << 2 << QByteArray("history clear");
    QTest::newRow("nothing has happened yet") << "history" << 0 << QByteArray("Nothing");
    QTest::newRow("backend does what") << "backend dance" << 2 << QByteArray("Usage: keyturn-cli backend");
    QTest::newRow("backend at rest") << "backend status" << 1 << QByteArray("not running");
    QTest::newRow("a profile that is no file") << "profiles add /nowhere/profile.json" << 2 << QByteArray("/nowhere/profile.json");
    QTest::newRow("a demo that never ran") << "sign-in --profile demo --user a --password-stdin" << 8 << QByteArray("backend start");
}

void TstCommandLine::wrongWordsAreToldApart()
{
    QFETCH(const QString, words);
    QFETCH(const int, status);
    QFETCH(const QByteArray, said);
    const Ended ended = run(words.split(u' ', Qt::SkipEmptyParts), "password\n");
    QVERIFY2(ended.status == status, (QByteArray::number(ended.status) + ": " + ended.err).constData());
    QVERIFY2(ended.err.contains(said), ended.err.constData());
    QVERIFY2(ended.out.isEmpty(), ended.out.constData());
}

void TstCommandLine::helpIsThereForEveryCommand_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command :
         {"profiles", "register", "sign-in", "accounts", "account", "token", "request", "sessions", "sign-out", "history", "backend", "doctor"})
        QTest::newRow(command) << QString::fromLatin1(command);
}

void TstCommandLine::helpIsThereForEveryCommand()
{
    QFETCH(const QString, command);
    QVERIFY(run({QStringLiteral("--help")}).out.contains("  " + command.toUtf8() + ' '));
    const Ended help = run({command, QStringLiteral("--help")});
    QCOMPARE(help.status, 0);
    QVERIFY(help.out.startsWith("Usage: keyturn-cli " + command.toUtf8()));
    QVERIFY(help.out.contains("--json"));
}

void TstCommandLine::anErrorIsOneJsonDocument()
{
    const Ended ended = run({QStringLiteral("token"), QStringLiteral("nobody"), QStringLiteral("--json")});
    QCOMPARE(ended.status, 1);
    QJsonParseError parsing;
    const QJsonObject error = QJsonDocument::fromJson(ended.out, &parsing).object().value(QStringLiteral("error")).toObject();
    QCOMPARE(parsing.error, QJsonParseError::NoError);
    QCOMPARE(error.value(QStringLiteral("code")).toString(), QStringLiteral("account_unknown"));
    QVERIFY(!error.value(QStringLiteral("message")).toString().isEmpty());
}

void TstCommandLine::anAnswerThatCannotBeWrittenIsAnError()
{
    if (!QFile::exists(QStringLiteral("/dev/full")))
        QSKIP("no /dev/full on this system");
    const Ended ended = run({QStringLiteral("profiles"), QStringLiteral("--json")}, {}, QStringLiteral("/dev/full"));
    QCOMPARE(ended.status, 5);
    QVERIFY(ended.err.contains("could not be written"));
}

void TstCommandLine::withoutAHomeItSaysWhatItCannotDo()
{
    const QString before = std::exchange(m_keyturnHome, QString()); // no HOME either: the system's user database is asked
    const Ended ended = run({QStringLiteral("profiles")});
    m_keyturnHome = before;
    QCOMPARE(ended.status, 0);
    QVERIFY(ended.out.contains("demo"));
}

void TstCommandLine::aFolderThatIsAFileIsSaid()
{
    const QString before = m_keyturnHome;
    QFile file(before + QStringLiteral("/file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    m_keyturnHome = file.fileName();
    const Ended ended = run({QStringLiteral("backend"), QStringLiteral("start")});
    m_keyturnHome = before;
    QCOMPARE(ended.status, 5);
    QVERIFY2(ended.err.contains("/file/"), ended.err.constData());
    QVERIFY(ended.out.isEmpty());
}

} // namespace keyturn::cli

using keyturn::cli::TstCommandLine;
KEYTURN_TEST(TstCommandLine)
#include "tst_commandline.moc"
