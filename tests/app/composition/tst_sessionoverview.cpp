// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/house.h"
#include "app/cli/jsonserver.h"
#include "composition/sessionoverview.h"
#include "support/registry.h"

#include <QFile>
#include <QSignalSpy>

namespace keyturn::composition {

using history::KnownSession;
using history::KnownSessions;
using tests::answerOf;
using tests::House;

namespace {

using News = QList<KnownSession>;

/// The house, a backend on loopback that lists what the test says, and what is remembered of it.
struct Overview {
    House house;
    tests::JsonServer server;
    history::SessionBook book{house.clock, house.home.paths().state + QStringLiteral("/sessions.sqlite")};
    SessionOverview overview{{house.clock, house.random, book, house.manager, house.sessions, house.tokens,
                              [](const model::AccountId &) { return core::ready<bool>(true); }},
                             true};
    model::AccountId id;

    Overview()
    {
        house.home.writeProfile(QStringLiteral("loop"), R"({"id": "loop", "name": "Loop", "baseUrl": ")" + server.address() + R"(",
            "sessions": {"list": {"path": "/sessions"}, "items": "/sessions", "fields": {"id": "/id", "device": "/id", "current": "/current"},
                         "revoke": {"method": "DELETE", "path": "/sessions/{sessionId}"}, "revokeOthers": {"method": "DELETE", "path": "/others"}},
            "refresh": {"endpoint": {"method": "POST", "path": "/refresh", "bodyType": "json", "body": {"r": "{refreshToken}"}},
                        "tokens": {"accessToken": "/token", "refreshToken": "/refresh"}},
            "password": {"signIn": {"method": "POST", "path": "/login", "bodyType": "json", "body": {"u": "{user}", "p": "{password}"}},
                         "tokens": {"accessToken": "/token", "refreshToken": "/refresh"}, "identity": {"subject": "/id"}}})");
        house.profiles.reload({});
        id = adopt(QStringLiteral("looping"));
    }

    model::AccountId adopt(const QString &name)
    {
        model::Account account;
        account.id = model::AccountId(name);
        account.profile = model::ProfileId(QStringLiteral("loop"));
        account.identity.subject = name;
        if (const core::Result<model::Account> known = house.records.find(account.id); known.ok())
            account = *known;
        model::TokenSet tokens;
        tokens.accessToken = core::Secret("access-1");
        tokens.refreshToken = core::Secret("refresh-1");
        return answerOf(house.tokens.adopt(account, tokens)).ok() && house.manager.reload().ok() ? account.id : model::AccountId();
    }

    /// The backend lists these from now on; `*` in front: the current one.
    void lists(const char *words)
    {
        QByteArrayList sessions;
        for (QByteArray word : QByteArray(words).split(' ')) {
            const bool current = word.startsWith('*');
            word.remove(0, current ? 1 : 0);
            if (!word.isEmpty())
                sessions += R"({"id":")" + word + R"(","current":)" + (current ? "true" : "false") + '}';
        }
        server.on("GET /sessions", 200, R"({"sessions":[)" + sessions.join(',') + "]}");
    }

    /// What is answered: `!` for new ones, the cause behind those that are over.
    QString listed()
    {
        const core::Result<KnownSessions> known = answerOf(overview.list(id));
        return known.ok() ? words(known->sessions) : known.error().code;
    }

    /// Time goes by in steps that no request runs out in, until the backend is asked once more.
    bool isAskedWithin(std::chrono::minutes time)
    {
        constexpr std::chrono::seconds step{10};
        const qsizetype before = server.asked().size();
        for (std::chrono::seconds gone{0}; gone < time && server.asked().size() == before; gone += step) {
            const qsizetype sent = house.log.exchanges().size();
            house.clock.advance(step);
            (void)QTest::qWaitFor([&] { return house.log.exchanges().size() > sent; }, 5);
        }
        return server.asked().size() > before;
    }

