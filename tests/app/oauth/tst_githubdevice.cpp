// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/devicecodeflow.h"

#include "support/fakeclock.h"
#include "support/fakeprovider.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::oauth {

using namespace std::chrono_literals;
using tests::FakeClock;
using tests::FakeProvider;

/// GitHub's device flow by its documented wire format: form-encoded answers, refusals with status 200, no client secret, tokens without an end
/// (https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#device-flow).
class TstGitHubDevice : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aPersonSignsInWithACode();
    void refusalsAreToldWithStatus200_data();
    void refusalsAreToldWithStatus200();

private:
    void answer(const char *path, const QByteArray &form);

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeProvider> m_http;
    std::unique_ptr<jose::JwksCache> m_jwks;
    core::SystemRandom m_random;
    std::unique_ptr<DeviceCodeFlow> m_flow;
    QString m_code;
    QUrl m_complete;
    std::optional<AuthorizationOutcome> m_outcome;
    std::optional<core::Error> m_error;
};

void TstGitHubDevice::answer(const char *path, const QByteArray &form)
{
    m_http->on(QByteArray("POST ") + path,
               [form](const net::HttpRequest &) { return FakeProvider::reply(200, form, "application/x-www-form-urlencoded; charset=utf-8"); });
}

void TstGitHubDevice::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_http = std::make_unique<FakeProvider>(*m_clock);
    m_jwks = std::make_unique<jose::JwksCache>(*m_clock, *m_http);
    m_outcome.reset();
    m_error.reset();
    model::IdentityProvider git = FakeProvider::oauth2();
    git.endpoints.deviceAuthorization = QUrl(QStringLiteral("https://git.example/login/device/code"));
    m_flow = std::make_unique<DeviceCodeFlow>(FlowServices{*m_clock, m_random, *m_http, *m_jwks}, git);
    connect(m_flow.get(), &DeviceCodeFlow::userCode, this, [this](const QString &code, const QUrl &, const QUrl &complete, const QDateTime &) {
        m_code = code;
        m_complete = complete;
    });
    connect(m_flow.get(), &DeviceCodeFlow::completed, this, [this](const AuthorizationOutcome &outcome) { m_outcome = outcome; });
    connect(m_flow.get(), &DeviceCodeFlow::failed, this, [this](const core::Error &error) { m_error = error; });
    answer("/login/device/code",
           "device_code=3584d83530557fdd1f46af8289938c8ef79f9dc5&expires_in=900&interval=5&user_code=WDJB-MJHT"
           "&verification_uri=https%3A%2F%2Fgithub.com%2Flogin%2Fdevice");
    answer("/login/oauth/access_token",
           "error=authorization_pending&error_description=The+authorization+request+is+still+pending.&error_uri=https%3A%2F%2Fdocs.github.com");
}

void TstGitHubDevice::cleanup()
{
    QVERIFY2(m_http->unexpected().isEmpty(), m_http->unexpected().value(0).constData());
    m_flow.reset();
}

void TstGitHubDevice::aPersonSignsInWithACode()
{
    m_flow->start();
    m_clock->advance(5s);
    QCOMPARE(m_code, QStringLiteral("WDJB-MJHT"));
    QVERIFY(m_complete.isEmpty()); // GitHub has none
    answer("/login/oauth/access_token", "access_token=gho_16C7e42F292c6912E7710c838347Ae178B4a&token_type=bearer&scope=read%3Auser");
    m_clock->advance(5s);
    QVERIFY(QTest::qWaitFor([this] { return m_outcome || m_error; }));
    QVERIFY2(m_outcome, m_error ? qPrintable(m_error->code) : "");
    QCOMPARE(m_outcome->identity.subject, QStringLiteral("583231"));
    QCOMPARE(m_outcome->tokens.scopes, QStringList{QStringLiteral("read:user")});
    QVERIFY(!m_outcome->tokens.accessExpiresAt.isValid());
    QVERIFY(!m_outcome->tokens.canRefresh());
    for (const net::HttpRequest &request : m_http->requests())
        QVERIFY(!request.body.reveal().toByteArray().contains("client_secret"));
    QCOMPARE(m_http->requestsTo("POST /login/device/code").at(0).body.reveal().toByteArray(),
             QByteArray("scope=read%3Auser%20user%3Aemail&client_id=keyturn"));
}

void TstGitHubDevice::refusalsAreToldWithStatus200_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QString>("code");
    QTest::newRow("the person said no") << QByteArray("error=access_denied") << "access_denied";
    QTest::newRow("too late") << QByteArray("error=expired_token") << "expired_token";
    QTest::newRow("the app has no device flow") << QByteArray("error=device_flow_disabled") << "device_flow_disabled";
    QTest::newRow("a wrong code") << QByteArray("error=incorrect_device_code") << "incorrect_device_code";
    QTest::newRow("a wrong app") << QByteArray("error=incorrect_client_credentials") << "incorrect_client_credentials";
}

void TstGitHubDevice::refusalsAreToldWithStatus200()
{
    QFETCH(QByteArray, form);
    answer("/login/oauth/access_token", form);
    m_flow->start();
    m_clock->advance(5s);
    QVERIFY(m_error);
    QTEST(m_error->code, "code");
    QVERIFY(!m_outcome);
}

} // namespace keyturn::oauth

using keyturn::oauth::TstGitHubDevice;
KEYTURN_TEST(TstGitHubDevice)
#include "tst_githubdevice.moc"
