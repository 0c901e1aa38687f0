// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/recorder.h"
#include "historyrig.h"
#include "net/httpclient.h"
#include "support/registry.h"

#include <functional>

namespace keyturn::history {

using core::Error;
using core::ErrorKind;
using tests::HistoryRig;

namespace {

struct RecorderRig : HistoryRig {
    core::SystemRandom random;
    net::ExchangeLog log;
    Recorder recorder{clock, random, *store, log, Program::CommandLine};

    void exchange(const QString &purpose, const QString &url)
    {
        net::HttpRequest request;
        request.purpose = purpose;
        request.method = "POST";
        request.url = QUrl(url);
        log.recordFailure(request, QStringLiteral("timeout"), clock.now(), std::chrono::milliseconds(1));
    }
};

Error error(ErrorKind kind, const char *code)
{
    return {kind, QString::fromLatin1(code), {}};
}

using Act = std::function<void(Recorder &)>;

} // namespace

/// What the other rooms tell becomes events.
class TstRecorder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachThingHasItsEvent_data();
    void eachThingHasItsEvent();
    void aRenewalTellsHowLongItServes();
    void aRefreshKnowsItsExchanges();
    void aSignInKnowsItsExchanges();
    void aLongSignInKnowsItsBeginningAndItsEnd();
    void anEndedSessionsIdIsNotRecorded_data();
    void anEndedSessionsIdIsNotRecorded();
    void aSignOutKnowsItsExchanges();
    void theProgramIsTold();
};

