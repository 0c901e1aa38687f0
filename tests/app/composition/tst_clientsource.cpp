// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/keyturn.h"
#include "composition/profiles/clientsource.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace keyturn::composition {

/// Client ids that the person says in the window.
class TstClientSource : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatIsRememberedIsUsedAtOnce();
    void anEmptyIdTakesItBack();
    void thePolicyGoesBeforeThePersonAndLocks();
    void whatCouldNotBeReadAgainIsNotWritten_data();
    void whatCouldNotBeReadAgainIsNotWritten();

private:
    const QString m_google = QStringLiteral("google");
    std::unique_ptr<tests::TemporaryHome> m_home;
    std::unique_ptr<storage::SettingsStore> m_settings;
    core::Paths m_paths;
};

void TstClientSource::init()
{
    m_home = std::make_unique<tests::TemporaryHome>();
    m_paths = m_home->paths();
    m_paths.systemConfig = QStringList{m_home->path() + QStringLiteral("/system")};
    m_settings = std::make_unique<storage::SettingsStore>(m_paths.config);
}

void TstClientSource::whatIsRememberedIsUsedAtOnce()
{
    const auto core = Keyturn::build({m_paths, {}, {}, {}});
    QVERIFY(core.ok());
    const auto client = [&core, this] {
        const core::Result<model::BackendProfile> profile = (*core)->profiles().find(model::ProfileId(m_google));
        return profile->provider(model::ProviderId(m_google))->clientId;
    };
    const auto before = client();
    QVERIFY(rememberClient(m_paths, *m_settings, m_google, {QStringLiteral(" one "), QStringLiteral("two\n")}).ok());
    const KnownClient known{{QStringLiteral("one"), QStringLiteral("two")}, ClientOrigin::Own, {}};
    QCOMPARE(knownClient(m_paths, *m_settings, m_google), known);
    QVERIFY(client() == before);
    (*core)->reloadProfiles();
    QCOMPARE(client(), QStringLiteral("one"));
}

void TstClientSource::anEmptyIdTakesItBack()
{
    const KnownClient before = knownClient(m_paths, *m_settings, m_google);
    QVERIFY(rememberClient(m_paths, *m_settings, m_google, {QStringLiteral("one"), {}}).ok());
    QVERIFY(rememberClient(m_paths, *m_settings, m_google, {QStringLiteral("  "), QStringLiteral("two")}).ok());
    QCOMPARE(knownClient(m_paths, *m_settings, m_google), before);
    QVERIFY(m_settings->load()->clientIds.isEmpty());
}

void TstClientSource::thePolicyGoesBeforeThePersonAndLocks()
{
    QVERIFY(rememberClient(m_paths, *m_settings, m_google, {QStringLiteral("mine"), {}}).ok());
    QVERIFY(QDir().mkpath(m_paths.systemConfig.first()));
    QFile policy(m_paths.systemConfig.first() + QStringLiteral("/policy.json"));
    QVERIFY(policy.open(QIODevice::WriteOnly) && policy.write(R"({"clientIds":{"google":{"clientId":"theirs"}}})") > 0);
    policy.close();
    const KnownClient known = knownClient(m_paths, *m_settings, m_google);
    QCOMPARE(known.registration.clientId, QStringLiteral("theirs"));
    QVERIFY(known.origin == ClientOrigin::Policy);
    QCOMPARE(known.path, policy.fileName());
    const auto refused = rememberClient(m_paths, *m_settings, m_google, {QStringLiteral("again"), {}});
    QCOMPARE(refused.error().code, QStringLiteral("client_locked"));
    QCOMPARE(m_settings->load()->clientIds.value(m_google).clientId, QStringLiteral("mine"));
    QVERIFY(knownClient(m_paths, *m_settings, QStringLiteral("other")).origin == ClientOrigin::Nobody);
}

void TstClientSource::whatCouldNotBeReadAgainIsNotWritten_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("id");
    QTest::newRow("a line end within") << "acme"
                                       << "a\nb";
    QTest::newRow("too long") << "acme" << QString(2000, u'x');
    QTest::newRow("a name that is none") << "No Name"
                                         << "x";
}

void TstClientSource::whatCouldNotBeReadAgainIsNotWritten()
{
    QFETCH(const QString, name);
    QFETCH(const QString, id);
    const auto refused = rememberClient(m_paths, *m_settings, name, {id, {}});
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, QStringLiteral("settings_invalid"));
    QVERIFY(!QFile::exists(m_paths.config + QStringLiteral("/settings.json")));
}

} // namespace keyturn::composition

using keyturn::composition::TstClientSource;
KEYTURN_TEST(TstClientSource)
#include "tst_clientsource.moc"
