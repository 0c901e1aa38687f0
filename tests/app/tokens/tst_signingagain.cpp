// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "tokenworld.h"

#include <QTest>

namespace keyturn::tests {

namespace {

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

/// An account of a provider's.
model::Account hubAccount()
{
    model::Account account = TokenWorld::account();
    account.provider = model::ProviderId(QStringLiteral("hub"));
    return account;
}

} // namespace

/// What a provider grants anew to an account that is there already: by a sign-in or by a refresh.
class TstSigningAgain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_world = std::make_unique<TokenWorld>(); }
    void cleanup() { m_world.reset(); }
    void aRefreshTokenIsKeptWhereNoneCame_data();
    void aRefreshTokenIsKeptWhereNoneCame();
    void theIdTokenStaysWithTheRefreshToken_data();
    void theIdTokenStaysWithTheRefreshToken();
    void whatIsNewerThanTheStoresIsKept();
    void offlineAccessIsNotMissedWhereItIsHeld();
    void fault48ScopesNarrowedAtARefreshAreMissed_data();
    void fault48ScopesNarrowedAtARefreshAreMissed();

private:
    /// Signs in, with a refresh token or without.
    core::Result<model::Account> signIn(TokenWorld::Process &process, const model::Account &account, bool withRefreshToken = false);
    [[nodiscard]] QByteArray heldRefreshToken() const;

    std::unique_ptr<TokenWorld> m_world;
};

core::Result<model::Account> TstSigningAgain::signIn(TokenWorld::Process &process, const model::Account &account, bool withRefreshToken)
{
    model::TokenSet tokens = m_world->refresher.grant();
    if (!withRefreshToken)
        tokens.refreshToken = {};
    return answerOf(process.manager.adopt(account, tokens));
}

/// As another process finds it.
QByteArray TstSigningAgain::heldRefreshToken() const
{
    const auto other = m_world->start();
    const core::Result<model::TokenSet> tokens = answerOf(other->manager.tokens(m_world->id));
    return tokens.ok() ? tokens->refreshToken.reveal().toByteArray() : tokens.error().code.toLatin1();
}

void TstSigningAgain::aRefreshTokenIsKeptWhereNoneCame_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QByteArray>("held");
    QTest::newRow("the same person") << QString() << QByteArray("refresh-1");
    QTest::newRow("the same person, and one came") << QStringLiteral("came") << QByteArray("refresh-2");
    QTest::newRow("somebody else") << QStringLiteral("subject") << QByteArray();
    QTest::newRow("of another issuer") << QStringLiteral("issuer") << QByteArray();
    QTest::newRow("of another provider") << QStringLiteral("provider") << QByteArray();
    QTest::newRow("of the backend itself, where each sign-in is a session") << QStringLiteral("backend") << QByteArray();
    QTest::newRow("one that was refused") << QStringLiteral("refused") << QByteArray();
    QTest::newRow("one of another key") << QStringLiteral("key") << QByteArray();
}

void TstSigningAgain::aRefreshTokenIsKeptWhereNoneCame()
{
    QFETCH(const QString, what);
    QFETCH(const QByteArray, held);
    const auto process = m_world->start();
    model::Account account = hubAccount();
    if (what == QLatin1String("backend"))
        account.provider = {};
    model::TokenSet first = m_world->refresher.grant();
    if (what == QLatin1String("key"))
        first.proofKey = core::Secret(R"({"kty":"EC"})");
    QVERIFY(answerOf(process->manager.adopt(account, first)).ok());
    if (what == QLatin1String("refused")) {
        m_world->refresher.revoke();
        QVERIFY(!answerOf(process->manager.refresh(m_world->id)).ok());
        QCOMPARE(m_world->cause(), QStringLiteral("invalid_grant"));
    }
    if (what == QLatin1String("subject"))
        account.identity.subject = QStringLiteral("grace");
    if (what == QLatin1String("issuer"))
        account.identity.issuer = QStringLiteral("https://other.example");
    if (what == QLatin1String("provider"))
        account.provider = model::ProviderId(QStringLiteral("other"));
    QVERIFY(signIn(*process, account, what == QLatin1String("came")).ok());
    QCOMPARE(heldRefreshToken(), held);
    QVERIFY(m_world->isSignedIn());
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
}

