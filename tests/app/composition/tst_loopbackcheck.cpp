// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/loopbackcheck.h"

#include "composition/doctor/proxycheck.h"
#include "core/clock.h"
#include "net/hardenedaccessmanager.h"
#include "net/qthttpclient.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"
#include "waiting.h"

#include <QNetworkProxy>
#include <QNetworkProxyFactory>
#include <QTcpServer>
#include <QTcpSocket>

#include <array>

namespace keyturn::composition::doctor {

namespace {

const QHostAddress four(QHostAddress::LocalHost);

/// The real network, with somebody in between who adds a header.
class MeddlingClient final : public net::HttpClient
{
public:
    explicit MeddlingClient(net::Header header) : m_header(std::move(header)) { }
    [[nodiscard]] core::Async<net::HttpResponse> send(net::HttpRequest request) override
    {
        if (!m_header.name.isEmpty())
            request.headers.append(m_header);
        return m_http.send(std::move(request));
    }

private:
    net::Header m_header;
    core::SystemClock m_clock;
    net::ExchangeLog m_log;
    net::HardenedAccessManager m_manager;
    net::QtHttpClient m_http{m_clock, m_log, m_manager};
};

} // namespace

/// The round trip over loopback, and which way Keyturn's requests go out.
class TstLoopbackCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRoundTripSucceeds_data();
    void aRoundTripSucceeds();
    void anAddressThatIsNotHereIsSkipped();
    void noAnswerIsAProblem();
    void somebodyElsesAnswerIsAProblem_data();
    void somebodyElsesAnswerIsAProblem();
    void whoeverHandsTheRequestOnIsSeen_data();
    void whoeverHandsTheRequestOnIsSeen();
    void theProxyIsShownWithoutItsPassword_data();
    void theProxyIsShownWithoutItsPassword();
    void aProxyThatNobodyAnswersAtIsAProblem_data();
    void aProxyThatNobodyAnswersAtIsAProblem();
    void aBrowserThatMaySendItsAnswerToAProxyIsWarnedOf();

private:
    core::SystemClock m_clock;
    core::SystemRandom m_random;
};

void TstLoopbackCheck::aRoundTripSucceeds_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("127.0.0.1") << four;
    QTest::newRow("::1") << QHostAddress(QHostAddress::LocalHostIPv6);
}

void TstLoopbackCheck::aRoundTripSucceeds()
{
    QFETCH(const QHostAddress, address);
    MeddlingClient http({});
    const Facts facts = valueOf(checkLoopback(http, m_random, address, this));
    if (address != four && facts.value(0).code == Code::LoopbackAbsent)
        QSKIP("no IPv6 on this system");
    QCOMPARE(facts, (Facts{{Code::LoopbackWorks, Outcome::Ok, {address.toString()}}}));
}

void TstLoopbackCheck::anAddressThatIsNotHereIsSkipped()
{
    tests::FakeHttpClient http;
    const QString elsewhere = QStringLiteral("192.0.2.1"); // RFC 5737: nobody's
    const Facts facts = valueOf(checkLoopback(http, m_random, QHostAddress(elsewhere), this));
    QCOMPARE(facts, (Facts{{Code::LoopbackAbsent, Outcome::Skipped, {elsewhere}}}));
    QVERIFY(http.requests().isEmpty());
}

void TstLoopbackCheck::noAnswerIsAProblem()
{
    tests::FakeHttpClient http;
    http.fail("GET /keyturn-doctor", core::ErrorKind::Offline, QStringLiteral("timeout"));
    const Facts facts = valueOf(checkLoopback(http, m_random, four, this));
    QCOMPARE(facts, (Facts{{Code::LoopbackSilent, Outcome::Problem, {four.toString(), QStringLiteral("timeout")}}}));
    QVERIFY(http.requests().first().url.port() > 0);
}

void TstLoopbackCheck::somebodyElsesAnswerIsAProblem_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("a page") << 200 << QByteArray("<html>Blocked</html>");
    QTest::newRow("nothing") << 200 << QByteArray();
    QTest::newRow("a proxy's login") << 407 << QByteArray();
}

void TstLoopbackCheck::somebodyElsesAnswerIsAProblem()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    tests::FakeHttpClient http;
    http.answer("GET /keyturn-doctor", status, body);
    const Facts facts = valueOf(checkLoopback(http, m_random, four, this));
    QCOMPARE(facts, (Facts{{Code::LoopbackForeign, Outcome::Problem, {four.toString()}}}));
}

void TstLoopbackCheck::whoeverHandsTheRequestOnIsSeen_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"Via", "Forwarded", "X-Forwarded-For"})
        QTest::newRow(name) << QByteArray(name);
}

void TstLoopbackCheck::whoeverHandsTheRequestOnIsSeen()
{
    QFETCH(const QByteArray, name);
    MeddlingClient http({name, "1.1 filter"});
    QCOMPARE(valueOf(checkLoopback(http, m_random, four, this)).value(0).code, Code::LoopbackForeign);
}

