// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspecting.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QTest>

namespace keyturn::inspection {

namespace {

/// RFC 7515, appendix A.1.
constexpr const char *rfc7515Hmac = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
                                    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
                                    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// RFC 7519, section 6.1.
constexpr const char *rfc7519Unsecured = "eyJhbGciOiJub25lIn0."
                                         "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
/// RFC 7516, appendix A.1.
constexpr const char *rfc7516Encrypted =
    "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGeipsEdY3mx_etLbbWSrFr05kLzcSr4"
    "qKAq7YN7e9jwQRb23nfa6c9d-StnImGyFDbSv04uVuxIp5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5XnZAYpQdb76FdIKLaVmqgfwX7XWRxv2322i-vDxRfqNzo_tETKzpVLzfiwQyey"
    "PGLBIO56YJ7eObdv0je81860ppamavo35UgoRdbYaBcoh9QcfylQr66oc6vFWXRcZ_ZT2LawVCWTIy3brGPi6UklfCpIMfIjf7iGdXKHzg.48V1_ALb6US04U3b."
    "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A.XFBoMYUZodetZdvTiFvSkQ";

core::Result<Token> read(const QByteArray &text)
{
    return readToken(core::Secret(text));
}

/// RFC 7515, appendix A.6 has its payload and keys; shortened here to one signature, and to two.
QByteArray serialized(const QByteArray &how)
{
    const QByteArrayList parts = QByteArray(rfc7515Hmac).split('.');
    const QString protectedHeader = QString::fromLatin1(parts.at(0));
    const QJsonObject one{{QStringLiteral("protected"), protectedHeader},
                          {QStringLiteral("header"), QJsonObject{{QStringLiteral("kid"), QStringLiteral("k1")}}},
                          {QStringLiteral("signature"), QString::fromLatin1(parts.at(2))}};
    QJsonObject whole{{QStringLiteral("signatures"), QJsonArray{one, one}}};
    if (how == "flattened")
        whole = one;
    whole.insert(QStringLiteral("payload"), QString::fromLatin1(parts.at(1)));
    return json(whole);
}

} // namespace

class TstReading : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theExamplesOfTheStandardsAreRead();
    void membersKeepTheirOrderAndTheirDigits();
    void whatStandsAroundATokenIsTakenOff_data();
    void whatStandsAroundATokenIsTakenOff();
    void whatIsNoTokenIsSaidToBeThat_data();
    void whatIsNoTokenIsSaidToBeThat();
    void theJsonSerializationIsReadToo();
    void aPayloadThatIsTextIsNoJwt();
    void theUseIsTold_data();
    void theUseIsTold();
};

void TstReading::theExamplesOfTheStandardsAreRead()
{
    const core::Result<Token> hmac = read(rfc7515Hmac);
    QVERIFY(hmac.ok());
    const auto &jws = std::get<SignedToken>(hmac->content);
    QCOMPARE(jws.header.textOf(QStringLiteral("alg")), QStringLiteral("HS256"));
    QCOMPARE(jws.claims->textOf(QStringLiteral("iss")), QStringLiteral("joe"));
    QCOMPARE(jws.signatureBytes, 32);
    const core::Result<Token> unsecured = read(rfc7519Unsecured);
    QVERIFY(unsecured.ok());
    QCOMPARE(std::get<SignedToken>(unsecured->content).signatureBytes, 0);
    const core::Result<Token> encrypted = read(rfc7516Encrypted);
    QVERIFY(encrypted.ok());
    const auto &jwe = std::get<EncryptedToken>(encrypted->content);
    QCOMPARE(jwe.header.textOf(QStringLiteral("enc")), QStringLiteral("A256GCM"));
    QCOMPARE(jwe.cipherBytes, 63);
}

void TstReading::membersKeepTheirOrderAndTheirDigits()
{
    const core::Result<Token> token =
        read(compact(R"({"typ":"JWT","alg":"RS256"})", R"({"z":9007199254740993,"a":[1, 2],"m/n~":"x","b":1.50})").reveal().toByteArray());
    QVERIFY(token.ok());
    const auto &jws = std::get<SignedToken>(token->content);
    QStringList members;
    for (const Member &member : jws.claims->list)
        members.append(member.name + u'=' + member.text);
    QCOMPARE(members.join(u' '), QStringLiteral("z=9007199254740993 a=[1,2] m/n~=x b=1.50"));
    QCOMPARE(jws.header.list.first().name, QStringLiteral("typ"));
}

