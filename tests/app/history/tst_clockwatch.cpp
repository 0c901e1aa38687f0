// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/clockwatch.h"
#include "history/recorder.h"
#include "historyrig.h"
#include "net/httpclient.h"
#include "support/registry.h"

namespace keyturn::history {

using tests::HistoryRig;

/// Every answer that is dated says whether our clock is right.
class TstClockWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aDateThatIsNotOursIsNoticed_data();
    void aDateThatIsNotOursIsNoticed();
};

void TstClockWatch::aDateThatIsNotOursIsNoticed_data()
{
    QTest::addColumn<QByteArray>("date"); // it is 03:04:05
    QTest::addColumn<QByteArray>("age");
    QTest::addColumn<QString>("told");
    QTest::newRow("fault 55: we are 4 minutes ahead") << QByteArray("Fri, 02 Jan 2026 03:00:05 GMT") << QByteArray() << "clockOff:ahead:240";
    QTest::newRow("fault 55: we are a day behind") << QByteArray("Sat, 03 Jan 2026 03:04:05 GMT") << QByteArray() << "clockOff:behind:86400";
    QTest::newRow("as good as right") << QByteArray("Fri, 02 Jan 2026 03:03:35 GMT") << QByteArray() << QString();
    QTest::newRow("a cache had it for four minutes") << QByteArray("Fri, 02 Jan 2026 03:00:05 GMT") << QByteArray("240") << QString();
    QTest::newRow("no date") << QByteArray() << QByteArray() << QString();
    QTest::newRow("no date that can be read") << QByteArray("yesterday") << QByteArray() << QString();
}

void TstClockWatch::aDateThatIsNotOursIsNoticed()
{
    QFETCH(const QByteArray, date);
    QFETCH(const QByteArray, age);
    QFETCH(const QString, told);
    HistoryRig rig;
    core::SystemRandom random;
    net::ExchangeLog log;
    Recorder recorder(rig.clock, random, *rig.store, log, Program::Window);
    const ClockWatch watch(log, recorder);
    net::HttpRequest request;
    request.url = QUrl(QStringLiteral("https://a.example/token"));
    net::HttpResponse response;
    response.status = 200;
    if (!date.isEmpty())
        response.headers.append({"Date", date});
    if (!age.isEmpty())
        response.headers.append({"Age", age});
    log.record(request, response, rig.clock.now(), std::chrono::milliseconds(1000));
    const QList<Event> events = rig.events();
    const QString found = events.isEmpty()
        ? QString()
        : QStringLiteral("%1:%2:%3").arg(wordOf(events.first().kind), events.first().cause).arg(events.first().span->count());
    QCOMPARE(found, told);
    if (!events.isEmpty())
        QCOMPARE(events.first().detail, QStringLiteral("a.example"));
}

} // namespace keyturn::history

using keyturn::history::TstClockWatch;
KEYTURN_TEST(TstClockWatch)
#include "tst_clockwatch.moc"
