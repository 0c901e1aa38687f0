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
using Kind = model::Paging::Kind;

/// Lists of sessions as they are found: how they go on, end, and tell which session is whose.
class TstPaging : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aServerThatKnowsNoPagesIsAskedOnceMore();
    void aPageThatIsNotThereIsTheEnd_data();
    void aPageThatIsNotThereIsTheEnd();
    void aListGoesOnInOtherWays_data();
    void aListGoesOnInOtherWays();
    void aCursorMayStandInTheBody();
    void aListWithoutAnEndIsAnError();
    void entriesHaveSeveralShapes_data();
    void entriesHaveSeveralShapes();
    void thePersonsOwnSessionIsNeverGuessed_data();
    void thePersonsOwnSessionIsNeverGuessed();
    void anErrorTellsItsStep();

private:
    [[nodiscard]] static QString idsOf(const core::Result<QList<model::Session>> &sessions)
    {
        if (!sessions.ok())
            return sessions.error().code;
        QStringList ids;
        for (const model::Session &session : *sessions)
            ids += session.id.toString() + (session.current ? QStringLiteral("*") : QString());
        return ids.join(u' ');
    }
    [[nodiscard]] static model::BackendProfile paged(const model::Paging &paging)
    {
        model::BackendProfile profile = cookieBackend();
        profile.sessions->paging = paging;
        return profile;
    }

    tests::FakeClock m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_http;
    std::unique_ptr<backendapi::SessionsClient> m_client;
};

void TstPaging::init()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_client = std::make_unique<backendapi::SessionsClient>(m_clock, *m_http);
}

void TstPaging::cleanup()
{
    QVERIFY2(m_http->unexpected().isEmpty(), m_http->unexpected().value(0).constData());
}

void TstPaging::aServerThatKnowsNoPagesIsAskedOnceMore()
{
    const QByteArray same = R"({"list":[{"id":"a"},{"id":"b"}]})";
    m_http->answer("GET /base/sessions?page=1", 200, same);
    m_http->answer("GET /base/sessions?page=2", 200, same);
    QCOMPARE(idsOf(answerOf(m_client->list(paged({Kind::Page, {}, QStringLiteral("page"), 1})))), QStringLiteral("a b"));
    QCOMPARE(m_http->requests().size(), 2);
}

void TstPaging::aPageThatIsNotThereIsTheEnd_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::addColumn<QString>("ids");
    QTest::newRow("after the first") << 200 << 404 << QStringLiteral("a");
    QTest::newRow("the first itself") << 404 << 404 << QStringLiteral("step_refused");
    QTest::newRow("a fault after the first") << 200 << 503 << QStringLiteral("server_error");
}

void TstPaging::aPageThatIsNotThereIsTheEnd()
{
    QFETCH(int, first);
    QFETCH(int, second);
    m_http->answer("GET /base/sessions?page=1", first, R"({"list":[{"id":"a"}]})");
    m_http->answer("GET /base/sessions?page=2", second, R"({"detail":"Invalid page."})");
    QTEST(idsOf(answerOf(m_client->list(paged({Kind::Page, {}, QStringLiteral("page"), 1})))), "ids");
}

void TstPaging::aListGoesOnInOtherWays_data()
{
    QTest::addColumn<model::Paging>("paging");
    QTest::newRow("the next address in the body") << model::Paging{Kind::Link, QStringLiteral("/_links/next/href"), {}, 1};
    QTest::newRow("an offset") << model::Paging{Kind::Offset, {}, QStringLiteral("skip"), 1};
}

void TstPaging::aListGoesOnInOtherWays()
{
    QFETCH(model::Paging, paging);
    const QByteArray one = R"({"list":[{"id":"a"},{"id":"b"}],"_links":{"next":{"href":"/base/sessions?after=b"}}})";
    const QByteArray two = R"({"list":[{"id":"c"}],"_links":{"next":null}})";
    m_http->answer("GET /base/sessions", 200, one);
    m_http->answer("GET /base/sessions?after=b", 200, two);
    m_http->answer("GET /base/sessions?skip=0", 200, one);
    m_http->answer("GET /base/sessions?skip=2", 200, two);
    m_http->answer("GET /base/sessions?skip=3", 200, R"({"list":[]})");
    QCOMPARE(idsOf(answerOf(m_client->list(paged(paging)))), QStringLiteral("a b c"));
}