void TstRecorder::eachThingHasItsEvent_data()
{
    QTest::addColumn<Act>("act");
    QTest::addColumn<QStringList>("told"); // newest first, `kind` or `kind:cause`
    const auto list = [](const char *words) { return QString::fromLatin1(words).split(u' ', Qt::SkipEmptyParts); };
    const auto row = [](const char *name, const Act &act, const QStringList &told) { QTest::newRow(name) << act << told; };
    const Subject ada = HistoryRig::ada();
    const Error offline = error(ErrorKind::Offline, "timeout");
    const Error locked = error(ErrorKind::Storage, "keychain_locked");
    row(
        "signed in", [=](Recorder &r) { r.signedIn(ada, false, QStringLiteral("browser"), QStringLiteral("hub")); }, list("signedIn:browser"));
    row(
        "signed in again", [=](Recorder &r) { r.signedIn(ada, true, QStringLiteral("password"), {}); }, list("signedInAgain:password"));
    row(
        "a sign-in that was refused", [=](Recorder &r) { r.signInFailed(ada, error(ErrorKind::Rejected, "invalid_credentials")); },
        list("signInFailed:invalid_credentials"));
    row("a sign-in that was given up", [=](Recorder &r) { r.signInFailed(ada, error(ErrorKind::Cancelled, "interrupted")); }, {});
    row(
        "renewed",
        [=](Recorder &r) {
            r.renewed(ada, false, true, {});
            r.usable(ada);
        },
        list("renewed"));
    row(
        "rotated",
        [=](Recorder &r) {
            r.renewed(ada, true, true, {});
            r.usable(ada);
        },
        list("rotated"));
    row("what another process renewed", [=](Recorder &r) { r.usable(ada); }, {});
    row(
        "refused for good", [=](Recorder &r) { r.signInNeeded(ada, error(ErrorKind::SignInAgain, "reuse_detected")); },
        list("signInNeeded:reuse_detected"));
    row(
        "offline, and back by another process",
        [=](Recorder &r) {
            r.failed(ada, offline);
            r.usable(ada);
        },
        list("reachableAgain unreachable:timeout"));
    row(
        "offline, and back by a renewal",
        [=](Recorder &r) {
            r.failed(ada, offline);
            r.renewed(ada, true, true, {});
            r.usable(ada);
        },
        list("rotated reachableAgain unreachable:timeout"));
    row(
        "rate limited",
        [=](Recorder &r) {
            r.failed(ada, error(ErrorKind::RateLimited, "rate_limited"));
            r.usable(ada);
        },
        list("renewalFailed:rate_limited"));
    row(
        "an answer that is none", [=](Recorder &r) { r.failed(ada, error(ErrorKind::BadReply, "truncated")); }, list("renewalFailed:truncated"));
    row(
        "keychain locked, then open",
        [=](Recorder &r) {
            r.failed(ada, locked);
            r.usable(ada);
        },
        list("keychainWorks keychainFailed:keychain_locked"));
    row(
        "a file that is locked is no keychain", [=](Recorder &r) { r.failed(ada, error(ErrorKind::Storage, "lock_timeout")); },
        list("renewalFailed:lock_timeout"));
    row("overtaken by a sign-out", [=](Recorder &r) { r.failed(ada, error(ErrorKind::Storage, "account_unknown")); }, {});
    row("stopped", [=](Recorder &r) { r.failed(ada, error(ErrorKind::Cancelled, "stopped")); }, {});
    row(
        "renewed and not stored, then stored",
        [=](Recorder &r) {
            r.renewed(ada, true, false, {});
            r.usable(ada);
            r.notSaved(ada, locked);
            r.usable(ada);
        },
        list("saved notSaved:keychain_locked rotated"));
    row(
        "renewed and not stored, twice",
        [=](Recorder &r) {
            for (int i = 0; i < 2; ++i) {
                r.renewed(ada, true, false, {});
                r.usable(ada);
                r.notSaved(ada, locked);
            }
        },
        list("notSaved:keychain_locked rotated notSaved:keychain_locked rotated"));
    row(
        "late tokens", [=](Recorder &r) { r.lateTokens(ada); }, list("lateTokens"));
    row(
        "a session ended", [=](Recorder &r) { r.sessionRevoked(ada, model::SessionId(QStringLiteral("s1"))); }, list("sessionRevoked"));
    row(
        "the others ended", [=](Recorder &r) { r.othersRevoked(ada); }, list("othersRevoked"));
    row(
        "an experiment", [=](Recorder &r) { r.experimented(ada, QStringLiteral("twice"), QStringLiteral("reuse_refused"), {}); },
        list("experiment:twice"));
    using Reach = SignOut::Reach;
    row(
        "signed out",
        [=](Recorder &r) {
            r.signedOut(ada, {Reach::ThisDevice, true, false, {}});
        },
        list("signedOut:this_device"));
    row(
        "signed out everywhere",
        [=](Recorder &r) {
            r.signedOut(ada, {Reach::Everywhere, true, false, {}});
        },
        list("signedOut:everywhere"));
    row(
        "forgotten here",
        [=](Recorder &r) {
            r.signedOut(ada, {Reach::LocalOnly, false, false, {}});
        },
        list("signedOut:local_only"));
    row(
        "signed out while offline",
        [=](Recorder &r) {
            r.signedOut(ada, {Reach::ThisDevice, false, true, QStringLiteral("timeout")});
        },
        list("signedOut:this_device_later"));
    row(
        "signed out, never to be told",
        [=](Recorder &r) {
            r.signedOut(ada, {Reach::Everywhere, false, false, QStringLiteral("refused")});
        },
        list("signedOut:everywhere_untold"));
    using std::chrono::seconds;
    row("the clock is right", [=](Recorder &r) { r.clockSeen(QStringLiteral("a.example"), seconds(59)); }, {});
    row(
        "the clock is ahead",
        [=](Recorder &r) {
            r.clockSeen(QStringLiteral("a.example"), seconds(240));
            r.clockSeen(QStringLiteral("a.example"), seconds(241));
        },
        list("clockOff:ahead"));
    row(
        "the clock was behind, and was set",
        [=](Recorder &r) {
            r.clockSeen(QStringLiteral("a.example"), seconds(-61));
            r.clockSeen(QStringLiteral("a.example"), seconds(0));
        },
        list("clockRight clockOff:behind"));
}

void TstRecorder::eachThingHasItsEvent()
{
    QFETCH(const Act, act);
    QFETCH(const QStringList, told);
    RecorderRig rig;
    act(rig.recorder);
    QStringList words;
    for (const Event &event : rig.events())
        words += wordOf(event.kind) + (event.cause.isEmpty() ? QString() : u':' + event.cause);
    QCOMPARE(words, told);
}