void TstSigningAgain::theIdTokenStaysWithTheRefreshToken_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<bool>("renewable"); // the second sign-in, by itself
    QTest::addColumn<QByteArray>("kept");
    QTest::newRow("a refresh token that is carried over") << QByteArray("first") << false << QByteArray("first");
    QTest::newRow("with none from then") << QByteArray() << false << QByteArray("second");
    QTest::newRow("a new refresh token") << QByteArray("first") << true << QByteArray("second");
}

void TstSigningAgain::theIdTokenStaysWithTheRefreshToken()
{
    QFETCH(const QByteArray, first);
    QFETCH(const bool, renewable);
    QFETCH(const QByteArray, kept);
    const auto process = m_world->start();
    model::TokenSet tokens = m_world->refresher.grant();
    tokens.idToken = core::Secret(first);
    QVERIFY(answerOf(process->manager.adopt(hubAccount(), tokens)).ok());
    tokens = m_world->refresher.grant();
    tokens.idToken = core::Secret("second");
    if (!renewable)
        tokens.refreshToken = {};
    QVERIFY(answerOf(process->manager.adopt(hubAccount(), tokens)).ok());
    const core::Result<model::TokenSet> held = answerOf(m_world->start()->manager.tokens(m_world->id));
    QVERIFY(held.ok());
    QCOMPARE(held->idToken.reveal().toByteArray(), kept);
}

/// The keychain did not take the tokens of the last refresh: what it holds is spent.
void TstSigningAgain::whatIsNewerThanTheStoresIsKept()
{
    const auto process = m_world->start();
    QVERIFY(signIn(*process, hubAccount(), true).ok());
    m_world->secrets.failNext(FakeSecretStore::Operation::Write);
    QCOMPARE(accessOf(answerOf(process->manager.refresh(m_world->id))), QByteArray("access-2"));
    QVERIFY(signIn(*process, hubAccount()).ok());
    QCOMPARE(heldRefreshToken(), QByteArray("refresh-2"));
}

void TstSigningAgain::offlineAccessIsNotMissedWhereItIsHeld()
{
    const auto process = m_world->start();
    QVERIFY(signIn(*process, hubAccount(), true).ok());
    model::Account account = hubAccount();
    account.withheldScopes = words("drive offline_access");
    QVERIFY(signIn(*process, account).ok());
    QCOMPARE(m_world->record().withheldScopes, words("drive"));
}

void TstSigningAgain::fault48ScopesNarrowedAtARefreshAreMissed_data()
{
    QTest::addColumn<QStringList>("asked");
    QTest::addColumn<QStringList>("granted");
    QTest::addColumn<QStringList>("withheld");
    const QStringList asked = words("email drive calendar"); // calendar was not granted at sign-in
    QTest::newRow("fault 48: as before") << asked << words("email drive") << words("calendar");
    QTest::newRow("fault 48: narrowed") << asked << words("email") << words("drive calendar");
    QTest::newRow("fault 48: absent, which is unchanged") << asked << QStringList() << words("calendar");
    QTest::newRow("widened again") << asked << words("email drive calendar") << QStringList();
    QTest::newRow("fault 48: narrowed, in a record that does not tell what was asked") << QStringList() << words("email") << words("drive calendar");
}

void TstSigningAgain::fault48ScopesNarrowedAtARefreshAreMissed()
{
    QFETCH(const QStringList, asked);
    QFETCH(const QStringList, granted);
    QFETCH(const QStringList, withheld);
    const auto process = m_world->start();
    model::Account account = hubAccount();
    account.scopes = words("email drive");
    account.withheldScopes = words("calendar");
    account.askedScopes = asked;
    QVERIFY(signIn(*process, account, true).ok());
    m_world->refresher.scopes = granted;
    QVERIFY(answerOf(process->manager.refresh(m_world->id)).ok());
    QCOMPARE(m_world->record().scopes, granted.isEmpty() ? words("email drive") : granted);
    QCOMPARE(m_world->record().withheldScopes, withheld);
}

} // namespace keyturn::tests

using keyturn::tests::TstSigningAgain;
KEYTURN_TEST(TstSigningAgain)
#include "tst_signingagain.moc"
