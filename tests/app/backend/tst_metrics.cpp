// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/metrics.h"
#include "backendprocess.h"
#include "support/registry.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTest>

namespace keyturn::backend {

namespace {

using namespace std::chrono_literals;

/// Series by their text, as a reader of the exposition format 0.0.4 has them; empty where anything is not by the format.
QMap<QByteArray, double> seriesIn(const QByteArray &text)
{
    static const QRegularExpression comment(QStringLiteral("^# (HELP|TYPE) ([a-z_:][a-z0-9_:]*) (.+)$"));
    static const QRegularExpression sample(
        QStringLiteral("^([a-z_:][a-z0-9_:]*)(\\{([a-z_]+=\"[^\"\\\\\n]*\"(,[a-z_]+=\"[^\"\\\\\n]*\")*)?\\})? ([0-9.e+-]+|\\+Inf|NaN)$"));
    QMap<QByteArray, double> series;
    QMap<QString, QString> types;
    QList<QByteArray> lines = text.split('\n');
    if (!lines.takeLast().isEmpty()) // the last line ends as well
        return {};
    for (const QByteArray &line : lines) {
        const auto said = comment.match(QString::fromLatin1(line));
        if (said.hasMatch() && said.captured(1) == QLatin1String("TYPE")) {
            if (types.contains(said.captured(2)))
                return {};
            types.insert(said.captured(2), said.captured(3));
        }
        if (said.hasMatch())
            continue;
        const auto value = sample.match(QString::fromLatin1(line));
        const QString name = value.captured(1);
        const QString family = QString(name).remove(QRegularExpression(QStringLiteral("_(bucket|sum|count)$")));
        const QByteArray key = line.left(line.lastIndexOf(' '));
        if (!value.hasMatch() || series.contains(key) || !(types.contains(name) || types.value(family) == QLatin1String("histogram")))
            return {};
        series.insert(key, value.captured(5).toDouble());
    }
    return series;
}

QByteArray bucket(const char *path, const char *end)
{
    return QByteArray("keyturn_backend_request_duration_seconds_bucket{path=\"") + path + "\",le=\"" + end + "\"}";
}

} // namespace

/// What a Prometheus reads.
class TstMetrics : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void durationsStandInTheBucketsOfAHistogram()
    {
        Metrics metrics;
        metrics.countRequest("/a", 200, 500us); // just within the first
        metrics.countRequest("/a", 200, 501us);
        metrics.countRequest("/a", 404, 3s); // beyond the last
        metrics.countRequest("/b", 200, 20ms);
        const QMap<QByteArray, double> series = seriesIn(metrics.text({7, 3}));
        QVERIFY(!series.isEmpty());
        QCOMPARE(series.value(bucket("/a", "0.0005")), 1);
        QCOMPARE(series.value(bucket("/a", "0.001")), 2);
        QCOMPARE(series.value(bucket("/a", "2.5")), 2);
        QCOMPARE(series.value(bucket("/a", "+Inf")), 3);
        QCOMPARE(series.value("keyturn_backend_request_duration_seconds_count{path=\"/a\"}"), 3);
        QCOMPARE(series.value("keyturn_backend_request_duration_seconds_sum{path=\"/a\"}"), 3.001001);
        QCOMPARE(series.value(bucket("/b", "0.01")), 0);
        QCOMPARE(series.value(bucket("/b", "0.025")), 1);
        QCOMPARE(series.value("keyturn_backend_requests_total{path=\"/a\",status=\"404\"}"), 1);
        QCOMPARE(series.value("keyturn_backend_connections_open"), 7);
        QCOMPARE(series.value("keyturn_backend_hashing_waiting"), 3);
    }

    void theServiceTellsOfItsProcess()
    {
        BackendProcess backend;
        QVERIFY2(backend.start(), backend.log().constData());
        QCOMPARE(backend.http().get("/healthz").status, 200);
        const Answer answer = backend.http().get("/metrics");
        QCOMPARE(answer.header("content-type"), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
        const QMap<QByteArray, double> series = seriesIn(answer.body);
        QVERIFY2(!series.isEmpty(), answer.body);
        const double now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
        QVERIFY(std::abs(series.value("process_start_time_seconds") - now) < 120);
        QVERIFY(series.value("process_resident_memory_bytes") > 1e6);
        QVERIFY(series.value("process_open_fds") > 3);
        QVERIFY(series.value("process_max_fds") >= series.value("process_open_fds"));
        QVERIFY(series.contains("process_cpu_seconds_total"));
        QCOMPARE(series.value(bucket("/healthz", "+Inf")), 1);
    }

    void pathsThatAreNoRouteShareOneSeries()
    {
        BackendProcess backend;
        QVERIFY2(backend.start(), backend.log().constData());
        const qsizetype before = seriesIn(backend.http().get("/metrics").body).size();
        for (int i = 0; i < 20; ++i)
            QCOMPARE(backend.http().get("/nowhere/" + QByteArray::number(i)).status, 404);
        const qsizetype after = seriesIn(backend.http().get("/metrics").body).size();
        QVERIFY2(after - before < 40, QByteArray::number(after - before)); // "none" and /metrics itself
    }
};

} // namespace keyturn::backend

using keyturn::backend::TstMetrics;
KEYTURN_TEST(TstMetrics)
#include "tst_metrics.moc"
