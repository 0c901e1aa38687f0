// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/requestbuilder.h"

#include "backends.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSysInfo>

using namespace keyturn;
using tests::addressOf;
using tests::cookieBackend;
using tests::headerOf;

class TstRequestBuilder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void thePathStandsBelowTheBaseAddress();
    void whatIsFilledInCannotLeaveItsPlace_data();
    void whatIsFilledInCannotLeaveItsPlace();
    void aPathSegmentStaysOneSegment_data();
    void aPathSegmentStaysOneSegment();
    void aFormIsEncoded();
    void placeholdersAreFilledInOnce();
    void deepPlacesOfTheBodyAreFilledInToo();
    void aSecretStandsInNoAddressAndNoHeader_data();
    void aSecretStandsInNoAddressAndNoHeader();
    void anUnknownPlaceholderIsNamed();
    void bodiesHaveSeveralShapes_data();
    void bodiesHaveSeveralShapes();
    void aNumberThatIsNoneIsSaid();
    void aProfileMayNameAnotherKindOfJson();
    void theDeviceIsTold();
    void aHeaderHoldsNoLineBreak();
    void anEmbeddedBackendThatWasNeverStartedIsSaid();
    void theLogLearnsWhatIsSecret();
};

namespace {

backendapi::Placeholders open(const QString &name, const QString &value)
{
    return {{{name, value}}, {}};
}

} // namespace

void TstRequestBuilder::thePathStandsBelowTheBaseAddress()
{
    const auto request = backendapi::buildRequest(cookieBackend(), cookieBackend().sessions->list, {}, QStringLiteral("sessions"));
    QVERIFY(request.ok());
    QCOMPARE(request->url, QUrl(QStringLiteral("https://auth.example/base/sessions")));
    QCOMPARE(request->purpose, QStringLiteral("sessions"));
    QCOMPARE(headerOf(*request, "Accept"), QByteArray("application/json"));
    QVERIFY(request->body.isEmpty());
    QVERIFY(headerOf(*request, "Content-Type").isEmpty());
}

void TstRequestBuilder::whatIsFilledInCannotLeaveItsPlace_data()
{
    QTest::addColumn<QString>("user");
    QTest::newRow("quotes and braces") << QStringLiteral("a\",\"admin\":true,\"x\":\"{}");
    QTest::newRow("backslash") << QStringLiteral("a\\\"b");
    QTest::newRow("line break") << QStringLiteral("a\nb\r\n");
    QTest::newRow("not Latin") << QStringLiteral("żółw 🐢");
    QTest::newRow("NUL") << QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
}

void TstRequestBuilder::whatIsFilledInCannotLeaveItsPlace()
{
    QFETCH(QString, user);
    const backendapi::Placeholders values{{{QStringLiteral("user"), user}}, {{QStringLiteral("password"), core::Secret::fromText(user)}}};
    const auto request = backendapi::buildRequest(cookieBackend(), cookieBackend().password->signIn, values, {});
    QVERIFY(request.ok());
    const QJsonObject body = QJsonDocument::fromJson(request->body.reveal().toByteArray()).object();
    QCOMPARE(body.keys(), (QStringList{QStringLiteral("email"), QStringLiteral("password")}));
    QCOMPARE(body.value(QStringLiteral("email")).toString(), user);
    QCOMPARE(body.value(QStringLiteral("password")).toString(), user);
    QCOMPARE(headerOf(*request, "Content-Type"), QByteArray("application/json"));
}

void TstRequestBuilder::aPathSegmentStaysOneSegment_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("plain") << QStringLiteral("s-1") << QByteArray("DELETE /base/sessions/s-1");
    QTest::newRow("slash") << QStringLiteral("../users/1") << QByteArray("DELETE /base/sessions/..%2Fusers%2F1");
    QTest::newRow("query") << QStringLiteral("1?others=true") << QByteArray("DELETE /base/sessions/1%3Fothers%3Dtrue");
    QTest::newRow("fragment") << QStringLiteral("1#x") << QByteArray("DELETE /base/sessions/1%23x");
    QTest::newRow("percent") << QStringLiteral("%2e%2e") << QByteArray("DELETE /base/sessions/%252e%252e");
    QTest::newRow("line break") << QStringLiteral("1\r\nHost: x") << QByteArray("DELETE /base/sessions/1%0D%0AHost%3A%20x");
}

void TstRequestBuilder::aPathSegmentStaysOneSegment()
{
    QFETCH(QString, id);
    QFETCH(QByteArray, address);
    const auto request = backendapi::buildRequest(cookieBackend(), *cookieBackend().sessions->revoke, open(QStringLiteral("sessionId"), id), {});
    QVERIFY(request.ok());
    QVERIFY(request->url.isValid());
    QCOMPARE(addressOf(*request), address);
}

