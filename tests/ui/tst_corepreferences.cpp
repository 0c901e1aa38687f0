// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "history/eventstore.h"
#include "support/registry.h"
#include "support/temporaryhome.h"
#include "ui/application/corepreferences.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using application::Autostart;
using application::CoreHost;
using application::CorePreferences;
using keyturn::tests::TemporaryHome;
using preferences::Choices;
using preferences::MoveOutcome;
using preferences::SecretPlace;
using storage::SecretKey;

/// The port over the real object graph.
class TstCorePreferences : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void whatIsChosenIsStoredAndInForce();
    void theOldFileKeepsWhatOthersWrote();
    void aDamagedFileIsNotOverwritten();
    void anAddressThatIsNoneIsNotStored();
    void anAuthorityThatIsNoneIsNotStored();
    void theHistoryStopsAtOnce();
    void secretsMoveToAFileAndBack();
    void aWrongPassphraseMovesNothing();
    void whileASignInIsOpenNothingMoves();

private:
    [[nodiscard]] QByteArray settings() const;
    void put(const QString &id, const QByteArray &secret);
    [[nodiscard]] QByteArray secretOf(const QString &id);
    [[nodiscard]] core::Result<MoveOutcome> move(SecretPlace place, const QString &passphrase = {});

    std::unique_ptr<TemporaryHome> m_home;
    std::unique_ptr<CoreHost> m_host;
    std::unique_ptr<CorePreferences> m_port;
    bool m_signingIn = false;
};

void TstCorePreferences::init()
{
    m_signingIn = false;
    m_home = std::make_unique<TemporaryHome>();
    composition::Options options;
    options.paths = m_home->paths();
    options.secretStore = QStringLiteral("session");
    m_host = std::make_unique<CoreHost>(std::move(options));
    QVERIFY(m_host->build().ok());
    m_port = std::make_unique<CorePreferences>(
        *m_host, Autostart(m_home->path() + QStringLiteral("/autostart"), {}, QStringLiteral("/usr/bin/keyturn")), [] { return true; },
        [this] { return m_signingIn; });
}

void TstCorePreferences::cleanup()
{
    m_port.reset();
    m_host.reset();
}