void TstReading::whatStandsAroundATokenIsTakenOff_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("scheme");
    const QByteArray token = rfc7515Hmac;
    QTest::newRow("nothing") << token << QString();
    QTest::newRow("white space") << "\r\n\t " + token + " \n" << QString();
    QTest::newRow("a header line") << "Authorization: Bearer " + token + "\r\n" << QStringLiteral("Bearer");
    QTest::newRow("a header line in small letters") << "authorization:bearer  " + token << QStringLiteral("Bearer");
    QTest::newRow("a scheme alone") << "DPoP " + token << QStringLiteral("DPoP");
    QTest::newRow("quotes") << '"' + token + '"' << QString();
    QTest::newRow("a line of a program") << "'" + token + "'," << QString();
    QTest::newRow("quotes within a header") << "\"Authorization: Bearer '" + token + "'\"" << QStringLiteral("Bearer");
    QTest::newRow("a mark of the byte order") << "\xEF\xBB\xBF" + token + "\xE2\x80\x8B" << QString();
    QByteArray broken = token;
    for (qsizetype at = 60; at < broken.size(); at += 62)
        broken.insert(at, "\r\n");
    QTest::newRow("broken lines") << broken << QString();
    QByteArray indented = token;
    QTest::newRow("broken and indented lines") << indented.insert(50, "\n        ") << QString();
}

void TstReading::whatStandsAroundATokenIsTakenOff()
{
    QFETCH(const QByteArray, text);
    const core::Result<Token> token = read(text);
    QVERIFY2(token.ok(), token.ok() ? "" : qPrintable(token.error().code));
    QTEST(token->scheme, "scheme");
    QCOMPARE(std::get<SignedToken>(token->content).compact, core::Secret(QByteArrayView(rfc7515Hmac)));
}

void TstReading::whatIsNoTokenIsSaidToBeThat_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    const QByteArray token = rfc7515Hmac;
    const QByteArrayList parts = token.split('.');
    const auto row = [](const char *name, const QByteArray &text, const char *code) { QTest::newRow(name) << text << QString::fromLatin1(code); };
    row("nothing", "", "token_empty");
    row("blanks", " \n\t ", "token_empty");
    row("a scheme without a token", "Bearer ", "token_empty");
    row("more than 1 MB", QByteArray(maxTokenBytes + 1, 'a'), "token_too_large");
    row("bytes", QByteArray("ey\x00\x01\x02", 5), "token_binary");
    row("a picture", "\x89PNG\r\n\x1a\n", "token_binary");
    row("a sentence", "this is no token", "token_spaces");
    row("a header alone", parts.at(0), "token_truncated");
    row("two parts", parts.at(0) + '.' + parts.at(1), "token_truncated");
    row("cut within the claims", parts.at(0) + '.' + parts.at(1).left(40) + '.', "token_truncated");
    row("cut within the signature", token.left(token.size() - 2), "token_truncated");
    row("four parts", token + ".abcd", "token_parts");
    row("six parts", token + ".a.b.c", "token_parts");
    row("padding", parts.at(0) + '.' + parts.at(1) + '.' + parts.at(2) + '=', "token_base64");
    row("signs of base64", parts.at(0) + '.' + parts.at(1) + ".dBjf+/eZ4CVP", "token_base64");
    row("unused bits that are not zero", parts.at(0) + ".eyJhIjoxfR.AAAA", "token_base64");
    row("a header that is no JSON", base64url("{\"alg\" HS256}") + '.' + parts.at(1) + ".AAAA", "token_json");
    row("claims that are no JSON", parts.at(0) + '.' + base64url("{\"a\":}") + ".AAAA", "token_json");
    row("a claim twice", parts.at(0) + '.' + base64url(R"({"sub":"a","exp":1,"sub":"b"})") + ".AAAA", "token_duplicate_member");
    row("a claim twice, spelt otherwise", parts.at(0) + '.' + base64url(R"({"sub":"a","\u0073ub":"b"})") + ".AAAA", "token_duplicate_member");
    row("claims too deep", parts.at(0) + '.' + base64url("{\"a\":" + QByteArray(100, '[') + QByteArray(100, ']') + '}') + ".AAAA", "token_json");
    row("a half-encrypted one", "eyJhbGciOiJkaXIifQ..a.a.a", "token_base64");
    row("an answer of a token endpoint", R"({"access_token":"abc","token_type":"Bearer"})", "token_not_serialized");
    row("JSON that is cut", R"({"payload":"abc)", "token_json");
    row("a private key", "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n", "token_key");
}

