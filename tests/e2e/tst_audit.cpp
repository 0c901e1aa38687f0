// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/nodeserver.h"
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QSet>
#include <QTest>

namespace keyturn::e2e {

namespace {

/// The numbers of the checks that came to @p outcome.
QSet<int> checksOf(const QJsonObject &report, const QString &outcome)
{
    QSet<int> numbers;
    for (const QJsonValue &result : report.value(QStringLiteral("results")).toArray()) {
        if (result[QLatin1String("outcome")].toString() == outcome)
            numbers.insert(result[QLatin1String("number")].toInt());
    }
    return numbers;
}

const QString failed = QStringLiteral("fail");
const QString passed = QStringLiteral("pass");

} // namespace

/// All checks together, by the command line, on a backend that nobody here wrote for it and on our own.
class TstAudit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ofAnExpressServerItFindsWhatThatLacks();
    void ofOurOwnItFindsThatRegisteringTells();
    void aBaselineMakesThatKnown();
    void withVerifiedEmailsItIsClean();

private:
    [[nodiscard]] static Finished audit(World &world, const QString &profile, const QStringList &more)
    {
        return world.cli(QStringList{QStringLiteral("audit"), QStringLiteral("--profile"), profile, QStringLiteral("--register")} + more);
    }
    static void startLimited(World &world, const QStringList &more)
    {
        const QStringList start{QStringLiteral("backend"), QStringLiteral("start"), QStringLiteral("--"), QStringLiteral("--rate-limit"),
                                QStringLiteral("90/900")};
        const Finished started = world.cli(start + more);
        QVERIFY2(started.status == 0, started.err.constData());
    }
};

void TstAudit::ofAnExpressServerItFindsWhatThatLacks()
{
    World world;
    const NodeServer server(QStringLiteral("express/server.js"), {{QStringLiteral("RATE_LIMIT"), QStringLiteral("90")}});
    QVERIFY(!server.url().isEmpty());
    const QByteArray profile =
        NodeServer::profile(QStringLiteral("express/profile-care.json"), {{QStringLiteral("/baseUrl"), server.url().toString()}});
    QCOMPARE(world.cli({QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")}, profile).status, 0);
    const Finished done = audit(world, QStringLiteral("care"), {QStringLiteral("--stress"), QStringLiteral("--json")});
    QVERIFY2(done.status == 1, done.err.constData());
    // No no-store, no jti, 409 at the registration, no limit of refreshes, no list of common passwords, bcrypt's 72 bytes, no WWW-Authenticate.
    const QSet<int> lacks{6, 21, 28, 30, 33, 34, 45};
    QVERIFY2(checksOf(done.json(), failed) == lacks, done.out.constData());
    QVERIFY(checksOf(done.json(), passed).size() >= 20);
}

void TstAudit::ofOurOwnItFindsThatRegisteringTells()
{
    World world;
    startLimited(world, {});
    const Finished done = audit(world, QStringLiteral("demo"), {QStringLiteral("--json")});
    QVERIFY2(done.status == 1, done.err.constData());
    QVERIFY2(checksOf(done.json(), failed) == QSet<int>{28}, done.out.constData());
    QVERIFY(checksOf(done.json(), passed).size() >= 30);
}

void TstAudit::aBaselineMakesThatKnown()
{
    World world;
    startLimited(world, {});
    const QString before = world.home() + QStringLiteral("/before.json");
    const QStringList some{QStringLiteral("--only"), QStringLiteral("6,28")};
    QCOMPARE(
        audit(world, QStringLiteral("demo"), some + QStringList{QStringLiteral("--format"), QStringLiteral("json"), QStringLiteral("-o"), before})
            .status,
        1);
    QVERIFY(QFile::exists(before));
    const Finished again = audit(world, QStringLiteral("demo"), some + QStringList{QStringLiteral("--baseline"), before});
    QVERIFY2(again.status == 0, again.err.constData());
    QVERIFY(again.out.contains("(known)"));
}

void TstAudit::withVerifiedEmailsItIsClean()
{
    World world;
    startLimited(world, {QStringLiteral("--verified-email")});
    const Finished done = audit(world, QStringLiteral("demo"), {QStringLiteral("--json")});
    QVERIFY2(done.status == 0, (done.err + done.out).constData());
    QVERIFY(checksOf(done.json(), passed).contains(28));
}

} // namespace keyturn::e2e

using keyturn::e2e::TstAudit;
KEYTURN_TEST(TstAudit)
#include "tst_audit.moc"
