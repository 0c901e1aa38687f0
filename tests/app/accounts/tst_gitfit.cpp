// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/gitfit.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::accounts {

namespace {

model::BackendProfile shop(const QStringList &addresses)
{
    model::BackendProfile profile;
    profile.baseUrl = QUrl(QStringLiteral("https://shop.example/api"));
    for (const QString &address : addresses)
        profile.git.addresses.append(QUrl(address));
    model::IdentityProvider hub;
    hub.id = model::ProviderId(QStringLiteral("hub"));
    hub.kind = model::ProviderKind::OAuth2;
    hub.issuer = QStringLiteral("https://hub.example");
    hub.endpoints.userinfo = QUrl(QStringLiteral("https://api.hub.example/user"));
    hub.git = {{QUrl(QStringLiteral("https://hub.example"))}, QStringLiteral("x-access-token")};
    profile.providers = {hub};
    return profile;
}

model::Account ada(const QString &provider = {})
{
    model::Account account;
    account.id = model::AccountId(QStringLiteral("0123"));
    account.provider = model::ProviderId(provider);
    account.identity.subject = QStringLiteral("42");
    account.identity.email = QStringLiteral("ada@example.com");
    account.label = QStringLiteral("work");
    return account;
}

} // namespace

/// Which git server an account's token goes to.
class TstGitFit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aServerFitsByItsAddress_data();
    void aServerFitsByItsAddress();
    void aTokenGoesNowhereThatItsProfileDidNotNameAtSignIn();
    void aSessionCookieIsNoPassword();
    void aPersonHasSeveralNames();
};

void TstGitFit::aServerFitsByItsAddress_data()
{
    QTest::addColumn<QStringList>("addresses");
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("remote");
    QTest::addColumn<bool>("fits");
    const auto row = [](const char *name, const QStringList &addresses, const char *provider, const char *remote, bool fits) {
        QTest::newRow(name) << addresses << QString::fromLatin1(provider) << QString::fromLatin1(remote) << fits;
    };
    const QStringList none;
    const QStringList team{QStringLiteral("https://git.example/team/")};
    row("the backend's own", none, "", "https://shop.example/one.git", true);
    row("another host", none, "", "https://shop.example.evil/one.git", false);
    row("another port", none, "", "https://shop.example:8443/", false);
    row("in the clear", none, "", "http://shop.example/", false);
    row("the profile's", team, "", "https://git.example/team/one.git", true);
    row("the profile's, itself", team, "", "https://git.example/team", true);
    row("beside it", team, "", "https://git.example/teams/one.git", false);
    row("climbing out of it", team, "", "https://git.example/team%2F../other.git", false);
    row("no path told", team, "", "https://git.example/", false);
    row("no longer the backend", team, "", "https://shop.example/", false);
    row("on this computer", {QStringLiteral("http://127.0.0.1:3000")}, "", "http://127.0.0.1:3000/one.git", true);
    row("the provider's", none, "hub", "https://hub.example/one.git", true);
    row("not the backend with the provider's", none, "hub", "https://shop.example/", false);
    row("not the provider with the backend's", none, "", "https://hub.example/", false);
    row("a provider that is gone", none, "other", "https://hub.example/", false);
}

void TstGitFit::aServerFitsByItsAddress()
{
    QFETCH(QStringList, addresses);
    QFETCH(QString, provider);
    QFETCH(QString, remote);
    QFETCH(bool, fits);
    QCOMPARE(fitsGit(shop(addresses), ada(provider), QUrl(remote)), fits);
}

void TstGitFit::aTokenGoesNowhereThatItsProfileDidNotNameAtSignIn()
{
    model::Account account = ada();
    account.origins = QStringList{QStringLiteral("https://shop.example:443")};
    QVERIFY(fitsGit(shop({}), account, QUrl(QStringLiteral("https://shop.example/one.git"))));
    const model::BackendProfile edited = shop({QStringLiteral("https://evil.example")});
    QVERIFY(!fitsGit(edited, account, QUrl(QStringLiteral("https://evil.example/one.git"))));
}

void TstGitFit::aSessionCookieIsNoPassword()
{
    model::BackendProfile profile = shop({});
    profile.access.cookie = "sid";
    QVERIFY(!fitsGit(profile, ada(), QUrl(QStringLiteral("https://shop.example/"))));
    QVERIFY(fitsGit(profile, ada(QStringLiteral("hub")), QUrl(QStringLiteral("https://hub.example/"))));
}

void TstGitFit::aPersonHasSeveralNames()
{
    const model::BackendProfile profile = shop({});
    for (const char *name : {"", "ada@example.com", "ADA@example.com", "42", "work", "0123"})
        QVERIFY2(isGitUser(profile, ada(), QString::fromLatin1(name)), name);
    QVERIFY(!isGitUser(profile, ada(), QStringLiteral("bob")));
    QVERIFY(!isGitUser(profile, ada(), QStringLiteral("x-access-token")));
    QVERIFY(isGitUser(profile, ada(QStringLiteral("hub")), QStringLiteral("x-access-token")));
    QCOMPARE(gitUsername(profile, ada(QStringLiteral("hub")), QStringLiteral("work")), QStringLiteral("x-access-token"));
    QCOMPARE(gitUsername(profile, ada(), QStringLiteral("work")), QStringLiteral("work"));
    QCOMPARE(gitUsername(profile, ada(), {}), QStringLiteral("ada@example.com"));
}

} // namespace keyturn::accounts

using keyturn::accounts::TstGitFit;
KEYTURN_TEST(TstGitFit)
#include "tst_gitfit.moc"
