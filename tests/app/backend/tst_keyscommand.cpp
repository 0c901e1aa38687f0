// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

namespace keyturn::backend {

/// `keyturn-backend keys` beside a running service, and the keys that the service shows.
class TstKeysCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hmacKeysAreNotPublished()
    {
        BackendProcess backend;
        QVERIFY2(backend.start(), backend.log().constData());
        const Answer answer = backend.http().get("/.well-known/jwks.json");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json().value(QStringLiteral("keys")), QJsonValue(QJsonArray()));
        QVERIFY(answer.header("cache-control").contains("max-age="));
        QCOMPARE(keyIdOf(signedIn(backend)).size(), 43);
    }

    void aRotationIsNoticedAndTheOldTokensServeOn()
    {
        BackendProcess backend;
        QVERIFY2(backend.start({QStringLiteral("--signing"), QStringLiteral("ES256")}), backend.log().constData());
        QCOMPARE(idsOf(backend).size(), 1);
        const QByteArray old = signedIn(backend);
        QVERIFY(idsOf(backend).contains(keyIdOf(old)));
        QCOMPARE(keys(backend, QStringLiteral("publish")).status, 0);
        QTRY_COMPARE_WITH_TIMEOUT(idsOf(backend).size(), 2, 20'000);
        QCOMPARE(keyIdOf(signedIn(backend)), keyIdOf(old)); // it does not sign yet
        const QString next = idsOf(backend).at(0) == keyIdOf(old) ? idsOf(backend).at(1) : idsOf(backend).at(0);
        QCOMPARE(keys(backend, QStringLiteral("rotate")).status, 0);
        QTRY_COMPARE_WITH_TIMEOUT(keyIdOf(signedIn(backend)), next, 20'000);
        QCOMPARE(profile(backend, old), 200);
        QCOMPARE(idsOf(backend).size(), 2); // the old one verifies on
        const Finished list = keys(backend, QStringLiteral("list"));
        QVERIFY2(list.out.contains("current") && list.out.contains("retiring") && list.out.contains(next.toLatin1()), list.out);
    }

    void aBrokenKeyFileChangesNothing()
    {
        BackendProcess backend;
        QVERIFY2(backend.start(), backend.log().constData());
        const QByteArray token = signedIn(backend);
        QFile file(backend.file(QStringLiteral("data/keys.json")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{}") == 2);
        file.close();
        QTRY_VERIFY_WITH_TIMEOUT(backend.log().contains("keys_not_renewed"), 20'000);
        QCOMPARE(profile(backend, token), 200);
        QCOMPARE(keys(backend, QStringLiteral("rotate")).status, 5);
    }

    void wrongArgumentsAreUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no action") << QStringList{};
        QTest::newRow("unknown action") << QStringList{QStringLiteral("destroy")};
        QTest::newRow("two actions") << QStringList{QStringLiteral("list"), QStringLiteral("rotate")};
        QTest::newRow("unknown algorithm") << QStringList{QStringLiteral("rotate"), QStringLiteral("--signing"), QStringLiteral("none")};
        QTest::newRow("unknown option") << QStringList{QStringLiteral("rotate"), QStringLiteral("--force")};
    }

    void wrongArgumentsAreUsage()
    {
        QFETCH(QStringList, arguments);
        BackendProcess command;
        QCOMPARE(command.runToEnd(QStringList{QStringLiteral("keys"), QStringLiteral("--data"), command.file(QStringLiteral("none"))} + arguments),
                 2);
        QCOMPARE(command.log().count('\n'), 1);
    }

    void whereThereAreNoKeysThatIsSaid()
    {
        BackendProcess command;
        QCOMPARE(command.runToEnd({QStringLiteral("keys"), QStringLiteral("list"), QStringLiteral("--data"), command.file(QStringLiteral("none"))}),
                 5);
        QVERIFY(command.log().contains("keys.json"));
    }

    void theServicesOwnConfigurationSaysWhereTheKeysAre()
    {
        BackendProcess backend;
        QVERIFY2(backend.start(), backend.log().constData());
        QFile config(backend.file(QStringLiteral("config.json")));
        const QByteArray path = backend.file(QStringLiteral("data/keys.json")).toUtf8();
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write(R"({"keys": ")" + path + R"(", "signing": "ES256"})") > 0);
        config.close();
        BackendProcess command;
        QCOMPARE(command.runToEnd({QStringLiteral("keys"), QStringLiteral("rotate"), QStringLiteral("--config"), config.fileName()}), 0);
        QVERIFY2(command.output().contains("ES256") && command.output().contains("retiring"), command.output().constData());
        BackendProcess other;
        other.setVariable(QStringLiteral("KEYTURN_BACKEND_KEYS"), QString::fromUtf8(path));
        QCOMPARE(other.runToEnd({QStringLiteral("keys"), QStringLiteral("list")}), 0);
        QCOMPARE(other.output(), command.output());
    }

    void theKeysStayWhoseTheyAre()
    {
        if (::geteuid() != 0)
            QSKIP("Only root can change what belongs to somebody else.");
        constexpr uid_t nobody = 65534;
        BackendProcess backend;
        QVERIFY2(backend.start(), backend.log().constData());
        const QByteArray path = QFile::encodeName(backend.file(QStringLiteral("data/keys.json")));
        QCOMPARE(::chown(path.constData(), nobody, nobody), 0);
        QCOMPARE(keys(backend, QStringLiteral("rotate")).status, 0);
        struct stat after = {};
        QCOMPARE(::stat(path.constData(), &after), 0);
        QCOMPARE(after.st_uid, nobody);
        QCOMPARE(after.st_mode & 0777U, 0600U);
    }

    void keysThatOthersMayReadAreRefused()
    {
        BackendProcess backend;
        QVERIFY2(backend.start(), backend.log().constData());
        QFile file(backend.file(QStringLiteral("data/keys.json")));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        BackendProcess command;
        QCOMPARE(command.runToEnd({QStringLiteral("keys"), QStringLiteral("list"), QStringLiteral("--keys"), file.fileName()}), 5);
        QVERIFY2(command.log().contains("chmod 600"), command.log().constData());
    }

private:
    struct Finished {
        int status = -1;
        QByteArray out;
    };
    static Finished keys(const BackendProcess &backend, const QString &action)
    {
        BackendProcess command;
        const int status = command.runToEnd({QStringLiteral("keys"), action, QStringLiteral("--data"), backend.file(QStringLiteral("data"))});
        return {status, command.output()};
    }
    static QStringList idsOf(const BackendProcess &backend)
    {
        QStringList ids;
        for (const QJsonValue &key : backend.http().get("/.well-known/jwks.json").json().value(QStringLiteral("keys")).toArray())
            ids.append(key.toObject().value(QStringLiteral("kid")).toString());
        return ids;
    }
    static QByteArray signedIn(const BackendProcess &backend)
    {
        static int people = 0;
        const Answer answer = backend.http().postJson("/api/auth/register",
                                                      {{QStringLiteral("email"), QStringLiteral("ada%1@example.com").arg(++people)},
                                                       {QStringLiteral("password"), QStringLiteral("correct horse")},
                                                       {QStringLiteral("name"), QStringLiteral("Ada")}});
        return answer.json().value(QStringLiteral("accessToken")).toString().toLatin1();
    }
    static QString keyIdOf(const QByteArray &token)
    {
        const auto header = QByteArray::fromBase64(token.split('.').first(), QByteArray::Base64UrlEncoding);
        return QJsonDocument::fromJson(header).object().value(QStringLiteral("kid")).toString();
    }
    static int profile(const BackendProcess &backend, const QByteArray &token)
    {
        return backend.http().get("/api/profile", {{"Authorization", "Bearer " + token}}).status;
    }
};

} // namespace keyturn::backend

using keyturn::backend::TstKeysCommand;
KEYTURN_TEST(TstKeysCommand)
#include "tst_keyscommand.moc"
