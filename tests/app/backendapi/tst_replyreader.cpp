// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/replyreader.h"

#include "support/registry.h"

#include <QJsonArray>
#include <QTest>

using namespace keyturn;
using backendapi::Asked;

namespace {

const QDateTime now = QDateTime::fromString(QStringLiteral("2026-01-02T03:04:05.000Z"), Qt::ISODateWithMs);

net::HttpResponse reply(int status, const QByteArray &body, const QList<net::Header> &headers = {})
{
    return {status, headers, core::Secret(body), QUrl(QStringLiteral("https://auth.example/"))};
}

QJsonValue json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

QDateTime never(const core::Secret &)
{
    return {};
}

model::TokenMapping mapping(model::LifetimeUnit unit = model::LifetimeUnit::Seconds)
{
    model::TokenMapping mapping;
    mapping.accessToken = model::ValuePlace::body(QStringLiteral("/token"));
    mapping.lifetime = {unit, QStringLiteral("/life")};
    mapping.refreshToken = model::ValuePlace::cookie(QStringLiteral("rt"));
    return mapping;
}

core::Result<model::TokenSet> tokensOf(const QByteArray &body, const model::TokenMapping &where, const QList<net::Header> &headers = {})
{
    return backendapi::readTokens(reply(200, body, headers), json(body), where, never, now);
}

} // namespace

class TstReplyReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRefusalMeansWhatWasAsked_data();
    void aRefusalMeansWhatWasAsked();
    void aRefusalBringsItsFields_data();
    void aRefusalBringsItsFields();
    void aRateLimitTellsHowLong_data();
    void aRateLimitTellsHowLong();
    void hugeFieldListsAreCut();
    void everyUnitOfLifetimeIsUnderstood_data();
    void everyUnitOfLifetimeIsUnderstood();
    void aLifetimeThatCannotBeIsRefused_data(); // FAULTS 38
    void aLifetimeThatCannotBeIsRefused();
    void theTokensOwnExpiryIsAskedForWhereTheProfileSaysSo();
    void aTokenThatCouldNotStandInAHeaderIsRefused_data(); // FAULTS 40
    void aTokenThatCouldNotStandInAHeaderIsRefused();
    void theRefreshTokenComesFromTheNamedCookie_data();
    void theRefreshTokenComesFromTheNamedCookie();
    void theRefreshTokensLifetimeIsReadFromTheBody();
    void whatIsNoJsonIsSaid_data(); // FAULTS 33, 35, 36
    void whatIsNoJsonIsSaid();
    void aNumberServesAsSubject();
    void timesComeInSeveralShapes_data();
    void timesComeInSeveralShapes();
};

