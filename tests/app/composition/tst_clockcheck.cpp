// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/clockcheck.h"

#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"
#include "waiting.h"

#include <QLocale>

namespace keyturn::composition::doctor {

namespace {

storage::StoredProfile profileAt(const QString &address, bool embedded = false)
{
    storage::StoredProfile stored;
    stored.profile.name = QStringLiteral("Demo");
    stored.profile.baseUrl = QUrl(address);
    stored.profile.embedded = embedded;
    return stored;
}

QByteArray httpDate(const QDateTime &time)
{
    return QLocale::c().toString(time, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'")).toLatin1();
}

} // namespace

/// The clock against other people's.
class TstClockCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSkewIsTold_data();
    void theSkewIsTold();
    void aCachedAnswersAgeIsCounted();
    void theTimeOnTheWayIsNotSkew();
    void anAnswerWithoutATimeIsSkipped_data();
    void anAnswerWithoutATimeIsSkipped();
    void noAnswerIsSkippedAndNoTrustIsAWarning();
    void eachHostIsAskedOnce();
    void theEmbeddedBackendIsAskedWhereItRunsOnly();
    void withoutProfilesThereIsNobodyToAsk();
    void spansShowTheirTwoGreatestUnits_data();
    void spansShowTheirTwoGreatestUnits();

private:
    [[nodiscard]] Facts check(const QList<storage::StoredProfile> &profiles = {profileAt(QStringLiteral("https://api.example/v1"))},
                              bool backendRuns = false)
    {
        return valueOf(checkClock(m_clock, *m_http, profiles, backendRuns, this));
    }
    void answerWith(const QList<net::Header> &headers) { m_http->answer("HEAD /", 404, {}, headers); }

    tests::FakeClock m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_http = std::make_unique<tests::FakeHttpClient>();
};

void TstClockCheck::theSkewIsTold_data()
{
    QTest::addColumn<int>("ahead"); // of ours, in seconds
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("by");
    const auto row = [](const char *name, int ahead, Code code, const char *by) {
        QTest::newRow(name) << ahead << static_cast<int>(code) << QString::fromLatin1(by);
    };
    row("the same", 0, Code::ClockRight, "1 s");
    row("59 s ahead", 60, Code::ClockRight, "1 min");
    row("60 s ahead", 61, Code::ClockAhead, "1 min");
    row("59 s behind", -59, Code::ClockRight, "1 min");
    row("60 s behind", -60, Code::ClockBehind, "1 min");
    row("an hour ahead: a wrong time zone", 3601, Code::ClockAhead, "1 h");
    row("years behind: an empty battery", -20 * 365 * 86400, Code::ClockBehind, "7300 d");
}

void TstClockCheck::theSkewIsTold()
{
    QFETCH(const int, ahead);
    QFETCH(const int, code);
    QFETCH(const QString, by);
    m_http = std::make_unique<tests::FakeHttpClient>();
    answerWith({{"Date", httpDate(m_clock.now().addSecs(-ahead))}});
    const Outcome wrong = std::abs(ahead) < 300 ? Outcome::Warning : Outcome::Problem;
    const Outcome outcome = static_cast<Code>(code) == Code::ClockRight ? Outcome::Ok : wrong;
    QCOMPARE(check(), (Facts{{static_cast<Code>(code), outcome, {QStringLiteral("api.example"), by}}}));
}

void TstClockCheck::aCachedAnswersAgeIsCounted()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    answerWith({{"Date", httpDate(m_clock.now().addSecs(-600))}, {"Age", "600"}});
    QCOMPARE(check().value(0).code, Code::ClockRight);
}

void TstClockCheck::theTimeOnTheWayIsNotSkew()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_http->on("HEAD /", [this](const net::HttpRequest &) {
        net::HttpResponse response;
        response.status = 200;
        response.headers = {{"Date", httpDate(m_clock.now().addSecs(50))}};
        m_clock.jumpWall(std::chrono::seconds(100)); // 50 s there, 50 s back
        return core::Result<net::HttpResponse>(response);
    });
    QCOMPARE(check(), (Facts{{Code::ClockRight, Outcome::Ok, {QStringLiteral("api.example"), QStringLiteral("1 s")}}}));
}

