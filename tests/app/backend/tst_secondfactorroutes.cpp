// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "support/registry.h"
#include "support/totp.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

namespace keyturn::backend {

using tests::totp;

namespace {

const QString password = QStringLiteral("correct horse battery");

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

} // namespace

/// The second factor as a client sees it, against the built program.
class TstSecondFactorRoutes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start(), m_backend.log().constData());
        m_http.emplace(m_backend.http());
    }
    void init();
    void whoHasNoneSignsInAsBefore();
    void itIsOnFromTheFirstGoodCode();
    void thePasswordAloneBringsAChallengeAndNoToken();
    void theCodeBringsTheTokens();
    void aCodeIsTakenOnce();
    void aRecoveryCodeIsTakenOnceHoweverTyped();
    void afterFiveWrongCodesTheChallengeIsOver();
    void fifteenWrongCodesHaveToWait();
    void hostileCodesAreRefused_data();
    void hostileCodesAreRefused();
    void turningItOffAsksThePassword();
    void theRefreshTokenComesInTheBodyWhereAskedFor();
    void recoveryCodesDoNotStandReadableInTheDatabase();

private:
    [[nodiscard]] Answer login()
    {
        return m_http->postJson("/api/auth/login", {{QStringLiteral("email"), m_email}, {QStringLiteral("password"), password}});
    }
    [[nodiscard]] Answer code(const QByteArray &challenge, const QString &typed)
    {
        return m_http->postJson("/api/auth/login/code",
                                {{QStringLiteral("challenge"), QString::fromLatin1(challenge)}, {QStringLiteral("code"), typed}});
    }
    [[nodiscard]] Answer own(const QByteArray &method, const QByteArray &path, const QJsonObject &body = {})
    {
        const SentHeaders bearer{{"Authorization", "Bearer " + m_access}};
        return method == "GET" ? m_http->get(path, bearer) : m_http->postJson(path, body, bearer);
    }
    [[nodiscard]] QByteArray challenge() { return text(login().json(), "challenge").toLatin1(); }
    /// With the code of the step before this one, so that this one's and the next are still good.
    void setUp();

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
    int m_people = 0;
    QString m_email;
    QByteArray m_access;
    QByteArray m_secret;
    QJsonArray m_recovery;
};

void TstSecondFactorRoutes::init()
{
    m_email = QStringLiteral("person%1@example.com").arg(++m_people);
    const Answer answer = m_http->postJson(
        "/api/auth/register",
        {{QStringLiteral("email"), m_email}, {QStringLiteral("password"), password}, {QStringLiteral("name"), QStringLiteral("Ada")}});
    m_access = text(answer.json(), "accessToken").toLatin1();
    QVERIFY(!m_access.isEmpty());
}

void TstSecondFactorRoutes::setUp()
{
    const Answer begun = own("POST", "/api/auth/second-factor");
    QCOMPARE(begun.status, 201);
    m_secret = text(begun.json(), "secret").toLatin1();
    const Answer confirmed = own("POST", "/api/auth/second-factor/confirm", {{QStringLiteral("code"), QString::fromLatin1(totp(m_secret, -1))}});
    QVERIFY2(confirmed.status == 200, confirmed.body);
    m_recovery = confirmed.json().value(QStringLiteral("recoveryCodes")).toArray();
    QCOMPARE(m_recovery.size(), 10);
}

void TstSecondFactorRoutes::whoHasNoneSignsInAsBefore()
{
    QCOMPARE(login().status, 200);
    QVERIFY(!own("GET", "/api/auth/second-factor").json().value(QStringLiteral("enabled")).toBool(true));
    QCOMPARE(own("POST", "/api/auth/second-factor").status, 201); // begun, and not confirmed
    QCOMPARE(login().status, 200);
    m_access = "nonsense";
    for (const char *path : {"/api/auth/second-factor", "/api/auth/second-factor/confirm", "/api/auth/second-factor/disable"})
        QCOMPARE(own("POST", path).status, 401);
}

