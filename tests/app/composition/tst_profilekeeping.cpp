// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "acmeprofile.h"
#include "composition/profiles/profilefile.h"
#include "composition/profiles/profilekeeping.h"
#include "model/profilereader.h"
#include "support/registry.h"
#include "support/temporaryhome.h"

#include <QFile>
#include <QTest>

namespace keyturn::composition {

/// Adding, changing and removing profiles while accounts use them.
class TstProfileKeeping : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aProfileThatNobodyUsesIsReplaced();
    void whereTokensWouldGoElsewhereConsentIsNeeded_data();
    void whereTokensWouldGoElsewhereConsentIsNeeded();
    void aProfileInUseIsRemovedByConsentOnly();
    void aProfileThatIsNotThereNeedsConsentToo();
    void filesThatAreNoTextAreRefused_data();
    void filesThatAreNoTextAreRefused();
    void whatCannotBeReadSaysWhy();

private:
    void addAccount(const QString &profile, const QString &issuer, const QString &provider = {})
    {
        model::Account account;
        account.id = model::AccountId(QStringLiteral("ada"));
        account.profile = model::ProfileId(profile);
        account.provider = model::ProviderId(provider);
        account.identity.issuer = issuer;
        account.identity.subject = QStringLiteral("1");
        account.identity.email = QStringLiteral("ada@acme.example");
        account.addedAt = account.lastUsedAt = QDateTime::fromSecsSinceEpoch(1'700'000'000).toUTC();
        account.generation = 1;
        QVERIFY(m_core->records().put(account).ok());
    }

    std::unique_ptr<tests::TemporaryHome> m_home;
    std::unique_ptr<Keyturn> m_core;
};

void TstProfileKeeping::init()
{
    m_core.reset();
    m_home = std::make_unique<tests::TemporaryHome>();
    auto built = Keyturn::build({m_home->paths(), QStringLiteral("session"), {}, {}});
    QVERIFY(built.ok());
    m_core = std::move(built).value();
}

void TstProfileKeeping::aProfileThatNobodyUsesIsReplaced()
{
    QVERIFY(keepProfile(*m_core, tests::acmeProfile(), Consent::NotAsked).ok());
    const auto again = keepProfile(*m_core, tests::acmeProfile().replace("acme.example", "other.example"), Consent::NotAsked);
    QVERIFY(again.ok());
    QVERIFY(again->replaced == storage::ProfileOrigin::Own);
    QCOMPARE(m_core->profiles().find(model::ProfileId(QStringLiteral("acme")))->baseUrl.host(), QStringLiteral("other.example"));
}

void TstProfileKeeping::whereTokensWouldGoElsewhereConsentIsNeeded_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("refusal");
    QTest::newRow("another name") << QByteArray("\"Acme\"") << QByteArray("\"Acme again\"") << "";
    QTest::newRow("another path of the same backend") << QByteArray("/logout") << QByteArray("/sign-out") << "";
    QTest::newRow("another host") << QByteArray("https://acme.example/app") << QByteArray("https://evil.example/app") << "profile_would_change";
    QTest::newRow("another application of the host") << QByteArray("example/app") << QByteArray("example/other") << "profile_would_change";
    QTest::newRow("a further address") << QByteArray("\"name\": \"Acme\",")
                                       << QByteArray("\"name\": \"Acme\", \"baseUrls\": {\"x\": \"https://evil.example\"},")
                                       << "profile_would_change";
    QTest::newRow("a further provider") << QByteArray("\"name\": \"Acme\",")
                                        << QByteArray("\"name\": \"Acme\", \"providers\": [{\"id\": \"p\", \"name\": \"P\", \"kind\": "
                                                      "\"openIdConnect\", \"issuer\": \"https://p.example\", \"clientId\": \"c\"}],")
                                        << "profile_would_change";
}