void TstReplyReader::aRefusalMeansWhatWasAsked_data()
{
    QTest::addColumn<int>("asked");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, Asked asked, int status, const QByteArray &body, core::ErrorKind kind, const char *code) {
        QTest::newRow(name) << int(asked) << status << body << int(kind) << QString::fromLatin1(code);
    };
    using Kind = core::ErrorKind;
    const QByteArray coded = R"({"error":{"code":"nope","message":"No."}})";
    const QByteArray reasoned = R"({"error":{"code":"invalid_refresh","reason":"reuse_detected"}})";
    const QByteArray html = "<html><h1>Forbidden</h1></html>";
    row("sign-in: 401 with a code", Asked::SignIn, 401, coded, Kind::Rejected, "nope");
    row("sign-in: 401 without a body", Asked::SignIn, 401, {}, Kind::Rejected, "invalid_credentials");
    row("sign-in: 401 with HTML", Asked::SignIn, 401, html, Kind::Rejected, "invalid_credentials");
    row("sign-in: 403 with HTML", Asked::SignIn, 403, html, Kind::Rejected, "refused");
    row("sign-in: 422", Asked::SignIn, 422, coded, Kind::Rejected, "nope");
    row("sign-in: 404 with Express's page", Asked::SignIn, 404, "<pre>Cannot POST /login</pre>", Kind::BadReply, "step_refused");
    row("sign-in: 404 of Nest's", Asked::SignIn, 404, R"({"message":"Cannot POST /login","error":"Not Found","statusCode":404})", Kind::BadReply,
        "step_refused");
    row("sign-in: 404 of FastAPI's", Asked::SignIn, 404, R"({"detail":"Not Found"})", Kind::BadReply, "step_refused");
    row("sign-in: 404 for somebody unknown", Asked::SignIn, 404, R"({"message":"User not found"})", Kind::Rejected, "refused");
    row("sign-in: 404 with a code", Asked::SignIn, 404, coded, Kind::Rejected, "nope");
    row("sign-in: 405", Asked::SignIn, 405, {}, Kind::BadReply, "step_refused");
    row("a code: 404", Asked::Code, 404, {}, Kind::BadReply, "step_refused");
    row("sign-in: 103 and nothing behind it", Asked::SignIn, 103, {}, Kind::BadReply, "interim_response");
    row("refresh: 401 with a reason", Asked::Refresh, 401, reasoned, Kind::SignInAgain, "reuse_detected");
    row("refresh: 400 with a code", Asked::Refresh, 400, coded, Kind::SignInAgain, "nope");
    row("refresh: 401 of a proxy", Asked::Refresh, 401, html, Kind::BadReply, "refusal_unclear");
    row("refresh: 403 without a body", Asked::Refresh, 403, {}, Kind::BadReply, "refusal_unclear");
    row("refresh: 404 of a gateway with a code", Asked::Refresh, 404, coded, Kind::BadReply, "refusal_unclear");
    row("refresh: 413 with a code", Asked::Refresh, 413, coded, Kind::BadReply, "refusal_unclear");
    row("refresh: 429", Asked::Refresh, 429, coded, Kind::RateLimited, "rate_limited");
    row("refresh: 500 with a code", Asked::Refresh, 500, coded, Kind::Offline, "server_error");
    row("refresh: 503", Asked::Refresh, 503, {}, Kind::Offline, "server_error");
    row("refresh: 408", Asked::Refresh, 408, {}, Kind::Offline, "timeout");
    row("refresh: 302 to a portal", Asked::Refresh, 302, {}, Kind::BadReply, "unexpected_redirect");
    row("resource: 401", Asked::Resource, 401, {}, Kind::SignInAgain, "invalid_token");
    row("resource: 403", Asked::Resource, 403, coded, Kind::Rejected, "nope");
    row("resource: 404", Asked::Resource, 404, {}, Kind::Rejected, "not_found");
    row("a code of the wrong type", Asked::SignIn, 400, R"({"error":{"code":{"a":1}}})", Kind::Rejected, "refused");
    row("a number as code", Asked::SignIn, 400, R"({"error":{"code":1701}})", Kind::Rejected, "1701");
}

void TstReplyReader::aRefusalMeansWhatWasAsked()
{
    QFETCH(int, asked);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const auto error = backendapi::refusalOf(reply(status, body), {}, static_cast<Asked>(asked), now);
    QVERIFY(error);
    QTEST(int(error->kind), "kind");
    QTEST(error->code, "code");
}

void TstReplyReader::aRefusalBringsItsFields_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("a list") << QByteArray(R"([{"field":"email","message":"Taken."},{"message":"of no field"},{"field":"name"}])");
    QTest::newRow("an object") << QByteArray(R"({"email":"Taken.","name":null})");
}

void TstReplyReader::aRefusalBringsItsFields()
{
    QFETCH(QByteArray, fields);
    const auto error =
        backendapi::refusalOf(reply(400, R"({"error":{"code":"invalid","message":"m","fields":)" + fields + "}}"), {}, Asked::SignIn, now);
    QVERIFY(error);
    QCOMPARE(error->detail, QStringLiteral("m"));
    const QList<core::FieldError> expected{{QStringLiteral("email"), QStringLiteral("Taken.")}, {QStringLiteral("name"), {}}};
    QCOMPARE(error->fields, expected);
}

void TstReplyReader::aRateLimitTellsHowLong_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("seconds"); // -1: unknown
    QTest::newRow("seconds") << QByteArray("17") << 17;
    QTest::newRow("a date") << QByteArray("Fri, 02 Jan 2026 03:05:05 GMT") << 60;
    QTest::newRow("huge") << QByteArray("99999999") << 3600;
    QTest::newRow("negative") << QByteArray("-5") << -1;
    QTest::newRow("nonsense") << QByteArray("soon") << -1;
}

void TstReplyReader::aRateLimitTellsHowLong()
{
    QFETCH(QByteArray, value);
    QFETCH(int, seconds);
    const auto error = backendapi::refusalOf(reply(429, {}, {{"Retry-After", value}}), {}, Asked::SignIn, now);
    QVERIFY(error);
    if (seconds < 0) {
        QVERIFY(!error->retryAfter || error->retryAfter->count() == 0);
        return;
    }
    QVERIFY(error->retryAfter);
    QCOMPARE(int(error->retryAfter->count()), seconds);
}

