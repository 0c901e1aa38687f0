// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "tokenworld.h"

#include <QFile>
#include <QTest>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::accessOf;
using tests::answerOf;
using tests::TokenWorld;

using Operation = tests::FakeSecretStore::Operation;
using Tokens = std::optional<model::TokenSet>;

/// A request other than a refresh, a change of password say, brings new tokens. The newest are never lost among the old (FAULTS 66, 99 to 104).
class TstExchange : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void newTokensTakeThePlaceOfTheOld();
    void whatBringsNoTokensLeavesThoseThereAre();
    void aRefusalChangesNothingAndIsNoFailureOfTheTokens();
    void theNewestTokensAreTheOnesThatAreShown();
    void aRefusalOfWhatItBroughtIsMetByARefresh();
    void aRefreshWaitsForItsTurn();
    void fault66WhatTheKeychainDoesNotTakeServesAndIsStoredLater();
    void whileSomethingWaitsToBeStoredNothingIsSent();
    void aProcessThatDiesBeforeItStoresLeavesTheOldTokens();
    void anAccountThatIsSignedOutIsNotAskedFor();
    void fault56ASignOutMeanwhileIsTheLastWord();

private:
    [[nodiscard]] core::Async<void> exchange(const core::Result<Tokens> &answer);
    [[nodiscard]] Tokens fresh() { return m_world->refresher.grant(); }
    [[nodiscard]] QByteArray current() const { return accessOf(m_process->manager.current(m_world->id)); }
    [[nodiscard]] QByteArray ofANewProcess() { return accessOf(answerOf(m_world->start()->manager.tokens(m_world->id))); }

    std::unique_ptr<TokenWorld> m_world;
    std::unique_ptr<TokenWorld::Process> m_process;
    QByteArrayList m_shown; ///< What went out with the requests.
};

void TstExchange::init()
{
    m_shown.clear();
    m_world = std::make_unique<TokenWorld>();
    m_process = m_world->start();
    QVERIFY(m_world->signIn(*m_process).ok());
    m_process->told.clear();
}

void TstExchange::cleanup()
{
    m_process.reset();
    m_world.reset();
}

core::Async<void> TstExchange::exchange(const core::Result<Tokens> &answer)
{
    return m_process->manager.exchange(m_world->id, [this, answer](const model::Account &, const model::TokenSet &newest) {
        m_shown += newest.accessToken.reveal().toByteArray();
        return core::ready<Tokens>(answer);
    });
}

void TstExchange::newTokensTakeThePlaceOfTheOld()
{
    QVERIFY(answerOf(exchange(fresh())).ok());
    QCOMPARE(m_shown, QByteArrayList{"access-1"});
    QCOMPARE(current(), "access-2");
    QCOMPARE(ofANewProcess(), "access-2");
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
    QVERIFY(!QFile::exists(m_world->journal()));
    QVERIFY(answerOf(m_process->manager.refresh(m_world->id)).ok());
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-2"});
}

void TstExchange::whatBringsNoTokensLeavesThoseThereAre()
{
    QVERIFY(answerOf(exchange(Tokens())).ok());
    QCOMPARE(current(), "access-1");
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")});
    QVERIFY(!QFile::exists(m_world->journal()));
    QVERIFY(m_process->told.isEmpty());
}

void TstExchange::aRefusalChangesNothingAndIsNoFailureOfTheTokens()
{
    const core::Error wrong{core::ErrorKind::Rejected, QStringLiteral("invalid_credentials"), {}};
    QCOMPARE(answerOf(exchange(wrong)).error(), wrong);
    QCOMPARE(current(), "access-1");
    QVERIFY(m_world->isSignedIn());
    QVERIFY(!QFile::exists(m_world->journal()));
    QVERIFY(m_process->told.isEmpty());
}

void TstExchange::theNewestTokensAreTheOnesThatAreShown()
{
    const auto other = m_world->start();
    QVERIFY(answerOf(other->manager.refresh(m_world->id)).ok());
    QVERIFY(answerOf(exchange(fresh())).ok());
    QCOMPARE(m_shown, QByteArrayList{"access-2"});
}

