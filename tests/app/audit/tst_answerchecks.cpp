// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fabricatedbackend.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::audit {

namespace {

/// One header a line.
QList<net::Header> headersOf(const QByteArray &lines)
{
    QList<net::Header> headers;
    for (const QByteArray &line : lines.split('\n')) {
        if (const qsizetype colon = line.indexOf(':'); colon > 0)
            headers.append({line.left(colon), line.mid(colon + 1).trimmed()});
    }
    return headers;
}

constexpr auto soundPolicy = "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'\n";
constexpr auto soundRest = "X-Content-Type-Options: nosniff\nReferrer-Policy: no-referrer\n";

} // namespace

/// What the passive checks make of headers and bodies that real servers send.
class TstAnswerChecks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersAreJudged_data();
    void answersAreJudged();
    void cookiesOfASignInAreJudged_data();
    void cookiesOfASignInAreJudged();
    void accessTokensAreJudged_data();
    void accessTokensAreJudged();
    void foreignOriginsAreJudged_data();
    void foreignOriginsAreJudged();
};

void TstAnswerChecks::answersAreJudged_data()
{
    QTest::addColumn<int>("check");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("passes");
    const auto row = [](const char *name, int check, const QByteArray &headers, bool passes, const QByteArray &body = "{}") {
        QTest::newRow(name) << check << headers << body << passes;
    };
    const QByteArray age = "Strict-Transport-Security: max-age=31536000";
    row("a year with subdomains", 4, age + "; includeSubDomains; preload", true);
    row("in any case, quoted", 4, "strict-transport-security: Max-Age=\"63072000\";INCLUDESUBDOMAINS", true);
    row("a year without subdomains", 4, age, false);
    row("half a year", 4, "Strict-Transport-Security: max-age=15768000; includeSubDomains", false);
    row("taken back", 4, "Strict-Transport-Security: max-age=0; includeSubDomains", false);
    row("nonsense", 4, "Strict-Transport-Security: yes", false);
    row("none", 4, {}, false);

    row("sound headers", 5, QByteArray(soundPolicy) + soundRest, true);
    row("object-src by itself", 5, QByteArray("Content-Security-Policy: object-src 'none'; frame-ancestors 'self'; base-uri 'self'\n") + soundRest,
        true);
    row("two policies", 5,
        QByteArray("Content-Security-Policy: default-src 'self'\nContent-Security-Policy: frame-ancestors 'none'; base-uri 'none'\n") + soundRest,
        true);
    row("X-Frame-Options in place of frame-ancestors", 5,
        QByteArray("Content-Security-Policy: default-src 'none'; base-uri 'none'\nX-Frame-Options: DENY\n") + soundRest, false);
    row("base-uri does not fall back", 5, QByteArray("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\n") + soundRest, false);
    row("framed by all", 5, QByteArray("Content-Security-Policy: default-src 'none'; frame-ancestors *; base-uri 'none'\n") + soundRest, false);
    row("only reported", 5,
        QByteArray("Content-Security-Policy-Report-Only: default-src 'none'; frame-ancestors 'none'; base-uri 'none'\n") + soundRest, false);
    row("no nosniff", 5, QByteArray(soundPolicy) + "Referrer-Policy: no-referrer", false);
    row("the last referrer policy counts", 5, QByteArray(soundPolicy) + "X-Content-Type-Options: nosniff\nReferrer-Policy: unsafe-url, same-origin",
        true);
    row("addresses told", 5, QByteArray(soundPolicy) + "X-Content-Type-Options: nosniff\nReferrer-Policy: same-origin, unsafe-url", false);

    row("nothing told", 7, "Server: nginx", true);
    row("a version", 7, "Server: nginx/1.22.1", false);
    row("Express", 7, "X-Powered-By: Express", false);
    row("words like a trace", 7, {}, true, R"({"message":"Meet at noon (see rules.js for details): 3 rooms"})");
    row("a Node trace in JSON", 7, {}, false, R"({"stack":"TypeError: x\n    at login (/srv/app/routes/auth.js:12:9)\n    at next"})");
    row("a Node trace without names", 7, {}, false, "<pre>SyntaxError: x<br> &nbsp; at /app/node_modules/body-parser/lib/read.js:137:18</pre>");
    row("a Java trace", 7, {}, false, "java.lang.Error: x\n\tat org.example.Login.handle(Login.java:41)");
    row("a Python trace", 7, {}, false, "Traceback (most recent call last):\n  File \"/srv/app.py\", line 3, in login");
    row("a PHP trace", 7, {}, false, "Stack trace:\n#0 /var/www/html/index.php(12): login()");
    row("a Ruby trace", 7, {}, false, "app/controllers/session.rb:12:in `create'");
    row("a Go trace", 7, {}, false, "panic: x\n\ngoroutine 17 [running]:");
}