void TstReplyReader::hugeFieldListsAreCut()
{
    QJsonArray fields;
    for (int i = 0; i < 1000; ++i)
        fields.append(QJsonObject{{QStringLiteral("field"), QString(2000, u'f')}, {QStringLiteral("message"), QString(2000, u'm')}});
    const QJsonObject body{{QStringLiteral("error"), QJsonObject{{QStringLiteral("fields"), fields}}}};
    const auto error = backendapi::refusalOf(reply(400, QJsonDocument(body).toJson()), {}, Asked::SignIn, now);
    QVERIFY(error);
    QCOMPARE(error->fields.size(), 50);
    QCOMPARE(error->fields.first().message.size(), 500);
}

void TstReplyReader::everyUnitOfLifetimeIsUnderstood_data()
{
    QTest::addColumn<int>("unit");
    QTest::addColumn<QByteArray>("life");
    QTest::addColumn<int>("seconds");
    using Unit = model::LifetimeUnit;
    QTest::newRow("seconds") << int(Unit::Seconds) << QByteArray("900") << 900;
    QTest::newRow("seconds as text") << int(Unit::Seconds) << QByteArray("\"60\"") << 60;
    QTest::newRow("milliseconds") << int(Unit::Milliseconds) << QByteArray("900000") << 900;
    QTest::newRow("a date") << int(Unit::IsoDate) << QByteArray("\"2026-01-02T03:19:05Z\"") << 900;
    QTest::newRow("a date elsewhere") << int(Unit::IsoDate) << QByteArray("\"2026-01-02T04:19:05+01:00\"") << 900;
    QTest::newRow("seconds since 1970") << int(Unit::EpochSeconds) << QByteArray::number(now.toSecsSinceEpoch() + 900) << 900;
}

void TstReplyReader::everyUnitOfLifetimeIsUnderstood()
{
    QFETCH(int, unit);
    QFETCH(QByteArray, life);
    QFETCH(int, seconds);
    const auto tokens = tokensOf(R"({"token":"t","life":)" + life + "}", mapping(static_cast<model::LifetimeUnit>(unit)));
    QVERIFY(tokens.ok());
    QCOMPARE(tokens->accessExpiresAt, now.addSecs(seconds));
    QCOMPARE(tokens->accessExpiresAt.timeSpec(), Qt::UTC);
    QCOMPARE(tokens->issuedAt, now);
}

void TstReplyReader::aLifetimeThatCannotBeIsRefused_data()
{
    QTest::addColumn<QByteArray>("life");
    QTest::newRow("zero") << QByteArray("0");
    QTest::newRow("negative") << QByteArray("-1");
    QTest::newRow("huge") << QByteArray("1e18");
    QTest::newRow("a word") << QByteArray("\"soon\"");
    QTest::newRow("not a number as text") << QByteArray("\"nan\"");
    QTest::newRow("an object") << QByteArray("{}");
    QTest::newRow("true") << QByteArray("true");
}

void TstReplyReader::aLifetimeThatCannotBeIsRefused()
{
    QFETCH(QByteArray, life);
    for (const auto unit : {model::LifetimeUnit::Seconds, model::LifetimeUnit::Milliseconds}) {
        const auto tokens = tokensOf(R"({"token":"t","life":)" + life + "}", mapping(unit));
        QVERIFY(!tokens.ok());
        QCOMPARE(tokens.error().code, QStringLiteral("lifetime_invalid"));
    }
    const auto unsaid = tokensOf(R"({"token":"t"})", mapping());
    QVERIFY(unsaid.ok());
    QVERIFY(!unsaid->accessExpiresAt.isValid());
}

void TstReplyReader::theTokensOwnExpiryIsAskedForWhereTheProfileSaysSo()
{
    const QByteArray body = R"({"token":"jwt","life":5})";
    const auto expiryOf = [](const core::Secret &token) { return token == core::Secret("jwt") ? now.addSecs(123) : QDateTime(); };
    const auto tokens = backendapi::readTokens(reply(200, body), json(body), mapping(model::LifetimeUnit::JwtExp), expiryOf, now);
    QVERIFY(tokens.ok());
    QCOMPARE(tokens->accessExpiresAt, now.addSecs(123));
}

