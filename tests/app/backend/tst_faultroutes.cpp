// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "support/registry.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

namespace keyturn::backend {

namespace {

SentHeaders fault(const QByteArray &text)
{
    return {{"X-Keyturn-Fault", text}};
}

} // namespace

/// How faults are asked for, armed and cleared.
class TstFaultRoutes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start({QStringLiteral("--faults")}), m_backend.log().constData());
        m_http.emplace(m_backend.http());
    }

    void cleanup() { QCOMPARE(m_http->send("DELETE", "/__faults").status, 204); }

    void theReadyLineAndHelpTellOfThem()
    {
        QVERIFY(m_backend.readyLine().contains(QStringLiteral("faults")));
        BackendProcess help;
        QCOMPARE(help.runToEnd({QStringLiteral("--help")}), 0);
        QVERIFY(help.output().contains("/__faults"));
        QVERIFY(help.output().contains("lost-rotation"));
    }

    /// Each can be armed by its name alone, and by a number where it takes one.
    void whatThereIsIsListed()
    {
        const QJsonArray available = m_http->get("/__faults").json().value(QStringLiteral("available")).toArray();
        QVERIFY(available.size() >= 18);
        QStringList counted;
        for (const QJsonValue &value : available) {
            const QString name = value.toObject().value(QStringLiteral("name")).toString();
            const bool takesNumber = value.toObject().contains(QStringLiteral("value"));
            QVERIFY2(!value.toObject().value(QStringLiteral("about")).toString().isEmpty(), qPrintable(name));
            QCOMPARE(arm({{QStringLiteral("fault"), name}}).status, 201);
            QCOMPARE(arm({{QStringLiteral("fault"), name + QStringLiteral("=7")}}).status, takesNumber ? 201 : 422);
            if (takesNumber)
                counted += name + u' ' + value.toObject().value(QStringLiteral("value")).toString();
            QCOMPARE(m_http->send("DELETE", "/__faults").status, 204);
        }
        QVERIFY(counted.contains(QStringLiteral("latency milliseconds")));
        QVERIFY(counted.contains(QStringLiteral("truncate bytes")));
        QVERIFY(counted.contains(QStringLiteral("clock-skew seconds")));
    }

    void armedFaultsMeetTheirRequests()
    {
        const Answer armed = arm({{QStringLiteral("fault"), QStringLiteral("unavailable=3")},
                                  {QStringLiteral("method"), QStringLiteral("POST")},
                                  {QStringLiteral("route"), QStringLiteral("/api/auth/*")},
                                  {QStringLiteral("times"), 2}});
        QCOMPARE(armed.status, 201);
        const auto listed = [this] { return m_http->get("/__faults").json().value(QStringLiteral("faults")).toArray(); };
        QCOMPARE(listed(), QJsonArray{armed.json()});
        QCOMPARE(m_http->get("/healthz").status, 200);
        QCOMPARE(signIn().status, 503);
        QCOMPARE(listed().first().toObject().value(QStringLiteral("left")).toInt(), 1);
        QCOMPARE(signIn().status, 503);
        QCOMPARE(signIn().status, 422);
        QVERIFY(listed().isEmpty());
        QCOMPARE(m_http->send("DELETE", "/__faults/1").status, 404);
    }

    void faultsAddUp()
    {
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(arm({{QStringLiteral("fault"), QStringLiteral("latency=200")}}).status, 201);
        const Answer answer = m_http->get("/healthz", fault("rate-limited=9, truncate=2"));
        QCOMPARE(answer.status, 429);
        QCOMPARE(answer.body.size(), 2);
        QVERIFY(timer.elapsed() >= 200);
    }

    void theWayToClearThemStaysOpen()
    {
        QCOMPARE(arm({{QStringLiteral("fault"), QStringLiteral("drop-before")}}).status, 201);
        QCOMPARE(m_http->get("/healthz").status, 0);
        QCOMPARE(m_http->get("/__faults").status, 200);
        QCOMPARE(m_http->send("DELETE", "/__faults").status, 204);
        QCOMPARE(m_http->get("/healthz").status, 200);
    }

    void whatIsNoFaultIsToldApart_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("told");
        QTest::newRow("unknown") << QByteArray("latencyy=3") << QByteArray("slow-body");
        QTest::newRow("no number") << QByteArray("latency=long") << QByteArray("0 to 60000");
        QTest::newRow("too much") << QByteArray("latency=60001") << QByteArray("0 to 60000");
        QTest::newRow("less than nothing") << QByteArray("truncate=-1") << QByteArray("0 to 1048576");
        QTest::newRow("a number too many") << QByteArray("drop-before=3") << QByteArray("no number");
        QTest::newRow("half a list") << QByteArray("latency=1,") << QByteArray("no such fault");
        QTest::newRow("for the whole server") << QByteArray("clock-skew=5") << QByteArray("POST /__faults");
    }

    void whatIsNoFaultIsToldApart()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, told);
        const Answer answer = m_http->get("/healthz", fault(text));
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), QStringLiteral("invalid_fault"));
        QVERIFY2(answer.body.contains(told), answer.body.constData());
    }

    void whatCannotBeArmedIsRefused_data()
    {
        QTest::addColumn<QJsonObject>("body");
        const QString name = QStringLiteral("fault");
        QTest::newRow("nothing") << QJsonObject();
        QTest::newRow("unknown") << QJsonObject{{name, QStringLiteral("fire")}};
        QTest::newRow("of another type") << QJsonObject{{name, 3}};
        QTest::newRow("a method of another type") << QJsonObject{{name, QStringLiteral("latency")}, {QStringLiteral("method"), 1}};
        QTest::newRow("never") << QJsonObject{{name, QStringLiteral("latency")}, {QStringLiteral("times"), 0}};
        QTest::newRow("half a time") << QJsonObject{{name, QStringLiteral("latency")}, {QStringLiteral("times"), 0.5}};
        QTest::newRow("a clock for one route") << QJsonObject{{name, QStringLiteral("clock-skew=5")}, {QStringLiteral("times"), 1}};
    }

    void whatCannotBeArmedIsRefused()
    {
        QFETCH(QJsonObject, body);
        QCOMPARE(arm(body).status, 422);
        QCOMPARE(m_http->get("/__faults").json().value(QStringLiteral("faults")).toArray().size(), 0);
    }

    void whatWentWrongOnPurposeIsInTheLog()
    {
        QCOMPARE(m_http->get("/healthz", fault("unavailable=3")).status, 503);
        QTRY_VERIFY(m_backend.log().contains("unavailable=3"));
        QVERIFY(m_backend.log().contains("fault_on_demand"));
    }

private:
    [[nodiscard]] Answer signIn() const { return m_http->postJson("/api/auth/login", {}); }
    [[nodiscard]] Answer arm(const QJsonObject &body) const { return m_http->postJson("/__faults", body); }

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
};

} // namespace keyturn::backend

using keyturn::backend::TstFaultRoutes;
KEYTURN_TEST(TstFaultRoutes)
#include "tst_faultroutes.moc"
