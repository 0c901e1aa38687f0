// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/httpclient.h"
#include "net/setcookie.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::net {

namespace {

const QDateTime now = QDateTime::fromString(QStringLiteral("2026-11-23T17:40:00Z"), Qt::ISODate);

/// The answer's cookie in words: value, what it lives in seconds, attributes; `none` where nothing is taken.
QString said(const std::optional<ReceivedCookie> &cookie)
{
    if (!cookie)
        return QStringLiteral("none");
    QString text = QString::fromUtf8(cookie->value.reveal().toByteArray());
    text += cookie->expiresAt.isValid() ? QStringLiteral(" %1s").arg(now.secsTo(cookie->expiresAt)) : QStringLiteral(" session");
    text += cookie->secure ? QStringLiteral(" secure") : QString();
    text += cookie->httpOnly ? QStringLiteral(" httponly") : QString();
    if (!cookie->sameSite.isEmpty())
        text += QStringLiteral(" samesite=") + QString::fromLatin1(cookie->sameSite);
    return cookie->path.isEmpty() ? text : text + QStringLiteral(" path=") + QString::fromLatin1(cookie->path);
}

} // namespace

/// What is read out of an answer's headers.
class TstHttpResponse : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault42RetryAfterIsWithinAnHour_data();
    void fault42RetryAfterIsWithinAnHour();
    void theDateIsReadInUtc();
    void aDateTellsNothingWithoutATimeOfOurs();
    void jsonIsToldByItsType_data();
    void jsonIsToldByItsType();
    void aHeaderIsFoundInAnySpelling();
    void fault81ACookieIsReadByItsExactName_data();
    void fault81ACookieIsReadByItsExactName();
    void anotherSitesCookieIsPassedOver_data();
    void anotherSitesCookieIsPassedOver();
    void theLastOfSeveralCookiesCounts();
};

void TstHttpResponse::fault42RetryAfterIsWithinAnHour_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("seconds"); // -1: nothing
    const auto row = [](const char *tag, const char *value, int seconds) { QTest::newRow(tag) << QByteArray(value) << seconds; };
    row("seconds", "120", 120);
    row("nothing to wait", "0", 0);
    row("spaces around", " 7 ", 7);
    row("an hour", "3600", 3600);
    row("more than an hour", "3601", 3600);
    row("more than 64 bits", "99999999999999999999999999", 3600);
    row("leading zeros", "0000000000000000005", 5);
    row("negative", "-5", -1);
    row("signed", "+5", -1);
    row("fraction", "1.5", -1);
    row("hexadecimal", "0x10", -1);
    row("words", "soon", -1);
    row("empty", "", -1);
    row("date ahead", "Mon, 23 Nov 2026 17:42:00 GMT", 120);
    row("date gone by", "Mon, 23 Nov 2026 17:00:00 GMT", 0);
    row("date far ahead", "Fri, 23 Nov 2096 17:00:00 GMT", 3600);
    row("date with a wrong day", "Tue, 23 Nov 2026 17:42:00 GMT", -1);
    row("date that is none", "Mon, 31 Feb 2026 17:42:00 GMT", -1);
    row("date of another zone", "Mon, 23 Nov 2026 17:42:00 +0100", -1);
    row("two values", "5, 10", -1);
}

void TstHttpResponse::fault42RetryAfterIsWithinAnHour()
{
    QFETCH(const QByteArray, value);
    QFETCH(const int, seconds);
    HttpResponse response;
    response.headers = {{"retry-after", value}};
    const std::optional<std::chrono::seconds> wait = response.retryAfter(now);
    QCOMPARE(wait ? int(wait->count()) : -1, seconds);
    QVERIFY(!HttpResponse().retryAfter(now));
}

