// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/settingsstore.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace keyturn;
using namespace keyturn::storage;

class TstSettingsStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_home = std::make_unique<tests::TemporaryHome>(); }
    void hasDefaultsWhereThereIsNoFile();
    void keepsWhatIsSaved();
    void keepsEachChoice();
    void whatIsAsItWouldBeIsNotWritten();
    void theOneWindowOfBeforeIsReadAndLetGo();
    void aPlaceThatCannotBeReadIsNoReasonToStop();
    void changesOneThingAndLeavesABrokenFile();
    void keepsMembersThatItDoesNotKnow();
    void readsAFileWrittenByHand();
    void refusesABrokenFileAndLeavesIt_data();
    void refusesABrokenFileAndLeavesIt();

private:
    [[nodiscard]] QString path() const { return m_home->paths().config + QStringLiteral("/settings.json"); }
    void plant(const QByteArray &json) const
    {
        QFile file(path());
        if (!QDir().mkpath(m_home->paths().config) || !file.open(QIODevice::WriteOnly) || file.write(json) != json.size())
            qFatal("could not plant a file");
    }
    [[nodiscard]] QByteArray contents() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    std::unique_ptr<tests::TemporaryHome> m_home;
};

void TstSettingsStore::hasDefaultsWhereThereIsNoFile()
{
    const core::Result<Settings> settings = SettingsStore(m_home->paths().config).load();
    QVERIFY(settings.ok());
    QVERIFY(*settings == Settings());
    QCOMPARE(settings->secretStore, QStringLiteral("keychain"));
}

void TstSettingsStore::keepsWhatIsSaved()
{
    const SettingsStore store(m_home->paths().config);
    const Settings settings{QStringLiteral("file"),
                            QStringLiteral("firefox -P work"),
                            QByteArray("\x00\xff\x01", 3),
                            {{QStringLiteral("a1"), QStringLiteral("chromium '%s'")}},
                            {{QStringLiteral("google"), {QStringLiteral("id"), QStringLiteral("no secret")}}}};
    QVERIFY(store.save(settings).ok());
    QVERIFY(store.load().value() == settings);
}

void TstSettingsStore::keepsEachChoice()
{
    const SettingsStore store(m_home->paths().config);
    Settings settings;
    settings.language = QStringLiteral("de");
    settings.seenVersion = QStringLiteral("0.1.0");
    settings.windows = {{QByteArray("\x00\xff", 2), QStringLiteral("a1"), QStringLiteral("sessions")}, {{}, {}, {}}};
    settings.keepInTray = true;
    settings.notifyNewSessions = settings.notifySignInNeeded = settings.watchSessions = settings.pictures = false;
    settings.renewAhead = settings.keepHistory = settings.developerTools = false;
    settings.proxy = QStringLiteral("http://proxy.example:3128");
    settings.caFile = QStringLiteral("/etc/acme.pem");
    QVERIFY(store.save(settings).ok());
    QVERIFY(store.load().value() == settings);
    QVERIFY(store.save({}).ok()); // and back
    QVERIFY(store.load().value() == Settings());
}

void TstSettingsStore::whatIsAsItWouldBeIsNotWritten()
{
    QVERIFY(SettingsStore(m_home->paths().config).save({}).ok());
    QCOMPARE(QJsonDocument::fromJson(contents()).object().keys(), (QStringList{QStringLiteral("secretStore"), QStringLiteral("version")}));
}

void TstSettingsStore::theOneWindowOfBeforeIsReadAndLetGo()
{
    plant(R"({"version":1,"windowGeometry":"AQI="})");
    const SettingsStore store(m_home->paths().config);
    QCOMPARE(store.load()->windowGeometry, QByteArray("\x01\x02"));
    QVERIFY(store
                .change([](Settings &settings) {
                    settings.windows = {{settings.windowGeometry, {}, {}}};
                    settings.windowGeometry.clear();
                })
                .ok());
    QVERIFY(!contents().contains("windowGeometry"));
    QCOMPARE(store.load()->windows.first().geometry, QByteArray("\x01\x02"));
}