void TstReading::whatIsNoTokenIsSaidToBeThat()
{
    QFETCH(const QByteArray, text);
    const core::Result<Token> token = read(text);
    QVERIFY(!token.ok());
    QTEST(token.error().code, "code");
    QCOMPARE(token.error().kind, core::ErrorKind::BadReply);
}

void TstReading::theJsonSerializationIsReadToo()
{
    const core::Result<Token> flattened = read(serialized("flattened"));
    QVERIFY(flattened.ok());
    const auto &one = std::get<SignedToken>(flattened->content);
    QCOMPARE(one.form, Form::Flattened);
    QCOMPARE(one.header.textOf(QStringLiteral("kid")), QStringLiteral("k1")); // unprotected
    QCOMPARE(one.compact, core::Secret(QByteArrayView(rfc7515Hmac)));
    const core::Result<Token> general = read(serialized("general"));
    QVERIFY(general.ok());
    QCOMPARE(std::get<SignedToken>(general->content).form, Form::General);
    QCOMPARE(std::get<SignedToken>(general->content).signatures, 2);
    const core::Result<Token> encrypted = read(
        R"({"protected":"eyJlbmMiOiJBMTI4Q0JDLUhTMjU2In0","unprotected":{"jku":"https://x.example/keys"},"recipients":[{"header":{"alg":"RSA1_5"}}],)"
        R"("iv":"AxY8DCtDaGlsbGljb3RoZQ","ciphertext":"KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY","tag":"Mz-VPPyU4RlcuYv1IwIvzw"})");
    QVERIFY(encrypted.ok());
    QCOMPARE(std::get<EncryptedToken>(encrypted->content).form, Form::General);
    QVERIFY(std::get<EncryptedToken>(encrypted->content).header.has(QStringLiteral("jku")));
}

/// RFC 7520 §4.4 signs a sentence.
void TstReading::aPayloadThatIsTextIsNoJwt()
{
    const core::Result<Token> token = read(
        "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcg"
        "b3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91"
        "IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0");
    QVERIFY(token.ok());
    QVERIFY(!std::get<SignedToken>(token->content).claims);
    QVERIFY(std::get<SignedToken>(token->content).payloadBytes > 100);
}

void TstReading::theUseIsTold_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<int>("use");
    QTest::newRow("at+jwt") << QByteArray(R"({"alg":"RS256","typ":"at+jwt"})") << QByteArray("{}") << int(Use::Access);
    QTest::newRow("the whole media type") << QByteArray(R"({"alg":"RS256","typ":"application/AT+JWT"})") << QByteArray("{}") << int(Use::Access);
    QTest::newRow("a nonce") << QByteArray(R"({"alg":"RS256","typ":"JWT"})") << QByteArray(R"({"nonce":"n"})") << int(Use::Id);
    QTest::newRow("a scope") << QByteArray(R"({"alg":"RS256"})") << QByteArray(R"({"scope":"a b"})") << int(Use::Access);
    QTest::newRow("a proof") << QByteArray(R"({"alg":"ES256","typ":"dpop+jwt"})") << QByteArray("{}") << int(Use::Proof);
    QTest::newRow("logout") << QByteArray(R"({"alg":"ES256","typ":"logout+jwt"})") << QByteArray("{}") << int(Use::Logout);
    QTest::newRow("nothing") << QByteArray(R"({"alg":"RS256"})") << QByteArray("{}") << int(Use::Unknown);
}

void TstReading::theUseIsTold()
{
    QFETCH(const QByteArray, header);
    QFETCH(const QByteArray, claims);
    const core::Result<Token> token = readToken(compact(header, claims));
    QVERIFY(token.ok());
    QTEST(int(useOf(std::get<SignedToken>(token->content))), "use");
}

} // namespace keyturn::inspection

using keyturn::inspection::TstReading;
KEYTURN_TEST(TstReading)
#include "tst_reading.moc"
