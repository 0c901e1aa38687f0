// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/keyfile.h"
#include "backend/options.h"
#include "backend/placeoptions.h"
#include "support/registry.h"

#include <QTemporaryDir>
#include <QTest>

namespace keyturn::backend {

namespace {

const QString withPassword = QStringLiteral("postgresql://ada:let%20me%20in@db.example:5433/auth?sslmode=verify-full");

core::Result<CommandLine> parsed(const QStringList &arguments)
{
    return parseCommandLine(QStringList(QStringLiteral("keyturn-backend")) + arguments, QStringLiteral("/data"),
                            QProcessEnvironment::systemEnvironment());
}

} // namespace

/// Where the data and the keys are, as the command line and what stands beside it say.
class TstPlaceOptions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { qunsetenv(databaseVariable); }
    void aPostgresUrlIsRead_data();
    void aPostgresUrlIsRead();
    void aUrlThatCannotWorkIsRefused_data();
    void aUrlThatCannotWorkIsRefused();
    void aPasswordOnTheCommandLineIsRefused();
    void aPasswordComesFromAFileThatIsOursAlone();
    void aPasswordComesFromTheEnvironment();
    void theCommandLineGoesBeforeTheEnvironment();
    void aPublicUrlIsBare_data();
    void aPublicUrlIsBare();
    void theKeyFileIsSettable();
    void whoComesLaterGetsTheKeysThatAreThere();
    void backendsWithTheSameKeysShareASecret();
};

void TstPlaceOptions::aPostgresUrlIsRead_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *url, const char *host, int port, const char *database, const char *user, const char *parameters,
                        const char *shown) {
        QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(host) << port << QString::fromLatin1(database)
                           << QString::fromLatin1(user) << QString::fromLatin1(parameters) << QString::fromLatin1(shown);
    };
    row("postgresql://ada@db.example:5433/auth?sslmode=verify-full", "db.example", 5433, "auth", "ada", "sslmode='verify-full' ",
        "postgresql://ada@db.example:5433/auth");
    row("postgres://[::1]/auth", "::1", -1, "auth", "", "", "postgresql://[::1]/auth");
    row("postgresql://ada@/auth?host=/run/postgresql", "/run/postgresql", -1, "auth", "ada", "", "postgresql://ada@/auth?host=/run/postgresql");
    row("postgresql:///auth?host=/run/pg&user=ada", "/run/pg", -1, "auth", "ada", "", "postgresql://ada@/auth?host=/run/pg");
    row("postgresql:///auth?host=/run/pg&port=5433", "/run/pg", 5433, "auth", "", "", "postgresql:///auth?host=/run/pg&port=5433");
    row("postgresql://a%40b@localhost/my%20own", "localhost", -1, "my own", "a@b", "", "postgresql://a%40b@localhost/my own");
    row("postgresql://127.0.0.1/auth?sslrootcert=/a'b%5Cc", "127.0.0.1", -1, "auth", "", "sslrootcert='/a\\'b\\\\c' ", "postgresql://127.0.0.1/auth");
    row("postgresql://h/auth?sslmode=disable", "h", -1, "auth", "", "sslmode='disable' ", "postgresql://h/auth");
}

void TstPlaceOptions::aPostgresUrlIsRead()
{
    QFETCH(QString, url);
    const auto line = parsed({QStringLiteral("--database"), url});
    QVERIFY2(line.ok(), line.ok() ? "" : qPrintable(line.error().detail));
    const PostgresAddress address = line->options.postgres.value();
    QTEST(address.host, "host");
    QTEST(address.port, "port");
    QTEST(address.database, "database");
    QTEST(address.user, "user");
    QTEST(address.parameters, "parameters");
    QTEST(address.text(), "shown");
}

void TstPlaceOptions::aUrlThatCannotWorkIsRefused_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url :
         {"postgresql://h", "postgresql://h/", "postgresql://h/a/b", "postgresql://h1,h2/auth", "postgresql://h:x/auth", "postgresql://h/auth#x",
          "postgresql://h/auth?sslmode=", "postgresql://h/auth?options=-cfsync%3Doff", "postgresql://h/auth?sslmode=a;b", "postgresql://h/auth",
          "postgresql://h/auth?sslmode=prefer", "postgresql://127.0.0.1/auth?port=0", "postgresql://127.0.0.1:1/auth?port=2",
          "postgresql://h/auth?password=let-me-in", "mysql://h/auth", "sqlite:", ""})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void TstPlaceOptions::aUrlThatCannotWorkIsRefused()
{
    QFETCH(QString, url);
    const auto line = parsed({QStringLiteral("--database"), url});
    QVERIFY(!line.ok());
    QCOMPARE(line.error().code, QStringLiteral("usage"));
    QVERIFY(line.error().detail.contains(QLatin1String("atabase")));
    QVERIFY(!line.error().detail.contains(QLatin1String("let-me-in")));
}

