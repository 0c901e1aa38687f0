// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/options.h"
#include "support/registry.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::backend {

namespace {

core::Result<CommandLine> parsed(const QStringList &arguments)
{
    return parseCommandLine(QStringList{QStringLiteral("keyturn-backend")} + arguments, QStringLiteral("/nowhere"),
                            QProcessEnvironment::systemEnvironment());
}

} // namespace

/// How limits, Redis and proxies are set.
class TstLimitOptions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { qunsetenv("KEYTURN_BACKEND_REDIS"); }

    void theStrictLimitIsTheDefault()
    {
        const LimitOptions limits = parsed({})->options.limits;
        QCOMPARE(limits.policy, std::optional(LimitPolicy{10, std::chrono::minutes(15)}));
        QVERIFY(!limits.redis);
        QVERIFY(limits.trustedProxies.isEmpty());
    }

    void limitsAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("count"); // 0: off, -1: refused
        QTest::addColumn<int>("window");
        const auto row = [](const char *text, int count, int window) { QTest::newRow(text) << QString::fromLatin1(text) << count << window; };
        row("3/60", 3, 60);
        row("1000/86400", 1000, 86400);
        row("off", 0, 0);
        row("", -1, 0);
        row("10", -1, 0);
        row("0/60", -1, 0);
        row("10/0", -1, 0);
        row("1001/60", -1, 0);
        row("10/86401", -1, 0);
        row("10/60/60", -1, 0);
        row("-1/60", -1, 0);
    }

    void limitsAreRead()
    {
        QFETCH(QString, text);
        QFETCH(int, count);
        QFETCH(int, window);
        const auto read = parsed({QStringLiteral("--rate-limit"), text});
        QCOMPARE(read.ok(), count >= 0);
        if (!read.ok()) {
            QVERIFY(read.error().detail.contains(QLatin1String("N/SECONDS")));
            return;
        }
        QCOMPARE(read->options.limits.policy, count == 0 ? std::nullopt : std::optional(LimitPolicy{count, std::chrono::seconds(window)}));
    }

    void addressesOfRedisAreRead_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("text"); // empty: refused
        QTest::addColumn<QString>("user");
        QTest::addColumn<QByteArray>("password");
        const auto row = [](const char *url, const char *text, const char *user = "", const char *password = "") {
            QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(text) << QString::fromLatin1(user) << QByteArray(password);
        };
        row("redis://127.0.0.1", "redis://127.0.0.1:6379/0");
        row("redis://redis.internal:6380/3", "redis://redis.internal:6380/3");
        row("redis://[::1]:6380", "redis://[::1]:6380/0");
        row("redis://:p%40ss@host", "redis://host:6379/0", "", "p@ss");
        row("redis://backend:secret@host/1", "redis://host:6379/1", "backend", "secret");
        row("unix:/run/redis/redis.sock", "unix:/run/redis/redis.sock?db=0");
        row("unix:///run/redis.sock?db=2&user=backend&password=p%26ss", "unix:/run/redis.sock?db=2", "backend", "p&ss");
        row("rediss://host", "");
        row("http://host", "");
        row("redis://", "");
        row("redis://host/db", "");
        row("redis://host/-1", "");
        row("redis://host:99999", "");
        row("unix:relative", "");
        row("unix://host/path", "");
        row("127.0.0.1:6379", "");
        row("", "");
    }

    void addressesOfRedisAreRead()
    {
        QFETCH(QString, url);
        QFETCH(QString, text);
        const auto read = RedisAddress::parse(url);
        QCOMPARE(read.ok(), !text.isEmpty());
        if (!read.ok()) {
            QVERIFY(read.error().detail.endsWith(u'.'));
            return;
        }
        QCOMPARE(read->text(), text);
        QTEST(read->user, "user");
        QTEST(read->password.reveal().toByteArray(), "password");
    }

    void aPasswordIsNotTakenFromTheCommandLine()
    {
        const auto refused = parsed({QStringLiteral("--redis"), QStringLiteral("redis://:opensesame@host")});
        QVERIFY(!refused.ok());
        QVERIFY(refused.error().detail.contains(QLatin1String("KEYTURN_BACKEND_REDIS")));
        QVERIFY(!refused.error().detail.contains(QLatin1String("opensesame")));
    }

    void aPasswordComesFromTheEnvironment()
    {
        qputenv("KEYTURN_BACKEND_REDIS", "redis://:opensesame@host");
        const auto read = parsed({});
        QVERIFY(read.ok());
        QCOMPARE(read->options.limits.redis->password, core::Secret("opensesame"));
        // The command line says it with more emphasis.
        QCOMPARE(parsed({QStringLiteral("--redis"), QStringLiteral("redis://other")})->options.limits.redis->host, QStringLiteral("other"));
    }

    void aPasswordComesFromAFile()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("redis")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("redis://:opensesame@host\n");
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ReadGroup));
        QVERIFY(parsed({QStringLiteral("--redis-file"), file.fileName()}).error().detail.contains(QLatin1String("chmod 600 ") + file.fileName()));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        const auto read = parsed({QStringLiteral("--redis-file"), file.fileName()});
        QVERIFY(read.ok());
        QCOMPARE(read->options.limits.redis->password, core::Secret("opensesame"));
        QVERIFY(!parsed({QStringLiteral("--redis-file"), file.fileName() + u'x'}).ok());
        QVERIFY(!parsed({QStringLiteral("--redis-file"), file.fileName(), QStringLiteral("--redis"), QStringLiteral("redis://host")}).ok());
    }

    void proxiesAreNamedOneByOne()
    {
        const auto read =
            parsed({QStringLiteral("--trusted-proxy"), QStringLiteral("127.0.0.1"), QStringLiteral("--trusted-proxy"), QStringLiteral("10.0.0.0/8")});
        QVERIFY(read.ok());
        QCOMPARE(read->options.limits.trustedProxies.size(), 2);
        QVERIFY(!parsed({QStringLiteral("--trusted-proxy"), QStringLiteral("proxy.internal")}).ok());
    }
};

} // namespace keyturn::backend

using keyturn::backend::TstLimitOptions;
KEYTURN_TEST(TstLimitOptions)
#include "tst_limitoptions.moc"
