// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/redaction.h"
#include "net/secretshapes.h"
#include "support/registry.h"

#include <QJsonObject>
#include <QTest>

namespace keyturn::net {

namespace {

const QByteArray jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl";
const QByteArray opaque = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MDEyMw";

} // namespace

/// Case 105: what is recorded is shown, exported and attached to reports. In each row the secret has a part `s3cr3t`, or is a token by its shape.
class TstRedaction : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault105ASecretNameIsKnownInAnySpelling_data();
    void fault105ASecretNameIsKnownInAnySpelling();
    void fault105NoSecretIsLeftInAHeader_data();
    void fault105NoSecretIsLeftInAHeader();
    void anOpenHeaderStaysAsItIs_data();
    void anOpenHeaderStaysAsItIs();
    void fault105NoSecretIsLeftInAnAddress_data();
    void fault105NoSecretIsLeftInAnAddress();
    void anOpenAddressStaysAsItIs();
    void fault105NoSecretIsLeftInABody_data();
    void fault105NoSecretIsLeftInABody();
    void anOpenBodyStaysAsItIs_data();
    void anOpenBodyStaysAsItIs();
    void ofOtherBodiesTheSizeIsTold_data();
    void ofOtherBodiesTheSizeIsTold();
    void oneSecretHasOneMarkWhereverItStands();
    void namesOfCookiesAndSchemesStay_data();
    void namesOfCookiesAndSchemesStay();
    void whatWasRedactedStaysAsItIs_data();
    void whatWasRedactedStaysAsItIs();
    void theMarksOfTwoProcessesDiffer();
    void aLongTextIsGoneThroughOnce();

private:
    Redaction m_redaction;
};

void TstRedaction::fault105ASecretNameIsKnownInAnySpelling_data()
{
    QTest::addColumn<bool>("secret");
    for (const char *name : {"refresh_token",
                             "refreshToken",
                             "X-Refresh-Token",
                             "ACCESS.TOKEN",
                             "Authorization",
                             "Proxy-Authorization",
                             "Cookie",
                             "Set-Cookie",
                             "client_secret",
                             "password",
                             "new_password",
                             "code",
                             "state",
                             "code_verifier",
                             "code_challenge",
                             "nonce",
                             "otp",
                             "user_code",
                             "device_code",
                             "X-Api-Key",
                             "session",
                             "session_token",
                             "csrf",
                             "client_assertion",
                             "user[code]",
                             "password[0]",
                             "recoveryCodes",
                             "backup_codes",
                             "smsCode",
                             "passcode",
                             "pwd",
                             "PHPSESSID",
                             "ticket",
                             "verification_code",
                             "private_key",
                             "X-Access-Key",
                             "signing_key",
                             "X-Auth",
                             "userpass",
                             "cvv"})
        QTest::newRow(name) << true;
    for (const char *name : {"token_type",
                             "token_endpoint",
                             "authorization_endpoint",
                             "token_endpoint_auth_methods_supported",
                             "expires_in",
                             "refresh_token_expires_in",
                             "session_id",
                             "sessions",
                             "scope",
                             "Content-Type",
                             "email",
                             "keyboard",
                             "status_code",
                             "country_state",
                             "errorCode",
                             "country_code",
                             "passenger",
                             "public_key",
                             "sort_key",
                             "key_id",
                             "author"})
        QTest::newRow(name) << false;
}

void TstRedaction::fault105ASecretNameIsKnownInAnySpelling()
{
    QFETCH(const bool, secret);
    QCOMPARE(isSecretName(QTest::currentDataTag()), secret);
}

