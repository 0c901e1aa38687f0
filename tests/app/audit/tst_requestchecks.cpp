// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fabricatedbackend.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace keyturn::audit {

namespace {

/// What a FabricatedBackend is asked of a check of answers to requests that are not those of its own client.
void judge(const CheckResult &result, Outcome outcome)
{
    QVERIFY2(result.outcome == outcome, qPrintable(wordOf(result.outcome) + QLatin1String(": ") + result.evidence));
}

net::HttpResponse signIn(const QByteArray &attributes)
{
    return FabricatedBackend::answer(200, R"({"id":"1","accessToken":"opaque-one"})", {{"Set-Cookie", "rt=a-refresh-token" + attributes}});
}

} // namespace

class TstRequestChecks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void plainHttpIsJudged_data();
    void plainHttpIsJudged();
    void whereThereIsNoTlsThePlaceDecides_data();
    void whereThereIsNoTlsThePlaceDecides();
    void aRefreshForAnotherSitesPageIsJudged_data();
    void aRefreshForAnotherSitesPageIsJudged();
    void aChainThatKeepsItsEndHasOne_data();
    void aChainThatKeepsItsEndHasOne();
};

void TstRequestChecks::plainHttpIsJudged_data()
{
    QTest::addColumn<int>("status"); // 0: no answer
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<Outcome>("outcome");
    QTest::newRow("nobody there") << 0 << QByteArray() << Outcome::Pass;
    QTest::newRow("led to HTTPS") << 301 << QByteArray("https://auth.example/me") << Outcome::Pass;
    QTest::newRow("led nowhere better") << 302 << QByteArray("/me/") << Outcome::Fail;
    QTest::newRow("told that HTTPS is wanted") << 400 << QByteArray() << Outcome::Pass;
    QTest::newRow("answered") << 200 << QByteArray() << Outcome::Fail;
    QTest::newRow("refused as HTTPS refuses") << 401 << QByteArray() << Outcome::Fail;
}

void TstRequestChecks::plainHttpIsJudged()
{
    QFETCH(int, status);
    QFETCH(QByteArray, location);
    QFETCH(Outcome, outcome);
    FabricatedBackend backend([&](const net::HttpRequest &request) -> core::Result<net::HttpResponse> {
        if (request.url.scheme() == QLatin1String("https"))
            return FabricatedBackend::answer(401, "{}");
        if (status == 0)
            return core::Error{core::ErrorKind::Offline, QStringLiteral("connection_refused"), {}};
        return FabricatedBackend::answer(status, "{}", location.isEmpty() ? QList<net::Header>() : QList<net::Header>{{"Location", location}});
    });
    Target target = FabricatedBackend::target();
    target.profile.baseUrl = QUrl(QStringLiteral("https://127.0.0.1:1")); // where nobody says hello
    judge(backend.check(1, target), outcome);
}

void TstRequestChecks::whereThereIsNoTlsThePlaceDecides_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<Outcome>("outcome");
    QTest::newRow("this computer") << QStringLiteral("http://127.0.0.1:3000") << Outcome::NotApplicable;
    QTest::newRow("this computer, IPv6") << QStringLiteral("http://[::1]:3000") << Outcome::NotApplicable;
    QTest::newRow("localhost") << QStringLiteral("http://localhost:3000") << Outcome::NotApplicable;
    QTest::newRow("the neighbour's") << QStringLiteral("http://192.168.1.7:3000") << Outcome::Fail;
    QTest::newRow("a name") << QStringLiteral("http://auth.example") << Outcome::Fail;
}

void TstRequestChecks::whereThereIsNoTlsThePlaceDecides()
{
    QFETCH(QString, address);
    QFETCH(Outcome, outcome);
    FabricatedBackend backend([](const net::HttpRequest &) { return FabricatedBackend::answer(401, "{}"); });
    Target target = FabricatedBackend::target();
    target.profile.baseUrl = QUrl(address);
    judge(backend.check(1, target), outcome);
}

void TstRequestChecks::aRefreshForAnotherSitesPageIsJudged_data()
{
    QTest::addColumn<QByteArray>("attributes");
    QTest::addColumn<int>("status"); // of a refresh with a foreign Origin
    QTest::addColumn<Outcome>("outcome");
    QTest::newRow("refused") << QByteArray("; SameSite=None") << 403 << Outcome::Pass;
    QTest::newRow("done, and the cookie goes along") << QByteArray("; SameSite=None; Secure") << 200 << Outcome::Fail;
    QTest::newRow("done, and nothing is said of the cookie") << QByteArray() << 200 << Outcome::Fail;
    QTest::newRow("done, and the cookie stays away") << QByteArray("; SameSite=Strict") << 200 << Outcome::Pass;
    QTest::newRow("broken") << QByteArray("; SameSite=None") << 500 << Outcome::Inconclusive;
    QTest::newRow("limited") << QByteArray("; SameSite=None") << 429 << Outcome::Inconclusive;
}

void TstRequestChecks::aRefreshForAnotherSitesPageIsJudged()
{
    QFETCH(QByteArray, attributes);
    QFETCH(int, status);
    QFETCH(Outcome, outcome);
    FabricatedBackend backend([&](const net::HttpRequest &request) {
        if (request.url.path() == QLatin1String("/login"))
            return signIn(attributes);
        const bool isForeign = net::HttpResponse{0, request.headers, {}, {}}.header("Origin").contains("keyturn-audit");
        return FabricatedBackend::answer(isForeign ? status : 200, "{}");
    });
    judge(backend.check(9), outcome);
}

void TstRequestChecks::aChainThatKeepsItsEndHasOne_data()
{
    QTest::addColumn<bool>("slides");
    QTest::addColumn<Outcome>("outcome");
    QTest::newRow("the end stays") << false << Outcome::Pass;
    QTest::newRow("the end moves, and never comes") << true << Outcome::Fail;
}

/// A backend whose clock can be moved, as keyturn-backend's with --faults.
void TstRequestChecks::aChainThatKeepsItsEndHasOne()
{
    QFETCH(bool, slides);
    QFETCH(Outcome, outcome);
    constexpr int life = 7 * 24 * 3600;
    int passed = 0;
    FabricatedBackend backend([&](const net::HttpRequest &request) {
        const QString path = request.url.path();
        if (path == QLatin1String("/__faults") && request.method == "POST") {
            const QJsonObject fault = QJsonDocument::fromJson(request.body.reveal().toByteArray()).object();
            passed = fault.value(QStringLiteral("fault")).toString().section(u'=', 1).toInt();
            return FabricatedBackend::answer(201, R"({"id":"1"})");
        }
        if (path.startsWith(QLatin1String("/__faults")))
            return FabricatedBackend::answer(200, "{}");
        const int left = slides ? life : life - passed;
        return signIn("; Max-Age=" + QByteArray::number(left));
    });
    Target target = FabricatedBackend::target();
    target.profile.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:3000"));
    judge(backend.check(23, target), outcome);
}

} // namespace keyturn::audit

using keyturn::audit::TstRequestChecks;
KEYTURN_TEST(TstRequestChecks)
#include "tst_requestchecks.moc"
