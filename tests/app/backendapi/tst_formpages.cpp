// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/backendclient.h"

#include "backends.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

using namespace keyturn;
using tests::answerOf;

namespace {

const QString page = QStringLiteral("https://auth.example/base/login");

/// A website: a form, a session's cookie, redirects.
model::BackendProfile website()
{
    model::BackendProfile profile = tests::cookieBackend();
    profile.access.cookie = "sid";
    profile.password->signIn.redirects = true;
    profile.password->registration->redirects = true;
    profile.password->tokens = {model::ValuePlace::cookie(QStringLiteral("sid")), {}, {}, {}};
    profile.password->identity = {};
    profile.refresh = {};
    return profile;
}

} // namespace

/// Backends whose sign-in is a form page: they tell yes and no by where they send the browser.
class TstFormPages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aRedirectToElsewhereIsASignIn_data();
    void aRedirectToElsewhereIsASignIn();
    void thePageOnceMoreIsARefusal_data();
    void thePageOnceMoreIsARefusal();
    void aRefusedRegistrationIsNoWrongPassword();
    void signingOutMayEndOnAPage_data();
    void signingOutMayEndOnAPage();
    void whoDoesNotRedirectIsReadAsBefore();

private:
    [[nodiscard]] core::Result<backendapi::SignInOutcome> signIn(const model::BackendProfile &profile)
    {
        return answerOf(m_client->signIn(profile, {QStringLiteral("ada@example.com"), core::Secret("correct horse")}));
    }
    tests::FakeClock m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_http;
    std::unique_ptr<backendapi::BackendClient> m_client;
};

void TstFormPages::init()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_client = std::make_unique<backendapi::BackendClient>(m_clock, *m_http, [](const core::Secret &) { return QDateTime(); });
}

void TstFormPages::cleanup()
{
    QVERIFY2(m_http->unexpected().isEmpty(), m_http->unexpected().value(0).constData());
}

void TstFormPages::aRedirectToElsewhereIsASignIn_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::newRow("Django: 302 to a page") << 302 << QByteArray("/accounts/profile/");
    QTest::newRow("Rails: 303 to a whole address") << 303 << QByteArray("https://auth.example/");
    QTest::newRow("to another host, where the pages are") << 302 << QByteArray("https://app.example/");
    QTest::newRow("to the same path of another host") << 302 << QByteArray("https://app.example/base/login");
}

void TstFormPages::aRedirectToElsewhereIsASignIn()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, location);
    m_http->answer("POST /base/login", status, {}, {{"Location", location}, {"Set-Cookie", "sid=s1; Path=/; HttpOnly"}});
    m_http->answer("GET /base/me", 200, R"({"id":7,"name":"Ada"})");
    const auto outcome = signIn(website());
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().code));
    QVERIFY(outcome->tokens.accessToken == core::Secret("s1"));
    QCOMPARE(outcome->identity.subject, QStringLiteral("7"));
}

void TstFormPages::thePageOnceMoreIsARefusal_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QString>("code");
    const QString wrong = QStringLiteral("invalid_credentials");
    QTest::newRow("200 with the page") << 200 << QByteArray() << wrong;
    QTest::newRow("302 back to it") << 302 << QByteArray("/base/login?error") << wrong;
    QTest::newRow("302 back to it, with a slash") << 302 << page.toLatin1() + '/' << wrong;
    QTest::newRow("422 with the page, as Rails has it") << 422 << QByteArray() << QStringLiteral("refused");
    QTest::newRow("nowhere") << 302 << QByteArray() << QStringLiteral("unexpected_redirect");
    QTest::newRow("the same request elsewhere") << 307 << QByteArray("/base/login/") << QStringLiteral("unexpected_redirect");
    QTest::newRow("a fault") << 500 << QByteArray() << QStringLiteral("server_error");
}

void TstFormPages::thePageOnceMoreIsARefusal()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, location);
    QFETCH(const QString, code);
    QList<net::Header> headers{{"Content-Type", "text/html"}, {"Set-Cookie", "sid=anonymous"}};
    if (!location.isEmpty())
        headers.append({"Location", location});
    m_http->answer("POST /base/login", status, "<!doctype html><form>", headers);
    const auto outcome = signIn(website());
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, code);
}

void TstFormPages::aRefusedRegistrationIsNoWrongPassword()
{
    m_http->answer("POST /base/register", 200, "<form>", {{"Content-Type", "text/html"}});
    const auto outcome =
        answerOf(m_client->registerUser(website(), {QStringLiteral("ada@example.com"), core::Secret("correct horse")}, QStringLiteral("Ada")));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().kind, core::ErrorKind::Rejected);
    QCOMPARE(outcome.error().code, QStringLiteral("refused"));
}

void TstFormPages::signingOutMayEndOnAPage_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QString>("code"); // empty: done
    QTest::newRow("its front page") << 302 << QByteArray("/") << QString();
    QTest::newRow("303") << 303 << QByteArray("/base/login") << QString();
    QTest::newRow("a gateway's own sign-in") << 302 << QByteArray("https://sso.example/") << QStringLiteral("unexpected_redirect");
    QTest::newRow("the request elsewhere") << 308 << QByteArray("/base/logout/") << QStringLiteral("unexpected_redirect");
}

void TstFormPages::signingOutMayEndOnAPage()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, location);
    QFETCH(const QString, code);
    m_http->answer("POST /base/logout", status, {}, {{"Location", location}});
    model::TokenSet held;
    held.accessToken = core::Secret("s1");
    const auto told = answerOf(m_client->signOut(website(), held));
    QCOMPARE(told.ok() ? QString() : told.error().code, code);
}

void TstFormPages::whoDoesNotRedirectIsReadAsBefore()
{
    m_http->answer("POST /base/login", 302, {}, {{"Location", "/"}, {"Set-Cookie", "sid=s1"}});
    model::BackendProfile profile = website();
    profile.password->signIn.redirects = false;
    QCOMPARE(signIn(profile).error().code, QStringLiteral("unexpected_redirect"));
}

KEYTURN_TEST(TstFormPages)
#include "tst_formpages.moc"