void TstRequestBuilder::aFormIsEncoded()
{
    model::Endpoint endpoint = cookieBackend().password->signIn;
    endpoint.bodyType = model::BodyType::Form;
    const backendapi::Placeholders values{{{QStringLiteral("user"), QStringLiteral("a&b=c+d")}},
                                          {{QStringLiteral("password"), core::Secret("p %41&")}}};
    const auto request = backendapi::buildRequest(cookieBackend(), endpoint, values, {});
    QVERIFY(request.ok());
    QCOMPARE(request->body.reveal().toByteArray(), QByteArray("email=a%26b%3Dc%2Bd&password=p%20%2541%26"));
    QCOMPARE(headerOf(*request, "Content-Type"), QByteArray("application/x-www-form-urlencoded"));
}

void TstRequestBuilder::placeholdersAreFilledInOnce()
{
    const backendapi::Placeholders values{{{QStringLiteral("user"), QStringLiteral("{password}")}},
                                          {{QStringLiteral("password"), core::Secret("geheim")}}};
    const auto request = backendapi::buildRequest(cookieBackend(), cookieBackend().password->signIn, values, {});
    QVERIFY(request.ok());
    QCOMPARE(request->body.reveal().toByteArray(), QByteArray(R"({"email":"{password}","password":"geheim"})"));
}

void TstRequestBuilder::deepPlacesOfTheBodyAreFilledInToo()
{
    const backendapi::Placeholders values{{{QStringLiteral("user"), QStringLiteral("ada")}, {QStringLiteral("name"), QStringLiteral("Ada \"L\"")}},
                                          {{QStringLiteral("password"), core::Secret("p")}}};
    const auto request = backendapi::buildRequest(cookieBackend(), *cookieBackend().password->registration, values, {});
    QVERIFY(request.ok());
    const QJsonObject body = QJsonDocument::fromJson(request->body.reveal().toByteArray()).object();
    QCOMPARE(body.value(QStringLiteral("who")).toObject().value(QStringLiteral("name")).toString(), QStringLiteral("Ada \"L\""));
}

void TstRequestBuilder::aSecretStandsInNoAddressAndNoHeader_data()
{
    QTest::addColumn<bool>("inPath");
    QTest::newRow("path") << true;
    QTest::newRow("header") << false;
}

void TstRequestBuilder::aSecretStandsInNoAddressAndNoHeader()
{
    QFETCH(bool, inPath);
    model::Endpoint endpoint = cookieBackend().sessions->list;
    if (inPath)
        endpoint.path = QStringLiteral("/sessions?token={refreshToken}");
    else
        endpoint.headers.insert(QStringLiteral("X-Token"), QStringLiteral("{refreshToken}"));
    const auto request = backendapi::buildRequest(cookieBackend(), endpoint, {{}, {{QStringLiteral("refreshToken"), core::Secret("canary")}}}, {});
    QVERIFY(!request.ok());
    QCOMPARE(request.error().code, QStringLiteral("placeholder_unknown"));
    QVERIFY(!request.error().detail.contains(QLatin1String("canary")));
}

void TstRequestBuilder::anUnknownPlaceholderIsNamed()
{
    model::Endpoint endpoint = cookieBackend().sessions->list;
    endpoint.path = QStringLiteral("/{tenant}/sessions");
    const auto request = backendapi::buildRequest(cookieBackend(), endpoint, {}, {});
    QVERIFY(!request.ok());
    QCOMPARE(request.error().kind, core::ErrorKind::Configuration);
    QVERIFY(request.error().detail.contains(QLatin1String("{tenant}")));
}

void TstRequestBuilder::bodiesHaveSeveralShapes_data()
{
    QTest::addColumn<QJsonValue>("body");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("a number") << QJsonValue(QJsonArray{QStringLiteral("{sessionId:number}")}) << QByteArray("[17]");
    QTest::newRow("the same as a text") << QJsonValue(QJsonArray{QStringLiteral("{sessionId}")}) << QByteArray("[\"17\"]");
    QTest::newRow("a text alone") << QJsonValue(QStringLiteral("end {sessionId}")) << QByteArray("\"end 17\"");
    QTest::newRow("braces that are text") << QJsonValue(QStringLiteral("{sessionId}{in{{sessionId}}}")) << QByteArray("\"17{in{sessionId}}\"");
}