void TstRecorder::aRenewalTellsHowLongItServes()
{
    RecorderRig rig;
    rig.recorder.renewed(HistoryRig::ada(), true, true, rig.clock.now().addSecs(900));
    rig.recorder.clockSeen(QStringLiteral("a.example"), std::chrono::seconds(-240));
    const QList<Event> events = rig.events();
    QCOMPARE(events.size(), 2);
    QCOMPARE(events.at(1).span, std::optional(std::chrono::seconds(900)));
    QCOMPARE(events.at(0).span, std::optional(std::chrono::seconds(240)));
    QCOMPARE(events.at(0).detail, QStringLiteral("a.example"));
}

void TstRecorder::aRefreshKnowsItsExchanges()
{
    RecorderRig rig;
    rig.exchange(QStringLiteral("refresh"), QStringLiteral("https://a.example/refresh")); // 1, of before
    rig.recorder.refreshStarted(HistoryRig::ada(), {QStringLiteral("https://a.example:443")});
    rig.exchange(QStringLiteral("refresh"), QStringLiteral("https://a.example/refresh")); // 2
    rig.exchange(QStringLiteral("refresh"), QStringLiteral("https://b.example/refresh")); // 3, somebody else's
    rig.exchange(QStringLiteral("sessions"), QStringLiteral("https://a.example/sessions")); // 4, of something else
    rig.exchange(QStringLiteral("token"), QStringLiteral("https://a.example/token")); // 5
    rig.recorder.failed(HistoryRig::ada(), error(ErrorKind::Offline, "timeout"));
    rig.recorder.failed(HistoryRig::bob(), error(ErrorKind::Offline, "timeout"));
    const QList<Event> events = rig.events();
    const Trace known{
        {QStringLiteral("POST https://a.example/refresh → timeout, 1 ms"), QStringLiteral("POST https://a.example/token → timeout, 1 ms")},
        rig.recorder.run(),
        {2, 5}};
    QCOMPARE(events.at(1).trace.requests, known.requests);
    QVERIFY(events.at(1).trace == known);
    QVERIFY(events.at(0).trace == Trace());
}

void TstRecorder::aSignInKnowsItsExchanges()
{
    RecorderRig rig;
    const QString place = QStringLiteral("example");
    const QString line = QStringLiteral("POST https://a.example/%1 → timeout, 1 ms");
    rig.exchange(QStringLiteral("sign-in"), QStringLiteral("https://a.example/login")); // of before
    rig.recorder.signInStarted(place);
    rig.exchange(QStringLiteral("sign-in"), QStringLiteral("https://a.example/login"));
    rig.exchange(QStringLiteral("sessions"), QStringLiteral("https://a.example/sessions"));
    rig.exchange(QStringLiteral("refresh"), QStringLiteral("https://a.example/refresh"));
    rig.recorder.signInFailed({}, error(ErrorKind::Rejected, "access_denied"), QStringLiteral("elsewhere"));
    rig.recorder.signInFailed({}, error(ErrorKind::Rejected, "invalid_credentials"), place);
    QCOMPARE(rig.events().at(1).trace.requests, QStringList());
    QCOMPARE(rig.events().at(0).trace.requests, QStringList{line.arg(QStringLiteral("login"))});
    QCOMPARE(rig.events().at(0).trace.exchanges, QList<quint64>{2});
    rig.recorder.signInStarted(place);
    rig.exchange(QStringLiteral("discovery"), QStringLiteral("https://meta.example/d"));
    rig.exchange(QStringLiteral("token"), QStringLiteral("https://other.example/token")); // somebody's refresh
    rig.exchange(QStringLiteral("token"), QStringLiteral("https://a.example/token"));
    rig.recorder.signedIn(HistoryRig::ada(), false, QStringLiteral("browser"), QStringLiteral("hub"), place,
                          {QStringLiteral("https://a.example:443")});
    QCOMPARE(rig.events().first().trace.exchanges, (QList<quint64>{5, 7}));
    rig.recorder.signedIn(HistoryRig::ada(), true, QStringLiteral("browser"), QStringLiteral("hub"), place); // which nobody saw begin
    QVERIFY(rig.events().first().trace == Trace());
}