    static QString words(const QList<KnownSession> &sessions)
    {
        QStringList found;
        for (const KnownSession &one : sessions)
            found += (one.isNew ? QStringLiteral("!") : QString()) + one.session.device + (one.label.isEmpty() ? QString() : u'=' + one.label)
                + (one.session.endedAt.isValid() ? u':' + one.session.cause : QString());
        return found.join(u' ');
    }
};

bool holds(const QString &path, const char *word)
{
    QByteArray bytes;
    for (const QString &name : {path, path + QStringLiteral("-wal")}) {
        QFile file(name);
        bytes += file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    return bytes.contains(word);
}

/// What was told of new sessions.
class Ears : public QObject
{
public:
    explicit Ears(SessionOverview &overview)
    {
        connect(&overview, &SessionOverview::newSessions, this,
                [this](const model::AccountId &, const News &sessions) { heard += Overview::words(sessions); });
    }
    QStringList heard;
};

} // namespace

/// What the backend lists and what this computer remembers, together.
class TstSessionOverview : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsListedIsRemembered();
    void whatIsEndedFromHereIsKnownForIt();
    void theSessionThatANewSignInReplacesWasEndedFromHere();
    void aSessionThatTheBackendHadEndedWasNot();
    void signingOutForgets();
    void whatASignOutCouldNotForgetGoesLater();
    void nothingIsRememberedWhereNobodyWantsIt();
    void allIsForgottenWhenAsked();
    void aSessionHasTheNameThatItWasListedBy();
    void aFaultOfTheFileIsNoneOfTheListing();
    void anErrorOfTheListingIsTold();
    void eachNewSessionIsToldOnce();
    void whoHearsNothingLeavesTheNewsToOthers();
    void whoAsksMeanwhileIsAnsweredByALaterListing();
    void theWatchListsAndTells();
    void theWatchIsSwitchedOffAndOn();
};

void TstSessionOverview::whatIsListedIsRemembered()
{
    Overview o;
    QSignalSpy changed(&o.overview, &SessionOverview::changed);
    o.lists("*me other");
    const core::Result<KnownSessions> known = answerOf(o.overview.list(o.id));
    QVERIFY(known.ok() && !known->notKept);
    QCOMPARE(Overview::words(known->sessions), QStringLiteral("me other"));
    QVERIFY(answerOf(o.overview.setLabel(o.id, known->sessions.at(1).key, QStringLiteral("Phone"))).ok());
    o.lists("*me third");
    QCOMPARE(o.listed(), QStringLiteral("me !third other=Phone:ended_elsewhere"));
    QVERIFY(answerOf(o.overview.markVisited(o.id)).ok());
    QCOMPARE(o.listed(), QStringLiteral("me third other=Phone:ended_elsewhere"));
    QCoreApplication::processEvents();
    QCOMPARE(changed.size(), 4); // not by the last one
}

void TstSessionOverview::whatIsEndedFromHereIsKnownForIt()
{
    Overview o;
    o.lists("*me a b c");
    QCOMPARE(o.listed(), QStringLiteral("me a b c"));
    o.server.on("DELETE /sessions/a", 204);
    QVERIFY(answerOf(o.house.sessions.revoke(o.id, model::SessionId(QStringLiteral("a")))).ok());
    o.lists("*me b c");
    QCOMPARE(o.listed(), QStringLiteral("me b c a:signed_out_here"));
    o.server.on("DELETE /sessions/b", 500);
    QVERIFY(!answerOf(o.house.sessions.revoke(o.id, model::SessionId(QStringLiteral("b")))).ok());
    o.lists("*me c");
    o.house.clock.advance(std::chrono::seconds(1));
    QCOMPARE(o.listed(), QStringLiteral("me c b:ended_elsewhere a:signed_out_here"));
    o.server.on("DELETE /others", 204);
    o.house.clock.advance(std::chrono::seconds(1));
    QVERIFY(answerOf(o.house.sessions.revokeOthers(o.id)).ok());
    o.lists("*me");
    QCOMPARE(o.listed(), QStringLiteral("me c:signed_out_here b:ended_elsewhere a:signed_out_here"));
}

void TstSessionOverview::theSessionThatANewSignInReplacesWasEndedFromHere()
{
    Overview o;
    o.lists("*old other");
    QCOMPARE(o.listed(), QStringLiteral("old other"));
    QCOMPARE(o.adopt(QStringLiteral("looping")), o.id);
    o.lists("*fresh other");
    QCOMPARE(o.listed(), QStringLiteral("fresh other old:signed_out_here"));
}

