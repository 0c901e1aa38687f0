// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/sessionsclient.h"

#include "backends.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

using namespace keyturn;
using tests::answerOf;
using tests::cookieBackend;

class TstSessionsClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aSessionIsReadByTheProfilesFields();
    void whatIsNotToldStaysUnknown();
    void aListThatIsNoneIsRefused_data();
    void aListThatIsNoneIsRefused();
    void aHundredThousandSessionsAreRead();
    void aSessionIsEndedByItsId();
    void aSessionThatIsGoneIsSaid();
    void whatCanBeNoSessionIsNotAskedFor_data();
    void whatCanBeNoSessionIsNotAskedFor();
    void theOthersAreEndedInOneRequestWhereTheBackendCan();
    void theOthersAreEndedOneByOneWhereItCannot();
    void endingOneByOneStopsAtTheFirstFailure();
    void aProfileWithoutTheInterfaceSaysSo();
    void theAskingSessionIsToldByItsIdOrItself();
    void aLongListIsReadPageByPage_data();
    void aLongListIsReadPageByPage();
    void aNextPageElsewhereIsNotAskedFor();

private:
    tests::FakeClock m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_http;
    std::unique_ptr<backendapi::SessionsClient> m_client;
    const QByteArray m_three = R"({"list":[{"id":"a"},{"id":"b","me":true},{"id":"c","ended":"2026-01-01T00:00:00Z"},{"id":"d"}]})";
};

void TstSessionsClient::init()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_client = std::make_unique<backendapi::SessionsClient>(m_clock, *m_http);
}

void TstSessionsClient::cleanup()
{
    QVERIFY2(m_http->unexpected().isEmpty(), m_http->unexpected().value(0).constData());
}

void TstSessionsClient::aSessionIsReadByTheProfilesFields()
{
    m_http->answer(
        "GET /base/sessions", 200,
        R"({"list":[{"id":17,"me":true,"client":{"device":"Laptop"},"since":1767323045,"seen":"2026-01-02T03:04:05Z","app":"unmapped"}]})");
    const auto sessions = answerOf(m_client->list(cookieBackend()));
    QVERIFY(sessions.ok());
    model::Session expected;
    expected.id = model::SessionId(QStringLiteral("17"));
    expected.current = true;
    expected.device = QStringLiteral("Laptop");
    expected.createdAt = m_clock.now();
    expected.lastUsedAt = m_clock.now();
    QCOMPARE(*sessions, QList<model::Session>{expected});
}

void TstSessionsClient::whatIsNotToldStaysUnknown()
{
    m_http->answer("GET /base/sessions", 200, R"({"list":[{"id":"a","client":"odd","since":"nonsense","me":"yes"}]})");
    const auto sessions = answerOf(m_client->list(cookieBackend()));
    QVERIFY(sessions.ok());
    model::Session expected;
    expected.id = model::SessionId(QStringLiteral("a"));
    QCOMPARE(*sessions, QList<model::Session>{expected});
}

void TstSessionsClient::aListThatIsNoneIsRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::newRow("HTML") << QByteArray("<html>") << QStringLiteral("reply_not_json");
    QTest::newRow("nothing at all") << QByteArray("null") << QStringLiteral("sessions_invalid");
    QTest::newRow("elsewhere") << QByteArray(R"({"sessions":[]})") << QStringLiteral("sessions_invalid");
    QTest::newRow("an object") << QByteArray(R"({"list":{}})") << QStringLiteral("sessions_invalid");
    QTest::newRow("an entry without id") << QByteArray(R"({"list":[{"id":"a"},{"device":"x"}]})") << QStringLiteral("sessions_invalid");
}

void TstSessionsClient::aListThatIsNoneIsRefused()
{
    QFETCH(QByteArray, body);
    m_http->answer("GET /base/sessions", 200, body);
    const auto sessions = answerOf(m_client->list(cookieBackend()));
    QVERIFY(!sessions.ok());
    QCOMPARE(sessions.error().kind, core::ErrorKind::BadReply);
    QTEST(sessions.error().code, "code");
}

