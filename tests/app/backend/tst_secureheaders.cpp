// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::backend {

/// What every answer of the program carries, whichever layer it comes from.
class TstSecureHeaders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_backend.start(), m_backend.log().constData()); }
    void everyAnswerIsClosed_data();
    void everyAnswerIsClosed();

private:
    BackendProcess m_backend;
};

void TstSecureHeaders::everyAnswerIsClosed_data() // AUDIT 5, 6, 7
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &line, int status, const QByteArray &headers = {}, const QByteArray &body = {}) {
        QTest::newRow(name) << line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + headers + "\r\n" + body << status;
    };
    row("health", "GET /healthz", 200);
    row("metrics", "GET /metrics", 200);
    row("profile", "GET /api/profile", 401);
    row("sessions", "GET /api/sessions", 401);
    row("end of a session", "DELETE /api/sessions/1", 401);
    row("CSRF token", "GET /api/csrf", 401);
    row("registration", "POST /api/auth/register", 422);
    row("sign-in", "POST /api/auth/login", 422);
    row("refresh", "POST /api/auth/refresh", 401);
    row("sign-out", "POST /api/auth/logout", 401);
    row("second factor", "POST /api/auth/login/code", 401);
    row("hand-off", "POST /api/auth/handoff", 422);
    row("hand-off's page", "GET /api/auth/google", 400);
    row("a provider's page", "GET /google/authorize", 400);
    row("another provider's page", "GET /github/login/oauth/authorize", 400);
    row("discovery", "GET /google/.well-known/openid-configuration", 200);
    row("nothing", "GET /nowhere", 404);
    row("another method", "PUT /api/profile", 405);
    row("options", "OPTIONS /api/profile", 204);
    row("head", "HEAD /api/profile", 401);
    row("a foreign page", "POST /api/auth/login", 403, "Origin: https://evil.example\r\n");
    row("a form", "POST /api/auth/login", 415, "Content-Length: 1\r\n", "x");
    row("broken JSON", "POST /api/auth/login", 400, "Content-Type: application/json\r\nContent-Length: 1\r\n", "{");
    row("bad length", "POST /api/auth/login", 400, "Content-Length: x\r\n");
    row("a body that is too long", "POST /api/auth/login", 413, "Content-Length: 1048577\r\n");
    row("an expectation", "POST /api/auth/login", 417, "Expect: the-unexpected\r\nContent-Length: 1\r\n");
    row("a long header", "GET /", 431, "X: " + QByteArray(9000, 'x') + "\r\n");
    row("many header fields", "GET /", 431, QByteArray("a: b\r\n").repeated(100));
    row("an encoding", "POST /", 501, "Transfer-Encoding: gzip, chunked\r\n");
    QTest::newRow("another host") << QByteArray("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n") << 421;
    QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << 400;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
}

void TstSecureHeaders::everyAnswerIsClosed()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, status);
    const QList<Answer> answers = answersIn(m_backend.http().raw(bytes));
    QCOMPARE(answers.size(), 1);
    const Answer &answer = answers.first();
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.header("x-content-type-options"), QByteArray("nosniff"));
    QCOMPARE(answer.header("referrer-policy"), QByteArray("no-referrer"));
    QCOMPARE(answer.header("x-frame-options"), QByteArray("DENY"));
    QCOMPARE(answer.header("cross-origin-resource-policy"), QByteArray("same-origin"));
    QVERIFY(!answer.header("cross-origin-opener-policy").isEmpty());
    const QByteArray policy = answer.header("content-security-policy");
    for (const char *part : {"default-src 'none'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action "})
        QVERIFY2(policy.contains(part), policy);
    QVERIFY2(!policy.contains("unsafe-") && !policy.contains('*'), policy);
    QVERIFY2(answer.header("cache-control").contains("no-store") || bytes.contains(".well-known"), answer.header("cache-control"));
    QVERIFY(answer.header("server").isEmpty() && answer.header("x-powered-by").isEmpty());
    QVERIFY(answer.header("strict-transport-security").isEmpty()); // said by TLS alone (RFC 6797 §7.2)
    if (status >= 400 && !answer.body.isEmpty() && !answer.header("content-type").startsWith("text/html"))
        QVERIFY(!answer.code().isEmpty() || !answer.json().value(QStringLiteral("error")).isUndefined());
}

} // namespace keyturn::backend

using keyturn::backend::TstSecureHeaders;
KEYTURN_TEST(TstSecureHeaders)
#include "tst_secureheaders.moc"
