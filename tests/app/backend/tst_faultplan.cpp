// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/faultplan.h"
#include "backend/faults/jwtparts.h"
#include "backend/faults/skewedclock.h"
#include "backend/faults/spoiledanswer.h"
#include "support/fakeclock.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QTest>

namespace keyturn::backend {

/// Which requests an armed fault meets, and what is done to provider tokens.
class TstFaultPlan : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFaultMeetsItsRouteAlone_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("route");
        QTest::addColumn<bool>("met"); // by DELETE /api/sessions/abc
        const auto row = [](const char *name, const char *method, const char *route, bool met) {
            QTest::newRow(name) << QByteArray(method) << QByteArray(route) << met;
        };
        row("any", "", "", true);
        row("its method", "DELETE", "", true);
        row("another method", "GET", "", false);
        row("its path", "", "/api/sessions/abc", true);
        row("a name for a segment", "", "/api/sessions/:id", true);
        row("a name for each segment", "", "/:a/:b/:c", true);
        row("all that follows", "", "/api/*", true);
        row("all", "", "/*", true);
        row("less than the path", "", "/api/sessions", false);
        row("more than the path", "", "/api/sessions/abc/def", false);
        row("all that follows what is not there", "", "/api/sessions/abc/*", false);
        row("a star that is not the end", "", "/*/sessions/abc", false);
        row("half a segment", "", "/api/sess*", false);
    }

    void aFaultMeetsItsRouteAlone()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, route);
        FaultPlan plan;
        plan.arm({0, {Fault::Kind::Latency, 5}, method, route, std::nullopt});
        Request request;
        request.method = "DELETE";
        request.path = "/api/sessions/abc";
        QTEST(!plan.take(request).isEmpty(), "met");
    }

    void faultsSayThemselvesAsTheyAreRead()
    {
        for (const char *text : {"latency=5", "latency", "drop-before", "truncate", "truncate=7", "clock-skew=-60", "unavailable=0"})
            QCOMPARE(Fault::parse(text)->text(), QByteArray(text));
        QCOMPARE(Fault::parse("latency=1000")->text(), QByteArray("latency"));
    }

    void theClockGoesByWhatWasArmedLast()
    {
        tests::FakeClock truth;
        FaultPlan plan;
        const SkewedClock clock(truth, plan);
        QCOMPARE(clock.now(), truth.now());
        const qint64 first = plan.arm({0, {Fault::Kind::ClockSkew, 60}, {}, {}, std::nullopt}).id;
        const qint64 second = plan.arm({0, {Fault::Kind::ClockSkew, -3600}, {}, {}, std::nullopt}).id;
        QCOMPARE(truth.now().secsTo(clock.now()), -3600);
        QVERIFY(plan.clear(second));
        QCOMPARE(truth.now().secsTo(clock.now()), 60);
        QVERIFY(plan.clear(first));
        QVERIFY(!plan.clear(first));
        QCOMPARE(clock.now(), truth.now());
        QVERIFY(plan.take({}).isEmpty());
    }

    void idTokensAreSpoiledToo()
    {
        const Keys keys{AccessKeys::only(*SigningKey::generate(SigningKey::Algorithm::Hs256)), *SigningKey::generate(SigningKey::Algorithm::Rs256)};
        const QJsonObject claims{{QStringLiteral("sub"), QStringLiteral("1")}, {QStringLiteral("iat"), 100000}, {QStringLiteral("exp"), 103600}};
        const QJsonObject body{{QStringLiteral("id_token"), QString::fromLatin1(*keys.google.sign("JWT", claims))}};
        const auto spoiled = [&](Fault::Kind kind) {
            const SpoiledAnswer spoiling(keys, {{kind, 0}}, {});
            const Response response = spoiling.of({200, {}, QJsonDocument(body).toJson()});
            return QJsonDocument::fromJson(response.body).object().value(QStringLiteral("id_token")).toString().toLatin1();
        };
        const auto expired = keys.google.verify("JWT", spoiled(Fault::Kind::ExpiredToken));
        QVERIFY(expired);
        QCOMPARE(expired->value(QStringLiteral("exp")).toInt(), 96400);
        QVERIFY(spoiled(Fault::Kind::UnsignedToken).endsWith('.'));
        const auto foreign = jwtParts(spoiled(Fault::Kind::ForeignToken));
        QVERIFY(foreign);
        QCOMPARE(foreign->header.value(QStringLiteral("alg")).toString(), QStringLiteral("RS256"));
        QVERIFY(!keys.google.verify("JWT", spoiled(Fault::Kind::ForeignToken)));
    }
};

} // namespace keyturn::backend

using keyturn::backend::TstFaultPlan;
KEYTURN_TEST(TstFaultPlan)
#include "tst_faultplan.moc"