void TstRedaction::fault105NoSecretIsLeftInAHeader_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *tag, const char *name, const QByteArray &value) { QTest::newRow(tag) << QByteArray(name) << value; };
    row("bearer", "Authorization", "Bearer s3cr3t");
    row("bearer in lower case", "authorization", "bearer s3cr3t");
    row("cookies", "Cookie", "theme=dark; refresh=s3cr3t");
    row("set cookie", "Set-Cookie", "refresh=s3cr3t; Path=/; HttpOnly");
    row("set cookies in one field, as Chrome exports them", "Set-Cookie", "a=1; Path=/\nconnect.sid=s3cr3t; HttpOnly");
    row("absolute location", "Location", "https://app.example/cb?code=s3cr3t&x=1");
    row("location with a path alone", "Location", "/cb?code=s3cr3t");
    row("relative location", "Location", "cb?code=s3cr3t");
    row("location with a query alone", "Location", "?code=s3cr3t");
    row("location of another scheme", "Location", "com.example.app:/cb?code=s3cr3t");
    row("location without a scheme", "Location", "//app.example/cb?state=s3cr3t");
    row("fragment", "Location", "/cb#access_token=s3cr3t");
    row("fragment without a name", "location", "https://app.example/#s3cr3t");
    row("broken location", "Location", "https://app.example/ cb?code=s3cr3t");
    row("user information", "Location", "https://me:s3cr3t@app.example/");
    row("referrer", "Referer", "https://app.example/cb?code=s3cr3t");
    row("link", "Link", "<https://app.example/next?token=s3cr3t>; rel=\"next\"");
    row("refresh", "Refresh", "0; url=/cb?code=s3cr3t");
    row("JSON in a header", "X-Context", "{\"token\":\"s3cr3t\"}");
    row("a bearer elsewhere", "X-Forwarded-Auth", "Bearer s3cr3t");
    row("a JWT elsewhere", "X-Amzn-Data", jwt);
    row("an opaque token elsewhere", "X-Odd", opaque);
}

void TstRedaction::fault105NoSecretIsLeftInAHeader()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    const QByteArray redacted = m_redaction.header(name, value);
    QVERIFY2(!redacted.contains("s3cr3t"), redacted.constData());
    QVERIFY2(!redacted.contains(jwt.mid(22, 20)) && !redacted.contains(opaque), redacted.constData());
}

void TstRedaction::anOpenHeaderStaysAsItIs_data()
{
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *name, const QByteArray &value) { QTest::newRow(name) << value; };
    row("Content-Type", "application/json; charset=utf-8");
    row("content-type", "application/x-www-form-urlencoded");
    row("WWW-Authenticate", "Bearer realm=\"x\", error=\"invalid_token\"");
    row("Location", "https://app.example/a%2Fb?page=2&q=%20x");
    row("Date", "Mon, 23 Nov 2026 17:40:00 GMT");
    row("X-Request-Id", "7d3f9c1e-2b4a-4c6d-8e9f-0a1b2c3d4e5f");
    row("Retry-After", "120");
    row("Content-Length", "0");
    row("X-Empty", "");
    row("X-Latin", "caf\xe9");
}

void TstRedaction::anOpenHeaderStaysAsItIs()
{
    QFETCH(const QByteArray, value);
    QCOMPARE(m_redaction.header(QTest::currentDataTag(), value), value);
}

void TstRedaction::fault105NoSecretIsLeftInAnAddress_data()
{
    QTest::addColumn<QByteArray>("address");
    const auto row = [](const char *tag, const QByteArray &address) { QTest::newRow(tag) << address; };
    row("query", "https://a.example/cb?x=1&code=s3cr3t");
    row("encoded name", "https://a.example/cb?c%6fde=s3cr3t");
    row("encoded value", "https://a.example/cb?code=%733cr3t");
    row("fragment", "https://a.example/cb#access_token=s3cr3t");
    row("user information", "https://me:s3cr3t@a.example/");
    row("address in a parameter", "https://a.example/go?to=https%3A%2F%2Fb.example%2Fcb%3Fcode%3Ds3cr3t");
    row("path in a parameter", "https://a.example/go?to=%2Fcb%3Fcode%3Ds3cr3t");
    row("address in an address in a parameter",
        "https://a.example/go?to=https%3A%2F%2Fb.example%2F%3Fnext%3Dhttps%253A%252F%252Fc.example%252F%253Fcode%253Ds3cr3t");
    row("form in a parameter", "https://a.example/go?with=a%3D1%26code%3Ds3cr3t");
    row("JSON in a parameter", "https://a.example/go?with=%7B%22password%22%3A%22s3cr3t%22%7D");
    row("token without a name", "https://a.example/confirm?" + opaque);
    row("token in the path", "https://a.example/confirm/" + opaque + "/now");
    row("JWT in the path", "https://a.example/confirm/" + jwt);
}

