// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/deviceauthorization.h"
#include "providerbench.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QTest>

namespace keyturn::backend {

using namespace std::chrono_literals;

/// Device codes at the simulated providers (RFC 8628): the device's side and the person's, on a clock that stands still.
class TstDeviceFlow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench.emplace(); }

    void aDeviceIsSignedInAtGoogle()
    {
        const QJsonObject device = begin();
        QCOMPARE(device.value(QStringLiteral("verification_url")).toString(), QStringLiteral("http://127.0.0.1:1/google/device"));
        QCOMPARE(device.value(QStringLiteral("expires_in")).toInt(), 900);
        QCOMPARE(device.value(QStringLiteral("interval")).toInt(), 5);
        const Answer pending = poll(device);
        QCOMPARE(pending.status, 428);
        QCOMPARE(textIn(pending, "error"), QStringLiteral("authorization_pending"));
        const Answer done = decide(device, QStringLiteral("allow"));
        QCOMPARE(done.status, 200);
        QVERIFY(done.body.contains("id=\"done\""));
        m_bench->clock().advance(5s);
        const Answer tokens = poll(device);
        QCOMPARE(tokens.status, 200);
        QVERIFY(!textIn(tokens, "refresh_token").isEmpty() && !textIn(tokens, "id_token").isEmpty());
        const Answer userinfo = m_bench->get("/google/userinfo", {{"Authorization", "Bearer " + textIn(tokens, "access_token").toLatin1()}});
        QCOMPARE(textIn(userinfo, "email"), QStringLiteral("ada@example.com"));
        m_bench->clock().advance(5s);
        QCOMPARE(textIn(poll(device), "error"), QStringLiteral("invalid_grant")); // a code serves once
    }

    void aDeviceIsSignedInAtGitHub()
    {
        const Answer begun = m_bench->post("/github/login/device/code", {{"client_id", "keyturn-desktop"}, {"scope", "read:user,user:email"}});
        QVERIFY(begun.header("content-type").startsWith("application/x-www-form-urlencoded"));
        const QUrlQuery fields(QString::fromLatin1(begun.body));
        QCOMPARE(fields.queryItemValue(QStringLiteral("verification_uri"), QUrl::FullyDecoded),
                 QStringLiteral("http://127.0.0.1:1/github/login/device"));
        const QByteArray code = fields.queryItemValue(QStringLiteral("device_code")).toLatin1();
        const auto ask = [&] { return pollGitHub(code); };
        const Answer pending = ask();
        QCOMPARE(pending.status, 200); // GitHub's errors
        QCOMPARE(textIn(pending, "error"), QStringLiteral("authorization_pending"));
        const Answer fast = ask();
        QCOMPARE(textIn(fast, "error"), QStringLiteral("slow_down"));
        QCOMPARE(fast.json().value(QStringLiteral("interval")).toInt(), 10);
        const Answer consent = consentPage("/github/login/device", fields.queryItemValue(QStringLiteral("user_code")));
        QVERIFY(m_browser->submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}}).body.contains("id=\"done\""));
        m_bench->clock().advance(10s);
        const Answer tokens = ask();
        QVERIFY(textIn(tokens, "access_token").startsWith(QLatin1String("gho_")));
        QCOMPARE(textIn(tokens, "scope"), QStringLiteral("read:user,user:email"));
        m_bench->clock().advance(10s);
        QCOMPARE(textIn(ask(), "error"), QStringLiteral("incorrect_device_code"));
    }

    void aRefreshTokenOfGitHubIsForItsClient() // RFC 6749 §6
    {
        const QUrlQuery begun(QString::fromLatin1(m_bench->post("/github/login/device/code", {{"client_id", "keyturn-desktop"}}).body));
        const Answer consent = consentPage("/github/login/device", begun.queryItemValue(QStringLiteral("user_code")));
        QVERIFY(m_browser->submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}}).body.contains("id=\"done\""));
        const Answer tokens = pollGitHub(begun.queryItemValue(QStringLiteral("device_code")).toLatin1());
        const auto refresh = [&](const QByteArray &client) {
            return m_bench->post(
                "/github/login/oauth/access_token",
                {{"grant_type", "refresh_token"}, {"client_id", client}, {"refresh_token", textIn(tokens, "refresh_token").toLatin1()}},
                {{"Accept", "application/json"}});
        };
        QCOMPARE(textIn(refresh("other"), "error"), QStringLiteral("bad_refresh_token"));
        QVERIFY(textIn(refresh("keyturn-desktop"), "access_token").startsWith(QLatin1String("ghu_")));
    }

    void whoAsksTooFastHasToAskLessOften() // RFC 8628 §3.5
    {
        const QJsonObject device = begin();
        QCOMPARE(textIn(poll(device), "error"), QStringLiteral("authorization_pending"));
        m_bench->clock().advance(2s);
        const Answer fast = poll(device);
        QCOMPARE(fast.status, 403);
        QCOMPARE(textIn(fast, "error"), QStringLiteral("slow_down"));
        m_bench->clock().advance(6s); // 10 s are wanted by now
        QCOMPARE(textIn(poll(device), "error"), QStringLiteral("slow_down"));
        m_bench->clock().advance(15s);
        QCOMPARE(textIn(poll(device), "error"), QStringLiteral("authorization_pending"));
    }

    void whatCameTooFastDoesNotSpendTheCode()
    {
        const QJsonObject device = begin();
        (void)poll(device);
        QCOMPARE(decide(device, QStringLiteral("allow")).status, 200);
        QCOMPARE(textIn(poll(device), "error"), QStringLiteral("slow_down"));
        m_bench->clock().advance(10s);
        QCOMPARE(poll(device).status, 200);
    }

    void aDenialIsTold()
    {
        const QJsonObject device = begin();
        QCOMPARE(decide(device, QStringLiteral("deny")).status, 200);
        const Answer answer = poll(device);
        QCOMPARE(answer.status, 403);
        QCOMPARE(textIn(answer, "error"), QStringLiteral("access_denied"));
    }

    void codesExpire()
    {
        const QJsonObject device = begin();
        m_bench->clock().advance(899s);
        QCOMPARE(textIn(poll(device), "error"), QStringLiteral("authorization_pending"));
        m_bench->clock().advance(1s);
        QCOMPARE(textIn(poll(device), "error"), QStringLiteral("expired_token"));
        QCOMPARE(typed("/google/device", userCode(device)).status, 422);
    }

    void aCodeIsForTheClientThatAsked()
    {
        const QJsonObject device = begin();
        QCOMPARE(decide(device, QStringLiteral("allow")).status, 200);
        QCOMPARE(textIn(poll(device, "other"), "error"), QStringLiteral("invalid_grant"));
        QCOMPARE(textIn(poll(device, "web"), "error"), QStringLiteral("invalid_client")); // without its secret
        QCOMPARE(poll(device).status, 200); // and it is not spent by that
    }

    void aCodeIsForOneProvider()
    {
        const QJsonObject device = begin();
        QCOMPARE(textIn(pollGitHub(device.value(QStringLiteral("device_code")).toString().toLatin1()), "error"),
                 QStringLiteral("incorrect_device_code"));
    }

    void wrongRequestsAreRefused_data()
    {
        QTest::addColumn<Fields>("fields");
        QTest::addColumn<QString>("error");
        QTest::newRow("no scope") << Fields{{"client_id", "keyturn-desktop"}} << QStringLiteral("invalid_scope");
        QTest::newRow("unknown scope") << Fields{{"client_id", "keyturn-desktop"}, {"scope", "openid drive"}} << QStringLiteral("invalid_scope");
        QTest::newRow("unknown client") << Fields{{"client_id", "nobody"}, {"scope", "openid"}} << QStringLiteral("invalid_client");
        QTest::newRow("a secret that is missing") << Fields{{"client_id", "web"}, {"scope", "openid"}} << QStringLiteral("invalid_client");
        QTest::newRow("a client twice") << Fields{{"client_id", "web"}, {"client_id", "other"}} << QStringLiteral("invalid_request");
    }

    void wrongRequestsAreRefused()
    {
        QFETCH(Fields, fields);
        const Answer answer = m_bench->post("/google/device/code", fields);
        QCOMPARE(answer.status, 400);
        QTEST(textIn(answer, "error"), "error");
    }

    void aCodeIsTakenAsItIsTyped()
    {
        const QJsonObject device = begin();
        const QString code = userCode(device);
        QVERIFY(typed("/google/device", code.toLower().replace(u'-', u' ') + u' ').body.contains("name=\"password\""));
        const Answer wrong = typed("/google/device", QStringLiteral("BCDF-GHJK"));
        QCOMPARE(wrong.status, 422);
        QVERIFY(wrong.body.contains("id=\"problem\""));
    }

    void aLinkWithACodeAsksAllTheSame() // RFC 8628 §5.4
    {
        const QJsonObject device = begin();
        const Answer consent = consentPage("/google/device", userCode(device));
        const QByteArray link = device.value(QStringLiteral("verification_uri_complete")).toString().toLatin1().mid(18);
        const Answer page = m_browser->open(link);
        QVERIFY2(page.body.contains("id=\"shown-code\">" + userCode(device).toLatin1()), page.body.constData());
        QVERIFY(page.body.contains("id=\"deny\""));
        QCOMPARE(textIn(poll(device), "error"), QStringLiteral("authorization_pending"));
        QCOMPARE(consent.status, 200);
    }

    void formsOfOtherPagesDecideNothing()
    {
        const QJsonObject device = begin();
        const Answer consent = consentPage("/google/device", userCode(device));
        Browser stranger = m_bench->browser();
        QCOMPARE(stranger.submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}}).status, 403);
        m_browser->cookies().clear();
        (void)m_browser->open("/google/device"); // a cookie, but nobody is signed in
        QCOMPARE(m_browser->submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}}).status, 403);
        QCOMPARE(textIn(poll(device), "error"), QStringLiteral("authorization_pending"));
    }

    void oneDecisionStands()
    {
        const QJsonObject device = begin();
        const Answer consent = consentPage("/google/device", userCode(device));
        QCOMPARE(m_browser->submit(consent, {{QStringLiteral("decision"), QStringLiteral("deny")}}).status, 200);
        QCOMPARE(m_browser->submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}}).status, 422);
        QCOMPARE(textIn(poll(device), "error"), QStringLiteral("access_denied"));
    }

