// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/tokenresponse.h"

#include "support/registry.h"

#include <QTest>

namespace keyturn::oauth {

namespace {

const QDateTime now = QDateTime::fromString(QStringLiteral("2026-01-02T03:04:05Z"), Qt::ISODate);
const QByteArray jsonType = "application/json";
const QByteArray formType = "application/x-www-form-urlencoded";
const QStringList requested{QStringLiteral("openid"), QStringLiteral("email")};

core::Result<model::TokenSet> read(int status, const QByteArray &body, const QByteArray &type = jsonType, const QByteArray &retryAfter = {})
{
    net::HttpResponse response{status, {{"Content-Type", type}, {"Content-Length", QByteArray::number(body.size())}}, core::Secret(body), {}};
    if (!retryAfter.isEmpty())
        response.headers.append({"Retry-After", retryAfter});
    return readTokenResponse(response, requested, now);
}

/// A good answer by its looks, that ends in the middle of a token.
const QByteArray cutForm = "token_type=bearer&scope=repo&access_token=gho_16";

/// A good answer with @p more in it.
QByteArray with(const QByteArray &more)
{
    return R"({"access_token":"abc","token_type":"Bearer")" + (more.isEmpty() ? QByteArray() : ',' + more) + '}';
}

} // namespace

class TstTokenResponse : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void jsonIsRead();
    void gitHubsFormIsRead();
    void fault38LifetimesAreReadOrRefused_data();
    void fault38LifetimesAreReadOrRefused();
    void fault48ScopesMayBeNarrowedOrLeftOut_data();
    void fault48ScopesMayBeNarrowedOrLeftOut();
    void invalidAnswersAreRefused_data();
    void invalidAnswersAreRefused();
    void fault35EveryTruncationIsRefused();
    void fault35AFormIsBelievedWhereItsLengthWasAnnounced_data();
    void fault35AFormIsBelievedWhereItsLengthWasAnnounced();
    void fault40TokensOfAnyLengthUpToTheLimit();
    void refusalsAreSortedByWhatCanBeDone_data();
    void refusalsAreSortedByWhatCanBeDone();
    void fault42RetryAfterIsHandedOn();
    void descriptionsAreKeptWithoutTokens();
};

void TstTokenResponse::jsonIsRead()
{
    const auto tokens =
        read(200, R"({"access_token":"ya29.a0+/~_-=","token_type":"bEARER","expires_in":3600,"refresh_token":"1//r %","id_token":"e.y.J",
        "refresh_token_expires_in":86400,"scope":"openid","unknown":[{}]})",
             "Application/JSON; charset=utf-8");
    QVERIFY(tokens.ok());
    QCOMPARE(tokens->accessToken.reveal().toByteArray(), QByteArray("ya29.a0+/~_-="));
    QCOMPARE(tokens->refreshToken.reveal().toByteArray(), QByteArray("1//r %"));
    QCOMPARE(tokens->idToken.reveal().toByteArray(), QByteArray("e.y.J"));
    QCOMPARE(tokens->accessExpiresAt, now.addSecs(3600));
    QCOMPARE(tokens->refreshExpiresAt, now.addSecs(86400));
    QCOMPARE(tokens->issuedAt, now);
    QCOMPARE(tokens->scopes, QStringList{QStringLiteral("openid")});
}

void TstTokenResponse::gitHubsFormIsRead()
{
    const auto tokens = read(200, "access_token=gho_a%2Bb&scope=repo%2Cgist&token_type=bearer&expires_in=28800&refresh_token=ghr_1", formType);
    QVERIFY(tokens.ok());
    QCOMPARE(tokens->accessToken.reveal().toByteArray(), QByteArray("gho_a+b"));
    QCOMPARE(tokens->scopes, (QStringList{QStringLiteral("repo"), QStringLiteral("gist")}));
    QCOMPARE(tokens->accessExpiresAt, now.addSecs(28800));
    for (const char *broken :
         {"access_token=a&access_token=b&token_type=bearer", "access_token=a%&token_type=bearer", "access_token=a&token_type=bearer&%=x"})
        QCOMPARE(read(200, broken, formType).error().code, QStringLiteral("token_response_invalid"));
}