void TstRedaction::fault105NoSecretIsLeftInAnAddress()
{
    QFETCH(const QByteArray, address);
    const QByteArray redacted = m_redaction.url(QUrl::fromEncoded(address)).toEncoded();
    const QByteArray decoded = QByteArray::fromPercentEncoding(QByteArray::fromPercentEncoding(redacted));
    QVERIFY2(!decoded.contains("s3cr3t") && !decoded.contains(opaque) && !decoded.contains(jwt), redacted.constData());
    QVERIFY2(redacted.startsWith("https://a.example/"), redacted.constData());
}

void TstRedaction::anOpenAddressStaysAsItIs()
{
    for (const char *address : {"https://a.example:8443/users/7d3f9c1e-2b4a-4c6d-8e9f-0a1b2c3d4e5f/a%2Fb?page=2&q=%20+x&flag&empty=",
                                "http://[::1]:8080/", "https://a.example/?redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcb"})
        QCOMPARE(m_redaction.url(QUrl::fromEncoded(address)).toEncoded(), QByteArray(address));
}

void TstRedaction::fault105NoSecretIsLeftInABody_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    const QByteArray json = "application/json";
    const QByteArray form = "application/x-www-form-urlencoded";
    const auto row = [](const char *tag, const QByteArray &type, const QByteArray &body) { QTest::newRow(tag) << type << body; };
    row("member", json, R"({"access_token":"s3cr3t","token_type":"Bearer"})");
    row("member within an object", json, R"({"data":{"auth":{"refreshToken":"s3cr3t"}}})");
    row("object under a secret's name", json, R"({"token":{"value":"s3cr3t"}})");
    row("object within an object under a secret's name", json, R"({"tokens":{"access":{"value":"s3cr3t"}}})");
    row("array under a secret's name", json, R"({"passwords":["s3cr3t",["s3cr3t"],{"old":"s3cr3t"}]})");
    row("object in an array under a secret's name", json, R"({"credentials":[{"type":"x","value":"s3cr3t"}]})");
    row("session as a record", json, R"({"session":{"device":"Phone","access_token":"s3cr3t"}})");
    row("session within a secret", json, R"({"token":{"session":{"value":"s3cr3t"}}})");
    row("array at the root", json, R"([{"password":"s3cr3t"}])");
    row("JSON in a string", json, R"({"payload":"{\"password\":\"s3cr3t\"}"})");
    row("form in a string", json, R"({"payload":"user=a&password=s3cr3t"})");
    row("address in a string", json, R"({"next":"https://a.example/cb?code=s3cr3t"})");
    row("path in a string", json, R"({"next":"/cb?code=s3cr3t"})");
    row("address in a sentence", json, R"({"message":"go to https://a.example/cb?code=s3cr3t now"})");
    row("bearer in a string", json, R"({"header":"Bearer s3cr3t"})");
    row("JWT in a sentence", json, R"({"message":"the token )" + jwt + R"( has expired"})");
    row("token as a name", json, R"({")" + opaque + R"(":{"active":true}})");
    row("other JSON type", "application/vnd.api+json; charset=utf-8", R"({"password":"s3cr3t"})");
    row("capitals in the type", "Application/JSON", R"({"password":"s3cr3t"})");
    row("form", form, "grant_type=refresh_token&refresh_token=s3cr3t");
    row("form with an encoded name", form, "p%61ssword=s3cr3t");
    row("form with a nested name", form, "user%5Bpassword%5D=s3cr3t&user[token]=s3cr3t");
    row("JSON called a form", form, R"( {"password":"s3cr3t"})");
    row("JSON called a form, with an equals sign", form, R"({"password":"s3cr3t=b"})");
    row("a password alone, called a form", form, "s3cr3t");
    row("JSON after a blank in a string", json, R"({"payload":" \n{ \"password\":\"s3cr3t\"}"})");
    row("broken JSON in a string", json, R"({"payload":"{\"password\":\"s3cr3t\""})");
    row("a private key", json, R"({"pem":"-----BEGIN PRIVATE KEY-----\nMIIs3cr3t\n-----END PRIVATE KEY-----"})");
    row("JSON in a form", form, "payload=%7B%22a%22%3A%5B%7B%22password%22%3A%22s3cr3t%22%7D%5D%7D");
    row("JSON in a form with pluses", form, "payload=%7B%22password%22:+%22s3cr3t%22%7D");
    row("address in a form", form, "redirect=https%3A%2F%2Fa.example%2F%3Fcode%3Ds3cr3t");
    row("form in a form", form, "inner=a%3D1%26password%3Ds3cr3t");
    row("broken JSON", json, R"({"password":"s3cr3t")");
    row("duplicate members", json, R"({"password":"s3cr3t","password":"s3cr3t"})");
    row("HTML", "text/html", "<input value=s3cr3t>");
    row("no type", "", R"({"password":"s3cr3t"})");
    row("parts", "multipart/form-data; boundary=x", "--x\r\n\r\ns3cr3t\r\n--x--");
}

void TstRedaction::fault105NoSecretIsLeftInABody()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    const QByteArray redacted = m_redaction.body(type, body);
    QVERIFY2(!redacted.contains("s3cr3t") && !redacted.contains(jwt.mid(22, 20)) && !redacted.contains(opaque), redacted.constData());
    QVERIFY(!redacted.isEmpty());
}