void TstProfileKeeping::whereTokensWouldGoElsewhereConsentIsNeeded()
{
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const QString, refusal);
    QVERIFY(keepProfile(*m_core, tests::acmeProfile(), Consent::NotAsked).ok());
    addAccount(QStringLiteral("acme"), QStringLiteral("https://acme.example/app"));
    const QByteArray changed = tests::acmeProfile().replace(from, to);
    QVERIFY(changed != tests::acmeProfile());
    const model::BackendProfile before = *m_core->profiles().find(model::ProfileId(QStringLiteral("acme")));
    const auto kept = keepProfile(*m_core, changed, Consent::NotAsked);
    QCOMPARE(kept.ok() ? QString() : kept.error().code, refusal);
    if (!refusal.isEmpty()) {
        QCOMPARE(kept.error().detail, QStringLiteral("ada@acme.example"));
        QCOMPARE(*m_core->profiles().find(model::ProfileId(QStringLiteral("acme"))), before);
        QVERIFY(keepProfile(*m_core, changed, Consent::Given).ok());
    }
}

void TstProfileKeeping::aProfileInUseIsRemovedByConsentOnly()
{
    QVERIFY(keepProfile(*m_core, tests::acmeProfile(), Consent::NotAsked).ok());
    addAccount(QStringLiteral("acme"), QStringLiteral("https://acme.example/app"));
    const model::ProfileId id(QStringLiteral("acme"));
    QCOMPARE(dropProfile(*m_core, id, Consent::NotAsked).error().code, QStringLiteral("profile_in_use"));
    QVERIFY(m_core->profiles().find(id).ok());
    QVERIFY(dropProfile(*m_core, id, Consent::Given).ok());
    QVERIFY(!m_core->profiles().find(id).ok());
    QCOMPARE(dropProfile(*m_core, model::ProfileId(QStringLiteral("google")), Consent::NotAsked).error().code, QStringLiteral("profile_not_own"));
}

void TstProfileKeeping::aProfileThatIsNotThereNeedsConsentToo()
{
    addAccount(QStringLiteral("acme"), QStringLiteral("https://acme.example/app"));
    QCOMPARE(keepProfile(*m_core, tests::acmeProfile(), Consent::NotAsked).error().code, QStringLiteral("profile_would_change"));
}

void TstProfileKeeping::filesThatAreNoTextAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");
    QTest::newRow("a text") << QByteArray("{\"ä\": 1}") << "";
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << "profile_not_text";
    QTest::newRow("null characters") << QByteArray("{\0}", 3) << "profile_not_text";
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe{\0}\0", 6) << "profile_not_text";
    QTest::newRow("a long text, cut within a character") << QByteArray("x") + QByteArray("ä").repeated(1'000'000) << "";
}

void TstProfileKeeping::filesThatAreNoTextAreRefused()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, code);
    const QString path = m_home->path() + QStringLiteral("/one.json");
    QVERIFY(writeProfileFile(path, bytes).ok());
    const core::Result<QByteArray> read = readProfileFile(path);
    QCOMPARE(read.ok() ? QString() : read.error().code, code);
    if (read.ok())
        QCOMPARE(*read, bytes.left(model::maxProfileBytes + 1));
}

void TstProfileKeeping::whatCannotBeReadSaysWhy()
{
    for (const QString &path : {m_home->path(), m_home->path() + QStringLiteral("/nowhere.json"), QStringLiteral("/dev/zero")}) {
        const core::Result<QByteArray> read = readProfileFile(path);
        QVERIFY2(!read.ok(), qPrintable(path));
        QCOMPARE(read.error().code, QStringLiteral("profile_unreadable"));
        QVERIFY(read.error().detail.startsWith(path));
    }
    QCOMPARE(writeProfileFile(m_home->path() + QStringLiteral("/no/such/folder.json"), "{}").error().code, QStringLiteral("disk_failed"));
}

} // namespace keyturn::composition

using keyturn::composition::TstProfileKeeping;
KEYTURN_TEST(TstProfileKeeping)
#include "tst_profilekeeping.moc"