/// The pause after a refused token is for backends that refuse the very token that they have just given for it.
void TstExchange::aRefusalOfWhatItBroughtIsMetByARefresh()
{
    const auto refused = [this](const char *token) { return answerOf(m_process->manager.refresh(m_world->id, core::Secret(token))); };
    QCOMPARE(accessOf(refused("access-1")), "access-2");
    QCOMPARE(refused("access-2").error().code, QStringLiteral("fresh_token_refused"));
    QVERIFY(answerOf(exchange(fresh())).ok());
    QCOMPARE(accessOf(refused("access-3")), "access-4");
}

void TstExchange::aRefreshWaitsForItsTurn()
{
    const core::Promise<Tokens> held;
    const core::Async<void> asked =
        m_process->manager.exchange(m_world->id, [&held](const model::Account &, const model::TokenSet &) { return held.future(); });
    m_world->turn();
    const Tokens answer = fresh();
    const core::Async<model::TokenSet> refreshed = m_process->manager.refresh(m_world->id);
    m_world->turn();
    QVERIFY(m_world->refresher.spent.isEmpty());
    held.finish(answer);
    QVERIFY(answerOf(asked).ok());
    QCOMPARE(accessOf(answerOf(refreshed)), "access-3");
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-2"});
}

void TstExchange::fault66WhatTheKeychainDoesNotTakeServesAndIsStoredLater()
{
    m_world->secrets.failNext(Operation::Write, 1, QStringLiteral("keychain_write_lost"));
    QVERIFY(answerOf(exchange(fresh())).ok()); // the password is changed, whatever the keychain does
    QCOMPARE(current(), "access-2");
    QVERIFY(m_process->told.contains(QStringLiteral("unsaved keychain_write_lost")));
    m_world->pass(2200ms);
    QCOMPARE(ofANewProcess(), "access-2");
    QVERIFY(answerOf(m_process->manager.settle(0s)).ok());
}

void TstExchange::whileSomethingWaitsToBeStoredNothingIsSent()
{
    m_world->secrets.failNext(Operation::Write, 1, QStringLiteral("keychain_write_lost"));
    QVERIFY(answerOf(exchange(fresh())).ok());
    m_shown.clear();
    QCOMPARE(answerOf(exchange(fresh())).error().code, QStringLiteral("keychain_write_lost"));
    QVERIFY(m_shown.isEmpty());
}

void TstExchange::aProcessThatDiesBeforeItStoresLeavesTheOldTokens()
{
    m_world->secrets.holdBack();
    const core::Async<void> asked = exchange(fresh());
    m_world->turn();
    m_world->secrets.releaseOne(); // reads; the write that follows is never done
    m_world->turn();
    QVERIFY(QFile::exists(m_world->journal()));
    m_process.reset();
    m_world->secrets.dropAll();
    QCOMPARE(ofANewProcess(), "access-1");
    const auto next = m_world->start();
    QVERIFY(answerOf(next->manager.refresh(m_world->id)).ok());
    QVERIFY(!QFile::exists(m_world->journal()));
}

void TstExchange::anAccountThatIsSignedOutIsNotAskedFor()
{
    const Tokens answer = fresh();
    QVERIFY(answerOf(m_world->start()->manager.forget(m_world->id)).ok());
    QCOMPARE(answerOf(exchange(answer)).error().code, QStringLiteral("account_unknown"));
    QVERIFY(m_shown.isEmpty());
}

void TstExchange::fault56ASignOutMeanwhileIsTheLastWord()
{
    const Tokens answer = fresh();
    storage::AccountStore beside(m_world->directory.filePath(QStringLiteral("data")));
    const core::Async<void> asked = m_process->manager.exchange(m_world->id, [&](const model::Account &account, const model::TokenSet &) {
        if (!beside.remove(account.id).ok())
            return core::ready<Tokens>(Tokens());
        return core::ready<Tokens>(answer);
    });
    QCOMPARE(answerOf(asked).error().code, QStringLiteral("account_unknown"));
    QVERIFY(!m_world->stored().contains(QStringLiteral("ada/2")));
    QCOMPARE(current(), "none");
}

KEYTURN_TEST(TstExchange)
#include "tst_exchange.moc"
