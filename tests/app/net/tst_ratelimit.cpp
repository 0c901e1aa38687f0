// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/ratelimit.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::net {

namespace {

const QDateTime now = QDateTime::fromString(QStringLiteral("2026-11-24T13:00:00Z"), Qt::ISODate);

/// `Name: value` lines.
QList<Header> headersFrom(const QByteArray &lines)
{
    QList<Header> headers;
    for (const QByteArray &line : lines.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            headers.append({line.first(colon), line.sliced(colon + 1).trimmed()});
    }
    return headers;
}

} // namespace

class TstRateLimit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFieldsTellHowLongNothingIsLetThrough_data();
    void theFieldsTellHowLongNothingIsLetThrough();
    void aRefusalIsKnownInBothItsForms_data();
    void aRefusalIsKnownInBothItsForms();
    void retryAfterSpeaksBeforeTheFields();
};

void TstRateLimit::theFieldsTellHowLongNothingIsLetThrough_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("seconds"); // -1: nothing
    const auto row = [](const char *tag, const QByteArray &lines, int seconds) { QTest::newRow(tag) << lines << seconds; };
    const QByteArray epoch = QByteArray::number(now.toSecsSinceEpoch() + 90);
    row("none", "Content-Type: text/plain", -1);
    row("draft 6", "RateLimit-Limit: 10\nRateLimit-Remaining: 0\nRateLimit-Reset: 42", 42);
    row("draft 6, some left", "RateLimit-Remaining: 1\nRateLimit-Reset: 42", -1);
    row("draft 6, no reset", "RateLimit-Remaining: 0", -1);
    row("draft 7", "RateLimit: limit=10, remaining=0, reset=42", 42);
    row("draft 7, some left", "RateLimit: limit=10, remaining=9, reset=42", -1);
    row("draft 7, on two lines", "RateLimit: limit=10, remaining=0\nratelimit: reset=42", 42);
    row("draft 8", "RateLimit: \"10-in-15min\"; r=0; t=899", 899);
    row("draft 8, some left", "RateLimit: \"default\";r=50;t=30", -1);
    row("draft 8, two policies", "RateLimit: \"second\";r=0;t=1, \"hour\";r=0;t=600, \"day\";r=3;t=3000", 600);
    row("draft 8, a name that looks like more", "RateLimit: \"a,b;r=0;t=7\\\"\";r=2;t=9", -1);
    row("draft 8, no time", "RateLimit: \"default\";r=0", -1);
    row("draft 8, the parts of two policies are not one", "RateLimit: \"a\";r=0, \"b\";t=40", -1);
    row("older, seconds", "X-RateLimit-Remaining: 0\nX-RateLimit-Reset: 60", 60);
    row("older, epoch", "x-ratelimit-remaining: 0\nx-ratelimit-reset: " + epoch, 90);
    row("older, epoch in milliseconds", "X-RateLimit-Remaining: 0\nX-RateLimit-Reset: " + epoch + "123", 90);
    row("older, epoch gone by", "X-RateLimit-Remaining: 0\nX-RateLimit-Reset: 1700000000", 0);
    row("longer than an hour", "RateLimit-Remaining: 0\nRateLimit-Reset: 86400", 3600);
    row("more than 64 bits", "RateLimit-Remaining: 0\nRateLimit-Reset: 99999999999999999999999", 3600);
    row("negative", "RateLimit-Remaining: 0\nRateLimit-Reset: -1", -1);
    row("words", "RateLimit-Remaining: none\nRateLimit-Reset: soon", -1);
    row("quotes that never end", "RateLimit: \"a;r=0;t=5", -1);
    row("much too long", "RateLimit: " + QByteArray(2000, 'x') + ";r=0;t=5", -1);
}

void TstRateLimit::theFieldsTellHowLongNothingIsLetThrough()
{
    QFETCH(const QByteArray, lines);
    QFETCH(const int, seconds);
    HttpResponse response;
    response.status = 200;
    response.headers = headersFrom(lines);
    const std::optional<std::chrono::seconds> pause = exhaustedFor(response, now);
    QCOMPARE(pause ? static_cast<int>(pause->count()) : -1, seconds);
}

void TstRateLimit::aRefusalIsKnownInBothItsForms_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<bool>("limited");
    QTest::newRow("429") << 429 << QByteArray() << true;
    QTest::newRow("GitHub's 403") << 403 << QByteArray("x-ratelimit-remaining: 0\nx-ratelimit-reset: 1764000000") << true;
    QTest::newRow("a 403 that forbids") << 403 << QByteArray("x-ratelimit-remaining: 12\nx-ratelimit-reset: 1764000000") << false;
    QTest::newRow("GitHub's secondary limit") << 403 << QByteArray("retry-after: 60") << true;
    QTest::newRow("a 403 with a date to come back at") << 403 << QByteArray("Retry-After: Tue, 24 Nov 2026 13:05:00 GMT") << true;
    QTest::newRow("a 403 whose Retry-After is nonsense") << 403 << QByteArray("Retry-After: soon") << false;
    QTest::newRow("a bare 403") << 403 << QByteArray() << false;
    QTest::newRow("the last one let through") << 200 << QByteArray("RateLimit: limit=10, remaining=0, reset=42") << false;
}

void TstRateLimit::aRefusalIsKnownInBothItsForms()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, lines);
    HttpResponse response;
    response.status = status;
    response.headers = headersFrom(lines);
    QTEST(response.isRateLimited(), "limited");
}

void TstRateLimit::retryAfterSpeaksBeforeTheFields()
{
    HttpResponse response;
    response.status = 429;
    response.headers = headersFrom("RateLimit-Remaining: 0\nRateLimit-Reset: 42");
    QCOMPARE(response.retryAfter(now), std::optional(std::chrono::seconds(42)));
    response.headers.append(Header{"Retry-After", "7"});
    QCOMPARE(response.retryAfter(now), std::optional(std::chrono::seconds(7)));
}

KEYTURN_TEST(TstRateLimit)

} // namespace keyturn::net

#include "tst_ratelimit.moc"