void TstSecondFactorRoutes::itIsOnFromTheFirstGoodCode()
{
    QCOMPARE(own("POST", "/api/auth/second-factor/confirm", {{QStringLiteral("code"), QStringLiteral("000000")}}).status, 409);
    const Answer begun = own("POST", "/api/auth/second-factor");
    QVERIFY(text(begun.json(), "otpauth").startsWith(QLatin1String("otpauth://totp/Keyturn:")));
    QVERIFY(text(begun.json(), "otpauth").contains(text(begun.json(), "secret")));
    const Answer wrong = own("POST", "/api/auth/second-factor/confirm", {{QStringLiteral("code"), QStringLiteral("abcdef")}});
    QCOMPARE(wrong.status, 422);
    QCOMPARE(wrong.code(), QStringLiteral("invalid_code"));
    setUp();
    const QJsonObject status = own("GET", "/api/auth/second-factor").json();
    QVERIFY(status.value(QStringLiteral("enabled")).toBool());
    QCOMPARE(status.value(QStringLiteral("recoveryCodesLeft")).toInt(), 10);
    QCOMPARE(own("POST", "/api/auth/second-factor").status, 409);
}

void TstSecondFactorRoutes::thePasswordAloneBringsAChallengeAndNoToken()
{
    setUp();
    const Answer answer = login();
    QCOMPARE(answer.status, 401);
    QCOMPARE(answer.code(), QStringLiteral("second_factor_required"));
    QVERIFY(text(answer.json(), "challenge").size() > 40);
    QCOMPARE(answer.json().value(QStringLiteral("expiresIn")).toInt(), 300);
    QVERIFY(answer.header("set-cookie").isEmpty());
    QVERIFY(!answer.body.contains("accessToken"));
}

void TstSecondFactorRoutes::theCodeBringsTheTokens()
{
    setUp();
    const QByteArray token = challenge();
    const Answer done = code(token, QString::fromLatin1(totp(m_secret)));
    QVERIFY2(done.status == 200, done.body);
    QVERIFY(!done.cookie("refreshToken").isEmpty());
    m_access = text(done.json(), "accessToken").toLatin1();
    QCOMPARE(own("GET", "/api/profile").status, 200);
    QCOMPARE(code(token, QString::fromLatin1(totp(m_secret, 1))).code(), QStringLiteral("challenge_expired")); // it has served
}

void TstSecondFactorRoutes::aCodeIsTakenOnce()
{
    setUp();
    const QString now = QString::fromLatin1(totp(m_secret));
    QCOMPARE(code(challenge(), now).status, 200);
    QCOMPARE(code(challenge(), now).code(), QStringLiteral("invalid_code"));
    QCOMPARE(code(challenge(), QString::fromLatin1(totp(m_secret, -1))).code(), QStringLiteral("invalid_code")); // the one that confirmed it
    QCOMPARE(code(challenge(), QString::fromLatin1(totp(m_secret, 1))).status, 200);
}

void TstSecondFactorRoutes::aRecoveryCodeIsTakenOnceHoweverTyped()
{
    setUp();
    const QString recovery = m_recovery.at(0).toString();
    QCOMPARE(code(challenge(), recovery.toLower().remove(u'-')).status, 200);
    QCOMPARE(code(challenge(), recovery).code(), QStringLiteral("invalid_code"));
    QCOMPARE(own("GET", "/api/auth/second-factor").json().value(QStringLiteral("recoveryCodesLeft")).toInt(), 9);
}

void TstSecondFactorRoutes::afterFiveWrongCodesTheChallengeIsOver()
{
    setUp();
    const QByteArray token = challenge();
    for (int i = 0; i < 5; ++i)
        QCOMPARE(code(token, QStringLiteral("abcdef")).code(), QStringLiteral("invalid_code"));
    QCOMPARE(code(token, QString::fromLatin1(totp(m_secret))).code(), QStringLiteral("challenge_expired"));
    QCOMPARE(code(challenge(), QString::fromLatin1(totp(m_secret))).status, 200); // from the password on
}