void TstReplyReader::aTokenThatCouldNotStandInAHeaderIsRefused_data()
{
    QTest::addColumn<QJsonValue>("token");
    QTest::addColumn<QString>("code");
    const QString malformed = QStringLiteral("token_malformed");
    const QString missing = QStringLiteral("token_missing");
    QTest::newRow("absent") << QJsonValue(QJsonValue::Undefined) << missing;
    QTest::newRow("empty") << QJsonValue(QString()) << missing;
    QTest::newRow("a number") << QJsonValue(5) << missing;
    QTest::newRow("line break") << QJsonValue(QStringLiteral("a\r\nX: y")) << malformed;
    QTest::newRow("space") << QJsonValue(QStringLiteral("a b")) << malformed;
    QTest::newRow("NUL") << QJsonValue(QStringLiteral("a") + QChar(u'\0')) << malformed;
    QTest::newRow("not ASCII") << QJsonValue(QStringLiteral("ä")) << malformed;
    QTest::newRow("too long") << QJsonValue(QString(16 * 1024 + 1, u'a')) << malformed;
}

void TstReplyReader::aTokenThatCouldNotStandInAHeaderIsRefused()
{
    QFETCH(QJsonValue, token);
    QFETCH(QString, code);
    const QJsonObject access{{QStringLiteral("token"), token}};
    const auto refused = backendapi::readTokens(reply(200, {}), access, mapping(), never, now);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().kind, core::ErrorKind::BadReply);
    QCOMPARE(refused.error().code, code);

    model::TokenMapping inBody = mapping();
    inBody.refreshToken = model::ValuePlace::body(QStringLiteral("/refresh"));
    const QJsonObject refresh{{QStringLiteral("token"), QStringLiteral("t")}, {QStringLiteral("refresh"), token}};
    const auto refreshed = backendapi::readTokens(reply(200, {}), refresh, inBody, never, now);
    if (code == QLatin1String("token_missing")) {
        QVERIFY(refreshed.ok()); // there need not be one
        QVERIFY(!refreshed->canRefresh());
    } else {
        QVERIFY(!refreshed.ok());
        QCOMPARE(refreshed.error().code, code);
    }
}

void TstReplyReader::theRefreshTokenComesFromTheNamedCookie_data()
{
    QTest::addColumn<QList<QByteArray>>("cookies");
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<int>("seconds"); // -1: not said
    QTest::newRow("with Max-Age") << QList<QByteArray>{"rt=abc; HttpOnly; Path=/auth; Max-Age=600"} << QByteArray("abc") << 600;
    QTest::newRow("among others") << QList<QByteArray>{"RT=no; Path=/", "rt2=no", "rt=abc", "xrt=no"} << QByteArray("abc") << -1;
    QTest::newRow("the last one") << QList<QByteArray>{"rt=old", "rt=new; Max-Age=5"} << QByteArray("new") << 5;
    QTest::newRow("taken back") << QList<QByteArray>{"rt=abc; Max-Age=0"} << QByteArray() << -1;
    QTest::newRow("none") << QList<QByteArray>{"sid=abc"} << QByteArray() << -1;
}

void TstReplyReader::theRefreshTokenComesFromTheNamedCookie()
{
    QFETCH(QList<QByteArray>, cookies);
    QFETCH(QByteArray, token);
    QFETCH(int, seconds);
    QList<net::Header> headers;
    for (const QByteArray &cookie : cookies)
        headers.append({"set-cookie", cookie});
    const auto tokens = tokensOf(R"({"token":"t","rt":"not this one"})", mapping(), headers);
    QVERIFY(tokens.ok());
    QCOMPARE(tokens->refreshToken.reveal().toByteArray(), token);
    if (!token.isEmpty())
        QCOMPARE(tokens->refreshExpiresAt, seconds < 0 ? QDateTime() : now.addSecs(seconds));
}