private:
    [[nodiscard]] QJsonObject begin() const
    {
        return m_bench->post("/google/device/code", {{"client_id", "keyturn-desktop"}, {"scope", "openid email"}}).json();
    }
    [[nodiscard]] static QString userCode(const QJsonObject &device) { return device.value(QStringLiteral("user_code")).toString(); }
    [[nodiscard]] Answer poll(const QJsonObject &device, const QByteArray &client = "keyturn-desktop") const
    {
        return m_bench->post("/google/token",
                             {{"grant_type", deviceCodeGrant},
                              {"client_id", client},
                              {"device_code", device.value(QStringLiteral("device_code")).toString().toLatin1()}});
    }
    [[nodiscard]] Answer pollGitHub(const QByteArray &code) const
    {
        return m_bench->post("/github/login/oauth/access_token",
                             {{"grant_type", deviceCodeGrant}, {"client_id", "keyturn-desktop"}, {"device_code", code}},
                             {{"Accept", "application/json"}});
    }
    /// What comes of typing a code, in a browser where nobody is signed in.
    [[nodiscard]] Answer typed(const QByteArray &path, const QString &code)
    {
        m_browser.emplace(m_bench->browser());
        return m_browser->submit(m_browser->open(path), {{QStringLiteral("user_code"), code}});
    }
    [[nodiscard]] Answer consentPage(const QByteArray &path, const QString &code)
    {
        const Answer page = typed(path, code);
        return m_browser->signIn(page, QStringLiteral("ada@example.com"));
    }
    [[nodiscard]] Answer decide(const QJsonObject &device, const QString &decision)
    {
        const Answer consent = consentPage("/google/device", userCode(device));
        return m_browser->submit(consent, {{QStringLiteral("decision"), decision}});
    }

    std::optional<ProviderBench> m_bench;
    std::optional<Browser> m_browser;
};

} // namespace keyturn::backend

using keyturn::backend::TstDeviceFlow;
KEYTURN_TEST(TstDeviceFlow)
#include "tst_deviceflow.moc"