void TstSessionsClient::aHundredThousandSessionsAreRead()
{
    QByteArray body = R"({"list":[)";
    for (int i = 0; i < 100'000; ++i)
        body += (i > 0 ? "," : "") + QByteArray(R"({"id":"s)") + QByteArray::number(i) + R"(","seen":"2026-01-02T03:04:05Z"})";
    m_http->answer("GET /base/sessions", 200, body + "]}");
    const auto sessions = answerOf(m_client->list(cookieBackend()));
    QVERIFY(sessions.ok());
    QCOMPARE(sessions->size(), 100'000);
    QVERIFY(m_http->requests().first().maxBodyBytes > body.size());
}

void TstSessionsClient::aSessionIsEndedByItsId()
{
    m_http->answer("DELETE /base/sessions/a%2Fb", 204);
    QVERIFY(answerOf(m_client->revoke(cookieBackend(), model::SessionId(QStringLiteral("a/b")))).ok());
}

void TstSessionsClient::aSessionThatIsGoneIsSaid()
{
    m_http->answer("DELETE /base/sessions/a", 404, R"({"error":{"code":"session_unknown"}})");
    const auto ended = answerOf(m_client->revoke(cookieBackend(), model::SessionId(QStringLiteral("a"))));
    QVERIFY(!ended.ok());
    QCOMPARE(ended.error().kind, core::ErrorKind::Rejected);
    QCOMPARE(ended.error().code, QStringLiteral("session_unknown"));
}

/// An empty id would name the list itself, and what is no number none of a backend's whose ids are numbers.
void TstSessionsClient::whatCanBeNoSessionIsNotAskedFor_data()
{
    QTest::addColumn<QString>("id");
    QTest::newRow("nothing") << QString();
    QTest::newRow("a word where ids are numbers") << QStringLiteral("abc");
}

void TstSessionsClient::whatCanBeNoSessionIsNotAskedFor()
{
    QFETCH(const QString, id);
    model::BackendProfile profile = cookieBackend();
    if (!id.isEmpty()) {
        profile.sessions->revoke->bodyType = model::BodyType::Json;
        profile.sessions->revoke->body = {{QStringLiteral("id"), QStringLiteral("{sessionId:number}")}};
    }
    const auto ended = answerOf(m_client->revoke(profile, model::SessionId(id)));
    QVERIFY(!ended.ok());
    QCOMPARE(ended.error().code, QStringLiteral("session_unknown"));
    QVERIFY(m_http->requests().isEmpty());
}

void TstSessionsClient::theOthersAreEndedInOneRequestWhereTheBackendCan()
{
    m_http->answer("DELETE /base/sessions?others=true", 200, R"({"ended":2})");
    QVERIFY(answerOf(m_client->revokeOthers(cookieBackend())).ok());
    QCOMPARE(m_http->requests().size(), 1);
}

void TstSessionsClient::theOthersAreEndedOneByOneWhereItCannot()
{
    model::BackendProfile profile = cookieBackend();
    profile.sessions->revokeOthers.reset();
    m_http->answer("GET /base/sessions", 200, m_three);
    m_http->answer("DELETE /base/sessions/a", 204);
    m_http->answer("DELETE /base/sessions/d", 204);
    QVERIFY(answerOf(m_client->revokeOthers(profile)).ok());
    QCOMPARE(m_http->requests().size(), 3); // neither this one nor the one that ended long ago
}

void TstSessionsClient::endingOneByOneStopsAtTheFirstFailure()
{
    model::BackendProfile profile = cookieBackend();
    profile.sessions->revokeOthers.reset();
    m_http->answer("GET /base/sessions", 200, m_three);
    m_http->answer("DELETE /base/sessions/a", 503);
    const auto ended = answerOf(m_client->revokeOthers(profile));
    QVERIFY(!ended.ok());
    QCOMPARE(ended.error().kind, core::ErrorKind::Offline);
    QCOMPARE(m_http->requests().size(), 2);
}

void TstSessionsClient::aProfileWithoutTheInterfaceSaysSo()
{
    model::BackendProfile bare = cookieBackend();
    bare.sessions.reset();
    QCOMPARE(answerOf(m_client->list(bare)).error().code, QStringLiteral("sessions_unsupported"));
    QCOMPARE(answerOf(m_client->revokeOthers(bare)).error().code, QStringLiteral("sessions_unsupported"));
    bare = cookieBackend();
    bare.sessions->revoke.reset();
    QCOMPARE(answerOf(m_client->revoke(bare, model::SessionId(QStringLiteral("a")))).error().code, QStringLiteral("sessions_unsupported"));
    QVERIFY(m_http->requests().isEmpty());
}

void TstSessionsClient::theAskingSessionIsToldByItsIdOrItself()
{
    model::BackendProfile profile = cookieBackend();
    profile.sessions->currentId = QStringLiteral("/me");
    profile.sessions->fields.agent = QStringLiteral("/ua");
    m_http->answer("GET /base/sessions", 200, R"({"me":"b","list":[{"id":"a","me":true},{"id":"b","ua":"curl/8.5.0"}]})");
    const auto sessions = answerOf(m_client->list(profile));
    QVERIFY(sessions.ok());
    QVERIFY(!sessions->first().current && sessions->last().current);
    QCOMPARE(sessions->last().app, QStringLiteral("curl"));
}

void TstSessionsClient::aLongListIsReadPageByPage_data()
{
    QTest::addColumn<model::Paging>("paging");
    using Kind = model::Paging::Kind;
    QTest::newRow("cursor") << model::Paging{Kind::Cursor, QStringLiteral("/next"), QStringLiteral("after"), 1};
    QTest::newRow("page") << model::Paging{Kind::Page, {}, QStringLiteral("page"), 0};
    QTest::newRow("link") << model::Paging{Kind::Link, {}, {}, 1};
}

void TstSessionsClient::aLongListIsReadPageByPage()
{
    QFETCH(model::Paging, paging);
    model::BackendProfile profile = cookieBackend();
    profile.sessions->paging = paging;
    const QList<net::Header> link{{"Link", "</base/sessions?p=0>; rel=\"prev\", </base/sessions?p=2>; rel=\"next last\""}};
    m_http->answer("GET /base/sessions", 200, R"({"list":[{"id":"a"},{"id":"b"}],"next":"c u"})", link);
    m_http->answer("GET /base/sessions?after=c%20u", 200, R"({"list":[{"id":"c"}],"next":null})");
    m_http->answer("GET /base/sessions?page=0", 200, R"({"list":[{"id":"a"},{"id":"b"}]})");
    m_http->answer("GET /base/sessions?page=1", 200, R"({"list":[{"id":"c"}]})");
    m_http->answer("GET /base/sessions?page=2", 200, R"({"list":[]})");
    m_http->answer("GET /base/sessions?p=2", 200, R"({"list":[{"id":"c"}]})");
    const auto sessions = answerOf(m_client->list(profile));
    QVERIFY2(sessions.ok(), sessions.ok() ? "" : qPrintable(sessions.error().detail));
    QStringList ids;
    for (const model::Session &session : *sessions)
        ids += session.id.toString();
    QCOMPARE(ids, (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
}

void TstSessionsClient::aNextPageElsewhereIsNotAskedFor()
{
    model::BackendProfile profile = cookieBackend();
    profile.sessions->paging.emplace();
    m_http->answer("GET /base/sessions", 200, R"({"list":[{"id":"a"}]})", {{"Link", "<https://evil.example/base/sessions>; rel=next"}});
    const auto sessions = answerOf(m_client->list(profile));
    QVERIFY(!sessions.ok());
    QCOMPARE(sessions.error().code, QStringLiteral("sessions_invalid"));
    QCOMPARE(m_http->requests().size(), 1);
}

KEYTURN_TEST(TstSessionsClient)
#include "tst_sessionsclient.moc"