void TstTokenResponse::fault38LifetimesAreReadOrRefused_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<qint64>("seconds"); // -1: refused, -2: not told
    const qint64 tenYears = 10LL * 365 * 24 * 3600;
    QTest::newRow("absent") << QByteArray() << qint64(-2);
    QTest::newRow("null") << QByteArray("\"expires_in\":null") << qint64(-2);
    QTest::newRow("0") << QByteArray("\"expires_in\":0") << qint64(0);
    QTest::newRow("60 in a string") << QByteArray("\"expires_in\":\"60\"") << qint64(60);
    QTest::newRow("a fraction") << QByteArray("\"expires_in\":59.9") << qint64(59);
    QTest::newRow("1e18") << QByteArray("\"expires_in\":1e18") << tenYears;
    QTest::newRow("twenty digits in a string") << QByteArray("\"expires_in\":\"99999999999999999999\"") << tenYears;
    QTest::newRow("-1") << QByteArray("\"expires_in\":-1") << qint64(-1);
    QTest::newRow("-1 in a string") << QByteArray("\"expires_in\":\"-1\"") << qint64(-1);
    QTest::newRow("a word") << QByteArray("\"expires_in\":\"soon\"") << qint64(-1);
    QTest::newRow("an empty string") << QByteArray("\"expires_in\":\"\"") << qint64(-1);
    QTest::newRow("true") << QByteArray("\"expires_in\":true") << qint64(-1);
    QTest::newRow("an object") << QByteArray("\"expires_in\":{}") << qint64(-1);
}

void TstTokenResponse::fault38LifetimesAreReadOrRefused()
{
    QFETCH(QByteArray, member);
    QFETCH(qint64, seconds);
    const auto tokens = read(200, with(member));
    QCOMPARE(tokens.ok(), seconds != -1);
    if (tokens.ok())
        QCOMPARE(tokens->accessExpiresAt, seconds == -2 ? QDateTime() : now.addSecs(seconds));
}

void TstTokenResponse::fault48ScopesMayBeNarrowedOrLeftOut_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QStringList>("scopes");
    QTest::newRow("absent: as requested") << QByteArray() << requested;
    QTest::newRow("narrowed") << QByteArray("\"scope\":\"email\"") << QStringList{QStringLiteral("email")};
    QTest::newRow("empty, as GitHub Apps have it: not told") << QByteArray("\"scope\":\"\"") << requested;
    QTest::newRow("a blank: not told") << QByteArray("\"scope\":\" \"") << requested;
    QTest::newRow("blanks") << QByteArray("\"scope\":\" openid  email \"") << requested;
    QTest::newRow("commas") << QByteArray("\"scope\":\"a,b\"") << QStringList{QStringLiteral("a"), QStringLiteral("b")};
}

void TstTokenResponse::fault48ScopesMayBeNarrowedOrLeftOut()
{
    QFETCH(QByteArray, member);
    const auto tokens = read(200, with(member));
    QVERIFY(tokens.ok());
    QTEST(tokens->scopes, "scopes");
}

