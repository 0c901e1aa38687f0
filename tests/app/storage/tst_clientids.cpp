// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/profilestore.h"
#include "storage/settingsstore.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace keyturn;
using namespace keyturn::storage;

/// How `{client:NAME}` in a profile gets its value.
class TstClientIds : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void withoutOneTheProfileSaysSo();
    void theSettingsFillItIn();
    void thePolicyGoesBeforeTheSettings();
    void aClientIdThatIsWrittenOutStays();
    void aProfileThatSendsTheCodeElsewhereGetsNone_data();
    void aProfileThatSendsTheCodeElsewhereGetsNone();
    void aBrokenPolicyIsSaidAndHidesNoProfile();
    void readsAndWritesThem();
    void refusesWhatIsNoClient_data();
    void refusesWhatIsNoClient();
    void theBuiltInProfilesAskForTheirs();

private:
    void plant(const QString &folder, const QString &name, const QByteArray &json) const
    {
        QFile file(folder + u'/' + name);
        if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly) || file.write(json) != json.size())
            qFatal("could not plant a file");
    }
    [[nodiscard]] model::IdentityProvider provider() const
    {
        const core::Result<model::BackendProfile> found = ProfileStore(m_paths).find(model::ProfileId(QStringLiteral("acme")));
        return found.ok() ? found->providers.first() : model::IdentityProvider();
    }
    std::unique_ptr<tests::TemporaryHome> m_home;
    core::Paths m_paths;
};

