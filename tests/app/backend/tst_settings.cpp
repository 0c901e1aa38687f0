// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/options.h"
#include "backend/settings.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::backend {

namespace {

using Environment = QMap<QString, QString>;

/// What moc must not read.
const QByteArray redisWithPassword = R"({"redis": "redis://:hunter2@127.0.0.1"})";
const QByteArray twoOrigins = R"({"allow-origin": ["https://a.example", "https://b.example"]})";
const QByteArray addressWithPassword = R"({"database": "postgresql://keyturn:hunter2@db/keyturn?password=hunter2&x=1"})";

} // namespace

/// Flags over environment over file over defaults, and what is told of it.
class TstSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theStrongerSourceWins_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<Environment>("environment");
        QTest::addColumn<QStringList>("flags");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("from");
        const QByteArray file("{\"port\": 1001}");
        const Environment environment{{QStringLiteral("KEYTURN_BACKEND_PORT"), QStringLiteral("1002")}};
        const QStringList flags{QStringLiteral("--port"), QStringLiteral("1003")};
        QTest::newRow("nothing") << QByteArray() << Environment() << QStringList() << 8789 << QStringLiteral("default");
        QTest::newRow("file") << file << Environment() << QStringList() << 1001 << QStringLiteral("file");
        QTest::newRow("environment over file") << file << environment << QStringList() << 1002 << QStringLiteral("environment");
        QTest::newRow("flag over all") << file << environment << flags << 1003 << QStringLiteral("flag");
        QTest::newRow("flag over file") << file << Environment() << flags << 1003 << QStringLiteral("flag");
    }

    void theStrongerSourceWins()
    {
        QFETCH(QByteArray, file);
        QFETCH(Environment, environment);
        QFETCH(QStringList, flags);
        const auto read = parse(file, environment, flags);
        QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().detail));
        QTEST(int(read->options.port), "port");
        const QJsonObject report = reported(file, environment, flags).value(QStringLiteral("port")).toObject();
        QTEST(report.value(QStringLiteral("from")).toString(), "from");
        QCOMPARE(report.value(QStringLiteral("value")).toString().toInt(), int(read->options.port));
    }

    void theFileTakesNumbersSwitchesTextsAndLists()
    {
        const auto read = parse("{\"access-ttl\": 60, \"verified-email\": true, \"log\": \"json\", \"providers\": [\"github\"]}", {}, {});
        QVERIFY(read.ok());
        QCOMPARE(read->options.accessTtl, std::chrono::seconds(60));
        QVERIFY(read->options.wantsVerifiedEmail && read->options.logRequests);
        QCOMPARE(read->options.providers, QStringList(QStringLiteral("github")));
        const auto asked = parse("{\"listen\": \"0.0.0.0\", \"providers\": [\"github\"]}", {}, {});
        QCOMPARE(asked->options.providers, QStringList(QStringLiteral("github")));
    }

    void aSwitchCanBeTurnedOffAgain()
    {
        const QByteArray on("{\"verified-email\": true}");
        const QString variable = QStringLiteral("KEYTURN_BACKEND_VERIFIED_EMAIL");
        QVERIFY(!parse(on, {{variable, QStringLiteral("false")}}, {})->options.wantsVerifiedEmail);
        QVERIFY(!parse(on, {{variable, QStringLiteral("0")}}, {})->options.wantsVerifiedEmail);
        QVERIFY(parse("{\"verified-email\": false}", {{variable, QStringLiteral("1")}}, {})->options.wantsVerifiedEmail);
        QVERIFY(parse("{\"verified-email\": false}", {}, {QStringLiteral("--verified-email")})->options.wantsVerifiedEmail);
    }

    void theFileCanBeNamedByTheEnvironment()
    {
        QVERIFY(write("{\"port\": 1001}"));
        const auto read = parseCommandLine({QStringLiteral("keyturn-backend")}, QStringLiteral("/data"),
                                           environmentOf({{QStringLiteral("KEYTURN_BACKEND_CONFIG"), path()}}));
        QCOMPARE(int(read->options.port), 1001);
    }

    void whatCannotBeIsNamed_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<Environment>("environment");
        QTest::addColumn<QStringList>("flags");
        QTest::addColumn<QStringList>("named");
        const auto row = [](const char *name, const QByteArray &file, const Environment &environment, const QStringList &flags,
                            const QStringList &named) { QTest::newRow(name) << file << environment << flags << named; };
        row("unknown key", "{\"prot\": 1}", {}, {}, {QStringLiteral("\"prot\"")});
        row("no setting", "{\"help\": true}", {}, {}, {QStringLiteral("\"help\"")});
        row("a file in the file", "{\"config\": \"x\"}", {}, {}, {QStringLiteral("\"config\"")});
        row("not JSON", "port = 1", {}, {}, {QStringLiteral("config.json"), QStringLiteral("JSON")});
        row("a key twice", "{\"port\": 1, \"port\": 2}", {}, {}, {QStringLiteral("config.json")});
        row("null", "{\"port\": null}", {}, {}, {QStringLiteral("\"port\"")});
        row("half a number", "{\"port\": 1.5}", {}, {}, {QStringLiteral("\"port\"")});
        row("a bad value in the file", "{\"bcrypt-cost\": 9}", {}, {}, {QStringLiteral("--bcrypt-cost"), QStringLiteral("config.json")});
        row("a bad value in the environment", {}, {{QStringLiteral("KEYTURN_BACKEND_BCRYPT_COST"), QStringLiteral("9")}}, {},
            {QStringLiteral("--bcrypt-cost"), QStringLiteral("KEYTURN_BACKEND_BCRYPT_COST")});
        row("a switch that is neither", {}, {{QStringLiteral("KEYTURN_BACKEND_VERIFIED_EMAIL"), QStringLiteral("perhaps")}}, {},
            {QStringLiteral("--verified-email"), QStringLiteral("KEYTURN_BACKEND_VERIFIED_EMAIL")});
        row("no such file", {}, {}, {QStringLiteral("--config"), QStringLiteral("/nowhere/config.json")}, {QStringLiteral("/nowhere/config.json")});
        row("a password on the command line", {}, {}, {QStringLiteral("--database"), QStringLiteral("postgresql://u:hunter2@db/k")},
            {QStringLiteral("--database"), QStringLiteral("KEYTURN_BACKEND_DATABASE")});
    }

    void whatCannotBeIsNamed()
    {
        QFETCH(QByteArray, file);
        QFETCH(Environment, environment);
        QFETCH(QStringList, flags);
        QFETCH(QStringList, named);
        const auto read = parse(file, environment, flags);
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, QStringLiteral("usage"));
        for (const QString &each : named)
            QVERIFY2(read.error().detail.contains(each), qPrintable(read.error().detail));
        QVERIFY(!read.error().detail.contains(QLatin1String("hunter2")));
    }

    void theReportHoldsNoSecret()
    {
        QVERIFY(write(addressWithPassword));
        QCommandLineParser parser;
        const QList<QCommandLineOption> options{{QStringLiteral("database"), {}, QStringLiteral("URL")},
                                                {QStringLiteral("client-secret"), {}, QStringLiteral("S")},
                                                {QStringLiteral("config"), {}, QStringLiteral("F")}};
        parser.addOptions(options);
        QVERIFY(parser.parse({QStringLiteral("keyturn-backend"), QStringLiteral("--config"), path()}));
        const auto settings =
            Settings::gather(parser, options, environmentOf({{QStringLiteral("KEYTURN_BACKEND_CLIENT_SECRET"), QStringLiteral("hunter2")}}));
        QVERIFY(settings.ok());
        QVERIFY(settings->value(QStringLiteral("database")).contains(QLatin1String("hunter2")));
        const QByteArray report = QJsonDocument(settings->report()).toJson();
        QVERIFY2(!report.contains("hunter2"), report);
        QVERIFY(report.contains("postgresql://keyturn@db/keyturn?x=1"));
        QVERIFY(report.contains("KEYTURN_BACKEND_CLIENT_SECRET"));
    }

    void aFileWithASecretIsForItsOwnerAlone()
    {
        const QStringList named{QStringLiteral("keyturn-backend"), QStringLiteral("--config"), path()};
        QVERIFY(write(redisWithPassword));
        QVERIFY(parseCommandLine(named, QStringLiteral("/data")).ok());
        QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        const auto refused = parseCommandLine(named, QStringLiteral("/data"));
        QVERIFY(!refused.ok());
        QVERIFY2(refused.error().detail.contains(QLatin1String("chmod 600 ") + path()), qPrintable(refused.error().detail));
        QVERIFY(!refused.error().detail.contains(QLatin1String("hunter2")));
        // One without a secret is nobody's business to hide.
        QVERIFY(write("{\"port\": 1001}"));
        QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        QVERIFY(parseCommandLine(named, QStringLiteral("/data")).ok());
    }

    void whatMayBeGivenAgainIsReportedWhole()
    {
        const QStringList both{QStringLiteral("https://a.example"), QStringLiteral("https://b.example")};
        const auto origins = [this](const QByteArray &file, const Environment &environment, const QStringList &flags) {
            return reported(file, environment, flags).value(QStringLiteral("allow-origin")).toObject().value(QStringLiteral("value"));
        };
        const QJsonValue list = QJsonArray::fromStringList(both);
        QCOMPARE(origins({}, {}, {QStringLiteral("--allow-origin"), both[0], QStringLiteral("--allow-origin"), both[1]}), list);
        QCOMPARE(origins({}, {{QStringLiteral("KEYTURN_BACKEND_ALLOW_ORIGIN"), both.join(u',')}}, {}), list);
        QCOMPARE(origins(twoOrigins, {}, {}), list);
        QCOMPARE(origins({}, {}, {QStringLiteral("--allow-origin"), both[0]}), QJsonValue(QJsonArray{both[0]}));
        QCOMPARE(origins({}, {}, {}), QJsonValue(QJsonArray()));
    }

    void defaultsAreReportedAsTheyAreInForce_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QStringList>("flags");
        QTest::addColumn<QString>("value");
        const auto row = [](const char *option, const QStringList &flags, const char *value) {
            QTest::addRow("%s %s", option, qPrintable(flags.join(u' '))) << QString::fromLatin1(option) << flags << QString::fromLatin1(value);
        };
        row("access-ttl", {}, "900");
        row("chain-ttl", {}, "7776000");
        row("database", {}, "sqlite:/data/backend.sqlite");
        row("database", {QStringLiteral("--data"), QStringLiteral("/elsewhere")}, "sqlite:/elsewhere/backend.sqlite");
        row("github-url", {}, "https://github.com");
        row("google-issuer", {}, "https://accounts.google.com");
        row("keys", {}, "/data/keys.json");
        row("listen", {}, "127.0.0.1");
        row("mode", {}, "token");
        row("providers", {}, "google,github");
        row("providers", {QStringLiteral("--listen"), QStringLiteral("0.0.0.0")}, "");
        row("providers", {QStringLiteral("--public-url"), QStringLiteral("https://auth.example.com")}, "");
        row("providers", {QStringLiteral("--public-url"), QStringLiteral("http://localhost:8080")}, "google,github");
        row("rate-limit", {}, "10/900");
        row("refresh-ttl", {}, "604800");
        row("refresh-ttl", {QStringLiteral("--chain-ttl"), QStringLiteral("60")}, "60");
        row("session-idle", {}, "86400");
        row("session-idle", {QStringLiteral("--session-ttl"), QStringLiteral("60")}, "60");
        row("session-ttl", {}, "604800");
    }

    void defaultsAreReportedAsTheyAreInForce()
    {
        QFETCH(QString, option);
        QFETCH(QStringList, flags);
        const QJsonObject report = reported({}, {}, flags).value(option).toObject();
        QCOMPARE(report.value(QStringLiteral("from")).toString(), QStringLiteral("default"));
        QTEST(report.value(QStringLiteral("value")).toString(), "value");
    }

    void refreshTokensEndWithTheirChain()
    {
        QCOMPARE(parse({}, {}, {QStringLiteral("--chain-ttl"), QStringLiteral("60")})->options.refreshTtl, std::chrono::seconds(60));
        QCOMPARE(parse("{\"chain-ttl\": 60, \"refresh-ttl\": 30}", {}, {})->options.refreshTtl, std::chrono::seconds(30));
        const auto longer =
            parse({}, {{QStringLiteral("KEYTURN_BACKEND_CHAIN_TTL"), QStringLiteral("60")}}, {QStringLiteral("--refresh-ttl"), QStringLiteral("61")});
        QVERIFY(!longer.ok());
        QVERIFY(longer.error().detail.contains(QLatin1String("--refresh-ttl")) && longer.error().detail.contains(QLatin1String("60")));
        QVERIFY(!parse({}, {}, {QStringLiteral("--chain-ttl"), QStringLiteral("0")}).ok());
    }

    void aSecretIsNotTakenFromTheCommandLine()
    {
        QCommandLineParser parser;
        const QList<QCommandLineOption> options{{QStringLiteral("client-secret"), {}, QStringLiteral("S")},
                                                {QStringLiteral("config"), {}, QStringLiteral("F")}};
        parser.addOptions(options);
        QVERIFY(parser.parse({QStringLiteral("keyturn-backend"), QStringLiteral("--client-secret"), QStringLiteral("hunter2")}));
        QVERIFY(!Settings::gather(parser, options, {}).ok());
    }

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("config.json")); }
    [[nodiscard]] bool write(const QByteArray &text) const
    {
        QFile file(path());
        return file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(text) == text.size();
    }
    [[nodiscard]] static QProcessEnvironment environmentOf(const Environment &variables)
    {
        QProcessEnvironment environment;
        for (auto variable = variables.begin(); variable != variables.end(); ++variable)
            environment.insert(variable.key(), variable.value());
        return environment;
    }
    [[nodiscard]] core::Result<CommandLine> parse(const QByteArray &file, const Environment &environment, QStringList flags) const
    {
        flags.prepend(QStringLiteral("keyturn-backend"));
        if (!file.isEmpty() && write(file))
            flags += {QStringLiteral("--config"), path()};
        return parseCommandLine(flags, QStringLiteral("/data"), environmentOf(environment));
    }
    [[nodiscard]] QJsonObject reported(const QByteArray &file, const Environment &environment, const QStringList &flags) const
    {
        const auto read = parse(file, environment, flags + QStringList(QStringLiteral("--print-config")));
        return read.ok() ? QJsonDocument::fromJson(read->text.toUtf8()).object() : QJsonObject();
    }

    QTemporaryDir m_folder;
};

} // namespace keyturn::backend

using keyturn::backend::TstSettings;
KEYTURN_TEST(TstSettings)
#include "tst_settings.moc"
