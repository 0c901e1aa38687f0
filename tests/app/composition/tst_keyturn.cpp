// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/keyturn.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace keyturn::composition {

/// The object graph as a whole: what it reads, what it leaves alone, what it says when it cannot be built.
class TstKeyturn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void buildingTouchesNothing();
    void anUnknownSecretStoreIsSaid();
    void brokenSettingsAreSaidAndKept();
    void aProxyThatIsNoneStopsTheStart();
    void anAuthorityThatIsGoneIsToldAndNotTrusted();
    void whoExaminesGoesOnWithBrokenSettings();
    void theSettingChoosesTheStore();
    void aBrokenProfileHidesNoOther();
    void picturesGoWithTheirAccountAndWhereNobodyWantsThem();
};

void TstKeyturn::buildingTouchesNothing()
{
    const tests::TemporaryHome home;
    {
        const auto core = Keyturn::build({home.paths(), {}, {}, {}});
        QVERIFY(core.ok());
        QVERIFY((*core)->profiles().find(model::ProfileId(QStringLiteral("demo"))).ok());
        QVERIFY((*core)->accounts().accounts().isEmpty());
    }
    QCOMPARE(QDir(home.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList());
}

void TstKeyturn::anUnknownSecretStoreIsSaid()
{
    const tests::TemporaryHome home;
    const auto core = Keyturn::build({home.paths(), QStringLiteral("pocket"), {}, {}});
    QVERIFY(!core.ok());
    QCOMPARE(core.error().code, QStringLiteral("secret_store_unknown"));
}

void TstKeyturn::brokenSettingsAreSaidAndKept()
{
    const tests::TemporaryHome home;
    QVERIFY(core::ensurePrivateDirectory(home.paths().config).ok());
    QFile file(home.paths().config + QStringLiteral("/settings.json"));
    const QByteArray broken = "{\"version\":1,";
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(broken) == broken.size());
    file.close();
    const auto core = Keyturn::build({home.paths(), {}, {}, {}});
    QVERIFY(!core.ok());
    QCOMPARE(core.error().code, QStringLiteral("settings_invalid"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), broken);
}

/// Who wants a proxy does not want to go without one.
void TstKeyturn::aProxyThatIsNoneStopsTheStart()
{
    const tests::TemporaryHome home;
    storage::Settings settings;
    settings.proxy = QStringLiteral("proxy.example");
    QVERIFY(storage::SettingsStore(home.paths().config).save(settings).ok());
    const auto core = Keyturn::build({home.paths(), {}, {}, {}});
    QVERIFY(!core.ok());
    QCOMPARE(core.error().code, QStringLiteral("proxy_invalid"));
}

void TstKeyturn::anAuthorityThatIsGoneIsToldAndNotTrusted()
{
    const tests::TemporaryHome home;
    storage::Settings settings;
    settings.caFile = home.path() + QStringLiteral("/gone.pem");
    QVERIFY(storage::SettingsStore(home.paths().config).save(settings).ok());
    const auto core = Keyturn::build({home.paths(), {}, {}, {}});
    QVERIFY(core.ok());
    QVERIFY((*core)->settingsTrouble());
    QCOMPARE((*core)->settingsTrouble()->code, QStringLiteral("ca_file_missing"));
    QVERIFY((*core)->apply({}).ok());
    QVERIFY(!(*core)->settingsTrouble());
}

void TstKeyturn::whoExaminesGoesOnWithBrokenSettings()
{
    const tests::TemporaryHome home;
    QVERIFY(core::ensurePrivateDirectory(home.paths().config).ok());
    QFile file(home.paths().config + QStringLiteral("/settings.json"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{") == 1);
    file.close();
    Options options{home.paths(), {}, {}, {}};
    beginExamination(options);
    const auto core = Keyturn::build(options);
    QVERIFY(core.ok());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("{"));
}

void TstKeyturn::theSettingChoosesTheStore()
{
    const tests::TemporaryHome home;
    storage::SettingsStore store(home.paths().config);
    auto settings = store.load();
    QVERIFY(settings.ok());
    storage::Settings changed = *settings;
    changed.secretStore = QStringLiteral("session");
    QVERIFY(store.save(changed).ok());
    const auto core = Keyturn::build({home.paths(), {}, {}, {}});
    QVERIFY(core.ok());
    QCOMPARE((*core)->settings().load()->secretStore, QStringLiteral("session"));
    // Nothing of it outlives the process: what one graph keeps, the next does not find.
    const storage::SecretKey key{model::AccountId(QStringLiteral("ada")), 1};
    const auto written = (*core)->secrets().write(key, core::Secret(QByteArrayLiteral("s")));
    QTRY_VERIFY(written.isFinished());
    QVERIFY(written.result().ok());
    const auto again = Keyturn::build({home.paths(), {}, {}, {}});
    QVERIFY(again.ok());
    const auto read = (*again)->secrets().read(key);
    QTRY_VERIFY(read.isFinished());
    QCOMPARE(read.result().error().code, QStringLiteral("secret_missing"));
}

void TstKeyturn::aBrokenProfileHidesNoOther()
{
    const tests::TemporaryHome home;
    home.writeProfile(QStringLiteral("broken"), "{");
    const auto core = Keyturn::build({home.paths(), {}, {}, {}});
    QVERIFY(core.ok());
    QVERIFY((*core)->profiles().find(model::ProfileId(QStringLiteral("demo"))).ok());
}

void TstKeyturn::picturesGoWithTheirAccountAndWhereNobodyWantsThem()
{
    const tests::TemporaryHome home;
    model::Account ada;
    ada.id = model::AccountId(QStringLiteral("a"));
    ada.profile = model::ProfileId(QStringLiteral("demo"));
    ada.identity.picture = QUrl(QStringLiteral("https://pics.example/ada"));
    model::Account grace = ada;
    grace.id = model::AccountId(QStringLiteral("b"));
    const QString folder = home.paths().cache + QStringLiteral("/pictures");
    const accounts::PictureCache cache(folder);
    for (const model::Account &account : {ada, grace})
        cache.keep(account, {core::SystemClock().now(), false, {}, "picture"});
    {
        const auto core = Keyturn::build({home.paths(), QStringLiteral("session"), {}, {}});
        QVERIFY(core.ok());
        QVERIFY((*core)->records().put(ada).ok() && (*core)->records().put(grace).ok());
        QVERIFY((*core)->accounts().reload().ok());
        QVERIFY((*core)->records().remove(ada.id).ok()); // as signing out does at its end
        QVERIFY(!cache.find(ada));
        QVERIFY(cache.find(grace));
        storage::Settings settings;
        settings.pictures = false;
        QVERIFY((*core)->settings().save(settings).ok());
    }
    const auto core = Keyturn::build({home.paths(), QStringLiteral("session"), {}, {}});
    QVERIFY(core.ok());
    QVERIFY(!QDir(folder).exists());
}

} // namespace keyturn::composition

using keyturn::composition::TstKeyturn;
KEYTURN_TEST(TstKeyturn)
#include "tst_keyturn.moc"