void TstPlaceOptions::aPasswordOnTheCommandLineIsRefused()
{
    const auto line = parsed({QStringLiteral("--database"), withPassword});
    QVERIFY(!line.ok());
    QVERIFY(line.error().detail.contains(QLatin1String("--database-file")));
    QVERIFY(!line.error().detail.contains(QLatin1String("let")));
}

void TstPlaceOptions::aPasswordComesFromAFileThatIsOursAlone()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("url")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(withPassword.toUtf8() + '\n') > 0);
    file.close();
    const QStringList arguments{QStringLiteral("--database-file"), file.fileName()};
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    const auto line = parsed(arguments);
    QVERIFY2(line.ok(), line.ok() ? "" : qPrintable(line.error().detail));
    QVERIFY(line->options.postgres->password == core::Secret("let me in"));
    QVERIFY(!line->options.postgres->text().contains(QLatin1String("let")));
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
    QVERIFY(parsed(arguments).error().detail.contains(QLatin1String("chmod 600")));
    QVERIFY(file.remove());
    QVERIFY(parsed(arguments).error().detail.contains(QLatin1String("cannot be read")));
}

void TstPlaceOptions::aPasswordComesFromTheEnvironment()
{
    qputenv(databaseVariable, withPassword.toUtf8());
    QVERIFY(parsed({})->options.postgres->password == core::Secret("let me in"));
}

void TstPlaceOptions::theCommandLineGoesBeforeTheEnvironment()
{
    qputenv(databaseVariable, withPassword.toUtf8());
    const auto line = parsed({QStringLiteral("--database"), QStringLiteral("sqlite:/elsewhere/x.sqlite")});
    QVERIFY(line.ok());
    QVERIFY(!line->options.postgres);
    QCOMPARE(line->options.databasePath, QStringLiteral("/elsewhere/x.sqlite"));
    QVERIFY(!parsed({QStringLiteral("--database"), QStringLiteral("sqlite:x"), QStringLiteral("--database-file"), QStringLiteral("y")}).ok());
}

void TstPlaceOptions::aPublicUrlIsBare_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("taken");
    QTest::newRow("https") << QStringLiteral("https://auth.example") << QStringLiteral("https://auth.example");
    QTest::newRow("a slash at the end") << QStringLiteral("https://auth.example/") << QStringLiteral("https://auth.example");
    QTest::newRow("with a port") << QStringLiteral("http://127.0.0.1:8080") << QStringLiteral("http://127.0.0.1:8080");
    for (const char *url : {"auth.example", "ftp://auth.example", "https://", "https://auth.example/path", "https://auth.example?a=b",
                            "https://auth.example#x", "https://ada@auth.example", "https://auth.example:x", ""})
        QTest::newRow(url) << QString::fromLatin1(url) << QString();
}

void TstPlaceOptions::aPublicUrlIsBare()
{
    QFETCH(QString, url);
    QFETCH(QString, taken);
    const auto line = parsed({QStringLiteral("--public-url"), url});
    QCOMPARE(line.ok(), !taken.isEmpty());
    if (line.ok())
        QCOMPARE(line->options.publicUrl, taken);
    else
        QVERIFY(line.error().detail.contains(QLatin1String("--public-url")));
}

void TstPlaceOptions::theKeyFileIsSettable()
{
    QCOMPARE(parsed({})->options.keyFile, QStringLiteral("/data/keys.json"));
    QCOMPARE(parsed({QStringLiteral("--keys"), QStringLiteral("/etc/keyturn/keys.json")})->options.keyFile, QStringLiteral("/etc/keyturn/keys.json"));
    QVERIFY(!parsed({QStringLiteral("--keys"), QString()}).ok());
}

void TstPlaceOptions::whoComesLaterGetsTheKeysThatAreThere()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("keys.json"));
    const auto first = loadOrCreateKeys(path, Instant());
    const auto second = loadOrCreateKeys(path, Instant());
    QVERIFY(first.ok() && second.ok());
    QCOMPARE(first->access.current().id(), second->access.current().id());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("keys.json")});
}

void TstPlaceOptions::backendsWithTheSameKeysShareASecret()
{
    const QTemporaryDir folder;
    const auto keys = loadOrCreateKeys(folder.filePath(QStringLiteral("keys.json")), Instant());
    const auto again = loadOrCreateKeys(folder.filePath(QStringLiteral("keys.json")), Instant());
    const auto others = loadOrCreateKeys(folder.filePath(QStringLiteral("others.json")), Instant());
    QVERIFY(sharedSecret(*keys, "a") == sharedSecret(*again, "a"));
    QVERIFY(sharedSecret(*keys, "a") != sharedSecret(*keys, "b"));
    QVERIFY(sharedSecret(*keys, "a") != sharedSecret(*others, "a"));
}

} // namespace keyturn::backend

using keyturn::backend::TstPlaceOptions;
KEYTURN_TEST(TstPlaceOptions)
#include "tst_placeoptions.moc"