void TstRecorder::aLongSignInKnowsItsBeginningAndItsEnd()
{
    RecorderRig rig;
    rig.recorder.signInStarted(QStringLiteral("hub"));
    rig.exchange(QStringLiteral("device authorization"), QStringLiteral("https://a.example/device"));
    for (int i = 0; i < 100; ++i)
        rig.exchange(QStringLiteral("token"), QStringLiteral("https://a.example/token"));
    rig.recorder.signedIn(HistoryRig::ada(), false, QStringLiteral("device"), {}, QStringLiteral("hub"));
    QCOMPARE(rig.events().first().trace.exchanges, (QList<quint64>{1, 2, 3, 95, 96, 97, 98, 99, 100, 101}));
}

void TstRecorder::anEndedSessionsIdIsNotRecorded_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *name, const char *id, const char *url, const char *shown) {
        QTest::newRow(name) << QString::fromLatin1(id) << QLatin1String("https://a.example") + QLatin1String(url) << QString::fromUtf8(shown);
    };
    row("in the path", "s1", "/sessions/s1", "/sessions/…");
    row("in the query", "s1", "/end?id=s1&b=2", "/end?id=…&b=2");
    row("encoded", "a/b c", "/sessions/a%2Fb%20c/end", "/sessions/…/end");
    row("as short as other words", "1", "/v1/sessions/1?page=1&limit=10", "/v1/sessions/…?page=…&limit=10");
    row("within a word", "0123456789", "/sessions/id:0123456789", "/sessions/id:…");
}

void TstRecorder::anEndedSessionsIdIsNotRecorded()
{
    QFETCH(const QString, id);
    QFETCH(const QString, url);
    QFETCH(const QString, shown);
    RecorderRig rig;
    rig.exchange(QStringLiteral("revoke session"), url);
    rig.exchange(QStringLiteral("revoke session"), QStringLiteral("https://a.example/sessions/another"));
    rig.recorder.sessionRevoked(HistoryRig::ada(), model::SessionId(id));
    const Trace trace = rig.events().first().trace;
    QCOMPARE(trace.exchanges, QList<quint64>{1});
    QCOMPARE(trace.requests, QStringList{QStringLiteral("POST https://a.example%1 → timeout, 1 ms").arg(shown)});
}

void TstRecorder::aSignOutKnowsItsExchanges()
{
    RecorderRig rig;
    rig.exchange(QStringLiteral("sign-out"), QStringLiteral("https://a.example/logout")); // of before
    rig.exchange(QStringLiteral("revoke other sessions"), QStringLiteral("https://b.example/others"));
    rig.exchange(QStringLiteral("revoke other sessions"), QStringLiteral("https://a.example/others"));
    rig.recorder.othersRevoked(HistoryRig::ada(), {QStringLiteral("https://b.example")});
    QCOMPARE(rig.events().first().trace.exchanges, QList<quint64>{2});
    rig.recorder.signOutStarted(HistoryRig::ada().account);
    rig.exchange(QStringLiteral("refresh"), QStringLiteral("https://a.example/refresh"));
    rig.exchange(QStringLiteral("sign-out"), QStringLiteral("https://a.example/logout"));
    rig.recorder.signedOut(HistoryRig::bob(), {});
    rig.recorder.signedOut(HistoryRig::ada(), {});
    QCOMPARE(rig.events().at(1).trace.exchanges, QList<quint64>());
    QCOMPARE(rig.events().at(0).trace.exchanges, QList<quint64>{5});
}

void TstRecorder::theProgramIsTold()
{
    RecorderRig rig;
    rig.recorder.lateTokens(HistoryRig::ada());
    QCOMPARE(rig.events().first().program, Program::CommandLine);
}

} // namespace keyturn::history

using keyturn::history::TstRecorder;
KEYTURN_TEST(TstRecorder)
#include "tst_recorder.moc"
