// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/doctor.h"

#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/fakesecretstore.h"
#include "support/registry.h"
#include "support/temporaryhome.h"
#include "waiting.h"

#include <QDir>
#include <QFile>
#include <QNetworkProxy>

namespace keyturn::composition::doctor {

/// The whole report.
class TstDoctor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void everyCheckIsInTheReportOnce();
    void idsAreStable();
    void theGravestFindingCounts();
    void oneLoopbackIsEnough_data();
    void oneLoopbackIsEnough();
    void nothingIsLeftOrMended();
    void theReportNamesNobody();
    void aFrozenKeychainDoesNotBlockTheLoop();
    void whoeverGoesFirstIsAnsweredWithCancelled();
    void whatWasSeenBeforeItWasMendedCounts();
    void settingsThatCannotBeUsedAreAProblemOfTheFiles();

private:
    [[nodiscard]] Surroundings surroundings()
    {
        return {m_clock,
                m_random,
                m_http,
                m_secrets,
                *m_profiles,
                *m_records,
                m_home->paths(),
                QStringLiteral("/bin/true"),
                [](const QUrl &) { return QList<QNetworkProxy>(); },
                [](const QUrl &) { return QList<QNetworkProxy>(); },
                [] { return false; },
                Privacy({m_home->path()}, {QStringLiteral("ada")})};
    }
    [[nodiscard]] std::unique_ptr<Doctor> doctor() { return std::make_unique<Doctor>(surroundings()); }
    [[nodiscard]] static const Finding &find(const Report &report, Check check) { return report.findings.at(static_cast<int>(check)); }

    tests::FakeClock m_clock;
    core::SystemRandom m_random;
    tests::FakeHttpClient m_http;
    tests::FakeSecretStore m_secrets;
    std::unique_ptr<tests::TemporaryHome> m_home;
    std::unique_ptr<storage::ProfileStore> m_profiles;
    std::unique_ptr<storage::AccountStore> m_records;
};

void TstDoctor::init()
{
    m_home = std::make_unique<tests::TemporaryHome>();
    m_profiles = std::make_unique<storage::ProfileStore>(m_home->paths());
    m_records = std::make_unique<storage::AccountStore>(m_home->paths().data);
    m_http.fail("GET /keyturn-doctor", core::ErrorKind::Offline, QStringLiteral("timeout"));
    m_secrets.broken.clear();
}

void TstDoctor::everyCheckIsInTheReportOnce()
{
    const auto whole = doctor();
    const Report report = valueOf(whole->examine());
    QCOMPARE(report.findings.size(), checkCount);
    for (int i = 0; i < checkCount; ++i) {
        QCOMPARE(report.findings.at(i).check, static_cast<Check>(i));
        QVERIFY(!report.findings.at(i).facts.isEmpty());
    }
}

void TstDoctor::idsAreStable()
{
    QStringList ids;
    for (int i = 0; i < checkCount; ++i)
        ids += idOf(static_cast<Check>(i));
    QCOMPARE(ids.join(u' '),
             QStringLiteral("keychain loopback-ipv4 loopback-ipv6 browser clock proxy folder-config folder-data folder-state "
                            "folder-cache files accounts profiles versions"));
}

void TstDoctor::theGravestFindingCounts()
{
    Report report{{{Check::Clock, {{Code::ClockUnreachable, Outcome::Skipped}}}}};
    QCOMPARE(report.outcome(), Outcome::Skipped);
    report.findings.append({Check::Proxy, {{Code::ProxyNone, Outcome::Ok}, {Code::LoopbackBypasses, Outcome::Ok}}});
    QCOMPARE(report.outcome(), Outcome::Ok);
    report.findings.append({Check::Files, {{Code::FileReadable, Outcome::Warning}, {Code::FilesMore, Outcome::Ok}}});
    QCOMPARE(report.outcome(), Outcome::Warning);
    report.findings.append({Check::Files, {{Code::FileLink, Outcome::Problem}, {Code::FilesMore, Outcome::Warning}}});
    QCOMPARE(report.outcome(), Outcome::Problem);
}

void TstDoctor::oneLoopbackIsEnough_data()
{
    QTest::addColumn<bool>("hasIPv4");
    QTest::addColumn<int>("outcome"); // of the one that is missing
    QTest::newRow("no IPv6") << true << static_cast<int>(Outcome::Skipped);
    QTest::newRow("neither") << false << static_cast<int>(Outcome::Problem);
}

