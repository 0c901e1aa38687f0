// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "labrig.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;
using tests::answerOf;
using tests::LabRig;

namespace {

const QByteArray listed = R"({"faults": [{"id": "7", "fault": "unavailable=3", "method": "POST", "route": "/api/auth/refresh", "left": 2}],
    "available": [{"name": "latency", "value": "milliseconds", "about": "Later."}, {"name": "drop-after", "about": "No answer."}]})";
const QByteArray refused = R"({"error": {"code": "validation_failed", "message": "Some fields.",
    "fields": [{"field": "fault", "message": "There is no such fault."}]}})";

} // namespace

/// The faults that a test server has on demand, of the account's own backend and nobody else's.
class TstServerFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_rig = std::make_unique<LabRig>(); }
    void cleanup() { m_rig.reset(); }
    void whatIsArmedAndWhatThereIsIsRead();
    void oneIsArmed();
    void theBackendsOwnRefusalIsPassedOn();
    void oneOrAllAreCleared();
    void whoHasNoneIsSaidToHaveNone_data();
    void whoHasNoneIsSaidToHaveNone();
    void whatCannotBeReadIsRefused();
    void anotherProfileUnderTheSameNameIsNotAsked();

private:
    [[nodiscard]] lab::ServerFaults &faults() { return m_rig->lab.faults(); }
    std::unique_ptr<LabRig> m_rig;
};

void TstServerFaults::whatIsArmedAndWhatThereIsIsRead()
{
    m_rig->http.answer("GET /__faults", 200, listed);
    const core::Result<lab::FaultList> list = answerOf(faults().list(m_rig->world.id));
    QVERIFY(list.ok());
    QCOMPARE(list->armed,
             QList{(lab::ArmedFault{QStringLiteral("7"), QStringLiteral("unavailable=3"), QStringLiteral("POST"), QStringLiteral("/api/auth/refresh"),
                                    2})});
    QCOMPARE(list->available,
             (QList<lab::FaultKind>{{QStringLiteral("latency"), QStringLiteral("milliseconds"), QStringLiteral("Later.")},
                                    {QStringLiteral("drop-after"), QString(), QStringLiteral("No answer.")}}));
    QCOMPARE(m_rig->http.requests().first().url, QUrl(QStringLiteral("https://auth.example/__faults")));
    QVERIFY(tests::headerOf(m_rig->http.requests().first(), "Authorization").isEmpty());
}

void TstServerFaults::oneIsArmed()
{
    m_rig->http.answer("POST /__faults", 201, R"({"id": "8", "fault": "latency=50", "left": 1})");
    lab::ArmedFault wanted{{}, QStringLiteral("latency=50"), {}, {}, 1};
    const core::Result<lab::ArmedFault> armed = answerOf(faults().arm(m_rig->world.id, wanted));
    QVERIFY(armed.ok());
    QCOMPARE(armed->id, QStringLiteral("8"));
    QCOMPARE(m_rig->http.requests().first().body.reveal().toByteArray(), R"({"fault":"latency=50","times":1})");
}

void TstServerFaults::theBackendsOwnRefusalIsPassedOn()
{
    m_rig->http.answer("POST /__faults", 422, refused);
    const core::Error error = answerOf(faults().arm(m_rig->world.id, {{}, QStringLiteral("rain"), {}, {}, {}})).error();
    QCOMPARE(error.code, QStringLiteral("validation_failed"));
    QCOMPARE(error.fields.first().message, QStringLiteral("There is no such fault."));
}

void TstServerFaults::oneOrAllAreCleared()
{
    m_rig->http.answer("DELETE /__faults/7", 204);
    m_rig->http.answer("DELETE /__faults", 204);
    QVERIFY(answerOf(faults().clear(m_rig->world.id, QStringLiteral("7"))).ok());
    QVERIFY(answerOf(faults().clear(m_rig->world.id)).ok());
    QVERIFY(m_rig->http.unexpected().isEmpty());
}

void TstServerFaults::whoHasNoneIsSaidToHaveNone_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no such address") << 404 << QByteArray(R"({"error": {"code": "not_found"}})");
    QTest::newRow("a page for any address") << 200 << QByteArray("<html></html>");
    QTest::newRow("something else") << 200 << QByteArray(R"({"hello": "world"})");
    QTest::newRow("to the front page") << 302 << QByteArray();
}

void TstServerFaults::whoHasNoneIsSaidToHaveNone()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    const QByteArray type = body.startsWith('{') ? "application/json" : "text/html";
    m_rig->http.answer("GET /__faults", status, body, {{"Content-Type", type}});
    QCOMPARE(answerOf(faults().list(m_rig->world.id)).error().code, QStringLiteral("faults_not_offered"));
}

void TstServerFaults::whatCannotBeReadIsRefused()
{
    m_rig->http.answer("GET /__faults", 200, R"({"faults": [)");
    QCOMPARE(answerOf(faults().list(m_rig->world.id)).error().code, QStringLiteral("faults_invalid"));
}

void TstServerFaults::anotherProfileUnderTheSameNameIsNotAsked()
{
    QVERIFY(
        m_rig->records
            .update(m_rig->world.id, [](model::Account &account) { account.origins = QStringList{QStringLiteral("https://elsewhere.example:443")}; })
            .ok());
    QCOMPARE(answerOf(faults().list(m_rig->world.id)).error().code, QStringLiteral("profile_changed"));
    QVERIFY(m_rig->http.requests().isEmpty());
}

KEYTURN_TEST(TstServerFaults)
#include "tst_serverfaults.moc"