void TstTokenResponse::invalidAnswersAreRefused_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    const auto row = [](const char *name, const QByteArray &body, const QByteArray &type = jsonType, int status = 200) {
        QTest::newRow(name) << status << body << type;
    };
    row("fault 33: HTML", "<html>access_token=abc&token_type=bearer</html>", "text/html");
    row("fault 33: HTML that says it is a form", "<html><body>sign in to the hotel</body></html>", formType);
    row("fault 33: HTML that says it is JSON", "<html></html>");
    row("no type", with({}), "");
    row("empty", "");
    row("fault 36: too large", with("\"x\":\"" + QByteArray(256 * 1024, 'x') + '"'));
    row("fault 36: a form too large", "access_token=abc&token_type=bearer&x=" + QByteArray(256 * 1024, 'x'), formType);
    row("fault 36: too deep", with("\"x\":" + QByteArray(100, '[') + QByteArray(100, ']')));
    row("fault 36: a member twice", with("\"access_token\":\"other\""));
    row("a list", "[]");
    row("fault 38: access_token is a number", R"({"access_token":1,"token_type":"Bearer"})");
    row("fault 38: refresh_token is a number", with("\"refresh_token\":1"));
    row("fault 38: id_token is a list", with("\"id_token\":[]"));
    row("fault 38: scope is a list", with("\"scope\":[\"a\"]"));
    row("no access_token", R"({"token_type":"Bearer"})");
    row("fault 39: token_type mac", R"({"access_token":"abc","token_type":"mac"})");
    row("fault 39: no token_type", R"({"access_token":"abc"})");
    row("fault 40: CR and LF", R"({"access_token":"abc\r\nX-Evil: 1","token_type":"Bearer"})");
    row("fault 40: NUL", R"({"access_token":"abc\u0000","token_type":"Bearer"})");
    row("fault 40: a line feed at its end", R"({"access_token":"abc\n","token_type":"Bearer"})");
    row("fault 40: a blank", R"({"access_token":"a bc","token_type":"Bearer"})");
    row("fault 40: over 8 kB", R"({"access_token":")" + QByteArray(8193, 'a') + R"(","token_type":"Bearer"})");
    row("fault 40: refresh_token with LF", with(R"("refresh_token":"a\nb")"));
    row("fault 40: refresh_token over 8 kB", with("\"refresh_token\":\"" + QByteArray(8193, 'a') + '"'));
    row("beyond ASCII", with("\"refresh_token\":\"\xc3\xa4\""));
    row("fault 41: 302", with({}), jsonType, 302);
    row("fault 41: 307", with({}), jsonType, 307);
    row("fault 41: 308", with({}), jsonType, 308);
    row("fault 43: 401 with a page", "<html></html>", "text/html", 401);
    row("400 with tokens in it", with({}), jsonType, 400);
    row("an error that is no code", R"({"error":{"message":"no"}})", jsonType, 400);
    row("an error of strange characters", R"({"error":"a\"b"})", jsonType, 400);
}

void TstTokenResponse::invalidAnswersAreRefused()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, type);
    const auto tokens = read(status, body, type);
    QVERIFY(!tokens.ok());
    QCOMPARE(tokens.error().kind, core::ErrorKind::BadReply);
    QCOMPARE(tokens.error().code, QStringLiteral("token_response_invalid"));
    QVERIFY(!tokens.error().detail.contains(QStringLiteral("abc")));
}

