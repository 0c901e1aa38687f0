// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "accounts/accountcare.h"
#include "support/registry.h"

using namespace keyturn;
using accounts::PasswordChangeOutcome;
using tests::answerOf;
using tests::headerOf;
using tests::House;

/// What a change of password does to the sign-in on this computer.
class TstAccountCare : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theSignInGoesOnWhereTheAnswerSaysNothing();
    void newTokensTakeThePlaceOfTheOld();
    void newTokensThatCannotBeReadLeaveTheOldOnes();
    void whereTheSessionEndsTheAccountSaysSo();
    void aWrongPasswordChangesNothing();
    void aTokenThatHasRunOutIsRenewedFirst();
    void aRefusedTokenIsRenewedAndTheChangeAskedOnceMore();
    void anEndedSignInIsSaidAndNothingChanged();
    void aProvidersPasswordIsNotOursToChange();
    void aResetNeedsNoAccount();
    void anUnknownProfileIsSaid();

private:
    [[nodiscard]] core::Result<PasswordChangeOutcome> change()
    {
        return answerOf(m_care->changePassword(m_id, core::Secret("canary-old"), core::Secret("canary-new")));
    }
    [[nodiscard]] QByteArray current() const
    {
        const auto tokens = m_house->tokens.current(m_id);
        return tokens ? tokens->accessToken.reveal().toByteArray() : QByteArray();
    }

    std::unique_ptr<House> m_house;
    std::unique_ptr<accounts::AccountCare> m_care;
    model::AccountId m_id;
};

void TstAccountCare::init()
{
    m_house = std::make_unique<House>();
    m_house->addAccountCare();
    m_care = std::make_unique<accounts::AccountCare>(
        m_house->clock, m_house->http, [](const core::Secret &) { return QDateTime(); }, m_house->profiles, m_house->records, m_house->tokens);
    m_id = m_house->signedIn();
    QVERIFY(!m_id.isEmpty());
}

void TstAccountCare::cleanup()
{
    QVERIFY2(m_house->http.unexpected().isEmpty(), m_house->http.unexpected().value(0).constData());
    m_care.reset();
    m_house.reset();
}

void TstAccountCare::theSignInGoesOnWhereTheAnswerSaysNothing()
{
    m_house->http.answer("POST /password", 204);
    const auto outcome = change();
    QVERIFY(outcome.ok());
    QCOMPARE(*outcome, PasswordChangeOutcome::SignedIn);
    QCOMPARE(headerOf(m_house->http.requests().last(), "Authorization"), QByteArray("Bearer access-u1"));
    QCOMPARE(current(), "access-u1");
    QCOMPARE(m_house->stored().first().generation, 1U);
}

void TstAccountCare::newTokensTakeThePlaceOfTheOld()
{
    m_house->addAccountCare(R"("tokens": {"accessToken": "/token", "refreshToken": {"cookie": "rt"}},)");
    m_house->http.answer("POST /password", 200, R"({"token":"access-2"})", {{"Set-Cookie", "rt=refresh-2"}});
    const auto outcome = change();
    QVERIFY(outcome.ok());
    QCOMPARE(*outcome, PasswordChangeOutcome::SignedIn);
    QCOMPARE(current(), "access-2");
    QCOMPARE(m_house->stored().first().generation, 2U);
    QCOMPARE(m_house->secrets.entries.keys(), QStringList{m_id.toString() + QLatin1String("/2")});
    m_house->http.answer("POST /refresh", 200, R"({"token":"access-3","expiresIn":900})");
    QVERIFY(answerOf(m_house->tokens.refresh(m_id)).ok());
    QCOMPARE(headerOf(m_house->http.requests().last(), "Cookie"), QByteArray("rt=refresh-2"));
}

void TstAccountCare::newTokensThatCannotBeReadLeaveTheOldOnes()
{
    m_house->addAccountCare(R"("tokens": {"accessToken": "/token"},)");
    m_house->http.answer("POST /password", 200, R"({"token":null})");
    const auto outcome = change();
    QVERIFY(outcome.ok());
    QCOMPARE(*outcome, PasswordChangeOutcome::TokensUnread);
    QCOMPARE(current(), "access-u1");
    QVERIFY(std::holds_alternative<model::SignedIn>(m_house->stored().first().standing));
}

