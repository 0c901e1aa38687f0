// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/handoffprobes.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QTest>
#include <QUrlQuery>

namespace keyturn::composition {

using Outcome = CheckStep::Outcome;

/// A hand-off of a profile, asked as a stranger would ask it.
class TstHandoffProbes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aGoodHandoffWorksThroughout();
    void whatIsWrongIsNamedWithItsPlace_data();
    void whatIsWrongIsNamedWithItsPlace();
    void aTokenInTheAddressHasNothingElseToAsk();

private:
    [[nodiscard]] QList<CheckStep> check();
    static QByteArray told(const CheckStep &step) { return (step.what + u' ' + step.place + u' ' + step.code).toUtf8(); }

    tests::FakeClock m_clock;
    core::SystemRandom m_random;
    model::BackendProfile m_profile;
    model::IdentityProvider m_provider;
    /// What the backend answers to its own address to return to, to a foreign one, and to a made-up code.
    net::HttpResponse m_ours;
    net::HttpResponse m_foreign;
    net::HttpResponse m_exchange;
    QList<net::HttpRequest> m_requests;

    class Backend;
};

/// The query tells which of the two questions it is.
class TstHandoffProbes::Backend final : public net::HttpClient
{
public:
    explicit Backend(TstHandoffProbes &test) : m_test(test) { }
    [[nodiscard]] core::Async<net::HttpResponse> send(net::HttpRequest request) override
    {
        m_test.m_requests.append(request);
        if (request.method == "POST")
            return core::ready<net::HttpResponse>(m_test.m_exchange);
        return core::ready<net::HttpResponse>(request.url.query().contains(QLatin1String("invalid")) ? m_test.m_foreign : m_test.m_ours);
    }

private:
    TstHandoffProbes &m_test;
};

void TstHandoffProbes::init()
{
    m_requests.clear();
    m_profile = {};
    m_profile.baseUrl = QUrl(QStringLiteral("https://api.example"));
    model::Endpoint exchange;
    exchange.method = "POST";
    exchange.path = QStringLiteral("/exchange");
    exchange.bodyType = model::BodyType::Json;
    exchange.body = {{QStringLiteral("code"), QStringLiteral("{code}")}, {QStringLiteral("codeVerifier"), QStringLiteral("{codeVerifier}")}};
    m_provider = {};
    m_provider.kind = model::ProviderKind::Backend;
    m_provider.handoff =
        model::Handoff{QStringLiteral("/auth/hub"), exchange, {model::ValuePlace::body(QStringLiteral("/token")), {}, {}, {}}, {}, {}};
    m_ours = {};
    m_ours.status = 302;
    m_ours.headers = {{"Location", "https://hub.example/authorize?state=1"}};
    m_foreign = {};
    m_foreign.status = 400;
    m_exchange = {};
    m_exchange.status = 400;
    m_exchange.body = core::Secret(R"({"error":{"code":"invalid_grant"}})");
}

QList<CheckStep> TstHandoffProbes::check()
{
    Backend backend(*this);
    HandoffProbes probes(m_clock, m_random, backend, m_profile, m_provider, QStringLiteral("/providers/0"));
    QList<CheckStep> all;
    for (const Probe &probe : probes.probes()) {
        const core::Async<QList<CheckStep>> steps = probe();
        if (!QTest::qWaitFor([&steps] { return steps.isFinished(); }))
            return {};
        all += *steps.result();
    }
    return all;
}

void TstHandoffProbes::aGoodHandoffWorksThroughout()
{
    const QList<CheckStep> steps = check();
    QCOMPARE(steps.size(), 3);
    for (const CheckStep &step : steps)
        QVERIFY2(step.outcome == Outcome::Works, told(step).constData());
    QCOMPARE(steps.at(2).detail, QStringLiteral("invalid_grant"));
    const QUrlQuery asked(m_requests.constFirst().url);
    QCOMPARE(asked.queryItemValue(QStringLiteral("code_challenge_method")), QStringLiteral("S256"));
    QVERIFY(asked.queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded).startsWith(QLatin1String("http://127.0.0.1:")));
}

void TstHandoffProbes::whatIsWrongIsNamedWithItsPlace_data()
{
    QTest::addColumn<QString>("question");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QByteArray>("told");
    const QString ours = QStringLiteral("ours");
    const QString foreign = QStringLiteral("foreign");
    const QString exchange = QStringLiteral("exchange");
    const QByteArray start = " /providers/0/handoff/start ";
    QTest::newRow("no start") << ours << 404 << QByteArray() << QByteArray("handoff_start" + start + "no_such_path");
    QTest::newRow("refused by a page") << ours << 400 << QByteArray() << QByteArray("handoff_start" + start + "handoff_refused");
    QTest::newRow("refused by a redirect") << ours << 303
                                           << QByteArray("http://127.0.0.1:49152/callback/keyturn-check?error=invalid_request&state=keyturn-check")
                                           << QByteArray("handoff_start" + start + "handoff_refused");
    QTest::newRow("codes for anybody") << foreign << 302 << QByteArray("https://hub.example/authorize")
                                       << QByteArray("handoff_refuses" + start + "redirects_anywhere");
    QTest::newRow("codes for anybody, at once") << foreign << 302 << QByteArray("https://keyturn-check.invalid/callback?error=x")
                                                << QByteArray("handoff_refuses" + start + "redirects_anywhere");
    QTest::newRow("no exchange") << exchange << 404 << QByteArray() << QByteArray("handoff_exchange /providers/0/handoff/exchange no_such_path");
    QTest::newRow("exchange by another method") << exchange << 405 << QByteArray()
                                                << QByteArray("handoff_exchange /providers/0/handoff/exchange no_such_method");
}

void TstHandoffProbes::whatIsWrongIsNamedWithItsPlace()
{
    QFETCH(QString, question);
    QFETCH(int, status);
    QFETCH(QByteArray, location);
    net::HttpResponse &response = question == QLatin1String("ours") ? m_ours : question == QLatin1String("foreign") ? m_foreign : m_exchange;
    response.status = status;
    response.headers = location.isEmpty() ? QList<net::Header>() : QList<net::Header>{{"Location", location}};
    QByteArrayList failed;
    for (const CheckStep &step : check()) {
        if (step.outcome == Outcome::Fails)
            failed += told(step);
    }
    QTEST(failed.join(", "), "told");
}

void TstHandoffProbes::aTokenInTheAddressHasNothingElseToAsk()
{
    m_provider.handoff->exchange.reset();
    m_provider.handoff->tokenParameter = QStringLiteral("token");
    QCOMPARE(check().size(), 1);
    QCOMPARE(m_requests.constFirst().url, QUrl(QStringLiteral("https://api.example/auth/hub")));
}

} // namespace keyturn::composition

using keyturn::composition::TstHandoffProbes;
KEYTURN_TEST(TstHandoffProbes)
#include "tst_handoffprobes.moc"