void TstAnswerChecks::answersAreJudged()
{
    QFETCH(int, check);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    QFETCH(bool, passes);
    FabricatedBackend backend([&](const net::HttpRequest &) { return FabricatedBackend::answer(404, body, headersOf(headers)); });
    const CheckResult result = backend.check(check);
    QVERIFY2(result.outcome == (passes ? Outcome::Pass : Outcome::Fail), qPrintable(wordOf(result.outcome) + QLatin1String(": ") + result.evidence));
}

void TstAnswerChecks::cookiesOfASignInAreJudged_data()
{
    QTest::addColumn<int>("check");
    QTest::addColumn<QByteArray>("attributes");
    QTest::addColumn<bool>("passes");
    const auto row = [](const char *name, int check, const char *attributes, bool passes) {
        QTest::newRow(name) << check << QByteArray(attributes) << passes;
    };
    row("all", 2, "Path=/auth; Secure; HttpOnly; SameSite=Strict", true);
    row("Lax", 2, "Path=/; Secure; HttpOnly; SameSite=Lax", true);
    row("no Secure", 2, "HttpOnly; SameSite=Strict", false);
    row("no HttpOnly", 2, "Secure; SameSite=Strict", false);
    row("no SameSite", 2, "Secure; HttpOnly", false);
    row("a SameSite of its own", 2, "Secure; HttpOnly; SameSite=Yes", false);
    row("SameSite=None", 2, "Secure; HttpOnly; SameSite=None", false);
    row("a path of its own", 3, "Path=/refresh; Secure", true);
    row("the root", 3, "Path=/; Secure", false);
    row("the path of the profile", 3, "Path=/me; Secure", false);
    row("no path, beside the profile", 3, "Secure", false);
    row("for subdomains", 3, "Path=/refresh; Domain=auth.example; Secure", false);
}

void TstAnswerChecks::cookiesOfASignInAreJudged()
{
    QFETCH(int, check);
    QFETCH(QByteArray, attributes);
    QFETCH(bool, passes);
    FabricatedBackend backend([&](const net::HttpRequest &) {
        return FabricatedBackend::answer(200, R"({"id":"1","accessToken":"opaque-one"})",
                                         {{"Set-Cookie", "theme=dark"}, {"Set-Cookie", "rt=a-refresh-token; " + attributes}});
    });
    const CheckResult result = backend.check(check);
    QVERIFY2(result.outcome == (passes ? Outcome::Pass : Outcome::Fail), qPrintable(wordOf(result.outcome) + QLatin1String(": ") + result.evidence));
}