void TstHttpResponse::theDateIsReadInUtc()
{
    HttpResponse response;
    QVERIFY(!response.date().isValid());
    response.headers = {{"date", "Mon, 23 Nov 2026 17:40:00 GMT"}};
    QCOMPARE(response.date(), now);
    QCOMPARE(response.date().timeSpec(), Qt::UTC);
    response.headers = {{"Date", "yesterday"}};
    QVERIFY(!response.date().isValid());
}

/// FAULTS 42.
void TstHttpResponse::aDateTellsNothingWithoutATimeOfOurs()
{
    HttpResponse response;
    response.headers = {{"Retry-After", "Mon, 23 Nov 2026 17:42:00 GMT"}};
    QVERIFY(!response.retryAfter({}));
    response.headers = {{"Retry-After", "120"}};
    QCOMPARE(response.retryAfter({}), std::optional(std::chrono::seconds(120)));
}

void TstHttpResponse::jsonIsToldByItsType_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("json");
    const auto row = [](const char *type, bool json) { QTest::newRow(type) << QByteArray(type) << json; };
    row("application/json", true);
    row("Application/JSON; charset=utf-8", true);
    row("application/jwk-set+json", true);
    row("application/problem+json ;x=y", true);
    row("application/jsonp", false);
    row("text/html", false);
    row("application/jwt", false);
    row("+json", false);
    row("", false);
}

void TstHttpResponse::jsonIsToldByItsType()
{
    QFETCH(const QByteArray, type);
    HttpResponse response;
    response.headers = {{"Content-Type", type}};
    QTEST(response.isJson(), "json");
}

void TstHttpResponse::aHeaderIsFoundInAnySpelling()
{
    HttpResponse response;
    response.headers = {{"X-One", "1"}, {"x-two", "2"}, {"X-ONE", "3"}};
    QCOMPARE(response.header("x-one"), QByteArray("1"));
    QCOMPARE(response.header("X-Two"), QByteArray("2"));
    QVERIFY(response.header("X-Three").isNull());
}

void TstHttpResponse::fault81ACookieIsReadByItsExactName_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *tag, const char *line, const char *name, const char *expected) {
        QTest::newRow(tag) << QByteArray(line) << QByteArray(name) << QString::fromLatin1(expected);
    };
    row("all of it", "r=a=b; Path=/auth; Secure; HttpOnly; SameSite=Strict; Max-Age=60", "r", "a=b 60s secure httponly samesite=Strict path=/auth");
    row("nothing but a value", "r=abc", "r", "abc session");
    row("attributes in any case", "r=abc; SECURE; httponly; max-AGE=5", "r", "abc 5s secure httponly");
    row("spaces around", " r = abc ; Secure ", "r", "abc session secure");
    row("quoted", "r=\"abc\"", "r", "abc session");
    row("lone quote", "r=\"", "r", "\" session");
    row("another name", "s=abc", "r", "none");
    row("name in capitals", "R=abc", "r", "none");
    row("name as a prefix", "rr=abc", "r", "none");
    row("name in a value", "s=x; r=abc", "r", "none");
    row("no equals sign", "r", "r", "none");
    row("expires", "r=abc; Expires=Mon, 23 Nov 2026 17:41:00 GMT", "r", "abc 60s");
    row("max-age before expires", "r=abc; Max-Age=5; Expires=Mon, 23 Nov 2026 17:41:00 GMT", "r", "abc 5s");
    row("last attribute counts", "r=abc; Max-Age=5; Max-Age=9", "r", "abc 9s");
    row("taken back by max-age", "r=abc; Max-Age=0", "r", " 0s");
    row("taken back by a negative age", "r=abc; Max-Age=-1", "r", " 0s");
    row("taken back by expires", "r=abc; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "r", " -1795455600s");
    row("empty value", "r=; Path=/", "r", " session path=/");
    row("400 days at most", "r=abc; Max-Age=99999999999", "r", "abc 34560000s");
    row("age in words", "r=abc; Max-Age=soon", "r", "abc session");
    row("host prefix", "__Host-r=abc; Secure; Path=/", "__Host-r", "abc session secure path=/");
    row("host prefix, not secure", "__Host-r=abc; Path=/", "__Host-r", "none");
    row("host prefix with a domain", "__Host-r=abc; Secure; Path=/; Domain=a.example", "__Host-r", "none");
    row("host prefix with an empty domain", "__Host-r=abc; Secure; Path=/; Domain", "__Host-r", "none");
    row("host prefix on a path", "__Host-r=abc; Secure; Path=/auth", "__Host-r", "none");
    row("host prefix without a path", "__Host-r=abc; Secure", "__Host-r", "none");
    row("host prefix in capitals", "__HOST-r=abc; Path=/", "__HOST-r", "none");
    row("path of no root", "r=abc; Path=auth", "r", "abc session");
    row("with a control character", "r=a\x01c", "r", "none");
    row("with a tab", "r=abc;\tSecure", "r", "abc session secure");
    row("secure prefix", "__Secure-r=abc; Secure", "__Secure-r", "abc session secure");
    row("secure prefix, not secure", "__Secure-r=abc", "__Secure-r", "none");
}