void TstRequestBuilder::bodiesHaveSeveralShapes()
{
    QFETCH(QJsonValue, body);
    model::Endpoint endpoint = cookieBackend().password->signIn;
    endpoint.body = {};
    endpoint.otherBody = body;
    const auto request = backendapi::buildRequest(cookieBackend(), endpoint, open(QStringLiteral("sessionId"), QStringLiteral("17")), {});
    QVERIFY(request.ok());
    QTEST(request->body.reveal().toByteArray(), "sent");
}

void TstRequestBuilder::aNumberThatIsNoneIsSaid()
{
    model::Endpoint endpoint = cookieBackend().password->signIn;
    endpoint.body = {{QStringLiteral("id"), QStringLiteral("{sessionId:number}")}};
    const auto request = backendapi::buildRequest(cookieBackend(), endpoint, open(QStringLiteral("sessionId"), QStringLiteral("s-17")), {});
    QVERIFY(!request.ok());
    QCOMPARE(request.error().code, QStringLiteral("placeholder_not_number"));
    QVERIFY(!request.error().detail.contains(QStringLiteral("s-17")));
}

void TstRequestBuilder::aProfileMayNameAnotherKindOfJson()
{
    model::Endpoint endpoint = cookieBackend().password->signIn;
    endpoint.body = {};
    endpoint.headers = {{QStringLiteral("content-type"), QStringLiteral("application/vnd.api+json")}};
    const auto request = backendapi::buildRequest(cookieBackend(), endpoint, {}, {});
    QVERIFY(request.ok());
    QCOMPARE(std::count_if(request->headers.begin(), request->headers.end(),
                           [](const net::Header &one) { return one.name.compare("Content-Type", Qt::CaseInsensitive) == 0; }),
             1);
    QCOMPARE(headerOf(*request, "Content-Type"), QByteArray("application/vnd.api+json"));
}

void TstRequestBuilder::theDeviceIsTold()
{
    model::Endpoint endpoint = cookieBackend().sessions->list;
    endpoint.headers.insert(QStringLiteral("X-Device-Name"), QStringLiteral("at {device}"));
    const auto request = backendapi::buildRequest(cookieBackend(), endpoint, {}, {});
    QVERIFY(request.ok());
    QCOMPARE(headerOf(*request, "X-Device-Name"), "at " + QSysInfo::machineHostName().toLatin1());
}

void TstRequestBuilder::aHeaderHoldsNoLineBreak()
{
    model::Endpoint endpoint = cookieBackend().sessions->list;
    endpoint.headers.insert(QStringLiteral("X-Name"), QStringLiteral("{name}"));
    const auto request =
        backendapi::buildRequest(cookieBackend(), endpoint, open(QStringLiteral("name"), QStringLiteral("a\r\nCookie: b\u202e")), {});
    QVERIFY(request.ok());
    QCOMPARE(headerOf(*request, "X-Name"), QByteArray("aCookie: b"));
}

/// The profile's own words for things say nothing to it.
void TstRequestBuilder::theLogLearnsWhatIsSecret()
{
    model::BackendProfile profile = cookieBackend();
    profile.password->tokens.accessToken = model::ValuePlace::body(QStringLiteral("/x/a"));
    profile.password->tokens.refreshToken = model::ValuePlace::header(QStringLiteral("X-Again"));
    auto request = backendapi::buildRequest(
        profile, profile.password->signIn,
        {{{QStringLiteral("user"), QStringLiteral("ada")}}, {{QStringLiteral("password"), core::Secret("hunter2")}}}, QStringLiteral("sign-in"));
    QVERIFY(request.ok());
    QCOMPARE(request->secrets.values, QList<core::Secret>{core::Secret("hunter2")});
    QVERIFY(request->secrets.pointers.contains(QStringLiteral("/x/a")));
    QVERIFY(request->secrets.headers.contains("X-Again"));
    model::AccessUse use;
    use.header = "X-Key";
    backendapi::authorize(request.value(), use, core::Secret("tok"));
    QVERIFY(request->secrets.tokens.contains(core::Secret("tok")));
    QVERIFY(request->secrets.headers.contains("X-Key"));
}

void TstRequestBuilder::anEmbeddedBackendThatWasNeverStartedIsSaid()
{
    model::BackendProfile profile = cookieBackend();
    profile.baseUrl.clear();
    profile.embedded = true;
    const auto request = backendapi::buildRequest(profile, profile.sessions->list, {}, {});
    QVERIFY(!request.ok());
    QCOMPARE(request.error().kind, core::ErrorKind::Configuration);
    QCOMPARE(request.error().code, QStringLiteral("backend_not_started"));
}

KEYTURN_TEST(TstRequestBuilder)
#include "tst_requestbuilder.moc"
