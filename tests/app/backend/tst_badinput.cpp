// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/opendatabase.h"
#include "backend/service.h"
#include "backend/sql/sqlconnection.h"
#include "badbodies.h"
#include "httpclient.h"
#include "postgresserver.h"
#include "support/addresssanitizer.h"
#include "support/registry.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <unistd.h>

namespace keyturn::backend {

namespace {

const QString password = QStringLiteral("correct horse battery");

/// Whose answers are for a person at a browser, or as OAuth has them.
bool speaksOAuth(const QByteArray &pattern)
{
    for (const char *beginning : {"/google/", "/github/", "/api/auth/google", "/api/auth/github"}) {
        if (pattern.startsWith(beginning))
            return true;
    }
    return false;
}

/// What is wrong with an answer; empty where nothing is.
QByteArray problemOf(const QByteArray &pattern, const Answer &answer)
{
    const QByteArray seen = "answered " + QByteArray::number(answer.status) + ": " + answer.body.left(200);
    if (answer.status < 200 || answer.status >= 500)
        return seen;
    if (answer.status < 400)
        return {};
    if (answer.body.size() > 64 * 1024)
        return "answered " + QByteArray::number(answer.body.size()) + " bytes";
    const QJsonValue error = answer.json().value(QStringLiteral("error"));
    if (!error.toObject().value(QStringLiteral("message")).toString().isEmpty() && !answer.code().isEmpty())
        return {};
    const bool oauth = !error.toString().isEmpty() || answer.json().contains(QStringLiteral("message"));
    const bool page = answer.header("content-type").startsWith("text/html");
    return speaksOAuth(pattern) && (oauth || page) ? QByteArray() : seen;
}

/// Bytes of memory that this process, which is the server as well, has in use.
qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE) : 0;
}

} // namespace

/// What no client of ours would send, at every address that there is: as nobody and as an administrator.
class TstBadInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        Options options;
        options.port = 0;
        options.dataDirectory = m_folder.path();
        options.databasePath = m_folder.filePath(QStringLiteral("backend.sqlite"));
        options.keyFile = m_folder.filePath(QStringLiteral("keys.json"));
        options.bcryptCost = 10;
        options.limits.policy.reset();
        if (PostgresServer::isWanted())
            options.postgres = *parsePostgresUrl(PostgresServer::shared().url(PostgresServer::shared().newDatabase()));
        m_service.emplace(m_clock, m_random, options);
        QVERIFY(m_service->start().ok());
        m_http.emplace(static_cast<quint16>(QUrl(m_service->readyLine().value(QStringLiteral("address")).toString()).port()));
        for (const char *name : {"user", "admin", "target"}) {
            const Answer answer = m_http->postJson("/api/auth/register",
                                                   {{QStringLiteral("email"), emailOf(name)},
                                                    {QStringLiteral("password"), password},
                                                    {QStringLiteral("name"), QString::fromLatin1(name)}});
            QCOMPARE(answer.status, 201);
            m_target = answer.json().value(QStringLiteral("user")).toObject().value(QStringLiteral("id")).toString().toLatin1();
        }
        const auto promoted = openDatabase(options).value()->write([](SqlConnection &sql) -> core::Result<void> {
            sql.command(QStringLiteral("UPDATE users SET role = 'admin' WHERE email = 'admin@example.com'"));
            return {};
        });
        QVERIFY(promoted.ok());
        for (int i = 0; i < 8; ++i) // so that each thread has had its largest request
            QCOMPARE(m_http->send("POST", "/api/auth/login", {{"Content-Type", "application/json"}}, longText("email", 1'000'000)).status, 422);
        m_before = residentBytes();
    }

    void everyBodyIsAnswered_data()
    {
        // An administrator is whom every guard lets pass, so a user is nobody's news.
        addressesAnd(PostgresServer::isWanted() ? QList<QByteArray>{"admin"} : QList<QByteArray>{"nobody", "admin"});
    }
    void everyBodyIsAnswered()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, who);
        const QList<BadBody> bodies = badBodies() + badMembers(method + ' ' + pattern);
        for (const BadBody &body : bodies) {
            if (body.bytes.size() > 10'000 && who != "admin") // whom every guard lets pass; to read so much takes a while
                continue;
            SentHeaders headers = authorization(who);
            if (!body.mediaType.isEmpty())
                headers.append({"Content-Type", body.mediaType});
            const Answer answer = m_http->send(method, addressOf(pattern), headers, body.bytes);
            const QByteArray problem = problemOf(pattern, answer);
            QVERIFY2(problem.isEmpty(), (body.name + ' ' + problem).constData());
            renew(who, answer);
        }
        QCOMPARE(m_http->get("/healthz").status, 200);
    }

    void whatTakesJsonIsListed()
    {
        for (const Router::Name &address : m_service->routes()) {
            const bool takesBody = address.method != "GET" && address.method != "DELETE" && !speaksOAuth(address.pattern);
            QVERIFY2(!takesBody || isListed(address.method + ' ' + address.pattern), (address.pattern + " is missing in badbodies.cpp").constData());
        }
    }

    void everyQueryIsAnswered_data() { addressesAnd({"admin"}); }
    void everyQueryIsAnswered()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, who);
        for (const QByteArray &query : badQueries()) {
            const Answer answer = m_http->send(method, addressOf(pattern) + '?' + query, authorization(who));
            const QByteArray problem = problemOf(pattern, answer);
            QVERIFY2(problem.isEmpty(), (query.left(60) + ' ' + problem).constData());
            renew(who, answer);
        }
    }

    void everyHeaderIsAnswered_data() { addressesAnd({"nobody"}); }
    void everyHeaderIsAnswered()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, pattern);
        for (const auto &header : badHeaders()) {
            const QByteArray problem = problemOf(pattern, m_http->send(method, addressOf(pattern), {header}));
            QVERIFY2(problem.isEmpty(), (header.first + ": " + header.second.left(60) + ' ' + problem).constData());
        }
    }

    void otherMethodsAreRefused()
    {
        const QList<Router::Name> addresses = m_service->routes();
        for (const Router::Name &address : addresses) {
            for (const char *method : {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO", "get"}) {
                if (addresses.contains({method, address.pattern}))
                    continue;
                const Answer answer = m_http->send(method, addressOf(address.pattern));
                QCOMPARE(answer.status, 405);
                QCOMPARE(answer.code(), QStringLiteral("method_not_allowed"));
                QVERIFY(answer.header("allow").split(',').contains(address.method) || answer.header("allow").contains(' ' + address.method + ','));
            }
        }
    }

    /// PostgreSQL takes no NUL in a text, which is no fault of ours to report.
    void aNulInAnAddressIsNobodys()
    {
        const QJsonObject body{{QStringLiteral("email"), QString(QStringLiteral("user@exam") + QChar(0) + QStringLiteral("ple.com"))},
                               {QStringLiteral("password"), password}};
        const Answer answer = m_http->postJson("/api/auth/login", body);
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.code(), QStringLiteral("invalid_credentials"));
        QCOMPARE(m_http->postJson("/api/auth/password/forgot", body).status, 202);
    }

    /// Last: after thousands of requests of up to 1 MB.
    void nothingIsLeftBehind()
    {
        QCOMPARE(m_http->get("/healthz").status, 200);
#ifdef KEYTURN_ADDRESS_SANITIZER
        QSKIP("AddressSanitizer keeps what was freed");
#endif
        constexpr qint64 bound = 64 * 1024 * 1024;
        const qint64 grown = residentBytes() - m_before;
        QVERIFY2(grown < bound, QByteArray::number(grown).constData());
    }