void TstReplyReader::theRefreshTokensLifetimeIsReadFromTheBody()
{
    model::TokenMapping where = mapping();
    where.refreshLifetime = model::Lifetime{model::LifetimeUnit::Seconds, QStringLiteral("/refreshLife")};
    const auto tokens = tokensOf(R"({"token":"t","refreshLife":604800})", where, {{"Set-Cookie", "rt=abc; Max-Age=5"}});
    QVERIFY(tokens.ok());
    QCOMPARE(tokens->refreshExpiresAt, now.addSecs(604'800));
}

void TstReplyReader::whatIsNoJsonIsSaid_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("HTML") << QByteArray("<!doctype html><title>Sign in</title>");
    QTest::newRow("truncated") << QByteArray(R"({"token":"canary-secr)");
    QTest::newRow("a member twice") << QByteArray(R"({"token":"a","token":"b"})");
    QTest::newRow("too deep") << QByteArray(1000, '[') + QByteArray(1000, ']');
    QTest::newRow("invalid UTF-8") << QByteArray("{\"token\":\"\xff\"}");
    QTest::newRow("two documents") << QByteArray("{} {}");
}

void TstReplyReader::whatIsNoJsonIsSaid()
{
    QFETCH(QByteArray, body);
    const auto value = backendapi::jsonOf(reply(200, body));
    QVERIFY(!value.ok());
    QCOMPARE(value.error().kind, core::ErrorKind::BadReply);
    QCOMPARE(value.error().code, QStringLiteral("reply_not_json"));
    QVERIFY(!value.error().detail.contains(QLatin1String("canary")));
}

void TstReplyReader::aNumberServesAsSubject()
{
    const model::IdentityMapping where{QStringLiteral("/id"), QStringLiteral("/name"), {}};
    const auto identity = backendapi::readIdentity(json(R"({"id":12345678,"name":"Ada","email":"a@b.c"})"), where, QStringLiteral("https://i"));
    QCOMPARE(identity, (model::Identity{QStringLiteral("https://i"), QStringLiteral("12345678"), QStringLiteral("Ada"), {}}));
    QVERIFY(backendapi::readIdentity(json(R"({"id":1.5})"), where, {}).subject.isEmpty());
    const model::IdentityMapping seen{QStringLiteral("/id"), {}, {}, QStringLiteral("/photo")};
    const auto photo = [&seen](const char *body) { return backendapi::readIdentity(json(body), seen, {}).picture.toString(); };
    // Outside the macros: moc takes what follows two slashes in them for a comment.
    const QString safe = photo(R"({"id":1,"photo":"https://pics.example/1"})");
    const QString plain = photo(R"({"id":1,"photo":"http://pics.example/1"})");
    QCOMPARE(safe, QStringLiteral("https://pics.example/1"));
    QCOMPARE(plain, QString());
    QCOMPARE(photo(R"({"id":1,"photo":null})"), QString());
    QVERIFY(backendapi::readIdentity(json(R"({"id":{"a":1}})"), where, {}).subject.isEmpty());
}

void TstReplyReader::timesComeInSeveralShapes_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QDateTime>("time");
    QTest::newRow("ISO 8601") << QJsonValue(QStringLiteral("2026-01-02T03:04:05Z")) << now;
    QTest::newRow("with milliseconds") << QJsonValue(QStringLiteral("2026-01-02T03:04:05.250Z")) << now.addMSecs(250);
    QTest::newRow("with an offset") << QJsonValue(QStringLiteral("2026-01-02T05:04:05+02:00")) << now;
    QTest::newRow("seconds") << QJsonValue(double(now.toSecsSinceEpoch())) << now;
    QTest::newRow("milliseconds") << QJsonValue(double(now.toMSecsSinceEpoch())) << now;
    QTest::newRow("without a zone") << QJsonValue(QStringLiteral("2026-01-02T03:04:05")) << now;
    QTest::newRow("without a zone, as a database writes it") << QJsonValue(QStringLiteral("2026-01-02 03:04:05.250")) << now.addMSecs(250);
    QTest::newRow("seconds as a text") << QJsonValue(QString::number(now.toSecsSinceEpoch())) << now;
    QTest::newRow("milliseconds as a text") << QJsonValue(QString::number(now.toMSecsSinceEpoch())) << now;
    QTest::newRow("a year alone") << QJsonValue(QStringLiteral("2026")) << QDateTime();
    QTest::newRow("a word") << QJsonValue(QStringLiteral("yesterday")) << QDateTime();
    QTest::newRow("null") << QJsonValue() << QDateTime();
    QTest::newRow("zero") << QJsonValue(0) << QDateTime();
    QTest::newRow("huge") << QJsonValue(1e300) << QDateTime();
}

void TstReplyReader::timesComeInSeveralShapes()
{
    QFETCH(QJsonValue, value);
    const QByteArray zone = qgetenv("TZ");
    qputenv("TZ", "America/New_York"); // a time without a zone is not one of this computer's
    const QDateTime time = backendapi::readTime(value);
    zone.isNull() ? qunsetenv("TZ") : qputenv("TZ", zone);
    QTEST(time, "time");
}

KEYTURN_TEST(TstReplyReader)
#include "tst_replyreader.moc"