QByteArray TstCorePreferences::settings() const
{
    QFile file(m_home->paths().config + QStringLiteral("/settings.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TstCorePreferences::put(const QString &id, const QByteArray &secret)
{
    model::Account one = account(id, id);
    one.generation = 3;
    QVERIFY(m_host->core().records().put(one).ok());
    const auto written = m_host->core().secrets().write({one.id, 3}, core::Secret(secret));
    QTRY_VERIFY(written.isFinished());
    QVERIFY(written.result().ok());
}

QByteArray TstCorePreferences::secretOf(const QString &id)
{
    const auto read = m_host->core().secrets().read({model::AccountId(id), 3});
    if (!QTest::qWaitFor([&read] { return read.isFinished(); }))
        return "never";
    return read.result().ok() ? read.result()->reveal().toByteArray() : read.result().error().code.toUtf8();
}

core::Result<MoveOutcome> TstCorePreferences::move(SecretPlace place, const QString &passphrase)
{
    const auto moved = m_port->moveSecrets(place, core::Secret::fromText(passphrase));
    if (!QTest::qWaitFor([&moved] { return moved.isFinished(); }, 30'000))
        return core::abandoned();
    return moved.result();
}

void TstCorePreferences::whatIsChosenIsStoredAndInForce()
{
    QSignalSpy changed(m_port.get(), &CorePreferences::changed);
    QVERIFY(m_host->core().tokens().renewsAhead());
    QVERIFY(m_port
                ->change([](Choices &choices) {
                    choices.renewAhead = false;
                    choices.proxy = QStringLiteral("socks5://127.0.0.1:1080");
                    choices.keepInTray = true;
                })
                .ok());
    QCOMPARE(changed.size(), 1);
    QVERIFY(!m_host->core().tokens().renewsAhead());
    QVERIFY(settings().contains("socks5://127.0.0.1:1080"));
    QVERIFY(m_port->choices()->keepInTray);
    QVERIFY(m_host->build().ok()); // as at the next start
    QVERIFY(!m_host->core().tokens().renewsAhead());
}

void TstCorePreferences::theOldFileKeepsWhatOthersWrote()
{
    QVERIFY(
        m_host->core().settings().change([](auto &settings) { settings.accountBrowsers.insert(QStringLiteral("a"), QStringLiteral("lynx")); }).ok());
    QVERIFY(m_port->change([](Choices &choices) { choices.pictures = false; }).ok());
    QVERIFY(settings().contains("lynx"));
    QVERIFY(settings().contains("\"pictures\": false"));
}

void TstCorePreferences::aDamagedFileIsNotOverwritten()
{
    QVERIFY(core::ensurePrivateDirectory(m_home->paths().config).ok());
    QFile file(m_home->paths().config + QStringLiteral("/settings.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"version\":1,");
    file.close();
    QCOMPARE(m_port->choices().error().code, QStringLiteral("settings_invalid"));
    QVERIFY(!m_port->change([](Choices &choices) { choices.pictures = false; }).ok());
    QCOMPARE(move(SecretPlace::SessionOnly).error().code, QStringLiteral("settings_invalid"));
    QCOMPARE(settings(), QByteArray("{\"version\":1,"));
}

void TstCorePreferences::anAddressThatIsNoneIsNotStored()
{
    const auto stored = m_port->change([](Choices &choices) { choices.proxy = QStringLiteral("proxy.example"); });
    QCOMPARE(stored.error().code, QStringLiteral("proxy_invalid"));
    QCOMPARE(m_port->choices()->proxy, QStringLiteral("system"));
}

void TstCorePreferences::anAuthorityThatIsNoneIsNotStored()
{
    const QString path = m_home->path() + QStringLiteral("/x.pem");
    const auto choose = [&path](Choices &choices) { choices.caFile = path; };
    QCOMPARE(m_port->change(choose).error().code, QStringLiteral("ca_file_missing"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no certificate");
    file.close();
    QCOMPARE(m_port->change(choose).error().code, QStringLiteral("ca_file_invalid"));
    QCOMPARE(m_port->choices()->caFile, QString());
}

void TstCorePreferences::theHistoryStopsAtOnce()
{
    const auto events = [this] {
        const auto page = m_host->core().history().page({}, std::nullopt, 10);
        if (!QTest::qWaitFor([&page] { return page.isFinished(); }) || !page.result().ok())
            return qsizetype(-1);
        return page.result()->events.size();
    };
    Q_EMIT m_host->core().tokens().signInNeeded(model::AccountId(QStringLiteral("a")), {core::ErrorKind::SignInAgain, QStringLiteral("x"), {}});
    QCOMPARE(events(), 1);
    QVERIFY(m_port->change([](Choices &choices) { choices.keepHistory = false; }).ok());
    Q_EMIT m_host->core().tokens().signInNeeded(model::AccountId(QStringLiteral("b")), {core::ErrorKind::SignInAgain, QStringLiteral("x"), {}});
    QCOMPARE(events(), 1);
    const auto cleared = m_port->clearHistory();
    QTRY_VERIFY(cleared.isFinished());
    QCOMPARE(events(), 0);
}

void TstCorePreferences::secretsMoveToAFileAndBack()
{
    put(QStringLiteral("a"), "secret of a");
    put(QStringLiteral("b"), "secret of b");
    QVERIFY(m_host->core().records().put(account(QStringLiteral("c"), QStringLiteral("without"))).ok());
    QSignalSpy moved(m_port.get(), &CorePreferences::secretsMoved);
    const core::Result<MoveOutcome> toFile = move(SecretPlace::EncryptedFile, QStringLiteral("correct horse"));
    QVERIFY2(toFile.ok(), toFile.ok() ? "" : qPrintable(toFile.error().code));
    QCOMPARE(toFile->without, 1);
    QVERIFY(!toFile->leftBehind);
    QCOMPARE(moved.size(), 1);
    QVERIFY(m_host->core().secrets().kind() == storage::SecretStoreKind::EncryptedFile);
    QCOMPARE(secretOf(QStringLiteral("a")), QByteArray("secret of a"));
    QCOMPARE(secretOf(QStringLiteral("b")), QByteArray("secret of b"));
    QVERIFY(settings().contains("\"secretStore\": \"file\""));
    QVERIFY(m_port->secretFacts()->place == SecretPlace::EncryptedFile);
    QVERIFY(m_host->build().ok()); // as at the next start
    QCOMPARE(secretOf(QStringLiteral("a")), QByteArray("secret of a"));
    QVERIFY(move(SecretPlace::SessionOnly).ok());
    QCOMPARE(secretOf(QStringLiteral("a")), QByteArray("secret of a"));
    QVERIFY(m_host->core().secrets().kind() == storage::SecretStoreKind::SessionOnly);
    QVERIFY(move(SecretPlace::EncryptedFile, QStringLiteral("another one")).ok()); // nothing of before is in the way
    QCOMPARE(secretOf(QStringLiteral("b")), QByteArray("secret of b"));
}

void TstCorePreferences::aWrongPassphraseMovesNothing()
{
    put(QStringLiteral("a"), "secret of a");
    // Somebody has such a file already, from another time.
    composition::Options other;
    other.paths = m_home->paths();
    other.secretStore = QStringLiteral("file");
    other.passphrase = core::Secret::fromText(QStringLiteral("correct horse"));
    {
        auto built = composition::Keyturn::build(other);
        QVERIFY(built.ok());
        const auto written = built.value()->secrets().write({model::AccountId(QStringLiteral("x")), 1}, core::Secret(QByteArrayView("kept")));
        QTRY_VERIFY(written.isFinished() && written.result().ok());
    }
    const core::Result<MoveOutcome> moved = move(SecretPlace::EncryptedFile, QStringLiteral("another one"));
    QVERIFY(!moved.ok());
    QCOMPARE(moved.error().code, QStringLiteral("passphrase_wrong"));
    QVERIFY(m_host->core().secrets().kind() == storage::SecretStoreKind::SessionOnly);
    QCOMPARE(secretOf(QStringLiteral("a")), QByteArray("secret of a"));
    QVERIFY(!settings().contains("secretStore"));
}

void TstCorePreferences::whileASignInIsOpenNothingMoves()
{
    m_signingIn = true;
    QCOMPARE(move(SecretPlace::EncryptedFile, QStringLiteral("correct horse")).error().code, QStringLiteral("sign_in_open"));
    QVERIFY(m_host->core().secrets().kind() == storage::SecretStoreKind::SessionOnly);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstCorePreferences;
KEYTURN_TEST(TstCorePreferences)
#include "tst_corepreferences.moc"
