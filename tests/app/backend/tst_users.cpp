// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::backend {

namespace {

const QString password = QStringLiteral("correct horse battery");

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

} // namespace

/// What administrators may do over HTTP, and nobody else; and what people change of themselves.
class TstUsers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start(), m_backend.log().constData());
        m_http.emplace(m_backend.http());
        m_admin = person();
        BackendProcess command;
        QCOMPARE(command.runToEnd({QStringLiteral("user"), QStringLiteral("role"), m_admin.email, QStringLiteral("admin"), QStringLiteral("--data"),
                                   m_backend.file(QStringLiteral("data"))}),
                 0);
    }
    void init() { m_user = person(); }

    void whatIsForAdministratorsIsRefusedToOthers_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        for (const char *method : {"GET", "PATCH", "DELETE"})
            QTest::addRow("%s somebody", method) << QByteArray(method) << QByteArray("/api/users/") + m_admin.id.toLatin1();
        QTest::newRow("GET nobody") << QByteArray("GET") << QByteArray("/api/users/0000");
        QTest::newRow("GET everybody") << QByteArray("GET") << QByteArray("/api/users");
    }

    void whatIsForAdministratorsIsRefusedToOthers()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        const Answer nobody = m_http->send(method, path);
        QCOMPARE(nobody.status, 401);
        QVERIFY(nobody.header("www-authenticate").startsWith("Bearer"));
        const Answer user = send(method, path, m_user);
        QCOMPARE(user.status, 403);
        QCOMPARE(user.code(), QStringLiteral("forbidden"));
        QVERIFY(!user.body.contains(m_admin.email.toUtf8()));
    }

    void theOwnRecordIsReadable()
    {
        const Answer own = send("GET", "/api/users/" + m_user.id.toLatin1(), m_user);
        QCOMPARE(own.status, 200);
        QCOMPARE(text(own.json(), "email"), m_user.email);
        const Answer byAdmin = send("GET", "/api/users/" + m_user.id.toLatin1(), m_admin);
        QCOMPARE(byAdmin.body, own.body);
        QCOMPARE(send("GET", "/api/users/0000", m_admin).code(), QStringLiteral("user_not_found"));
    }

    void everybodyIsListedInPages()
    {
        person();
        QStringList seen;
        QByteArray query("?limit=2");
        do {
            const Answer page = send("GET", "/api/users" + query, m_admin);
            QCOMPARE(page.status, 200);
            for (const QJsonValue &user : page.json().value(QStringLiteral("users")).toArray())
                seen.append(text(user.toObject(), "id"));
            const QString next = text(page.json(), "next");
            query = next.isEmpty() ? QByteArray() : "?limit=2&after=" + next.toLatin1();
        } while (!query.isEmpty());
        QCOMPARE(QSet<QString>(seen.begin(), seen.end()).size(), seen.size());
        QCOMPARE(seen.first(), m_admin.id); // came first
        QVERIFY(seen.contains(m_user.id));
        QVERIFY(!send("GET", "/api/users", m_admin).json().contains(QStringLiteral("next")));
    }

    void aBrokenPageIsRefused_data()
    {
        QTest::addColumn<QByteArray>("query");
        for (const char *query : {"?limit=0", "?limit=-1", "?limit=101", "?limit=x", "?limit=", "?after=", "?after=1", "?after=-1-a", "?after=1-%27",
                                  "?x=1", "?limit=1&limit=2"})
            QTest::addRow("%s", query) << QByteArray(query);
    }

    void aBrokenPageIsRefused()
    {
        QFETCH(QByteArray, query);
        QCOMPARE(send("GET", "/api/users" + query, m_admin).status, 400);
    }

    void whoIsDisabledIsOutAtOnce()
    {
        const QByteArray path = "/api/users/" + m_user.id.toLatin1();
        const Answer changed = patch(path, {{QStringLiteral("disabled"), true}}, m_admin);
        QCOMPARE(changed.status, 200);
        QVERIFY(!text(changed.json(), "disabledAt").isEmpty());
        QCOMPARE(send("GET", "/api/profile", m_user).status, 401);
        const Answer refresh = m_http->postJson("/api/auth/refresh", {{QStringLiteral("refreshToken"), m_user.refresh}});
        QCOMPARE(refresh.status, 401);
        QCOMPARE(text(refresh.json().value(QStringLiteral("error")).toObject(), "reason"), QStringLiteral("revoked"));
        const Answer right = login(m_user.email, password);
        QCOMPARE(right.status, 403);
        QCOMPARE(right.code(), QStringLiteral("account_disabled"));
        QVERIFY(right.header("set-cookie").isEmpty());
        // Whoever does not know the password does not learn that there is such an account.
        QCOMPARE(login(m_user.email, QStringLiteral("another horse")).body, login(QStringLiteral("nobody@example.com"), password).body);
        QCOMPARE(patch(path, {{QStringLiteral("disabled"), false}}, m_admin).status, 200);
        QCOMPARE(login(m_user.email, password).status, 200);
    }

    void whoIsDeletedIsGone()
    {
        const QByteArray path = "/api/users/" + m_user.id.toLatin1();
        QCOMPARE(send("DELETE", path, m_admin).status, 204);
        QCOMPARE(send("GET", "/api/profile", m_user).status, 401);
        QCOMPARE(m_http->postJson("/api/auth/refresh", {{QStringLiteral("refreshToken"), m_user.refresh}}).status, 401);
        QCOMPARE(login(m_user.email, password).code(), QStringLiteral("invalid_credentials"));
        QCOMPARE(send("DELETE", path, m_admin).status, 404);
    }

    void aRoleCountsFromTheNextRequestOn()
    {
        const QByteArray path = "/api/users/" + m_user.id.toLatin1();
        QCOMPARE(patch(path, {{QStringLiteral("role"), QStringLiteral("admin")}}, m_admin).status, 200);
        QCOMPARE(send("GET", "/api/users", m_user).status, 200);
        QCOMPARE(patch(path, {{QStringLiteral("role"), QStringLiteral("user")}}, m_admin).status, 200);
        QCOMPARE(send("GET", "/api/users", m_user).status, 403);
    }

    void theLastAdministratorStays()
    {
        const QByteArray path = "/api/users/" + m_admin.id.toLatin1();
        QCOMPARE(send("DELETE", path, m_admin).code(), QStringLiteral("last_admin"));
        QCOMPARE(patch(path, {{QStringLiteral("disabled"), true}}, m_admin).status, 409);
        QCOMPARE(patch(path, {{QStringLiteral("role"), QStringLiteral("user")}}, m_admin).status, 409);
        QCOMPARE(send("GET", "/api/users", m_admin).status, 200);
    }

    void aWrongEditIsToldByField_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("unknown role") << QStringLiteral("role") << QJsonValue(QStringLiteral("root"));
        QTest::newRow("role of another type") << QStringLiteral("role") << QJsonValue(true);
        QTest::newRow("disabled as text") << QStringLiteral("disabled") << QJsonValue(QStringLiteral("true"));
        QTest::newRow("disabled null") << QStringLiteral("disabled") << QJsonValue(QJsonValue::Null);
        QTest::newRow("e-mail") << QStringLiteral("email") << QJsonValue(QStringLiteral("x@example.com"));
        QTest::newRow("id") << QStringLiteral("id") << QJsonValue(QStringLiteral("0"));
    }

    void aWrongEditIsToldByField()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        const Answer refused = patch("/api/users/" + m_user.id.toLatin1(), {{field, value}, {QStringLiteral("role"), value}}, m_admin);
        QCOMPARE(refused.status, 422);
        QVERIFY(refused.body.contains(field.toLatin1()));
        QCOMPARE(send("GET", "/api/profile", m_user).json().value(QStringLiteral("role")).toString(), QStringLiteral("user"));
    }

    void peopleChangeTheirOwnName()
    {
        const Answer changed = patch("/api/profile", {{QStringLiteral("name"), QStringLiteral(" Grace Hopper ")}}, m_user);
        QCOMPARE(changed.status, 200);
        QCOMPARE(text(changed.json(), "name"), QStringLiteral("Grace Hopper"));
        QCOMPARE(send("GET", "/api/profile", m_user).body, changed.body);
        QCOMPARE(patch("/api/profile", {}, m_user).body, changed.body);
        QCOMPARE(m_http->send("PATCH", "/api/profile").status, 401);
    }

    void whatIsNotTheirsToChangeIsToldByField_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("role") << QStringLiteral("role") << QJsonValue(QStringLiteral("admin")); // AUDIT 37
        QTest::newRow("id") << QStringLiteral("id") << QJsonValue(QStringLiteral("0"));
        QTest::newRow("blank name") << QStringLiteral("name") << QJsonValue(QStringLiteral("  "));
        QTest::newRow("long name") << QStringLiteral("name") << QJsonValue(QString(101, u'n'));
        QTest::newRow("name null") << QStringLiteral("name") << QJsonValue(QJsonValue::Null);
        QTest::newRow("name a number") << QStringLiteral("name") << QJsonValue(1);
    }

    void whatIsNotTheirsToChangeIsToldByField()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        const QByteArray before = send("GET", "/api/profile", m_user).body;
        const Answer refused = patch("/api/profile", {{field, value}}, m_user);
        QCOMPARE(refused.status, 422);
        QCOMPARE(refused.code(), QStringLiteral("validation_failed"));
        QVERIFY(refused.body.contains('"' + field.toLatin1() + '"'));
        QCOMPARE(send("GET", "/api/profile", m_user).body, before);
    }

