// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "many/crowd.h"
#include "support/registry.h"

#include <QFile>
#include <QSet>
#include <QTest>

#include <algorithm>

namespace keyturn::many {

/// One account in eight processes of eight threads each, on the real backend, which takes a refresh token once and no second time, and the real
/// keychain.
class TstMany : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachExpiryIsOneRefresh();
    void aKilledHolderOfTheLockDelaysNobody();
};

namespace {

constexpr int processes = 8;
constexpr int threads = 8;

int fromEnvironment(const char *name, int otherwise)
{
    bool isNumber = false;
    const int number = qEnvironmentVariableIntValue(name, &isNumber);
    return isNumber ? number : otherwise;
}

/// The account, and what uses it. An expiry is made by the processes' clocks, which go ahead by the life of a token: none waits for it.
struct Scene {
    explicit Scene(int wanted)
        : life(std::clamp(24 * 3600 / std::max(wanted + 1, 1), 5, 60)), // lab::SkewedClock goes ahead by a day and no further
          backend(
              world.startBackend({QStringLiteral("--access-ttl"), QString::number(life), QStringLiteral("--refresh-grace"), QStringLiteral("0")})),
          account(world.signUp(QStringLiteral("many@example.com"))),
          crowd(world, account, processes, threads)
    { }

    /// What all have to say; one line where they say the same.
    [[nodiscard]] QByteArrayList expire()
    {
        const QByteArray use = backend.resolved(QUrl(QStringLiteral("/api/profile"))).toEncoded();
        crowd.tell("expire " + QByteArray::number(++expiries * life) + ' ' + use);
        QByteArrayList said = crowd.answers();
        std::sort(said.begin(), said.end());
        said.erase(std::unique(said.begin(), said.end()), said.end());
        return said;
    }

    [[nodiscard]] int refreshes(const QByteArray &outcome)
    {
        return static_cast<int>(world.metric("keyturn_backend_refresh_total{outcome=\"" + outcome + "\"}"));
    }

    /// What all said that was not to be said, and what the backend wrote last.
    [[nodiscard]] QByteArray complaint(const QByteArrayList &said) const
    {
        QFile log(world.home() + QStringLiteral("/state/backend.log"));
        const QByteArray written = log.open(QIODevice::ReadOnly) ? log.readAll().right(1000) : log.errorString().toUtf8();
        return "expiry " + QByteArray::number(expiries) + ": " + said.join('\n') + "\nThe backend's log ends with: " + written;
    }

    e2e::World world;
    int life; ///< Of an access token, seconds.
    QUrl backend;
    QString account;
    Crowd crowd;
    int expiries = 0;
};

/// `median 3.1 ms, 99 % 9.7 ms, longest 12.0 ms`
QByteArray spread(std::vector<std::chrono::microseconds> times)
{
    std::sort(times.begin(), times.end());
    const auto text = [&times](std::size_t place) {
        return QByteArray::number(static_cast<double>(times.at(std::min(place, times.size() - 1)).count()) / 1000, 'f', 1) + " ms";
    };
    return "median " + text(times.size() / 2) + ", 99 % " + text(times.size() * 99 / 100) + ", longest " + text(times.size() - 1);
}

bool isServed(const QByteArrayList &said)
{
    return said.size() == 1 && said.first().startsWith("served ");
}

} // namespace

void TstMany::eachExpiryIsOneRefresh()
{
    const int wanted = fromEnvironment("KEYTURN_MANY_EXPIRIES", 100);
    Scene scene(wanted);
    QVERIFY(!scene.account.isEmpty());
    QCOMPARE(scene.refreshes("rotated"), 0);
    QSet<QByteArray> tokens;
    std::vector<std::chrono::microseconds> times;
    while (scene.expiries < wanted) {
        const auto begun = monotonic();
        const QByteArrayList said = scene.expire();
        QVERIFY2(isServed(said), scene.complaint(said).constData());
        tokens.insert(said.first());
        times.push_back(monotonic() - begun);
        if (scene.expiries % 500 == 0)
            qInfo("%d expiries, %d refreshes; until all have the new token: %s", scene.expiries, scene.refreshes("rotated"),
                  spread(times).constData());
    }
    qInfo("%d expiries in %d processes of %d threads, %d refreshes, %d reused, %d refused; until all have the new token: %s", wanted, processes,
          threads, scene.refreshes("rotated"), scene.refreshes("reused"), scene.refreshes("refused"), spread(times).constData());
    QCOMPARE(scene.refreshes("rotated"), wanted);
    QCOMPARE(tokens.size(), wanted);
    QCOMPARE(scene.refreshes("reused"), 0);
    QCOMPARE(scene.refreshes("refused"), 0);
}

void TstMany::aKilledHolderOfTheLockDelaysNobody()
{
    const int kills = fromEnvironment("KEYTURN_MANY_KILLS", 12);
    Scene scene(kills);
    QVERIFY(!scene.account.isEmpty());
    std::vector<std::chrono::microseconds> first;
    std::vector<std::chrono::microseconds> last;
    auto next = std::make_unique<User>(scene.world, scene.account, 1);
    for (int i = 0; i < kills; ++i) {
        const std::unique_ptr<User> holder = std::exchange(next, std::make_unique<User>(scene.world, scene.account, 1));
        holder->tell("hold");
        QCOMPARE(holder->answer(), "held");
        scene.crowd.tell("queue");
        QCOMPARE(scene.crowd.answers(), QByteArrayList(processes, "queued"));
        const auto killed = monotonic();
        holder->kill();
        if (i % 2 == 0)
            holder->collect(); // else its pid stays, as where nobody collects the dead
        QList<qint64> had;
        for (const QByteArray &said : scene.crowd.answers()) {
            QVERIFY2(said.startsWith("had "), said.constData());
            had.append(said.mid(4).toLongLong());
        }
        std::sort(had.begin(), had.end());
        first.push_back(std::chrono::microseconds(had.first()) - killed);
        last.push_back(std::chrono::microseconds(had.last()) - killed);
        const QByteArrayList said = scene.expire(); // and they go on
        QVERIFY2(isServed(said), scene.complaint(said).constData());
        holder->collect();
    }
    qInfo("%d killed holders; until one of %d that wait has the lock: %s; until each of them had it: %s", kills, processes, spread(first).constData(),
          spread(last).constData());
    QCOMPARE(scene.refreshes("rotated"), kills);
    QCOMPARE(scene.refreshes("reused"), 0);
    // No measure of speed: who waits for a time to run out waits longer than this, each time.
    std::sort(first.begin(), first.end());
    QVERIFY(first.at(first.size() / 2) < std::chrono::milliseconds(500));
}

} // namespace keyturn::many

using keyturn::many::TstMany;
KEYTURN_TEST(TstMany)
#include "tst_many.moc"