void TstSettingsStore::aPlaceThatCannotBeReadIsNoReasonToStop()
{
    plant(R"({"version":1,"windows":[7,{"geometry":9,"account":"a"},"x"]})");
    const core::Result<Settings> loaded = SettingsStore(m_home->paths().config).load();
    QVERIFY(loaded.ok());
    QCOMPARE(loaded->windows.size(), 1);
    QCOMPARE(loaded->windows.first().account, QStringLiteral("a"));
}

void TstSettingsStore::changesOneThingAndLeavesABrokenFile()
{
    plant(R"({"version":1,"browser":"lynx"})");
    const SettingsStore store(m_home->paths().config);
    QVERIFY(store.change([](Settings &settings) { settings.pictures = false; }).ok());
    QCOMPARE(store.load()->browser, QStringLiteral("lynx"));
    QVERIFY(!store.load()->pictures);
    plant(R"({"version":1,"pictures":"yes"})");
    QVERIFY(!store.change([](Settings &settings) { settings.pictures = true; }).ok());
    QCOMPARE(contents(), QByteArray(R"({"version":1,"pictures":"yes"})"));
}

void TstSettingsStore::keepsMembersThatItDoesNotKnow()
{
    plant(R"({"version":1,"theme":"dark"})");
    const SettingsStore store(m_home->paths().config);
    QVERIFY(store.save({}).ok());
    QCOMPARE(QJsonDocument::fromJson(contents()).object().value(QStringLiteral("theme")).toString(), QStringLiteral("dark"));
}

void TstSettingsStore::readsAFileWrittenByHand()
{
    plant(R"({"clientIds":{"github":{"clientId":"Iv1.8a61f9b3a7aba766"}}})");
    const SettingsStore store(m_home->paths().config);
    const core::Result<Settings> loaded = store.load();
    QVERIFY2(loaded.ok(), loaded.ok() ? "" : qPrintable(loaded.error().detail));
    QCOMPARE(loaded->clientIds.value(QStringLiteral("github")).clientId, QStringLiteral("Iv1.8a61f9b3a7aba766"));
    QVERIFY(store.save(*loaded).ok());
    QCOMPARE(QJsonDocument::fromJson(contents()).object().value(QStringLiteral("version")).toInt(), 1);
}

void TstSettingsStore::refusesABrokenFileAndLeavesIt_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("savable"); // where only a value is wrong, saving a good one is the cure
    QTest::newRow("truncated") << QByteArray(R"({"version":1)") << false;
    QTest::newRow("a version that is a text") << QByteArray(R"({"version":"1"})") << false;
    QTest::newRow("a newer version") << QByteArray(R"({"version":2})") << false;
    QTest::newRow("an unknown store") << QByteArray(R"({"version":1,"secretStore":"cloud"})") << true;
    QTest::newRow("a browser that is a number") << QByteArray(R"({"version":1,"browser":7})") << true;
    QTest::newRow("watching in words") << QByteArray(R"({"version":1,"watchSessions":"yes"})") << true;
    QTest::newRow("a switch that is a text") << QByteArray(R"({"version":1,"keepHistory":"no"})") << true;
    QTest::newRow("a proxy that is a number") << QByteArray(R"({"version":1,"proxy":8080})") << true;
    QTest::newRow("browsers that are a list") << QByteArray(R"({"version":1,"accountBrowsers":[]})") << true;
    QTest::newRow("an account's browser that is a number") << QByteArray(R"({"version":1,"accountBrowsers":{"a":7}})") << true;
    QTest::newRow("pictures that are a text") << QByteArray(R"({"version":1,"pictures":"no"})") << true;
    QTest::newRow("a client id that is no object") << QByteArray(R"({"version":1,"clientIds":{"google":"id"}})") << true;
}

void TstSettingsStore::refusesABrokenFileAndLeavesIt()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, savable);
    plant(json);
    const SettingsStore store(m_home->paths().config);
    const core::Result<Settings> loaded = store.load();
    QVERIFY(!loaded.ok());
    QCOMPARE(loaded.error().code, QStringLiteral("settings_invalid"));
    QVERIFY(loaded.error().kind == core::ErrorKind::Configuration);
    QCOMPARE(store.save({}).ok(), savable);
    if (!savable)
        QCOMPARE(contents(), json);
}

KEYTURN_TEST(TstSettingsStore)
#include "tst_settingsstore.moc"
