// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sqlstore.h"
#include "backendprocess.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::backend {

namespace {

const QByteArray password("correct horse battery");

} // namespace

/// The program's commands on a service's data, while it serves; and what the service does at a sign-in of its own accord.
class TstCommands : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_backend.start(), m_backend.log().constData()); }

    void init()
    {
        m_email = QStringLiteral("person%1@example.com").arg(++m_people);
        QCOMPARE(user({QStringLiteral("add"), m_email.toUpper(), QStringLiteral("--name"), QStringLiteral("Ada Lovelace"),
                       QStringLiteral("--password-stdin"), QStringLiteral("--bcrypt-cost"), QStringLiteral("10")},
                      password + '\n'),
                 0);
    }

    void whoIsAddedMaySignIn()
    {
        const QJsonObject grant = login().json();
        QCOMPARE(grant.value(QStringLiteral("user")).toObject().value(QStringLiteral("name")).toString(), QStringLiteral("Ada Lovelace"));
        QVERIFY(!m_output.contains(password) && !m_errors.contains(password));
    }

    void whatCannotBeAddedIsRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<int>("status");
        const QString stdinOption = QStringLiteral("--password-stdin");
        QTest::newRow("twice") << QStringList{QStringLiteral("person1@example.com"), stdinOption} << password << 1;
        QTest::newRow("no address") << QStringList{QStringLiteral("ada"), stdinOption} << password << 2;
        QTest::newRow("a short password") << QStringList{QStringLiteral("b@example.com"), stdinOption} << QByteArray("short\n") << 2;
        QTest::newRow("a common password") << QStringList{QStringLiteral("b@example.com"), stdinOption} << QByteArray("password123\n") << 2;
        QTest::newRow("no password") << QStringList{QStringLiteral("b@example.com"), stdinOption} << QByteArray() << 2;
        QTest::newRow("no terminal") << QStringList{QStringLiteral("b@example.com")} << password << 2;
        QTest::newRow("another role") << QStringList{QStringLiteral("b@example.com"), stdinOption, QStringLiteral("--role"), QStringLiteral("root")}
                                      << password << 2;
        QTest::newRow("a password as an argument") << QStringList{QStringLiteral("b@example.com"), QStringLiteral("--password"), QStringLiteral("x")}
                                                   << password << 2;
        QTest::newRow("two addresses") << QStringList{QStringLiteral("b@example.com"), QStringLiteral("c@example.com"), stdinOption} << password << 2;
    }

    void whatCannotBeAddedIsRefused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, input);
        QFETCH(int, status);
        QCOMPARE(user(QStringList(QStringLiteral("add")) + arguments, input), status);
        QVERIFY(m_output.isEmpty());
        QCOMPARE(m_errors.count('\n'), 1);
        QCOMPARE(int(everybody().size()), m_people - m_removed);
    }

    void aDisabledPersonIsOutWhileTheServiceRuns()
    {
        const QByteArray access = login().json().value(QStringLiteral("accessToken")).toString().toLatin1();
        QCOMPARE(user({QStringLiteral("disable"), QLatin1Char(' ') + m_email.toUpper()}), 0);
        QCOMPARE(m_backend.http().get("/api/profile", {{"Authorization", "Bearer " + access}}).status, 401);
        QCOMPARE(login().code(), QStringLiteral("account_disabled"));
        QVERIFY(everybody().last().toObject().contains(QStringLiteral("disabledAt")));
        QCOMPARE(user({QStringLiteral("enable"), m_email}), 0);
        QCOMPARE(login().status, 200);
    }

    void aRoleIsGivenAndTheLastAdministratorStays()
    {
        QCOMPARE(user({QStringLiteral("role"), m_email, QStringLiteral("admin")}), 0);
        QCOMPARE(everybody().last().toObject().value(QStringLiteral("role")).toString(), QStringLiteral("admin"));
        for (const QStringList &arguments : {QStringList{QStringLiteral("role"), m_email, QStringLiteral("user")},
                                             {QStringLiteral("disable"), m_email},
                                             {QStringLiteral("remove"), m_email}}) {
            QCOMPARE(user(arguments), 1);
            QVERIFY(m_errors.contains("last administrator"));
        }
        QCOMPARE(user({QStringLiteral("role"), m_email, QStringLiteral("root")}), 2);
    }

    void whoIsRemovedIsGone()
    {
        QCOMPARE(user({QStringLiteral("remove"), m_email}), 0);
        QCOMPARE(login().status, 401);
        QCOMPARE(int(everybody().size()), m_people - ++m_removed);
        QCOMPARE(user({QStringLiteral("remove"), m_email}), 1);
        QVERIFY(m_errors.contains(m_email.toUtf8()));
    }

    void theListIsATableForPeople()
    {
        QCOMPARE(user({QStringLiteral("list")}), 0);
        QCOMPARE(int(m_output.count('\n')), 1 + m_people - m_removed);
        QVERIFY(m_output.contains(m_email.toUtf8() + "  "));
        QVERIFY(m_output.contains("  Ada Lovelace  user "));
        QVERIFY(m_output.contains("active"));
    }

    void commandsTellTheirUsage()
    {
        QCOMPARE(user({QStringLiteral("--help")}), 0);
        for (const char *name : {"add EMAIL", "list", "disable EMAIL", "enable EMAIL", "role EMAIL ROLE", "remove EMAIL"})
            QVERIFY2(m_output.contains(name), name);
        QCOMPARE(user({QStringLiteral("add"), QStringLiteral("--help")}), 0);
        QVERIFY(m_output.contains("user add EMAIL") && m_output.contains("--password-stdin") && m_output.contains("--data"));
        QVERIFY(!m_output.contains("--refresh-grace")); // taken, for one file serves both, but of no use here
        QCOMPARE(user({QStringLiteral("frobnicate")}), 2);
        QCOMPARE(user({}), 2);
        QCOMPARE(user({QStringLiteral("disable")}), 2);
    }

    void theServicesConfigurationServesTheCommandsToo()
    {
        QFile file(m_backend.file(QStringLiteral("config.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(QJsonObject{{QStringLiteral("data"), m_backend.file(QStringLiteral("data"))},
                                             {QStringLiteral("database"), m_backend.databaseUrl()},
                                             {QStringLiteral("port"), 1}})
                       .toJson());
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        BackendProcess command;
        QCOMPARE(command.runToEnd({QStringLiteral("user"), QStringLiteral("list"), QStringLiteral("--config"), file.fileName()}), 0);
        QVERIFY(command.output().contains(m_email.toUtf8()));
    }

    void anUnusableDatabaseEndsWithFive()
    {
        BackendProcess command;
        QCOMPARE(command.runToEnd({QStringLiteral("user"), QStringLiteral("list"), QStringLiteral("--data"), QStringLiteral("/proc/nowhere")}), 5);
    }

    void aHashIsMadeStrongerAtTheNextSignIn()
    {
        QCOMPARE(hash().left(7), QByteArray("$2b$10$"));
        BackendProcess stronger;
        QVERIFY(stronger.start(
            {QStringLiteral("--data"), m_backend.file(QStringLiteral("data")), QStringLiteral("--bcrypt-cost"), QStringLiteral("11")}));
        const QJsonObject form{{QStringLiteral("email"), m_email}, {QStringLiteral("password"), QString::fromLatin1(password)}};
        QCOMPARE(stronger.http().postJson("/api/auth/login", form).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(hash().left(7), QByteArray("$2b$11$"), 30'000);
        QCOMPARE(stronger.http().postJson("/api/auth/login", form).status, 200);
        QCOMPARE(login().status, 200); // a lower cost leaves it
        QCOMPARE(m_backend.stop(), 0); // and nothing is under way any more
        QCOMPARE(hash().left(7), QByteArray("$2b$11$"));
    }

private:
    int user(const QStringList &arguments, const QByteArray &input = {})
    {
        BackendProcess command;
        const QStringList data = arguments.isEmpty() || arguments.first().startsWith(u'-')
            ? QStringList()
            : QStringList{QStringLiteral("--data"), m_backend.file(QStringLiteral("data"))};
        const int status = command.runToEnd(QStringList(QStringLiteral("user")) + arguments + data, input);
        m_output = command.output();
        m_errors = command.log();
        return status;
    }
    [[nodiscard]] QJsonArray everybody()
    {
        return user({QStringLiteral("list"), QStringLiteral("--json")}) == 0
            ? QJsonDocument::fromJson(m_output).object().value(QStringLiteral("users")).toArray()
            : QJsonArray();
    }
    [[nodiscard]] Answer login() const
    {
        return m_backend.http().postJson("/api/auth/login",
                                         {{QStringLiteral("email"), m_email}, {QStringLiteral("password"), QString::fromLatin1(password)}});
    }
    [[nodiscard]] QByteArray hash() const
    {
        const std::unique_ptr<SqlDatabase> database = m_backend.openDatabase();
        return (*SqlStore(*database).passwordOf(m_email))->hash;
    }

    BackendProcess m_backend;
    int m_people = 0;
    int m_removed = 0;
    QString m_email;
    QByteArray m_output;
    QByteArray m_errors;
};

} // namespace keyturn::backend

using keyturn::backend::TstCommands;
KEYTURN_TEST(TstCommands)
#include "tst_commands.moc"
