// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "support/registry.h"
#include "support/temporaryhome.h"
#include "ui/application/coreaccounts.h"

#include <QTest>

namespace keyturn::ui::tests {

using application::CoreAccounts;
using application::CoreHost;
using keyturn::tests::TemporaryHome;

/// The port over the real object graph: what the profile that an account is from lets the window offer.
class TstCoreAccounts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onlyWhatTheProfileHasIsOffered_data();
    void onlyWhatTheProfileHasIsOffered();
    void whoIsSignedInAgainNeedsNoSignIn();
};

void TstCoreAccounts::onlyWhatTheProfileHasIsOffered_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("handoff");
    QTest::addColumn<bool>("newPassword");
    QTest::addColumn<bool>("everywhere");
    QTest::newRow("by password") << QStringLiteral("demo") << QString() << QString() << true << true;
    QTest::newRow("at a provider") << QStringLiteral("demo") << QStringLiteral("google") << QString() << false << false;
    QTest::newRow("handed over by the backend") << QStringLiteral("demo") << QString() << QStringLiteral("google-handoff") << false << true;
    QTest::newRow("a backend that changes no password") << QStringLiteral("seed") << QString() << QString() << false << true;
    QTest::newRow("a profile that is gone") << QStringLiteral("gone") << QString() << QString() << false << false;
}

void TstCoreAccounts::onlyWhatTheProfileHasIsOffered()
{
    QFETCH(const QString, profile);
    QFETCH(const QString, provider);
    QFETCH(const QString, handoff);
    QFETCH(const bool, newPassword);
    QFETCH(const bool, everywhere);
    const TemporaryHome home;
    composition::Options options;
    options.paths = home.paths();
    options.secretStore = QStringLiteral("session");
    CoreHost host(std::move(options));
    QVERIFY(host.build().ok());
    model::Account ada = account(QStringLiteral("a"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.profile = model::ProfileId(profile);
    ada.provider = model::ProviderId(provider);
    ada.handoff = model::ProviderId(handoff);
    QVERIFY(host.core().records().put(ada).ok());
    const CoreAccounts accounts(host);
    QCOMPARE(accounts.accounts().size(), 1);
    QCOMPARE(accounts.offersPasswordChange(ada.id), newPassword);
    QCOMPARE(accounts.signOutFacts(ada.id).everywhere, everywhere);
}

/// What went wrong when the account was first looked at is over when there are tokens.
void TstCoreAccounts::whoIsSignedInAgainNeedsNoSignIn()
{
    const TemporaryHome home;
    composition::Options options;
    options.paths = home.paths();
    options.secretStore = QStringLiteral("session");
    CoreHost host(std::move(options));
    QVERIFY(host.build().ok());
    model::Account ada = account(QStringLiteral("a"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.standing = model::SignInNeeded{QStringLiteral("revoked"), QDateTime::currentDateTimeUtc()};
    QVERIFY(host.core().records().put(ada).ok());
    CoreAccounts accounts(host);
    accounts.wakeAll();
    QTRY_COMPARE(accounts.state(ada.id), keyturn::accounts::AccountState::SignInAgain);
    QTRY_VERIFY(accounts.lastError(ada.id).has_value());
    model::TokenSet tokens;
    tokens.accessToken = core::Secret("access");
    tokens.refreshToken = core::Secret("refresh");
    tokens.issuedAt = QDateTime::currentDateTimeUtc();
    tokens.accessExpiresAt = tokens.issuedAt.addSecs(900);
    ada.standing = model::SignedIn{};
    const auto adopted = host.core().tokens().adopt(ada, tokens);
    QTRY_VERIFY(adopted.isFinished());
    QVERIFY(adopted.result().ok());
    QTRY_COMPARE(accounts.state(ada.id), keyturn::accounts::AccountState::Ready);
    QVERIFY(!accounts.lastError(ada.id));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstCoreAccounts;
KEYTURN_TEST(TstCoreAccounts)
#include "tst_coreaccounts.moc"