void TstSecondFactorRoutes::fifteenWrongCodesHaveToWait()
{
    setUp();
    for (int i = 0; i < 3; ++i) {
        const QByteArray token = challenge();
        for (int attempt = 0; attempt < 5; ++attempt)
            QCOMPARE(code(token, QStringLiteral("abcdef")).status, 401);
    }
    const Answer refused = login();
    QCOMPARE(refused.status, 429);
    QVERIFY(refused.header("retry-after").toInt() > 800);
    QVERIFY(!refused.body.contains("challenge\""));
}

void TstSecondFactorRoutes::hostileCodesAreRefused_data()
{
    QTest::addColumn<QJsonValue>("challenge");
    QTest::addColumn<QJsonValue>("typed");
    QTest::newRow("nothing") << QJsonValue() << QJsonValue();
    QTest::newRow("numbers") << QJsonValue(1) << QJsonValue(123456);
    QTest::newRow("lists") << QJsonValue(QJsonArray{1}) << QJsonValue(QJsonArray{QStringLiteral("123456")});
    QTest::newRow("SQL") << QJsonValue(QStringLiteral("' OR 1=1 --")) << QJsonValue(QStringLiteral("' OR 1=1 --"));
    QTest::newRow("long") << QJsonValue(QString(100'000, u'a')) << QJsonValue(QString(100'000, u'1'));
    QTest::newRow("NUL") << QJsonValue(QString(QChar(0))) << QJsonValue(QString(QChar(0)));
}

void TstSecondFactorRoutes::hostileCodesAreRefused()
{
    QFETCH(QJsonValue, challenge);
    QFETCH(QJsonValue, typed);
    setUp();
    const Answer unknown = m_http->postJson("/api/auth/login/code", {{QStringLiteral("challenge"), challenge}, {QStringLiteral("code"), typed}});
    QCOMPARE(unknown.status, 401);
    QCOMPARE(unknown.code(), QStringLiteral("challenge_expired"));
    const Answer known = m_http->postJson("/api/auth/login/code",
                                          {{QStringLiteral("challenge"), QString::fromLatin1(this->challenge())}, {QStringLiteral("code"), typed}});
    QCOMPARE(known.status, 401);
    QCOMPARE(known.code(), QStringLiteral("invalid_code"));
}

void TstSecondFactorRoutes::turningItOffAsksThePassword()
{
    setUp();
    QCOMPARE(own("POST", "/api/auth/second-factor/disable", {{QStringLiteral("password"), QStringLiteral("wrong")}}).status, 403);
    QCOMPARE(own("POST", "/api/auth/second-factor/disable").status, 403);
    QCOMPARE(login().status, 401);
    QCOMPARE(own("POST", "/api/auth/second-factor/disable", {{QStringLiteral("password"), password}}).status, 204);
    QCOMPARE(login().status, 200);
}

void TstSecondFactorRoutes::theRefreshTokenComesInTheBodyWhereAskedFor()
{
    setUp();
    const Answer done = m_http->postJson("/api/auth/login/code",
                                         {{QStringLiteral("challenge"), QString::fromLatin1(challenge())},
                                          {QStringLiteral("code"), QString::fromLatin1(totp(m_secret))},
                                          {QStringLiteral("tokenDelivery"), QStringLiteral("body")}});
    QCOMPARE(done.status, 200);
    QVERIFY(!text(done.json(), "refreshToken").isEmpty());
}

void TstSecondFactorRoutes::recoveryCodesDoNotStandReadableInTheDatabase()
{
    setUp();
    const QByteArray all = m_backend.stored();
    QVERIFY(all.contains("second_factors"));
    QVERIFY(!all.contains(m_recovery.at(3).toString().toLatin1()));
    QVERIFY(!all.contains(m_recovery.at(3).toString().remove(u'-').toLatin1()));
}

} // namespace keyturn::backend

using keyturn::backend::TstSecondFactorRoutes;
KEYTURN_TEST(TstSecondFactorRoutes)
#include "tst_secondfactorroutes.moc"