void TstClientIds::init()
{
    m_home = std::make_unique<tests::TemporaryHome>();
    m_paths = m_home->paths();
    m_paths.systemConfig = {m_home->path() + QStringLiteral("/etc"), m_home->path() + QStringLiteral("/usr")};
    m_home->writeProfile(
        QStringLiteral("acme"),
        R"({"id":"acme","name":"A","providers":[{"id":"a","name":"A","kind":"openIdConnect","issuer":"https://a.example","clientId":"{client:acme}"}]})");
}

void TstClientIds::withoutOneTheProfileSaysSo()
{
    QCOMPARE(provider().missingClient(), QStringLiteral("acme"));
}

void TstClientIds::theSettingsFillItIn()
{
    Settings settings;
    settings.clientIds.insert(QStringLiteral("acme"), {QStringLiteral("mine"), {}});
    QVERIFY(SettingsStore(m_paths.config).save(settings).ok());
    QCOMPARE(provider().clientId, QStringLiteral("mine"));
    QVERIFY(provider().missingClient().isEmpty());
}

void TstClientIds::thePolicyGoesBeforeTheSettings()
{
    theSettingsFillItIn();
    plant(m_paths.systemConfig.at(1), QStringLiteral("policy.json"), R"({"clientIds":{"acme":{"clientId":"usr"}}})");
    QCOMPARE(provider().clientId, QStringLiteral("usr"));
    plant(m_paths.systemConfig.at(0), QStringLiteral("policy.json"), R"({"later":1,"clientIds":{"acme":{"clientId":"etc"}}})");
    QCOMPARE(provider().clientId, QStringLiteral("etc"));
}

void TstClientIds::aClientIdThatIsWrittenOutStays()
{
    theSettingsFillItIn();
    m_home->writeProfile(
        QStringLiteral("acme"),
        R"({"id":"acme","name":"A","providers":[{"id":"a","name":"A","kind":"openIdConnect","issuer":"https://a.example","clientId":"acme"}]})");
    QCOMPARE(provider().clientId, QStringLiteral("acme"));
}

void TstClientIds::aProfileThatSendsTheCodeElsewhereGetsNone_data()
{
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QString>("missing");
    const QString acme = QStringLiteral("acme");
    QTest::newRow("all of one host") << QByteArray(R"("kind":"oauth2","issuer":"https://a.example",
        "endpoints":{"authorization":"https://a.example/a","token":"https://a.example/t","userinfo":"https://api.a.example/u"},
        "identity":{"subject":"/id"})")
                                     << QString();
    QTest::newRow("another token endpoint") << QByteArray(R"("kind":"oauth2","issuer":"https://a.example",
        "endpoints":{"authorization":"https://a.example/a","token":"https://evil.example/t","userinfo":"https://a.example/u"},
        "identity":{"subject":"/id"})") << acme;
    QTest::newRow("its API takes tokens back") << QByteArray(R"("kind":"oauth2","issuer":"https://a.example",
        "endpoints":{"authorization":"https://a.example/a","token":"https://a.example/t","userinfo":"https://a.example/u",
                     "revocation":"https://api.a.example/applications/{clientId}/token"},
        "identity":{"subject":"/id"})") << QString();
    QTest::newRow("another takes tokens back") << QByteArray(R"("kind":"oauth2","issuer":"https://a.example",
        "endpoints":{"authorization":"https://a.example/a","token":"https://a.example/t","userinfo":"https://a.example/u",
                     "revocation":"https://api.evil.example/applications/{clientId}/token"},
        "identity":{"subject":"/id"})") << acme;
    QTest::newRow("one that looks alike takes tokens back") << QByteArray(R"("kind":"oauth2","issuer":"https://a.example",
        "endpoints":{"authorization":"https://a.example/a","token":"https://a.example/t","userinfo":"https://a.example/u",
                     "revocation":"https://api.a.example.evil.example/applications/{clientId}/token"},
        "identity":{"subject":"/id"})") << acme;
    QTest::newRow("another device endpoint") << QByteArray(R"("kind":"oauth2","issuer":"https://a.example",
        "endpoints":{"authorization":"https://a.example/a","token":"https://a.example/t","userinfo":"https://a.example/u",
                     "deviceAuthorization":"https://evil.example/d"},
        "identity":{"subject":"/id"})") << acme;
}

void TstClientIds::aProfileThatSendsTheCodeElsewhereGetsNone()
{
    QFETCH(const QByteArray, provider);
    theSettingsFillItIn();
    m_home->writeProfile(QStringLiteral("acme"),
                         R"({"id":"acme","name":"A","providers":[{"id":"a","name":"A","clientId":"{client:acme}",)" + provider + "}]}");
    const core::Result<model::BackendProfile> found = ProfileStore(m_paths).find(model::ProfileId(QStringLiteral("acme")));
    QVERIFY2(found.ok(), qPrintable(found.ok() ? QString() : found.error().detail));
    QTEST(found->providers.first().missingClient(), "missing");
}

void TstClientIds::aBrokenPolicyIsSaidAndHidesNoProfile()
{
    plant(m_paths.systemConfig.at(0), QStringLiteral("policy.json"), "{");
    const ProfileStore store(m_paths);
    QCOMPARE(store.broken().size(), 1);
    QVERIFY(store.broken().first().error.detail.startsWith(m_paths.systemConfig.at(0) + QStringLiteral("/policy.json")));
    QVERIFY(store.find(model::ProfileId(QStringLiteral("acme"))).ok());
}

void TstClientIds::readsAndWritesThem()
{
    const ClientRegistrations clients{{QStringLiteral("google"), {QStringLiteral("id"), QStringLiteral("no secret")}},
                                      {QStringLiteral("github"), {QStringLiteral("other"), {}}}};
    const core::Result<ClientRegistrations> read = readClients({{QStringLiteral("clientIds"), writeClients(clients)}});
    QVERIFY(read.ok());
    QCOMPARE(*read, clients);
    QVERIFY(readClients({})->isEmpty());
}

void TstClientIds::refusesWhatIsNoClient_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("place");
    QTest::newRow("a list") << QByteArray(R"([])") << "/clientIds:";
    QTest::newRow("a bare text") << QByteArray(R"({"google":"id"})") << "/clientIds/google:";
    QTest::newRow("no id") << QByteArray(R"({"google":{"clientSecret":"s"}})") << "/clientIds/google/clientId:";
    QTest::newRow("an empty id") << QByteArray(R"({"google":{"clientId":" "}})") << "/clientIds/google/clientId:";
    QTest::newRow("a number") << QByteArray(R"({"google":{"clientId":7}})") << "/clientIds/google/clientId:";
    QTest::newRow("a misspelt member") << QByteArray(R"({"google":{"clientId":"i","secret":"s"}})") << "/clientIds/google/secret:";
    QTest::newRow("a line break") << QByteArray(R"({"google":{"clientId":"i\nj"}})") << "/clientIds/google/clientId:";
    QTest::newRow("a name that no placeholder can have") << QByteArray(R"({"Big Corp":{"clientId":"i"}})") << "/clientIds/Big Corp:";
    QTest::newRow("a megabyte") << QByteArray(R"({"google":{"clientId":")") + QByteArray(1 << 20, 'x') + R"("}})"
                                << "/clientIds/google/clientId:";
}

void TstClientIds::refusesWhatIsNoClient()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, place);
    const core::Result<ClientRegistrations> read = readClients(QJsonDocument::fromJson("{\"clientIds\":" + json + '}').object());
    QVERIFY(!read.ok());
    QCOMPARE(read.error().code, QStringLiteral("settings_invalid"));
    QVERIFY2(read.error().detail.startsWith(place), qPrintable(read.error().detail));
}

void TstClientIds::theBuiltInProfilesAskForTheirs()
{
    // Whatever the build was given: the policy's is the one that counts.
    plant(m_paths.systemConfig.at(0), QStringLiteral("policy.json"),
          R"({"clientIds":{"google":{"clientId":"g","clientSecret":"public"},"github":{"clientId":"h"}}})");
    const ProfileStore store(m_paths);
    const model::IdentityProvider google = store.find(model::ProfileId(QStringLiteral("google")))->providers.first();
    const model::IdentityProvider github = store.find(model::ProfileId(QStringLiteral("github")))->providers.first();
    QCOMPARE(google.clientId, QStringLiteral("g"));
    QCOMPARE(google.clientSecret.reveal().toByteArray(), QByteArray("public"));
    QCOMPARE(github.clientId, QStringLiteral("h"));
    QVERIFY(github.clientSecret.isEmpty());
}

KEYTURN_TEST(TstClientIds)
#include "tst_clientids.moc"