void TstHttpResponse::fault81ACookieIsReadByItsExactName()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, name);
    HttpResponse response;
    response.headers = {{"set-cookie", line}};
    QTEST(said(receivedCookie(response, name, now)), "expected");
}

void TstHttpResponse::anotherSitesCookieIsPassedOver_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QByteArray>("domain");
    QTest::addColumn<QString>("expected");
    const QString host = QStringLiteral("api.shop.example");
    const QString own = QStringLiteral("1 session");
    const QString none = QStringLiteral("none");
    QTest::newRow("its own host") << host << QByteArray("api.shop.example") << own;
    QTest::newRow("its own host in capitals") << host << QByteArray("API.Shop.Example") << own;
    QTest::newRow("its site") << host << QByteArray("shop.example") << own;
    QTest::newRow("its site with a dot") << host << QByteArray(".shop.example") << own;
    QTest::newRow("none") << host << QByteArray() << own;
    QTest::newRow("another site") << host << QByteArray("evil.example") << none;
    QTest::newRow("another site's ending") << host << QByteArray("op.example") << none;
    QTest::newRow("a host below it") << host << QByteArray("x.api.shop.example") << none;
    QTest::newRow("an address for itself") << QStringLiteral("127.0.0.1") << QByteArray("127.0.0.1") << own;
    QTest::newRow("a part of an address") << QStringLiteral("127.0.0.1") << QByteArray("0.0.1") << none;
}

void TstHttpResponse::anotherSitesCookieIsPassedOver()
{
    QFETCH(const QString, host);
    QFETCH(const QByteArray, domain);
    HttpResponse response;
    response.url = QUrl(QStringLiteral("https://%1/login").arg(host));
    response.headers = {{"Set-Cookie", "r=1; Domain=" + domain}};
    QTEST(said(receivedCookie(response, "r", now)), "expected");
    response.headers.prepend(Header{"Set-Cookie", "r=ours"});
    QVERIFY(receivedCookie(response, "r", now)); // it does not hide the site's own
}

void TstHttpResponse::theLastOfSeveralCookiesCounts()
{
    HttpResponse response;
    response.headers = {{"Set-Cookie", "r=1"}, {"Set-Cookie", "s=2"}, {"Set-Cookie", "r=3"}, {"X-Set-Cookie", "r=4"}};
    QCOMPARE(said(receivedCookie(response, "r", now)), QStringLiteral("3 session"));
    response.headers.append(Header{"Set-Cookie", "r=; Max-Age=0"});
    QCOMPARE(said(receivedCookie(response, "r", now)), QStringLiteral(" 0s"));
    QCOMPARE(said(receivedCookie(response, "t", now)), QStringLiteral("none"));
}

} // namespace keyturn::net

using keyturn::net::TstHttpResponse;
KEYTURN_TEST(TstHttpResponse)
#include "tst_httpresponse.moc"