private:
    struct Person {
        QString id;
        QString email;
        QByteArray access;
        QString refresh;
    };
    Person person()
    {
        const QString email = QStringLiteral("person%1@example.com").arg(++m_people);
        const QJsonObject grant = m_http
                                      ->postJson("/api/auth/register",
                                                 {{QStringLiteral("email"), email},
                                                  {QStringLiteral("password"), password},
                                                  {QStringLiteral("name"), QStringLiteral("Ada")},
                                                  {QStringLiteral("tokenDelivery"), QStringLiteral("body")}})
                                      .json();
        return {text(grant.value(QStringLiteral("user")).toObject(), "id"), email, text(grant, "accessToken").toLatin1(),
                text(grant, "refreshToken")};
    }
    [[nodiscard]] Answer send(const QByteArray &method, const QByteArray &path, const Person &by) const
    {
        return m_http->send(method, path, {{"Authorization", "Bearer " + by.access}});
    }
    [[nodiscard]] Answer patch(const QByteArray &path, const QJsonObject &body, const Person &by) const
    {
        return m_http->send("PATCH", path, {{"Authorization", "Bearer " + by.access}, {"Content-Type", "application/json"}},
                            QJsonDocument(body).toJson());
    }
    [[nodiscard]] Answer login(const QString &email, const QString &secret) const
    {
        return m_http->postJson("/api/auth/login", {{QStringLiteral("email"), email}, {QStringLiteral("password"), secret}});
    }

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
    int m_people = 0;
    Person m_admin;
    Person m_user;
};

} // namespace keyturn::backend

using keyturn::backend::TstUsers;
KEYTURN_TEST(TstUsers)
#include "tst_users.moc"