void TstDoctor::oneLoopbackIsEnough()
{
    QFETCH(const bool, hasIPv4);
    QFETCH(const int, outcome);
    Surroundings around = surroundings();
    around.loopbackIPv6 = QHostAddress(QStringLiteral("2001:db8::1")); // RFC 3849: nobody's
    if (!hasIPv4)
        around.loopbackIPv4 = QHostAddress(QStringLiteral("192.0.2.1")); // RFC 5737: nobody's
    Doctor doctor(around);
    const Report report = valueOf(doctor.examine());
    QCOMPARE(find(report, Check::LoopbackIPv6).facts.first().code, Code::LoopbackAbsent);
    QCOMPARE(find(report, Check::LoopbackIPv6).outcome(), static_cast<Outcome>(outcome));
    QCOMPARE(find(report, Check::LoopbackIPv4).outcome(), Outcome::Problem); // absent, or silent: the network is a fake
}

void TstDoctor::nothingIsLeftOrMended()
{
    QVERIFY(core::ensurePrivateDirectory(m_home->paths().data).ok());
    QVERIFY(QFile::setPermissions(m_home->paths().data, QFile::Permissions(0x7755)));
    const auto whole = doctor();
    const Report report = valueOf(whole->examine());
    QCOMPARE(find(report, Check::DataFolder).outcome(), Outcome::Warning);
    QVERIFY(QFile::permissions(m_home->paths().data).testFlag(QFile::ReadOther));
    QVERIFY(m_secrets.entries.isEmpty());
    QCOMPARE(QDir(m_home->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList{QStringLiteral("data")});
}

void TstDoctor::theReportNamesNobody()
{
    m_secrets.broken = QStringLiteral("keychain_failed");
    m_home->writeProfile(QStringLiteral("ada"), "{");
    m_profiles->reload({});
    const auto whole = doctor();
    const Report report = valueOf(whole->examine());
    QCOMPARE(find(report, Check::ConfigFolder).facts.first().values.value(0), QStringLiteral("~/config"));
    QCOMPARE(find(report, Check::Profiles).facts.last().values.value(0), QStringLiteral("~/config/profiles.d/<user>.json"));
    for (const Finding &finding : report.findings) {
        for (const Fact &fact : finding.facts)
            QVERIFY2(!fact.values.join(u' ').contains(m_home->path()), qPrintable(fact.values.join(u' ')));
    }
}

void TstDoctor::aFrozenKeychainDoesNotBlockTheLoop()
{
    m_secrets.holdBack();
    const auto whole = doctor();
    const core::Async<Report> report = whole->examine();
    bool turned = false;
    QMetaObject::invokeMethod(
        this, [&turned] { turned = true; }, Qt::QueuedConnection);
    QTRY_VERIFY(turned);
    QVERIFY(!report.isFinished());
    m_secrets.releaseAll();
    QCOMPARE(find(valueOf(report), Check::Keychain).outcome(), Outcome::Ok);
}

void TstDoctor::whoeverGoesFirstIsAnsweredWithCancelled()
{
    m_secrets.holdBack();
    auto whole = doctor();
    const core::Async<Report> report = whole->examine();
    whole.reset();
    m_secrets.dropAll();
    QTRY_VERIFY(report.isFinished());
    QCOMPARE(report.result().error().kind, core::ErrorKind::Cancelled);
}

void TstDoctor::whatWasSeenBeforeItWasMendedCounts()
{
    Surroundings around = surroundings();
    around.before = DiskLook{{{Code::FolderReadable, Outcome::Warning, {QStringLiteral("config"), QStringLiteral("0755")}}},
                             {{Code::FolderSound}},
                             {{Code::FolderSound}},
                             {{Code::FolderSound}},
                             {{Code::FileReadable, Outcome::Warning, {QStringLiteral("settings.json"), QStringLiteral("0644")}}}};
    Doctor doctor(around);
    const Report report = valueOf(doctor.examine());
    QCOMPARE(find(report, Check::ConfigFolder).facts, around.before->config);
    QCOMPARE(find(report, Check::Files).facts, around.before->files);
}

void TstDoctor::settingsThatCannotBeUsedAreAProblemOfTheFiles()
{
    Surroundings around = surroundings();
    around.settingsError =
        core::Error{core::ErrorKind::Configuration, QStringLiteral("settings_invalid"), QStringLiteral("/browser: expected a text")};
    Doctor doctor(around);
    const Report report = valueOf(doctor.examine());
    QCOMPARE(find(report, Check::Files).outcome(), Outcome::Problem);
    QCOMPARE(find(report, Check::Files).facts.first().code, Code::SettingsUnusable);
    QCOMPARE(find(report, Check::Files).facts.first().values.value(1), QStringLiteral("/browser: expected a text"));
}

} // namespace keyturn::composition::doctor

using keyturn::composition::doctor::TstDoctor;
KEYTURN_TEST(TstDoctor)
#include "tst_doctor.moc"
