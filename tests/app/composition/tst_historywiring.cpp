// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/house.h"
#include "composition/historywiring.h"
#include "support/registry.h"

#include <functional>

namespace keyturn::composition {

using tests::answerOf;
using tests::Ending;
using tests::House;

namespace {

/// The house, with a history that is told of what happens in it.
struct Chronicle {
    House house;
    history::EventStore store{house.clock, house.home.paths().state + QStringLiteral("/history.sqlite")};
    history::Recorder recorder{house.clock, house.random, store, house.log, history::Program::Window};
    HistoryWiring wiring{recorder,
                         house.profiles,
                         house.records,
                         house.tokens,
                         house.manager,
                         house.signIn,
                         house.sessions,
                         [](const model::AccountId &, const model::SessionId &session) { return QStringLiteral("the one called ") + session.toString(); }};
    model::AccountId id;

    void renew() { (void)answerOf(house.tokens.refresh(id)); }
    void refreshAnswers(const QByteArray &refreshToken)
    {
        house.http.forget("POST /refresh");
        house.answerSignIn(QStringLiteral("u1"), refreshToken, "POST /refresh");
    }
    void refreshRefuses(const QByteArray &reason)
    {
        house.http.forget("POST /refresh");
        house.http.answer("POST /refresh", 401, R"({"error":{"code":"invalid_refresh_token","reason":")" + reason + R"("}})");
    }
    void refreshFails(const char *code)
    {
        house.http.forget("POST /refresh");
        house.http.fail("POST /refresh", core::ErrorKind::Offline, QString::fromLatin1(code));
    }
    void signOut(accounts::SignOutScope scope) { (void)answerOf(house.manager.signOut(id, scope)); }

    [[nodiscard]] QList<history::Event> events()
    {
        const core::Result<history::Page> page = answerOf(store.page({}, std::nullopt, 1000));
        return page.ok() ? page->events : QList<history::Event>();
    }
    /// Oldest first, without the sign-in that each begins with.
    [[nodiscard]] QStringList story()
    {
        QStringList words;
        for (const history::Event &event : events())
            words.prepend(history::wordOf(event.kind) + (event.cause.isEmpty() ? QString() : u':' + event.cause));
        return words.mid(1);
    }
};

using Act = std::function<void(Chronicle &)>;

} // namespace

/// What happens in the rooms below is told, by name, once.
class TstHistoryWiring : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatHappensIsTold_data();
    void whatHappensIsTold();
    void itIsToldByTheNamesThatPeopleKnow();
    void anEndedSessionIsNamed();
    void aRefusedSignInIsNobodys();
    void anotherProcessTellsWhatItDidItself();
};

void TstHistoryWiring::whatHappensIsTold_data()
{
    QTest::addColumn<Act>("act");
    QTest::addColumn<QStringList>("story");
    const auto row = [](const char *name, const Act &act, const char *story) {
        QTest::newRow(name) << act << QString::fromLatin1(story).split(u' ', Qt::SkipEmptyParts);
    };
    using Scope = accounts::SignOutScope;
    row(
        "nothing", [](Chronicle &) {}, "");
    row(
        "a renewal with a new refresh token",
        [](Chronicle &c) {
            c.refreshAnswers("refresh-2");
            c.renew();
        },
        "rotated");
    row(
        "a renewal with the same",
        [](Chronicle &c) {
            c.refreshAnswers("refresh-u1");
            c.renew();
        },
        "renewed");
    row(
        "offline and back",
        [](Chronicle &c) {
            c.refreshFails("timeout");
            c.renew();
            c.refreshAnswers("refresh-2");
            c.renew();
        },
        "unreachable:timeout reachableAgain rotated");
    row(
        "revoked elsewhere",
        [](Chronicle &c) {
            c.refreshRefuses("session_revoked");
            c.renew();
        },
        "signInNeeded:session_revoked");
    row(
        "reuse, and signed in again",
        [](Chronicle &c) {
            c.refreshRefuses("reuse_detected");
            c.renew();
            (void)c.house.signedIn();
        },
        "signInNeeded:reuse_detected signedInAgain:password");
    row(
        "the keychain locked while it was renewed",
        [](Chronicle &c) {
            c.refreshAnswers("refresh-2");
            c.house.secrets.failNext(tests::FakeSecretStore::Operation::Write, 1, QStringLiteral("keychain_locked"));
            c.renew();
            c.house.clock.advance(std::chrono::minutes(2));
        },
        "rotated notSaved:keychain_locked saved");
    row(
        "signed out",
        [](Chronicle &c) {
            c.house.http.answer("POST /logout", 204);
            c.signOut(Scope::ThisDevice);
        },
        "signedOut:this_device");
    row(
        "signed out offline",
        [](Chronicle &c) {
            c.house.http.fail("POST /logout", core::ErrorKind::Offline, QStringLiteral("timeout"));
            c.signOut(Scope::ThisDevice);
        },
        "signedOut:this_device_later");
    row(
        "signed out everywhere",
        [](Chronicle &c) {
            c.house.http.answer("DELETE /sessions?others=true", 200, "{}");
            c.house.http.answer("POST /logout", 204);
            c.signOut(Scope::Everywhere);
        },
        "signedOut:everywhere");
    row(
        "forgotten here", [](Chronicle &c) { c.signOut(Scope::LocalOnly); }, "signedOut:local_only");
    row(
        "a sign-out that failed",
        [](Chronicle &c) {
            c.house.http.fail("DELETE /sessions?others=true", core::ErrorKind::Offline, QStringLiteral("timeout"));
            c.signOut(Scope::Everywhere);
        },
        "");
}