void TstSessionOverview::aSessionThatTheBackendHadEndedWasNot()
{
    Overview o;
    o.lists("*old other");
    QCOMPARE(o.listed(), QStringLiteral("old other"));
    o.house.http.answer("POST /refresh", 401, R"({"error":"invalid_grant"})");
    QVERIFY(!answerOf(o.house.tokens.refresh(o.id)).ok());
    QVERIFY(o.house.manager.state(o.id) == accounts::AccountState::SignInAgain);
    QCOMPARE(o.adopt(QStringLiteral("looping")), o.id);
    o.lists("*fresh other");
    QCOMPARE(o.listed(), QStringLiteral("fresh other old:ended_elsewhere"));
}

void TstSessionOverview::signingOutForgets()
{
    Overview o;
    o.lists("*me other");
    const core::Result<KnownSessions> known = answerOf(o.overview.list(o.id));
    QVERIFY(known.ok());
    QVERIFY(answerOf(o.overview.setLabel(o.id, known->sessions.at(1).key, QStringLiteral("Phone"))).ok());
    QVERIFY(answerOf(o.house.manager.signOut(o.id, accounts::SignOutScope::LocalOnly)).ok());
    QCOMPARE(o.listed(), QStringLiteral("account_unknown"));
    QCOMPARE(o.adopt(QStringLiteral("looping")), o.id);
    QCOMPARE(o.listed(), QStringLiteral("me other"));
}

void TstSessionOverview::whatASignOutCouldNotForgetGoesLater()
{
    Overview o;
    o.lists("*me other");
    QVERIFY(answerOf(o.book.record(model::AccountId(QStringLiteral("gone")), {})).ok()); // as one leaves it that was killed
    QCOMPARE(o.listed(), QStringLiteral("me other"));
    const QString path = o.house.home.paths().state + QStringLiteral("/sessions.sqlite");
    QTRY_VERIFY(!holds(path, "gone"));
    QVERIFY(holds(path, "looping"));
}

void TstSessionOverview::nothingIsRememberedWhereNobodyWantsIt()
{
    Overview o;
    o.lists("*me");
    QCOMPARE(o.listed(), QStringLiteral("me"));
    o.overview.setRemembering(false);
    o.lists("*me other");
    const core::Result<KnownSessions> known = answerOf(o.overview.list(o.id));
    QVERIFY(known.ok());
    QCOMPARE(Overview::words(known->sessions), QStringLiteral("me other")); // which is not new
    QCOMPARE(known->notKept->code, QStringLiteral("sessions_not_remembered"));
    QCOMPARE(answerOf(o.overview.setLabel(o.id, known->sessions.at(1).key, QStringLiteral("Phone"))).error().code,
             QStringLiteral("sessions_not_remembered"));
    QVERIFY(answerOf(o.overview.markVisited(o.id)).ok());
    o.server.on("DELETE /sessions/other", 204);
    QVERIFY(answerOf(o.house.sessions.revoke(o.id, model::SessionId(QStringLiteral("other")))).ok());
    o.overview.setRemembering(true);
    o.lists("*me other third");
    QCOMPARE(o.listed(), QStringLiteral("me !other !third"));
}

void TstSessionOverview::allIsForgottenWhenAsked()
{
    Overview o;
    o.lists("*me other");
    QCOMPARE(o.listed(), QStringLiteral("me other"));
    QVERIFY(answerOf(o.overview.forgetAll()).ok());
    QVERIFY(!holds(o.house.home.paths().state + QStringLiteral("/sessions.sqlite"), "looping"));
}

void TstSessionOverview::aSessionHasTheNameThatItWasListedBy()
{
    Overview o;
    const auto name = [&o] { return o.overview.nameOf(o.id, model::SessionId(QStringLiteral("other"))); };
    QCOMPARE(name(), QString());
    o.lists("*me other");
    const core::Result<KnownSessions> known = answerOf(o.overview.list(o.id));
    QCOMPARE(name(), QStringLiteral("other"));
    QVERIFY(answerOf(o.overview.setLabel(o.id, known->sessions.at(1).key, QStringLiteral("Phone"))).ok());
    QCOMPARE(o.listed(), QStringLiteral("me other=Phone"));
    QCOMPARE(name(), QStringLiteral("Phone"));
    o.overview.setRemembering(false);
    QCOMPARE(o.listed(), QStringLiteral("me other"));
    QCOMPARE(name(), QStringLiteral("other"));
}

