// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/doctorcommand.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

namespace keyturn::cli {

using namespace composition::doctor;

/// The doctor's report as people and scripts get it.
class TstDoctorReport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theDocumentIsAsPromised();
    void theTableIsAlignedAndWrapped();
    void hostileValuesCannotSteerTheTerminal();
    void theExitStatusTellsTheKeychainFromTheRest_data();
    void theExitStatusTellsTheKeychainFromTheRest();
};

void TstDoctorReport::theDocumentIsAsPromised()
{
    const Report report{{{Check::Keychain, {{Code::KeychainLocked, Outcome::Problem}}}, {Check::Proxy, {{Code::ProxyNone}}}}};
    const QJsonObject json = reportJson(report);
    QCOMPARE(json.keys(), QStringList({QStringLiteral("checks"), QStringLiteral("outcome")}));
    QCOMPARE(json.value(QStringLiteral("outcome")).toString(), QStringLiteral("problem"));
    const QJsonArray checks = json.value(QStringLiteral("checks")).toArray();
    QCOMPARE(checks.size(), 2);
    const QJsonObject keychain = checks.at(0).toObject();
    QCOMPARE(keychain.value(QStringLiteral("id")).toString(), QStringLiteral("keychain"));
    QCOMPARE(keychain.value(QStringLiteral("title")).toString(), QStringLiteral("Keychain"));
    QCOMPARE(keychain.value(QStringLiteral("outcome")).toString(), QStringLiteral("problem"));
    QCOMPARE(keychain.value(QStringLiteral("found")).toString(), QStringLiteral("The keychain is locked."));
    QVERIFY(keychain.value(QStringLiteral("remedy")).toString().startsWith(QStringLiteral("Unlock it")));
    QVERIFY(!checks.at(1).toObject().contains(QStringLiteral("remedy")));
}

void TstDoctorReport::theTableIsAlignedAndWrapped()
{
    const Report report{{{Check::Keychain, {{Code::KeychainAbsent, Outcome::Problem}}}, {Check::Proxy, {{Code::ProxyNone}}}}};
    const QStringList lines = reportText(report, 80).split(QLatin1Char('\n'));
    const qsizetype column = lines.first().indexOf(QStringLiteral("FOUND"));
    QVERIFY(column > 0);
    QVERIFY(lines.size() > 5);
    for (const QString &line : lines) {
        QVERIFY2(line.size() <= 80, qPrintable(line));
        QVERIFY2(line.at(column) != QLatin1Char(' ') || line.mid(column, 2) == QLatin1String("  "), qPrintable(line));
    }
    QVERIFY(lines.filter(QStringLiteral("→ ")).size() == 1);
    QVERIFY(lines.last().startsWith(QStringLiteral("ok ")));
}

void TstDoctorReport::hostileValuesCannotSteerTheTerminal()
{
    const Report report{{{Check::Profiles, {{Code::ProfileBroken, Outcome::Problem, {QStringLiteral("\u001b[2J\nok  x"), {}}}}}}};
    const QString text = reportText(report);
    QVERIFY(!text.contains(QChar(0x1b)));
    QCOMPARE(text.count(QStringLiteral("\nok")), 0);
}

void TstDoctorReport::theExitStatusTellsTheKeychainFromTheRest_data()
{
    QTest::addColumn<int>("keychain");
    QTest::addColumn<int>("clock");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, Outcome keychain, Outcome clock, int status) {
        QTest::newRow(name) << static_cast<int>(keychain) << static_cast<int>(clock) << status;
    };
    row("all is well", Outcome::Ok, Outcome::Ok, 0);
    row("nothing could be looked at", Outcome::Skipped, Outcome::Skipped, 0);
    row("warnings", Outcome::Warning, Outcome::Warning, 0);
    row("a problem", Outcome::Ok, Outcome::Problem, 1);
    row("the keychain", Outcome::Problem, Outcome::Ok, 5);
    row("the keychain and more", Outcome::Problem, Outcome::Problem, 5);
}

void TstDoctorReport::theExitStatusTellsTheKeychainFromTheRest()
{
    QFETCH(const int, keychain);
    QFETCH(const int, clock);
    QFETCH(const int, status);
    const Report report{{{Check::Keychain, {{Code::KeychainFails, static_cast<Outcome>(keychain)}}},
                         {Check::Clock, {{Code::ClockAhead, static_cast<Outcome>(clock)}}}}};
    QCOMPARE(exitStatusOf(report), status);
}

} // namespace keyturn::cli

using keyturn::cli::TstDoctorReport;
KEYTURN_TEST(TstDoctorReport)
#include "tst_doctorreport.moc"
