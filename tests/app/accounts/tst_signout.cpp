// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace keyturn;
using accounts::SignOutScope;
using tests::addressOf;
using tests::answerOf;
using tests::headerOf;
using tests::House;

class TstSignOut : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theBackendIsToldAndNothingIsLeft();
    void offlineItIsForgottenHereAndThePersonIsTold();
    void aBackendInTroubleIsTold();
    void locallyNobodyIsAsked();
    void everywhereMeansTheOthersFirst();
    void whereTheOthersCannotBeEndedNothingIs();
    void everywhereIsNotOfferedByAProvider();
    void aLockedKeychainLosesNothing();
    void tokensThatCannotBeReadAreForgottenAllTheSame();
    void anUnknownAccountIsSaid();
    void anotherAccountIsNotTouched();

private:
    /// Every file below Keyturn's folders that holds @p text.
    [[nodiscard]] QStringList filesWith(const QByteArray &text) const;

    std::unique_ptr<House> m_house;
    model::AccountId m_id;
};

void TstSignOut::init()
{
    m_house = std::make_unique<House>();
    m_id = m_house->signedIn();
    QVERIFY(!m_id.isEmpty());
    QVERIFY(!filesWith(m_id.toString().toUtf8()).isEmpty());
}

void TstSignOut::cleanup()
{
    QVERIFY2(m_house->http.unexpected().isEmpty(), m_house->http.unexpected().value(0).constData());
    m_house.reset();
}

QStringList TstSignOut::filesWith(const QByteArray &text) const
{
    QStringList found;
    for (QDirIterator files(m_house->home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); files.hasNext();) {
        QFile file(files.next());
        if (file.fileName().toUtf8().contains(text) || (file.open(QIODevice::ReadOnly) && file.readAll().contains(text)))
            found += file.fileName();
    }
    return found;
}

void TstSignOut::theBackendIsToldAndNothingIsLeft()
{
    House &house = *m_house;
    house.http.answer("POST /logout", 204);
    QSignalSpy removed(&house.manager, &accounts::AccountManager::accountRemoved);
    const auto outcome = answerOf(house.manager.signOut(m_id, SignOutScope::ThisDevice));
    QVERIFY(outcome.ok());
    QVERIFY(outcome->backendTold);
    QVERIFY(!outcome->backendError);
    QCOMPARE(headerOf(house.http.requests().last(), "Cookie"), QByteArray("rt=refresh-u1"));
    QVERIFY(house.secrets.entries.isEmpty());
    QVERIFY(house.stored().isEmpty());
    QVERIFY(house.manager.accounts().isEmpty());
    QCOMPARE(removed.size(), 1);
    QVERIFY(!house.tokens.current(m_id));
    for (const QByteArray &trace : {m_id.toString().toUtf8(), QByteArray("ada@example.org"), QByteArray("refresh-u1"), QByteArray("access-u1")}) {
        // The lock's file may stay: it is empty, and its name alone bears the random id.
        const QStringList found = filesWith(trace).filter(QRegularExpression(QStringLiteral("^(?!.*/locks/)")));
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u' ')));
    }
}

