// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/withheldscopes.h"

#include "support/registry.h"

#include <QTest>

namespace keyturn::model {

class TstWithheldScopes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lessIsNoticedAndOtherWordsAreNot_data();
    void lessIsNoticedAndOtherWordsAreNot();
    void anIdTokenTellsThatOpenidWasGranted();
};

void TstWithheldScopes::lessIsNoticedAndOtherWordsAreNot_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("granted");
    QTest::addColumn<bool>("refresh");
    QTest::addColumn<QString>("withheld");
    const auto row = [](const char *name, const char *asked, const char *granted, bool refresh, const char *withheld) {
        QTest::newRow(name) << QString::fromLatin1(asked) << QString::fromLatin1(granted) << refresh << QString::fromLatin1(withheld);
    };
    row("all", "openid email", "email openid", false, "");
    row("less", "openid email drive", "openid", false, "email drive");
    row("more", "openid", "openid email", false, "");
    row("none asked", "", "openid", false, "");
    row("not told", "openid email", "", false, "");
    row("Google's words", "openid email profile",
        "openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile", false, "");
    row("Google's word for another", "drive", "https://www.googleapis.com/auth/userinfo.email", false, "drive");
    row("GitHub's wider scope", "user read:user user:email", "user", false, "");
    row("GitHub's rank", "read:org write:org", "admin:org", false, "");
    row("GitHub's lower rank", "write:org", "read:org", false, "write:org");
    row("GitHub's rank of another", "read:org", "admin:repo_hook", false, "read:org");
    row("a narrower one is not the wider one", "user", "user:email", false, "user");
    row("a longer name is another one", "repository", "repo", false, "repository");
    row("offline_access, unnamed but kept", "openid offline_access", "openid", true, "");
    row("offline_access, not granted", "openid offline_access", "openid", false, "offline_access");
}

void TstWithheldScopes::lessIsNoticedAndOtherWordsAreNot()
{
    QFETCH(QString, asked);
    QFETCH(QString, granted);
    QFETCH(bool, refresh);
    TokenSet tokens;
    tokens.scopes = granted.split(u' ', Qt::SkipEmptyParts);
    if (refresh)
        tokens.refreshToken = core::Secret("r");
    QTEST(withheldScopes(asked.split(u' ', Qt::SkipEmptyParts), tokens).join(u' '), "withheld");
}

void TstWithheldScopes::anIdTokenTellsThatOpenidWasGranted()
{
    TokenSet tokens;
    tokens.scopes = {QStringLiteral("dummy")}; // as oauth2-mock-server says
    const QStringList asked{QStringLiteral("openid"), QStringLiteral("email")};
    QCOMPARE(withheldScopes(asked, tokens), asked);
    tokens.idToken = core::Secret("header.claims.signature");
    QCOMPARE(withheldScopes(asked, tokens), QStringList{QStringLiteral("email")});
}

} // namespace keyturn::model

using keyturn::model::TstWithheldScopes;
KEYTURN_TEST(TstWithheldScopes)
#include "tst_withheldscopes.moc"