void TstHistoryWiring::whatHappensIsTold()
{
    QFETCH(const Act, act);
    QFETCH(const QStringList, story);
    Chronicle chronicle;
    chronicle.id = chronicle.house.signedIn();
    QVERIFY(!chronicle.id.isEmpty());
    act(chronicle);
    QCOMPARE(chronicle.story(), story);
}

void TstHistoryWiring::itIsToldByTheNamesThatPeopleKnow()
{
    Chronicle chronicle;
    chronicle.id = chronicle.house.signedIn();
    chronicle.house.http.answer("POST /logout", 204);
    chronicle.signOut(accounts::SignOutScope::ThisDevice);
    const QList<history::Event> events = chronicle.events();
    QCOMPARE(events.size(), 2);
    for (const history::Event &event : events)
        QVERIFY(event.subject == (history::Subject{chronicle.id, QStringLiteral("Ada"), QStringLiteral("Example")})); // also once it is gone
}

void TstHistoryWiring::anEndedSessionIsNamed()
{
    Chronicle chronicle;
    chronicle.id = chronicle.house.signedIn();
    Q_EMIT chronicle.house.sessions.revoked(chronicle.id, model::SessionId(QStringLiteral("s1")));
    QCOMPARE(chronicle.events().constFirst().kind, history::EventKind::SessionRevoked);
    QCOMPARE(chronicle.events().constFirst().detail, QStringLiteral("the one called s1"));
}

void TstHistoryWiring::aRefusedSignInIsNobodys()
{
    Chronicle chronicle;
    chronicle.house.http.answer("POST /login", 401, R"({"error":{"code":"invalid_credentials"}})");
    const auto flow = chronicle.house.signIn.withPassword(chronicle.house.ada());
    Ending ending(*flow);
    ending.run();
    const QList<history::Event> events = chronicle.events();
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.first().kind, history::EventKind::SignInFailed);
    QVERIFY(events.first().subject == (history::Subject{{}, {}, QStringLiteral("Example")})); // what was typed as a name may be a password
}

/// Both hear of each refresh and refusal; who had it done records it.
void TstHistoryWiring::anotherProcessTellsWhatItDidItself()
{
    Chronicle chronicle;
    chronicle.id = chronicle.house.signedIn();
    House &house = chronicle.house;
    tokens::TokenManager other(house.clock, house.random, house.secrets, house.records, house.grants, house.home.paths().state);
    chronicle.refreshAnswers("refresh-2");
    QVERIFY(answerOf(other.refresh(chronicle.id)).ok());
    QVERIFY(answerOf(house.tokens.tokens(chronicle.id)).ok());
    QCOMPARE(chronicle.story(), QStringList());
}

} // namespace keyturn::composition

using keyturn::composition::TstHistoryWiring;
KEYTURN_TEST(TstHistoryWiring)
#include "tst_historywiring.moc"