void TstSignOut::offlineItIsForgottenHereAndThePersonIsTold()
{
    House &house = *m_house;
    house.http.fail("POST /logout", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
    const auto outcome = answerOf(house.manager.signOut(m_id, SignOutScope::ThisDevice));
    QVERIFY(outcome.ok());
    QVERIFY(!outcome->backendTold);
    QVERIFY(outcome->backendError);
    QCOMPARE(outcome->backendError->code, QStringLiteral("connection_refused"));
    QVERIFY(outcome->toldLater);
    QVERIFY(house.secrets.entries.keys().filter(m_id.toString()).isEmpty());
    QVERIFY(house.stored().isEmpty());
}

void TstSignOut::aBackendInTroubleIsTold()
{
    m_house->http.answer("POST /logout", 503);
    const auto outcome = answerOf(m_house->manager.signOut(m_id, SignOutScope::ThisDevice));
    QVERIFY(outcome.ok());
    QVERIFY(!outcome->backendTold);
    QCOMPARE(outcome->backendError->code, QStringLiteral("server_error"));
    QVERIFY(m_house->stored().isEmpty());
}

void TstSignOut::locallyNobodyIsAsked()
{
    const qsizetype before = m_house->http.requests().size();
    const auto outcome = answerOf(m_house->manager.signOut(m_id, SignOutScope::LocalOnly));
    QVERIFY(outcome.ok());
    QVERIFY(!outcome->backendTold);
    QCOMPARE(m_house->http.requests().size(), before);
    QVERIFY(m_house->secrets.entries.isEmpty());
    QVERIFY(m_house->stored().isEmpty());
}

void TstSignOut::everywhereMeansTheOthersFirst()
{
    House &house = *m_house;
    house.http.answer("DELETE /sessions?others=true", 200, "{}");
    house.http.answer("POST /logout", 204);
    const auto outcome = answerOf(house.manager.signOut(m_id, SignOutScope::Everywhere));
    QVERIFY(outcome.ok());
    QVERIFY(outcome->backendTold);
    const qsizetype last = house.http.requests().size() - 1;
    QCOMPARE(addressOf(house.http.requests().at(last - 1)), QByteArray("DELETE /sessions?others=true"));
    QCOMPARE(headerOf(house.http.requests().at(last - 1), "Authorization"), QByteArray("Bearer access-u1"));
    QCOMPARE(addressOf(house.http.requests().at(last)), QByteArray("POST /logout"));
    QVERIFY(house.stored().isEmpty());
}

void TstSignOut::whereTheOthersCannotBeEndedNothingIs()
{
    House &house = *m_house;
    house.http.fail("DELETE /sessions?others=true", core::ErrorKind::Offline, QStringLiteral("timeout"));
    const auto outcome = answerOf(house.manager.signOut(m_id, SignOutScope::Everywhere));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, QStringLiteral("timeout"));
    QCOMPARE(house.stored().size(), 1);
    QCOMPARE(house.secrets.entries.size(), 1);
    QCOMPARE(house.http.countOf("POST /logout"), 0);
}

void TstSignOut::everywhereIsNotOfferedByAProvider()
{
    House &house = *m_house;
    const auto toHub = [](model::Account &account) {
        account.provider = model::ProviderId(QStringLiteral("hub"));
        account.identity.issuer = QStringLiteral("https://hub.example");
        account.origins.clear(); // as if of before
    };
    QVERIFY(house.records.update(m_id, toHub).ok());
    const auto outcome = answerOf(house.manager.signOut(m_id, SignOutScope::Everywhere));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, QStringLiteral("sessions_unsupported"));
    QCOMPARE(house.stored().size(), 1);
}

void TstSignOut::aLockedKeychainLosesNothing()
{
    House &house = *m_house;
    house.secrets.broken = QStringLiteral("keychain_locked");
    const auto outcome = answerOf(house.manager.signOut(m_id, SignOutScope::ThisDevice));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, QStringLiteral("keychain_locked"));
    QCOMPARE(house.stored().size(), 1);
    house.secrets.broken.clear();
    house.http.answer("POST /logout", 204);
    QVERIFY(answerOf(house.manager.signOut(m_id, SignOutScope::ThisDevice)).ok()); // and later it goes
    QVERIFY(house.secrets.entries.isEmpty());
}

void TstSignOut::tokensThatCannotBeReadAreForgottenAllTheSame()
{
    // As another process would find it: nothing in memory, and an entry that is none of ours.
    House &house = *m_house;
    house.secrets.entries[m_id.toString() + QLatin1String("/1")] = core::Secret("garbage");
    tokens::TokenManager fresh(house.clock, house.random, house.secrets, house.records, house.grants, house.home.paths().state);
    accounts::AccountManager manager(house.clock, house.records, fresh, house.grants);
    const auto outcome = answerOf(manager.signOut(m_id, SignOutScope::ThisDevice));
    QVERIFY(outcome.ok());
    QVERIFY(!outcome->backendTold);
    QVERIFY(house.secrets.entries.isEmpty());
    QVERIFY(house.stored().isEmpty());
}

void TstSignOut::anUnknownAccountIsSaid()
{
    const auto outcome = answerOf(m_house->manager.signOut(model::AccountId(QStringLiteral("nobody")), SignOutScope::ThisDevice));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, QStringLiteral("account_unknown"));
    QCOMPARE(m_house->stored().size(), 1);
}

void TstSignOut::anotherAccountIsNotTouched()
{
    House &house = *m_house;
    const model::AccountId other = house.signedIn(QStringLiteral("u2"));
    house.http.answer("POST /logout", 204);
    QVERIFY(answerOf(house.manager.signOut(m_id, SignOutScope::ThisDevice)).ok());
    QCOMPARE(house.stored().size(), 1);
    QCOMPARE(house.stored().first().id, other);
    QCOMPARE(house.secrets.entries.keys(), QStringList{other.toString() + QLatin1String("/1")});
    QVERIFY(house.tokens.current(other));
}

KEYTURN_TEST(TstSignOut)
#include "tst_signout.moc"