void TstTokenResponse::fault35EveryTruncationIsRefused()
{
    const QByteArray whole = with(R"("expires_in":3600,"refresh_token":"1//r")");
    QVERIFY(read(200, whole).ok());
    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY2(!read(200, whole.first(length)).ok(), whole.first(length).constData());
}

void TstTokenResponse::fault35AFormIsBelievedWhereItsLengthWasAnnounced_data()
{
    QTest::addColumn<QByteArray>("length"); // empty: none was announced
    QTest::addColumn<bool>("taken");
    const qsizetype size = cutForm.size();
    QTest::newRow("all of it came") << QByteArray::number(size) << true;
    QTest::newRow("more was announced") << QByteArray::number(size + 1) << false;
    QTest::newRow("in chunks, or up to the connection's end") << QByteArray() << false;
    QTest::newRow("two lengths") << QByteArray::number(size) + ", " + QByteArray::number(size) << false;
    QTest::newRow("a length that is none") << QByteArray("all") << false;
}

void TstTokenResponse::fault35AFormIsBelievedWhereItsLengthWasAnnounced()
{
    QFETCH(QByteArray, length);
    QFETCH(bool, taken);
    net::HttpResponse response{200, {{"Content-Type", formType}}, core::Secret(cutForm), {}};
    if (!length.isEmpty())
        response.headers.append({"Content-Length", length});
    const auto tokens = readTokenResponse(response, requested, now);
    QCOMPARE(tokens.ok(), taken);
    if (!taken)
        QCOMPARE(tokens.error().code, QStringLiteral("token_response_invalid"));
}

void TstTokenResponse::fault40TokensOfAnyLengthUpToTheLimit()
{
    QVERIFY(read(200, R"({"access_token":")" + QByteArray(8192, 'a') + R"(","token_type":"Bearer"})").ok());
    const auto none = read(200, with("\"refresh_token\":\"\""));
    QVERIFY(none.ok());
    QVERIFY(!none->canRefresh());
}

void TstTokenResponse::refusalsAreSortedByWhatCanBeDone_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    using Kind = core::ErrorKind;
    const auto row = [](const char *name, int status, const char *body, Kind kind, const char *code) {
        QTest::newRow(name) << status << QByteArray(body) << static_cast<int>(kind) << QString::fromLatin1(code);
    };
    row("invalid_grant", 400, R"({"error":"invalid_grant"})", Kind::SignInAgain, "invalid_grant");
    row("invalid_grant by 401", 401, R"({"error":"invalid_grant"})", Kind::SignInAgain, "invalid_grant");
    row("fault 34: 200 with bad_refresh_token", 200, R"({"error":"bad_refresh_token"})", Kind::SignInAgain, "bad_refresh_token");
    row("fault 34: 200 with error and tokens", 200, R"({"error":"incorrect_client_credentials","access_token":"a","token_type":"bearer"})",
        Kind::Rejected, "incorrect_client_credentials");
    row("invalid_client", 401, R"({"error":"invalid_client"})", Kind::Rejected, "invalid_client");
    row("500", 500, "oops", Kind::Offline, "server_error");
    row("a broken server that says invalid_grant", 500, R"({"error":"invalid_grant"})", Kind::Offline, "server_error");
    row("503", 503, "", Kind::Offline, "server_error");
    row("429", 429, "", Kind::RateLimited, "rate_limited");
}

void TstTokenResponse::refusalsAreSortedByWhatCanBeDone()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const auto tokens = read(status, body);
    QVERIFY(!tokens.ok());
    QTEST(static_cast<int>(tokens.error().kind), "kind");
    QTEST(tokens.error().code, "code");
}

void TstTokenResponse::fault42RetryAfterIsHandedOn()
{
    QCOMPARE(read(429, {}, jsonType, "7").error().retryAfter, std::chrono::seconds(7));
    QCOMPARE(read(503, {}, jsonType, "7").error().retryAfter, std::chrono::seconds(7));
    QCOMPARE(read(503, {}, jsonType, "999999999").error().retryAfter, std::chrono::hours(1));
    QVERIFY(!read(503, {}).error().retryAfter);
    const QString date = QLocale::c().toString(now.addSecs(90), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    QCOMPARE(read(429, {}, jsonType, date.toLatin1()).error().retryAfter, std::chrono::seconds(90));
    QVERIFY(!readRefusal({429, {{"Retry-After", date.toLatin1()}}, {}, {}}, {})->retryAfter); // without a time of ours it tells nothing
}

void TstTokenResponse::descriptionsAreKeptWithoutTokens()
{
    const QByteArray body = "{\"error\":\"invalid_request\",\"error_description\":\"No\\u202e such token 1//0gAbCdEfGhIjKlMnOpQrStUvWxYz here\"}";
    QCOMPARE(read(400, body).error().detail, QStringLiteral("No such token <…> here"));
}

} // namespace keyturn::oauth

using keyturn::oauth::TstTokenResponse;
KEYTURN_TEST(TstTokenResponse)
#include "tst_tokenresponse.moc"