void TstSessionOverview::aFaultOfTheFileIsNoneOfTheListing()
{
    Overview o;
    QVERIFY(QDir().mkpath(o.house.home.paths().state + QStringLiteral("/sessions.sqlite"))); // a folder stands where the file should be
    o.lists("*me other");
    const core::Result<KnownSessions> known = answerOf(o.overview.list(o.id));
    QVERIFY(known.ok());
    QVERIFY(known->notKept.has_value());
    QCOMPARE(Overview::words(known->sessions), QStringLiteral("me other"));
}

void TstSessionOverview::anErrorOfTheListingIsTold()
{
    Overview o;
    o.lists("*me");
    QCOMPARE(o.listed(), QStringLiteral("me"));
    o.server.on("GET /sessions", 200, "no JSON");
    QCOMPARE(o.listed(), QStringLiteral("reply_not_json"));
    o.lists("*me");
    QCOMPARE(o.listed(), QStringLiteral("me")); // and ended nothing
}

void TstSessionOverview::eachNewSessionIsToldOnce()
{
    Overview o;
    Ears ears(o.overview);
    o.lists("*me a");
    (void)o.listed();
    o.lists("*me a b c");
    QCOMPARE(o.listed(), QStringLiteral("me a !b !c"));
    QTRY_COMPARE(ears.heard, QStringList{QStringLiteral("!b !c")});
    o.lists("*me a b c d");
    QCOMPARE(o.listed(), QStringLiteral("me a !b !c !d")); // new until the person looks, and told already
    QTRY_COMPARE(ears.heard, (QStringList{QStringLiteral("!b !c"), QStringLiteral("!d")}));
    // Another program, later.
    SessionOverview second({o.house.clock, o.house.random, o.book, o.house.manager, o.house.sessions, o.house.tokens, {}}, false);
    Ears others(second);
    QVERIFY(answerOf(second.list(o.id)).ok());
    QVERIFY(answerOf(o.book.claimNews(o.id, {})).ok()); // what was asked before is answered
    QCoreApplication::processEvents();
    QCOMPARE(others.heard, QStringList());
}

void TstSessionOverview::whoHearsNothingLeavesTheNewsToOthers()
{
    Overview o;
    o.lists("*me");
    (void)o.listed();
    o.lists("*me b");
    QCOMPARE(o.listed(), QStringLiteral("me !b")); // as the command line does
    Ears ears(o.overview);
    (void)o.listed();
    QTRY_COMPARE(ears.heard, QStringList{QStringLiteral("!b")});
}

void TstSessionOverview::whoAsksMeanwhileIsAnsweredByALaterListing()
{
    Overview o;
    o.lists("*me a");
    const auto first = o.overview.list(o.id);
    const auto second = o.overview.list(o.id);
    const auto third = o.overview.list(o.id);
    QVERIFY(answerOf(first).ok());
    QVERIFY(answerOf(second).ok() && answerOf(third).ok());
    QCOMPARE(o.server.asked(), (QByteArrayList{"GET /sessions", "GET /sessions"}));
    (void)o.listed();
    QCOMPARE(o.server.asked().size(), 3);
}

void TstSessionOverview::theWatchListsAndTells()
{
    Overview o;
    o.lists("*me");
    (void)o.listed();
    Ears ears(o.overview);
    o.overview.keepWatching();
    o.lists("*me b");
    QVERIFY(o.isAskedWithin(std::chrono::minutes(15)));
    QTRY_COMPARE(ears.heard, QStringList{QStringLiteral("!b")});
    QVERIFY(!o.isAskedWithin(std::chrono::minutes(14)));
}

void TstSessionOverview::theWatchIsSwitchedOffAndOn()
{
    Overview o;
    o.lists("*me");
    (void)o.listed();
    o.overview.setWatching(false);
    o.overview.keepWatching();
    QVERIFY(!o.isAskedWithin(std::chrono::minutes(20)));
    o.overview.setWatching(true);
    QVERIFY(o.isAskedWithin(std::chrono::minutes(15)));
}

} // namespace keyturn::composition

using keyturn::composition::TstSessionOverview;
KEYTURN_TEST(TstSessionOverview)
#include "tst_sessionoverview.moc"