void TstLoopbackCheck::theProxyIsShownWithoutItsPassword_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<int>("code");
    QTest::addColumn<QStringList>("values");
    const auto row = [](const char *name, QNetworkProxy::ProxyType type, const char *user, const char *password, Code code, const char *kind) {
        QTest::newRow(name) << int(type) << QString::fromLatin1(user) << QString::fromLatin1(password) << int(code)
                            << (*kind ? QStringList{QString::fromLatin1(kind)} : QStringList());
    };
    row("none", QNetworkProxy::NoProxy, "", "", Code::ProxyNone, "");
    row("HTTP", QNetworkProxy::HttpProxy, "", "", Code::ProxyUsed, "HTTP");
    row("caching HTTP", QNetworkProxy::HttpCachingProxy, "", "", Code::ProxyUsed, "HTTP");
    row("SOCKS", QNetworkProxy::Socks5Proxy, "", "", Code::ProxyUsed, "SOCKS5");
    row("with a password", QNetworkProxy::HttpProxy, "ada", "hunter2", Code::ProxyUsedWithPassword, "HTTP");
    row("with a token for a name", QNetworkProxy::HttpProxy, "hunter2", "", Code::ProxyUsedWithPassword, "HTTP");
}

void TstLoopbackCheck::theProxyIsShownWithoutItsPassword()
{
    QFETCH(const int, type);
    QFETCH(const QString, user);
    QFETCH(const QString, password);
    QFETCH(const int, code);
    QFETCH(QStringList, values);
    QTcpServer server;
    QVERIFY(server.listen(four));
    const QNetworkProxy proxy(static_cast<QNetworkProxy::ProxyType>(type), four.toString(), server.serverPort(), user, password);
    if (!values.isEmpty())
        values += four.toString() + u':' + QString::number(server.serverPort());
    const ProxyChoice proxies = [proxy](const QUrl &url) {
        return QList<QNetworkProxy>{url.host() == QLatin1String("example.com") ? proxy : QNetworkProxy(QNetworkProxy::NoProxy)};
    };
    const Facts expected{{static_cast<Code>(code), Outcome::Ok, values}, {Code::LoopbackBypasses}};
    const ProxyChoice none = [](const QUrl &) { return QList<QNetworkProxy>(); };
    QCOMPARE(valueOf(checkProxy(m_clock, proxies, none, this)), expected);
}

void TstLoopbackCheck::aProxyThatNobodyAnswersAtIsAProblem_data()
{
    QTest::addColumn<bool>("listens");
    QTest::addColumn<int>("code");
    QTest::newRow("nobody listens") << false << int(Code::ProxyRefuses);
    QTest::newRow("nobody takes the call") << true << int(Code::ProxySilent);
}

void TstLoopbackCheck::aProxyThatNobodyAnswersAtIsAProblem()
{
    QFETCH(const bool, listens);
    QFETCH(const int, code);
    QTcpServer server;
    server.setListenBacklogSize(0);
    QVERIFY(server.listen(four));
    server.pauseAccepting();
    const quint16 port = server.serverPort();
    std::array<QTcpSocket, 3> callers; // who wait before us: what comes after them is not answered
    for (QTcpSocket &caller : callers)
        caller.connectToHost(four, port);
    QVERIFY(callers.front().waitForConnected());
    if (!listens)
        server.close();
    const QNetworkProxy proxy(QNetworkProxy::HttpProxy, four.toString(), port);
    const ProxyChoice proxies = [proxy](const QUrl &url) {
        return QList<QNetworkProxy>{url.host() == QLatin1String("example.com") ? proxy : QNetworkProxy(QNetworkProxy::NoProxy)};
    };
    const ProxyChoice none = [](const QUrl &) { return QList<QNetworkProxy>(); };
    tests::FakeClock clock;
    const core::Async<Facts> answer = checkProxy(clock, proxies, none, this);
    const auto waited = [&clock, &answer, code] {
        if (code == int(Code::ProxySilent))
            clock.advance(std::chrono::seconds(1)); // as it does until the patience is over
        return answer.isFinished();
    };
    QVERIFY(QTest::qWaitFor(waited, 20'000));
    const Facts facts = answer.result().value();
    QCOMPARE(facts.value(0),
             (Fact{static_cast<Code>(code), Outcome::Problem, {QStringLiteral("HTTP"), four.toString() + u':' + QString::number(port)}}));
    QCOMPARE(facts.value(1).code, Code::LoopbackBypasses);
}

void TstLoopbackCheck::aBrowserThatMaySendItsAnswerToAProxyIsWarnedOf()
{
    const ProxyChoice own = [](const QUrl &) { return QList<QNetworkProxy>(); };
    const ProxyChoice systems = [](const QUrl &url) {
        return url.host() == QLatin1String("::1")
            ? QList<QNetworkProxy>{QNetworkProxy(QNetworkProxy::HttpProxy, QStringLiteral("proxy.example"), 3128)}
            : QList<QNetworkProxy>();
    };
    const Facts facts = valueOf(checkProxy(m_clock, own, systems, this));
    QCOMPARE(facts.value(0).code, Code::ProxyNone);
    QCOMPARE(facts.value(1).code, Code::LoopbackCaught);
    QCOMPARE(facts.value(1).outcome, Outcome::Warning);
    QCOMPARE(facts.value(1).values, (QStringList{QStringLiteral("HTTP"), QStringLiteral("proxy.example:3128")}));
}

} // namespace keyturn::composition::doctor

using keyturn::composition::doctor::TstLoopbackCheck;
KEYTURN_TEST(TstLoopbackCheck)
#include "tst_loopbackcheck.moc"
