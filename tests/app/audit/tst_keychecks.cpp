// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/lure.h"
#include "fabricatedbackend.h"
#include "jose/jwt.h"
#include "jose/rsakey.h"
#include "jose/tokensigner.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QTest>

namespace keyturn::audit {

namespace {

constexpr int patience = 10'000; // milliseconds

/// All that comes from @p url; blocks.
QByteArray fetched(const QUrl &url)
{
    QTcpSocket socket;
    socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
    socket.write("GET " + url.path().toLatin1() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(patience))
        answer += socket.readAll();
    return answer;
}

QByteArray sentToken(const net::HttpRequest &request)
{
    return net::HttpResponse{0, request.headers, {}, {}}.header("Authorization").mid(QByteArrayView("Bearer ").size());
}

QByteArray signInBody(const QByteArray &token)
{
    return "{\"id\":\"1\",\"accessToken\":\"" + token + "\"}";
}

} // namespace

/// What the backend of the defects does not do with keys, and others do.
class TstKeyChecks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aLureServesAndCounts();
    void aLureThatNobodyVisitsEnds();
    void aBackendThatAsksAndRefusesIsToldOf();
    void publishedKeysAreMeasured_data();
    void publishedKeysAreMeasured();
};

void TstKeyChecks::aLureServesAndCounts()
{
    const Lure lure({{"/keys.json", "{\"keys\":[]}"}});
    const QByteArray known = fetched(lure.url("/keys.json"));
    QVERIFY(known.startsWith("HTTP/1.1 200 ") && known.endsWith("{\"keys\":[]}"));
    QVERIFY(fetched(lure.url("/other")).startsWith("HTTP/1.1 404 "));
    QCOMPARE(lure.visits(), 2);
}

void TstKeyChecks::aLureThatNobodyVisitsEnds()
{
    const Lure lure({});
    QVERIFY(lure.url("/").isValid());
    QCOMPARE(lure.visits(), 0);
}

/// Server-side request forgery: whoever sends a token makes the backend ask anything in its own network.
void TstKeyChecks::aBackendThatAsksAndRefusesIsToldOf()
{
    const QByteArray sound = jose::hmacJwt({{QStringLiteral("alg"), QStringLiteral("HS256")}}, {{QStringLiteral("sub"), QStringLiteral("1")}},
                                           core::Secret(QByteArrayView("a secret that is nowhere else")))
                                 .reveal()
                                 .toByteArray();
    FabricatedBackend backend([&](const net::HttpRequest &request) {
        const QByteArray token = sentToken(request);
        const auto read = jose::readJwt(core::Secret(token));
        const QString address = read.ok() ? read->header.value(QStringLiteral("jku")).toString() : QString();
        if (!address.isEmpty() && fetched(QUrl(address)).isEmpty())
            qWarning("nothing there");
        const bool isGood = request.url.path() == QLatin1String("/login") || token == sound;
        return FabricatedBackend::answer(isGood ? 200 : 401, signInBody(sound), {{"Set-Cookie", "rt=a-refresh-token"}});
    });
    const CheckResult result = backend.check(12);
    QVERIFY2(result.outcome == Outcome::Fail, qPrintable(result.evidence));
    QVERIFY2(result.evidence.startsWith(QLatin1String("The backend asks the address that a token names")), qPrintable(result.evidence));
}

void TstKeyChecks::publishedKeysAreMeasured_data()
{
    QTest::addColumn<int>("bytes"); // of the modulus
    QTest::addColumn<QString>("place");
    QTest::addColumn<Outcome>("outcome");
    const QString usual = QStringLiteral("/.well-known/jwks.json");
    QTest::newRow("2048 bits") << 256 << usual << Outcome::Pass;
    QTest::newRow("1024 bits") << 128 << usual << Outcome::Fail;
    QTest::newRow("where the metadata says") << 256 << QStringLiteral("/keys/all") << Outcome::Pass;
    QTest::newRow("none") << 256 << QString() << Outcome::Inconclusive;
}

void TstKeyChecks::publishedKeysAreMeasured()
{
    QFETCH(int, bytes);
    QFETCH(QString, place);
    QFETCH(Outcome, outcome);
    constexpr auto base64url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const QByteArray token =
        QByteArray(R"({"alg":"RS256","kid":"1"})").toBase64(base64url) + '.' + QByteArray(R"({"sub":"1"})").toBase64(base64url) + ".AAAA";
    const QJsonObject key{{QStringLiteral("kty"), QStringLiteral("RSA")},
                          {QStringLiteral("use"), QStringLiteral("sig")},
                          {QStringLiteral("e"), QStringLiteral("AQAB")},
                          {QStringLiteral("n"), QString::fromLatin1(QByteArray(bytes, '\xcd').toBase64(base64url))}};
    FabricatedBackend backend([&](const net::HttpRequest &request) {
        const QString path = request.url.path();
        if (path == QLatin1String("/login"))
            return FabricatedBackend::answer(200, signInBody(token), {{"Set-Cookie", "rt=a-refresh-token"}});
        if (path == QLatin1String("/.well-known/openid-configuration") && !place.isEmpty())
            return FabricatedBackend::answer(200, R"({"jwks_uri":"https://auth.example)" + place.toLatin1() + "\"}");
        if (path == place)
            return FabricatedBackend::answer(200, QJsonDocument(QJsonObject{{QStringLiteral("keys"), QJsonArray{key}}}).toJson());
        return FabricatedBackend::answer(404, "{}");
    });
    const CheckResult result = backend.check(13);
    QVERIFY2(result.outcome == outcome, qPrintable(wordOf(result.outcome) + QLatin1String(": ") + result.evidence));
}

} // namespace keyturn::audit

using keyturn::audit::TstKeyChecks;
KEYTURN_TEST(TstKeyChecks)
#include "tst_keychecks.moc"