private:
    static QString emailOf(const QByteArray &who)
    {
        return QString::fromLatin1(who + "@example.com");
    }
    [[nodiscard]] QByteArray addressOf(QByteArray pattern) const
    {
        return pattern.replace(":id", m_target);
    }

    void addressesAnd(const QList<QByteArray> &people) const
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("who");
        for (const Router::Name &address : m_service->routes()) {
            for (const QByteArray &who : people)
                QTest::addRow("%s %s, %s", address.method.constData(), address.pattern.constData(), who.constData())
                    << address.method << address.pattern << who;
        }
    }

    SentHeaders authorization(const QByteArray &who)
    {
        if (who == "nobody")
            return {};
        QByteArray &token = m_tokens[who];
        if (token.isEmpty()) {
            const Answer answer =
                m_http->postJson("/api/auth/login", {{QStringLiteral("email"), emailOf(who)}, {QStringLiteral("password"), password}});
            token = answer.json().value(QStringLiteral("accessToken")).toString().toLatin1();
        }
        return {{"Authorization", "Bearer " + token}};
    }

    /// Whoever's session was ended by what was acceptable gets another one.
    void renew(const QByteArray &who, const Answer &answer)
    {
        if (answer.status < 300 && who != "nobody" && m_http->get("/api/profile", authorization(who)).status == 401)
            m_tokens.remove(who);
    }

    QTemporaryDir m_folder;
    core::SystemClock m_clock;
    core::SystemRandom m_random;
    std::optional<Service> m_service;
    std::optional<HttpClient> m_http;
    QMap<QByteArray, QByteArray> m_tokens;
    QByteArray m_target;
    qint64 m_before = 0;
};

} // namespace keyturn::backend

using keyturn::backend::TstBadInput;
KEYTURN_TEST(TstBadInput)
#include "tst_badinput.moc"