void TstRedaction::anOpenBodyStaysAsItIs_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("JSON")
        << QByteArray("application/json")
        << QByteArray(
               R"({"error":"invalid_grant","error_description":"The grant has ended.","expires_in":3600,"items":[1,2.5,null,true],"name":"Ada Lovelace"})");
    QTest::newRow("what went wrong") << QByteArray("application/json")
                                     << QByteArray(R"({"error":{"code":"invalid_credentials","message":"E-mail or password is wrong."}})");
    QTest::newRow("the same, flat") << QByteArray("application/json") << QByteArray(R"({"code":"not_found","message":"There is no such thing."})");
    QTest::newRow("session as a record") << QByteArray("application/json") << QByteArray(R"({"session":{"device":"Phone","system":"Debian"}})");
    QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << QByteArray("grant_type=authorization_code&scope=a+b&x=%20");
}

void TstRedaction::anOpenBodyStaysAsItIs()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    QCOMPARE(m_redaction.body(type, body), body);
}

void TstRedaction::ofOtherBodiesTheSizeIsTold_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("nothing") << QByteArray("application/json") << QByteArray() << QByteArray();
    QTest::newRow("HTML") << QByteArray("text/html; charset=utf-8") << QByteArray("<p>") << QByteArray("<3 bytes of text/html>");
    QTest::newRow("no type") << QByteArray() << QByteArray("abc") << QByteArray("<3 bytes>");
    QTest::newRow("no form") << QByteArray("application/x-www-form-urlencoded") << QByteArray("a=b&c")
                             << QByteArray("<5 bytes of application/x-www-form-urlencoded>");
    QTest::newRow("long form") << QByteArray("application/x-www-form-urlencoded") << QByteArray(70'000, 'a')
                               << QByteArray("<70000 bytes of application/x-www-form-urlencoded>");
    QTest::newRow("long JSON") << QByteArray("application/json") << '[' + QByteArray(70'000, ' ') + ']'
                               << QByteArray("<70002 bytes of application/json>");
}