void TstAnswerChecks::accessTokensAreJudged_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<bool>("passes");
    QTest::newRow("a quarter of an hour") << QByteArray(R"({"sub":"1","iat":1000000000,"exp":1000000900})") << true;
    QTest::newRow("an hour") << QByteArray(R"({"sub":"1","iat":1000000000,"exp":1000003600})") << false;
    QTest::newRow("no end") << QByteArray(R"({"sub":"1","iat":1000000000})") << false;
    QTest::newRow("the e-mail") << QByteArray(R"({"sub":"1","iat":1000000000,"exp":1000000900,"email":"a@b.c"})") << false;
    QTest::newRow("the e-mail as subject") << QByteArray(R"({"sub":"ada@example.com","iat":1000000000,"exp":1000000900})") << false;
    QTest::newRow("a person within") << QByteArray(R"({"sub":"1","iat":1000000000,"exp":1000000900,"user":{"id":1,"firstName":"A"}})") << false;
    QTest::newRow("a role") << QByteArray(R"({"sub":"1","iat":1000000000,"exp":1000000900,"role":"user","scope":"name"})") << true;
}

void TstAnswerChecks::accessTokensAreJudged()
{
    QFETCH(QByteArray, claims);
    QFETCH(bool, passes);
    constexpr auto base64url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const QByteArray token = QByteArray(R"({"alg":"HS256"})").toBase64(base64url) + '.' + claims.toBase64(base64url) + ".AAAA";
    FabricatedBackend backend([&](const net::HttpRequest &) {
        return FabricatedBackend::answer(200, R"({"id":"1","accessToken":")" + token + "\"}", {{"Set-Cookie", "rt=a-refresh-token"}});
    });
    const CheckResult result = backend.check(17);
    QVERIFY2(result.outcome == (passes ? Outcome::Pass : Outcome::Fail), qPrintable(wordOf(result.outcome) + QLatin1String(": ") + result.evidence));
}

void TstAnswerChecks::foreignOriginsAreJudged_data()
{
    QTest::addColumn<QByteArray>("origin"); // that may read; REFLECTED: whichever asks
    QTest::addColumn<QByteArray>("credentials");
    QTest::addColumn<bool>("passes");
    QTest::newRow("none") << QByteArray() << QByteArray() << true;
    QTest::newRow("its own page's") << QByteArray("https://app.example") << QByteArray("true") << true;
    QTest::newRow("everybody's, without cookies") << QByteArray("*") << QByteArray() << true;
    QTest::newRow("everybody's, which browsers refuse with cookies") << QByteArray("*") << QByteArray("true") << true;
    QTest::newRow("whichever asks, without cookies") << QByteArray("REFLECTED") << QByteArray() << true;
    QTest::newRow("whichever asks") << QByteArray("REFLECTED") << QByteArray("true") << false;
    QTest::newRow("null") << QByteArray("null") << QByteArray("true") << false;
    QTest::newRow("what begins as its own does") << QByteArray("https://auth.example.keyturn-audit.example") << QByteArray("true") << false;
    QTest::newRow("what ends as its own does") << QByteArray("https://keyturn-audit-auth.example") << QByteArray("true") << false;
}

void TstAnswerChecks::foreignOriginsAreJudged()
{
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, credentials);
    QFETCH(bool, passes);
    FabricatedBackend backend([&](const net::HttpRequest &request) {
        QByteArray asking;
        for (const net::Header &header : request.headers)
            asking = header.name == "Origin" ? header.value : asking;
        QList<net::Header> headers{{"Set-Cookie", "rt=a-refresh-token"}};
        if (!origin.isEmpty())
            headers.append({"Access-Control-Allow-Origin", origin == "REFLECTED" ? asking : origin});
        if (!credentials.isEmpty())
            headers.append({"Access-Control-Allow-Credentials", credentials});
        return FabricatedBackend::answer(200, R"({"id":"1","accessToken":"opaque-one"})", headers);
    });
    const CheckResult result = backend.check(8);
    QVERIFY2(result.outcome == (passes ? Outcome::Pass : Outcome::Fail), qPrintable(wordOf(result.outcome) + QLatin1String(": ") + result.evidence));
}

} // namespace keyturn::audit

using keyturn::audit::TstAnswerChecks;
KEYTURN_TEST(TstAnswerChecks)
#include "tst_answerchecks.moc"