void TstAccountCare::whereTheSessionEndsTheAccountSaysSo()
{
    m_house->addAccountCare(R"("endsSession": true,)");
    m_house->http.answer("POST /password", 200, "{}");
    const auto outcome = change();
    QVERIFY(outcome.ok());
    QCOMPARE(*outcome, PasswordChangeOutcome::SignInAgain);
    const model::Account stored = m_house->stored().first();
    const auto *needed = std::get_if<model::SignInNeeded>(&stored.standing);
    QVERIFY(needed);
    QCOMPARE(needed->cause, QStringLiteral("password_changed"));
    QCOMPARE(m_house->manager.state(m_id), accounts::AccountState::SignInAgain);
    QCOMPARE(answerOf(m_house->tokens.tokens(m_id)).error().kind, core::ErrorKind::SignInAgain);
}

void TstAccountCare::aWrongPasswordChangesNothing()
{
    m_house->http.answer("POST /password", 401, R"({"error":{"code":"invalid_credentials"}})");
    const auto outcome = change();
    QCOMPARE(outcome.error().kind, core::ErrorKind::Rejected);
    QCOMPARE(outcome.error().code, QStringLiteral("invalid_credentials"));
    QCOMPARE(m_house->http.countOf("POST /password"), 1);
    QCOMPARE(m_house->manager.state(m_id), accounts::AccountState::Ready);
    QVERIFY(!m_house->manager.lastError(m_id));
}

void TstAccountCare::aTokenThatHasRunOutIsRenewedFirst()
{
    m_house->clock.advance(std::chrono::minutes(15));
    m_house->http.answer("POST /refresh", 200, R"({"token":"access-2","expiresIn":900})", {{"Set-Cookie", "rt=refresh-2"}});
    m_house->http.answer("POST /password", 204);
    QVERIFY(change().ok());
    QCOMPARE(headerOf(m_house->http.requests().last(), "Authorization"), QByteArray("Bearer access-2"));
}

void TstAccountCare::aRefusedTokenIsRenewedAndTheChangeAskedOnceMore()
{
    m_house->http.answer("POST /password", 401, {}, {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}});
    m_house->http.answer("POST /password", 204);
    m_house->http.answer("POST /refresh", 200, R"({"token":"access-2","expiresIn":900})", {{"Set-Cookie", "rt=refresh-2"}});
    QVERIFY(change().ok());
    QCOMPARE(m_house->http.countOf("POST /password"), 2);
    QCOMPARE(m_house->http.countOf("POST /refresh"), 1);
    QCOMPARE(headerOf(m_house->http.requests().last(), "Authorization"), QByteArray("Bearer access-2"));
}

void TstAccountCare::anEndedSignInIsSaidAndNothingChanged()
{
    m_house->http.answer("POST /password", 401, {}, {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}});
    m_house->http.answer("POST /refresh", 401, R"({"error":{"code":"invalid_grant"}})");
    QCOMPARE(change().error().kind, core::ErrorKind::SignInAgain);
    QCOMPARE(m_house->http.countOf("POST /password"), 1);
    QCOMPARE(m_house->manager.state(m_id), accounts::AccountState::SignInAgain);
}

void TstAccountCare::aProvidersPasswordIsNotOursToChange()
{
    QVERIFY(m_house->records.update(m_id, [](model::Account &account) { account.provider = model::ProviderId(QStringLiteral("hub")); }).ok());
    const core::Error error = change().error();
    QCOMPARE(error.kind, core::ErrorKind::Configuration);
    QVERIFY(m_house->http.countOf("POST /password") == 0);
}

void TstAccountCare::aResetNeedsNoAccount()
{
    const model::ProfileId profile(QStringLiteral("example"));
    const QString user = QStringLiteral("ada@example.org");
    m_house->http.answer("POST /forgot", 202);
    m_house->http.answer("POST /reset", 204);
    m_house->http.answer("POST /resend", 202);
    m_house->http.answer("POST /verify", 204);
    QVERIFY(answerOf(m_care->requestReset(profile, user)).ok());
    QVERIFY(answerOf(m_care->confirmReset(profile, user, core::Secret("c"), core::Secret("canary-new"))).ok());
    QVERIFY(answerOf(m_care->resendVerification(profile, user)).ok());
    QVERIFY(answerOf(m_care->confirmVerification(profile, user, core::Secret("c"))).ok());
}

void TstAccountCare::anUnknownProfileIsSaid()
{
    const auto code = [this](const char *profile) {
        return answerOf(m_care->requestReset(model::ProfileId(QString::fromLatin1(profile)), QStringLiteral("ada"))).error().code;
    };
    QCOMPARE(code("nowhere"), QStringLiteral("profile_unknown"));
    QCOMPARE(code("moving"), QStringLiteral("backend_not_started"));
}

KEYTURN_TEST(TstAccountCare)
#include "tst_accountcare.moc"