void TstRedaction::ofOtherBodiesTheSizeIsTold()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    QTEST(m_redaction.body(type, body), "told");
}

void TstRedaction::oneSecretHasOneMarkWhereverItStands()
{
    const QByteArray mark = m_redaction.mark("a b+c");
    QVERIFY(mark.startsWith("<secret #") && mark.size() == 18);
    QCOMPARE(m_redaction.body("application/json", R"({"token":"a b+c"})"), R"({"token":")" + mark + R"("})");
    QCOMPARE(m_redaction.body("application/x-www-form-urlencoded", "token=a+b%2Bc"), "token=" + mark);
    QCOMPARE(m_redaction.header("X-Token", "a b+c"), mark);
    QVERIFY(m_redaction.mark("a b+d") != mark);
}

void TstRedaction::namesOfCookiesAndSchemesStay_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("shown");
    const QByteArray mark = m_redaction.mark("s3cr3t");
    QTest::newRow("Authorization") << QByteArray("Bearer s3cr3t") << QByteArray("Bearer " + mark);
    QTest::newRow("Cookie") << QByteArray("a=s3cr3t; b=s3cr3t") << QByteArray("a=" + mark + "; b=" + mark);
    QTest::newRow("Set-Cookie") << QByteArray("a=s3cr3t; Path=/x; HttpOnly") << QByteArray("a=" + mark + "; Path=/x; HttpOnly");
}

void TstRedaction::namesOfCookiesAndSchemesStay()
{
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, shown);
    QCOMPARE(m_redaction.header(QTest::currentDataTag(), value), shown);
    QCOMPARE(m_redaction.header(QTest::currentDataTag(), shown), shown);
}

void TstRedaction::whatWasRedactedStaysAsItIs_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("JSON") << QByteArray("application/json") << QByteArray(R"({"access_token":"s3cr3t","n":1})");
    QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << QByteArray("code=s3cr3t&grant_type=authorization_code");
    QTest::newRow("page") << QByteArray("text/html") << QByteArray("<html>s3cr3t</html>");
}

/// Recordings are read again: each mark must be the one that it was.
void TstRedaction::whatWasRedactedStaysAsItIs()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    const QByteArray once = m_redaction.body(type, body);
    QVERIFY(!once.contains("s3cr3t"));
    QCOMPARE(Redaction().body(type, once), once);
    const QUrl url = m_redaction.url(QUrl(QStringLiteral("https://a.example/cb?state=s3cr3t&x=1")));
    QCOMPARE(Redaction().url(url), url);
}

/// Of what would be gone through again for each secret in it, or for each place where a name might begin, hours would pass.
void TstRedaction::aLongTextIsGoneThroughOnce()
{
    const QString pairs = QStringLiteral("token=a ").repeated(8000);
    QCOMPARE(m_redaction.text(pairs).count(QLatin1String("<secret #")), 8000);
    QVERIFY(!m_redaction.text(QString(60'000, u'w') + QStringLiteral(" token=s3cr3t")).contains(QLatin1String("s3cr3t")));
    QVERIFY(!m_redaction.text(QString(70'000, u' ') + QStringLiteral("s3cr3t")).contains(QLatin1String("s3cr3t"))); // as a whole
}

void TstRedaction::theMarksOfTwoProcessesDiffer()
{
    QVERIFY(Redaction().mark("guess") != m_redaction.mark("guess"));
}

} // namespace keyturn::net

using keyturn::net::TstRedaction;
KEYTURN_TEST(TstRedaction)
#include "tst_redaction.moc"
