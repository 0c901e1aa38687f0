// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/pagebrowser.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QTest>
#include <QThread>

namespace keyturn::audit {

namespace {

const QUrl provider(QStringLiteral("https://id.example"));

net::Header cookie(const QByteArray &value)
{
    return {"Set-Cookie", value};
}

net::Header location(const QByteArray &value)
{
    return {"Location", value};
}

/// A browser at a provider that says what the test wrote down; what is done with it is done in a thread of its own, as an audit does.
class Desk
{
public:
    Desk()
        : m_target(targetOf()),
          m_meter(m_clock, m_target.limits),
          m_client(m_clock, http, m_log, m_meter, m_target),
          m_csrf(m_clock, m_client),
          m_wire(m_client, m_csrf),
          m_site(m_target, m_wire, m_meter, m_clock, m_random),
          browser(m_site, {provider})
    { }
    ~Desk() { m_wire.close(); }

    template <class Step> Page run(Step step)
    {
        Page page;
        const std::unique_ptr<QThread> thread(QThread::create([&] { page = step(browser); }));
        thread->start();
        if (!QTest::qWaitFor([&thread] { return thread->isFinished(); }, 10'000))
            qFatal("the browser does not stop");
        return page;
    }
    Page walk(const QString &path)
    {
        const Person person{QStringLiteral("ada+1@example.com"), core::Secret(QByteArrayView("her own")), {}};
        return run([&](PageBrowser &one) { return one.walk(QUrl(provider.toString() + path), person); });
    }
    Page open(const QString &path)
    {
        return run([&](PageBrowser &one) { return one.open(QUrl(provider.toString() + path)); });
    }
    /// The body of the last request.
    [[nodiscard]] QByteArray sent() const { return http.requests().constLast().body.reveal().toByteArray(); }
    [[nodiscard]] QByteArray cookies() const { return tests::headerOf(http.requests().constLast(), "Cookie"); }

    tests::FakeHttpClient http;

private:
    static Target targetOf()
    {
        Target target;
        target.profile.baseUrl = provider;
        return target;
    }
    core::SystemClock m_clock;
    core::SystemRandom m_random;
    net::ExchangeLog m_log{100};
    Target m_target;
    Meter m_meter;
    MeteredClient m_client;
    backendapi::CsrfClient m_csrf;
    Wire m_wire;
    Site m_site;

public:
    PageBrowser browser;
};

const QByteArray signInForm = "<form method=post action='/in'><input type=hidden name=csrf value='t &amp; t'>"
                              "<input name=email type=email><input name=password type=password>"
                              "<button name=way value=cancel>Cancel</button><button name=way value=on>Sign in</button></form>";
const QByteArray toldPassword = "<p>The password is <code>everybody's</code>.</p>";
const QByteArray formToElsewhere = "<form method=post action='https://elsewhere.example/in'><input name=p type=password></form>";
const QByteArray getForm = "<form action='/in'><input name=p type=password></form>";

} // namespace

/// What the browser without script does on pages, and what it leaves alone.
class TstPageBrowser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void elsewhereIsSeenAndNotAsked();
    void cookiesGoWhereTheyAreFor();
    void cookiesThatAreTakenBackAreGone();
    void aFormIsFilledInAndTheButtonThatGoesOnIsPressed();
    void aPasswordThatThePageTellsEverybodyIsTyped();
    void aPasswordIsSentNeitherToElsewhereNorInAnAddress();
    void whereItIsToStopItStops();
    void whoIsNotLetInGivesUp();
};

void TstPageBrowser::elsewhereIsSeenAndNotAsked()
{
    Desk desk;
    desk.http.answer("GET /start", 302, {}, {location("/next")});
    desk.http.answer("GET /next", 303, {}, {location("https://elsewhere.example/take?code=c")});
    const Page page = desk.open(QStringLiteral("/start"));
    QCOMPARE(page.leftFor, QUrl(QStringLiteral("https://elsewhere.example/take?code=c")));
    QCOMPARE(page.obstacle, QString());
    QCOMPARE(desk.http.requests().size(), 2);
    QCOMPARE(desk.browser.passed().size(), 2);
}

void TstPageBrowser::cookiesGoWhereTheyAreFor()
{
    Desk desk;
    desk.http.answer("GET /a/start", 302, {}, {cookie("one=1; Path=/a"), cookie("two=2; Path=/b"), cookie("three=3"), location("/a/next")});
    desk.http.answer("GET /a/next", 200, {});
    desk.http.answer("GET /ab", 200, {});
    QCOMPARE(desk.open(QStringLiteral("/a/start")).answer.status, 200);
    QCOMPARE(desk.cookies(), QByteArray("one=1; three=3"));
    QCOMPARE(desk.open(QStringLiteral("/ab")).answer.status, 200);
    QCOMPARE(desk.cookies(), QByteArray());
}

void TstPageBrowser::cookiesThatAreTakenBackAreGone()
{
    Desk desk;
    desk.http.answer("GET /", 200, {}, {cookie("one=1; Path=/"), cookie("two=2; Path=/")});
    desk.http.answer("GET /", 200, {}, {cookie("one=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"), cookie("two=3; Path=/")});
    (void)desk.open(QStringLiteral("/"));
    (void)desk.open(QStringLiteral("/"));
    (void)desk.open(QStringLiteral("/"));
    QCOMPARE(desk.cookies(), QByteArray("two=3"));
}

void TstPageBrowser::aFormIsFilledInAndTheButtonThatGoesOnIsPressed()
{
    Desk desk;
    desk.http.answer("GET /start", 200, signInForm);
    desk.http.answer("POST /in", 303, {}, {location("http://127.0.0.1:1/callback?code=c")});
    const Page page = desk.walk(QStringLiteral("/start"));
    QCOMPARE(page.leftFor.host(), QStringLiteral("127.0.0.1"));
    QCOMPARE(desk.sent(), QByteArray("csrf=t%20%26%20t&email=ada%2B1%40example.com&password=her%20own&way=on"));
}

void TstPageBrowser::aPasswordThatThePageTellsEverybodyIsTyped()
{
    Desk desk;
    desk.http.answer("GET /start", 200, signInForm + toldPassword);
    desk.http.answer("POST /in", 303, {}, {location("http://127.0.0.1:1/callback?code=c")});
    (void)desk.walk(QStringLiteral("/start"));
    QVERIFY(desk.sent().contains("password=everybody%27s"));
}

void TstPageBrowser::aPasswordIsSentNeitherToElsewhereNorInAnAddress()
{
    for (const QByteArray &form : {formToElsewhere, getForm}) {
        Desk desk;
        desk.http.answer("GET /start", 200, form);
        QVERIFY(!desk.walk(QStringLiteral("/start")).obstacle.isEmpty());
        QCOMPARE(desk.http.requests().size(), 1);
    }
}

void TstPageBrowser::whereItIsToStopItStops()
{
    Desk desk;
    desk.browser.stopAt(QUrl(QStringLiteral("https://id.example/callback")));
    desk.http.answer("GET /start", 302, {}, {location("/callback?code=c&state=s")});
    QCOMPARE(desk.open(QStringLiteral("/start")).leftFor.query(), QStringLiteral("code=c&state=s"));
    QCOMPARE(desk.http.requests().size(), 1);
    desk.browser.stopAt({});
    desk.http.answer("GET /callback?code=c&state=s", 200, {});
    QVERIFY(desk.open(QStringLiteral("/start")).leftFor.isEmpty());
    QCOMPARE(desk.http.requests().size(), 3);
}

void TstPageBrowser::whoIsNotLetInGivesUp()
{
    Desk desk;
    desk.http.answer("GET /start", 200, signInForm);
    desk.http.answer("POST /in", 200, signInForm);
    QVERIFY(!desk.walk(QStringLiteral("/start")).obstacle.isEmpty());
    QCOMPARE(desk.http.requests().size(), 2);
}

} // namespace keyturn::audit

using keyturn::audit::TstPageBrowser;
KEYTURN_TEST(TstPageBrowser)
#include "tst_pagebrowser.moc"