void TstClockCheck::anAnswerWithoutATimeIsSkipped_data()
{
    QTest::addColumn<QByteArray>("date");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("nonsense") << QByteArray("soon");
}

void TstClockCheck::anAnswerWithoutATimeIsSkipped()
{
    QFETCH(const QByteArray, date);
    m_http = std::make_unique<tests::FakeHttpClient>();
    answerWith(date.isEmpty() ? QList<net::Header>() : QList<net::Header>{{"Date", date}});
    QCOMPARE(check(), (Facts{{Code::ClockUndated, Outcome::Skipped, {QStringLiteral("api.example")}}}));
}

void TstClockCheck::noAnswerIsSkippedAndNoTrustIsAWarning()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_http->fail("HEAD /", core::ErrorKind::Offline, QStringLiteral("host_not_found"));
    m_http->fail("HEAD /", core::ErrorKind::Offline, QStringLiteral("tls_failed"));
    const Facts expected{{Code::ClockUnreachable, Outcome::Skipped, {QStringLiteral("a.example")}},
                         {Code::ClockUntrusted, Outcome::Warning, {QStringLiteral("b.example:8443")}}};
    QCOMPARE(check({profileAt(QStringLiteral("https://a.example")), profileAt(QStringLiteral("https://b.example:8443/"))}), expected);
    QCOMPARE(m_http->requests().first().deadline, std::chrono::seconds(5));
}

void TstClockCheck::eachHostIsAskedOnce()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    answerWith({{"Date", httpDate(m_clock.now())}});
    storage::StoredProfile profile = profileAt(QStringLiteral("https://api.example/v1"));
    model::IdentityProvider openId;
    openId.issuer = QStringLiteral("https://api.example/tenant");
    model::IdentityProvider oauth;
    oauth.kind = model::ProviderKind::OAuth2;
    oauth.issuer = QStringLiteral("https://name.example");
    oauth.endpoints.token = QUrl(QStringLiteral("https://git.example/token"));
    model::IdentityProvider nowhere;
    nowhere.issuer = QStringLiteral("urn:nobody");
    profile.profile.providers = {openId, oauth, nowhere};
    QCOMPARE(check({profile, profile}).size(), 2);
    QCOMPARE(m_http->requests().size(), 2);
    QCOMPARE(m_http->requests().at(1).url, QUrl(QStringLiteral("https://git.example/")));
    QVERIFY(m_http->requests().at(0).headers.isEmpty());
}

void TstClockCheck::theEmbeddedBackendIsAskedWhereItRunsOnly()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    answerWith({{"Date", httpDate(m_clock.now())}});
    const QList<storage::StoredProfile> profiles{profileAt(QStringLiteral("http://127.0.0.1:4000"), true)};
    QCOMPARE(check(profiles, false), (Facts{{Code::ClockAsleep, Outcome::Skipped, {QStringLiteral("Demo")}}}));
    QVERIFY(m_http->requests().isEmpty());
    QCOMPARE(check(profiles, true).value(0).values.value(0), QStringLiteral("127.0.0.1:4000"));
}

void TstClockCheck::withoutProfilesThereIsNobodyToAsk()
{
    QCOMPARE(check({}), (Facts{{Code::ClockNobody, Outcome::Skipped}}));
}

void TstClockCheck::spansShowTheirTwoGreatestUnits_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("shown");
    QTest::newRow("nothing") << 0 << "0 s";
    QTest::newRow("seconds") << 59 << "59 s";
    QTest::newRow("a minute") << 60 << "1 min";
    QTest::newRow("minutes, seconds") << 125 << "2 min 5 s";
    QTest::newRow("hours, minutes") << 3600 + 120 + 5 << "1 h 2 min";
    QTest::newRow("hours, seconds") << 3605 << "1 h 5 s";
    QTest::newRow("days") << 2 * 86400 + 3 * 3600 + 60 << "2 d 3 h";
}

void TstClockCheck::spansShowTheirTwoGreatestUnits()
{
    QFETCH(const int, seconds);
    QFETCH(const QString, shown);
    QCOMPARE(spanNotation(std::chrono::seconds(seconds)), shown);
}

} // namespace keyturn::composition::doctor

using keyturn::composition::doctor::TstClockCheck;
KEYTURN_TEST(TstClockCheck)
#include "tst_clockcheck.moc"
