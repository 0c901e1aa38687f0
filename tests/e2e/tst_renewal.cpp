// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/keyturn.h"
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QSet>
#include <QTest>
#include <QTimer>

namespace keyturn::e2e {

/// The core in this process, against the real backend and the real keychain: access tokens that live for two seconds are renewed under running
/// requests.
class TstRenewal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aStreamOfRequestsNeverSeesAnExpiredToken();
    void aThousandRequestsAtExpiryMakeOneRefresh();
    void severalProcessesShareOneRefresh();
    void aBackendThatDiesAndComesBackLosesNothing();
};

namespace {

std::unique_ptr<composition::Keyturn> coreOf(const World &world)
{
    composition::Options options;
    options.paths = {world.home() + QStringLiteral("/config"),
                     world.home() + QStringLiteral("/data"),
                     world.home() + QStringLiteral("/state"),
                     world.home() + QStringLiteral("/cache"),
                     {}};
    auto built = composition::Keyturn::build(std::move(options));
    if (!built.ok())
        qFatal("%s", qPrintable(built.error().detail));
    return std::move(built).value();
}

const QByteArray rotated = QByteArrayLiteral("keyturn_backend_refresh_total{outcome=\"rotated\"}");
const QByteArray reused = QByteArrayLiteral("keyturn_backend_refresh_total{outcome=\"reused\"}");

} // namespace

void TstRenewal::aStreamOfRequestsNeverSeesAnExpiredToken()
{
    World world;
    const QUrl backend = world.startBackend({QStringLiteral("--access-ttl"), QStringLiteral("2")});
    const model::AccountId id{world.signUp(QStringLiteral("stream@example.com"))};
    const auto core = coreOf(world);
    QVERIFY(core->accounts().reload().ok());
    QNetworkAccessManager *manager = core->sessions().networkManager(id);
    QVERIFY(manager);
    const double before = world.metric(rotated);
    int sent = 0;
    int good = 0;
    int bad = 0;
    QTimer stream;
    connect(&stream, &QTimer::timeout, this, [&] {
        ++sent;
        QNetworkReply *reply = manager->get(QNetworkRequest(backend.resolved(QUrl(QStringLiteral("/api/profile")))));
        connect(reply, &QNetworkReply::finished, this, [&, reply] {
            (reply->error() == QNetworkReply::NoError ? good : bad) += 1;
            if (reply->error() != QNetworkReply::NoError)
                qWarning() << sent << reply->error() << reply->errorString();
            reply->deleteLater();
        });
    });
    stream.start(20);
    QTest::qWait(9000);
    stream.stop();
    QTRY_COMPARE_WITH_TIMEOUT(good + bad, sent, 20'000);
    QCOMPARE(bad, 0);
    QVERIFY2(good > 50, qPrintable(QString::number(good))); // the machine may be slow; the point is that it went on over several expiries
    QVERIFY(world.metric(rotated) - before >= 3);
    QCOMPARE(world.metric(reused), 0.0);
}

void TstRenewal::aThousandRequestsAtExpiryMakeOneRefresh()
{
    World world;
    const QUrl backend = world.startBackend({QStringLiteral("--access-ttl"), QStringLiteral("12")});
    const model::AccountId id{world.signUp(QStringLiteral("thousand@example.com"))};
    const auto core = coreOf(world);
    QVERIFY(core->accounts().reload().ok());
    QNetworkAccessManager *manager = core->sessions().networkManager(id);
    const double before = world.metric(rotated);
    QTest::qWait(12'100); // until the token of the sign-in is over: the backend's clock cannot be injected
    QCOMPARE(world.metric(rotated), before);
    int good = 0;
    int bad = 0;
    for (int i = 0; i < 1000; ++i) {
        QNetworkReply *reply = manager->get(QNetworkRequest(backend.resolved(QUrl(QStringLiteral("/api/profile")))));
        connect(reply, &QNetworkReply::finished, this, [&, reply] {
            (reply->error() == QNetworkReply::NoError ? good : bad) += 1;
            reply->deleteLater();
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(good + bad, 1000, 60'000);
    QCOMPARE(bad, 0);
    QCOMPARE(world.metric(rotated), before + 1);
    QCOMPARE(world.metric(reused), 0.0);
}

void TstRenewal::severalProcessesShareOneRefresh()
{
    World world;
    world.startBackend({QStringLiteral("--access-ttl"), QStringLiteral("4"), QStringLiteral("--refresh-grace"), QStringLiteral("0")});
    const QString id = world.signUp(QStringLiteral("many@example.com"));
    const double before = world.metric(rotated);
    QTest::qWait(4100); // the token of the sign-in is over
    std::vector<std::unique_ptr<QProcess>> processes;
    for (int i = 0; i < 6; ++i)
        processes.push_back(world.startCli({QStringLiteral("token"), id}));
    QSet<QByteArray> tokens;
    for (const auto &process : processes) {
        QVERIFY(process->waitForFinished(30'000));
        QVERIFY2(process->exitCode() == 0, process->readAllStandardError().constData());
        tokens.insert(process->readAllStandardOutput().trimmed());
    }
    // Slow machines may let a token run out between the first and the last process; what must never be is a refresh more than there are tokens, or a
    // reuse.
    QCOMPARE(world.metric(rotated) - before, static_cast<double>(tokens.size()));
    QCOMPARE(world.metric(reused), 0.0);
}

void TstRenewal::aBackendThatDiesAndComesBackLosesNothing()
{
    World world;
    world.startBackend();
    const QString id = world.signUp(QStringLiteral("revenant@example.com"));
    world.killBackend();
    const Finished offline = world.cli({QStringLiteral("token"), id, QStringLiteral("--force-refresh")});
    QCOMPARE(offline.status, 4);
    QVERIFY(offline.out.isEmpty());
    QVERIFY(offline.err.contains("Keyturn demo")); // the backend's name, in a sentence
    const Finished sessions = world.cli({QStringLiteral("sessions"), id});
    QCOMPARE(sessions.status, 4);
    QVERIFY(!world.startBackend().isEmpty());
    const Finished back = world.cli({QStringLiteral("token"), id, QStringLiteral("--force-refresh")});
    QVERIFY2(back.status == 0, back.err.constData());
}

} // namespace keyturn::e2e

using keyturn::e2e::TstRenewal;
KEYTURN_TEST(TstRenewal)
#include "tst_renewal.moc"
