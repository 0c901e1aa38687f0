// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeprofiles.h"
#include "support/registry.h"
#include "support/temporaryhome.h"
#include "ui/application/coreprofiles.h"
#include "ui/application/coresignin.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using application::CoreHost;
using application::CoreProfiles;
using application::CoreSignIn;
using composition::ClientOrigin;
using composition::Consent;
using keyturn::tests::TemporaryHome;

/// The port over the real object graph, in a home of its own.
class TstCoreProfiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatIsKeptCanBeSignedInToAtOnce();
    void aClientIdCountsAtOnce();
    void aTextIsAsItWasWritten();
    void brokenFilesAreListed();
    void tryingAProfileTellsStepsAndEnds();
    void anExchangedGraphEndsATrial();
    void anAddressThatIsNoneIsRefused();

private:
    [[nodiscard]] std::optional<model::BackendProfile> inSignIn(const QString &id) const
    {
        for (const model::BackendProfile &one : CoreSignIn(*m_host).profiles()) {
            if (one.id.toString() == id)
                return one;
        }
        return std::nullopt;
    }

    std::unique_ptr<TemporaryHome> m_home;
    std::unique_ptr<CoreHost> m_host;
    std::unique_ptr<CoreProfiles> m_profiles;
};

void TstCoreProfiles::init()
{
    m_profiles.reset();
    m_host.reset();
    m_home = std::make_unique<TemporaryHome>();
    composition::Options options;
    options.paths = m_home->paths();
    options.secretStore = QStringLiteral("session");
    m_host = std::make_unique<CoreHost>(std::move(options));
    QVERIFY(m_host->build().ok());
    m_profiles = std::make_unique<CoreProfiles>(*m_host);
}

void TstCoreProfiles::whatIsKeptCanBeSignedInToAtOnce()
{
    QVERIFY(!inSignIn(QStringLiteral("acme")));
    QVERIFY(m_profiles->keep(acmeText(), Consent::NotAsked).ok());
    QVERIFY(inSignIn(QStringLiteral("acme")));
    QVERIFY(m_profiles->drop(model::ProfileId(QStringLiteral("acme")), Consent::NotAsked).ok());
    QVERIFY(!inSignIn(QStringLiteral("acme")));
}

void TstCoreProfiles::aClientIdCountsAtOnce()
{
    const model::ProfileId acme(QStringLiteral("acme"));
    QVERIFY(m_profiles->keep(acmeText(), Consent::NotAsked).ok());
    QCOMPARE(m_profiles->clients(acme).size(), 1);
    QVERIFY(m_profiles->clients(acme).first().isMissing());
    QVERIFY(m_profiles->rememberClient(QStringLiteral("acme"), {QStringLiteral("desktop"), {}}).ok());
    QCOMPARE(inSignIn(QStringLiteral("acme"))->providers.first().clientId, QStringLiteral("desktop"));
    const QList<profiles::ClientPlace> places = m_profiles->clients(acme); // it is still a place where one can be said
    QVERIFY(places.size() == 1 && !places.first().isMissing());
    QVERIFY(places.first().known.origin == ClientOrigin::Own);
}

void TstCoreProfiles::aTextIsAsItWasWritten()
{
    const core::Result<QString> google = m_profiles->text(model::ProfileId(QStringLiteral("google")));
    QVERIFY(google.ok() && google->contains(QStringLiteral("{client:google}")));
    const QString path = m_home->path() + QStringLiteral("/google.json");
    QVERIFY(m_profiles->writeFile(path, *google).ok());
    QCOMPARE(*m_profiles->readFile(path), *google);
    QVERIFY(m_profiles->read(*google).profile.has_value());
    QCOMPARE(m_profiles->text(model::ProfileId(QStringLiteral("nowhere"))).error().code, QStringLiteral("profile_unknown"));
}

void TstCoreProfiles::brokenFilesAreListed()
{
    const QString path = m_home->writeProfile(QStringLiteral("broken"), "{\"id\": 1}");
    m_host->core().reloadProfiles();
    QCOMPARE(m_profiles->broken().size(), 1);
    QCOMPARE(m_profiles->broken().first().path, path);
    QVERIFY(m_profiles->drop(model::ProfileId(QStringLiteral("broken")), Consent::NotAsked).ok());
    QVERIFY(m_profiles->broken().isEmpty() && !QFile::exists(path));
}

void TstCoreProfiles::tryingAProfileTellsStepsAndEnds()
{
    const composition::ProfileReading demo = m_profiles->read(*m_profiles->text(model::ProfileId(QStringLiteral("demo"))));
    QVERIFY(demo.profile.has_value());
    const auto trial = m_profiles->tryOut(*demo.profile); // its backend does not run, so nobody is asked
    QSignalSpy steps(trial.get(), &profiles::ProfileTrial::stepDone);
    QSignalSpy ends(trial.get(), &profiles::ProfileTrial::finished);
    trial->start();
    QTRY_COMPARE(ends.size(), 1);
    QCOMPARE(steps.size(), 1);
    QCOMPARE(steps.first().first().value<composition::CheckStep>().code, QStringLiteral("backend_not_started"));
}

void TstCoreProfiles::anExchangedGraphEndsATrial()
{
    const composition::ProfileReading demo = m_profiles->read(*m_profiles->text(model::ProfileId(QStringLiteral("demo"))));
    const auto trial = m_profiles->tryOut(*demo.profile);
    QSignalSpy ends(trial.get(), &profiles::ProfileTrial::finished);
    trial->start();
    QVERIFY(m_host->build().ok());
    QCOMPARE(ends.size(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(ends.size(), 1);
}

void TstCoreProfiles::anAddressThatIsNoneIsRefused()
{
    const auto answer = m_profiles->discover(QStringLiteral("ftp://id.example"), {});
    QTRY_VERIFY(answer.isFinished());
    QCOMPARE(answer.result().error().code, QStringLiteral("url_invalid"));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstCoreProfiles;
KEYTURN_TEST(TstCoreProfiles)
#include "tst_coreprofiles.moc"