void TstPaging::aCursorMayStandInTheBody()
{
    model::BackendProfile profile = paged({Kind::Cursor, QStringLiteral("/end"), {}, 1});
    profile.sessions->list.method = "POST";
    profile.sessions->list.path = QStringLiteral("/graphql");
    profile.sessions->list.bodyType = model::BodyType::Json;
    profile.sessions->list.body = {{QStringLiteral("after"), QStringLiteral("{cursor}")}};
    m_http->answer("POST /base/graphql", 200, R"({"list":[{"id":"a"}],"end":"x"})");
    m_http->answer("POST /base/graphql", 200, R"({"list":[{"id":"b"}],"end":null})");
    QCOMPARE(idsOf(answerOf(m_client->list(profile))), QStringLiteral("a b"));
    QCOMPARE(m_http->requests().at(0).body.reveal().toByteArray(), QByteArray(R"({"after":null})"));
    QCOMPARE(m_http->requests().at(1).body.reveal().toByteArray(), QByteArray(R"({"after":"x"})"));
}

void TstPaging::aListWithoutAnEndIsAnError()
{
    for (int page = 0; page <= 1000; ++page)
        m_http->answer("GET /base/sessions?page=" + QByteArray::number(page), 200, R"({"list":[{"id":)" + QByteArray::number(page) + "}]}");
    const auto sessions = m_client->list(paged({Kind::Page, {}, QStringLiteral("page"), 0}));
    QTRY_VERIFY_WITH_TIMEOUT(sessions.isFinished(), 120'000); // a thousand turns of the event loop, on a machine that has other things to do
    QCOMPARE(idsOf(sessions.result()), QStringLiteral("sessions_truncated"));
    QCOMPARE(m_http->requests().size(), 1000);
}

void TstPaging::entriesHaveSeveralShapes_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<QString>("ids");
    QTest::newRow("bare texts") << QString() << QByteArray(R"(["a","b"])") << QStringLiteral("a b");
    QTest::newRow("an object by id") << QString() << QByteArray(R"({"a":{"me":true},"b":{}})") << QStringLiteral("a* b");
    QTest::newRow("an object where a list was promised") << QStringLiteral("/id") << QByteArray(R"({"a":{}})") << QStringLiteral("sessions_invalid");
    QTest::newRow("null is none") << QStringLiteral("/id") << QByteArray("null") << QString();
    QTest::newRow("1 is true") << QStringLiteral("/id") << QByteArray(R"([{"id":"a","me":1},{"id":"b","me":0}])") << QStringLiteral("a* b");
    QTest::newRow("true as a text") << QStringLiteral("/id") << QByteArray(R"([{"id":"a","me":"false"},{"id":"b","me":"true"}])")
                                    << QStringLiteral("a b*");
}

void TstPaging::entriesHaveSeveralShapes()
{
    QFETCH(QString, id);
    QFETCH(QByteArray, list);
    model::BackendProfile profile = cookieBackend();
    profile.sessions->fields.id = id;
    m_http->answer("GET /base/sessions", 200, R"({"list":)" + list + '}');
    QTEST(idsOf(answerOf(m_client->list(profile))), "ids");
}

void TstPaging::thePersonsOwnSessionIsNeverGuessed_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<QString>("currentId");
    QTest::addColumn<QString>("place");
    QTest::newRow("none is marked") << QByteArray(R"({"list":[{"id":"a"},{"id":"b"}]})") << QString() << QStringLiteral("/sessions/fields/current");
    QTest::newRow("two are") << QByteArray(R"({"list":[{"id":"a","me":true},{"id":"b","me":true}]})") << QString()
                             << QStringLiteral("/sessions/fields/current");
    QTest::newRow("none has the id that asks") << QByteArray(R"({"own":"x","list":[{"id":"a"},{"id":"b"}]})") << QStringLiteral("/own")
                                               << QStringLiteral("/sessions/currentId");
}

void TstPaging::thePersonsOwnSessionIsNeverGuessed()
{
    QFETCH(QByteArray, list);
    QFETCH(QString, currentId);
    model::BackendProfile profile = cookieBackend();
    profile.sessions->revokeOthers.reset();
    profile.sessions->currentId = currentId;
    m_http->answer("GET /base/sessions", 200, list);
    const auto ended = answerOf(m_client->revokeOthers(profile));
    QVERIFY(!ended.ok());
    QCOMPARE(ended.error().kind, core::ErrorKind::Configuration);
    QCOMPARE(ended.error().code, QStringLiteral("current_unknown"));
    QTEST(ended.error().detail, "place");
    QCOMPARE(m_http->requests().size(), 1); // nothing was ended
}

void TstPaging::anErrorTellsItsStep()
{
    m_http->answer("GET /base/sessions", 200, "<html>");
    m_http->answer("DELETE /base/sessions/a", 403);
    QCOMPARE(answerOf(m_client->list(cookieBackend())).error().step, QStringLiteral("sessions"));
    QCOMPARE(answerOf(m_client->revoke(cookieBackend(), model::SessionId(QStringLiteral("a")))).error().step, QStringLiteral("revoke session"));
}

KEYTURN_TEST(TstPaging)
#include "tst_paging.moc"
