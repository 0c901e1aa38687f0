// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QTest>

namespace keyturn::e2e {

namespace {

const QByteArray password = QByteArrayLiteral("correct horse battery");

/// The last of a report's steps that is called @p name.
QJsonObject stepOf(const Finished &done, const QString &name)
{
    QJsonObject found;
    for (const QJsonValue &step : done.json().value(QStringLiteral("steps")).toArray()) {
        if (step.toObject().value(QStringLiteral("step")).toString() == name)
            found = step.toObject();
    }
    return found;
}

} // namespace

/// Every experiment with an account's tokens by the command line, each in a process of its own, on keyturn-backend as it comes and as it is told to
/// be; what it says, and what trace, history and sessions tell of it afterwards.
class TstLab : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void anExpiredTokenIsRenewedByTheNextProgram();
    void aSpoiledTokenIsRefusedRenewedAndReplayed();
    void aSpoiledTokenThatNobodyLookedAtIsPutBack();
    void aRefreshRotates();
    void twiceWithinTheGracePeriodIsForgiven();
    void twiceEndsTheSessionWhereReuseIsDetected();
    void twiceIsRefusedAndNothingMoreWhereReuseIsIgnored();
    void aLostReplyIsForgivenOrNot_data();
    void aLostReplyIsForgivenOrNot();
    void revokedTokensAreRefused();
    void aSkewedClockIsThisProcesssAlone();
    void whatMayEndTheSessionIsAskedAbout();
    void theServersFaultsAreListedArmedAndCleared();
    void whereThereAreNoneThatIsSaid();
    void whatIsNoExperimentIsSaidToBeNone_data();
    void whatIsNoExperimentIsSaidToBeNone();
    void noTokenIsInAnyOfIt();

private:
    /// On a backend with @p options, signed in.
    void standOn(const QStringList &options);
    [[nodiscard]] Finished lab(const QStringList &words, bool json = true);
    [[nodiscard]] QString verdict(const QString &experiment);
    /// Newest first: `kind:cause`.
    [[nodiscard]] QStringList story();
    [[nodiscard]] QStringList traced();
    [[nodiscard]] QString state();

    World m_world;
    QString m_account;
    QStringList m_options{QStringLiteral("none yet")};
    QByteArrayList m_tokens; ///< That were an account's at some time.
    QByteArray m_said; ///< All output of the lab.
};

void TstLab::initTestCase()
{
    QVERIFY(!m_world.startBackend().isEmpty());
    m_account = m_world.signUp(QStringLiteral("ada@example.com"), password);
    QVERIFY(!m_account.isEmpty());
}

void TstLab::init()
{
    if (m_account.isEmpty())
        QSKIP("nobody signed in");
}

void TstLab::standOn(const QStringList &options)
{
    if (options != m_options) {
        m_world.killBackend();
        QVERIFY(!m_world.startBackend(options).isEmpty());
        m_options = options;
    }
    QCOMPARE(m_world
                 .cli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--user"),
                       QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin")},
                      password + '\n')
                 .status,
             0);
    m_tokens += m_world.cli({QStringLiteral("token"), m_account}).out.trimmed();
    QVERIFY(m_tokens.last().size() > 20);
    QCOMPARE(m_world.cli({QStringLiteral("history"), QStringLiteral("clear"), m_account}).status, 0);
}

Finished TstLab::lab(const QStringList &words, bool json)
{
    const QStringList options = json ? QStringList{QStringLiteral("--json")} : QStringList();
    Finished done = m_world.cli(QStringList{QStringLiteral("lab"), m_account} + words + options);
    m_said += done.out + done.err;
    return done;
}

QString TstLab::verdict(const QString &experiment)
{
    const Finished done = lab({experiment, QStringLiteral("--yes")});
    const QString verdict = done.json().value(QStringLiteral("verdict")).toString();
    return done.status == 0 ? verdict : QStringLiteral("%1 %2").arg(done.status).arg(QString::fromUtf8(done.out + done.err));
}

QStringList TstLab::story()
{
    QStringList words;
    const Finished told = m_world.cli({QStringLiteral("history"), m_account, QStringLiteral("--json")});
    m_said += told.out;
    for (const QJsonValue &value : told.json().value(QStringLiteral("events")).toArray()) {
        const QString cause = value.toObject().value(QStringLiteral("cause")).toString();
        words += value.toObject().value(QStringLiteral("kind")).toString() + (cause.isEmpty() ? QString() : u':' + cause);
    }
    return words;
}

/// Oldest first: `purpose status`.
QStringList TstLab::traced()
{
    QStringList words;
    const Finished told = m_world.cli({QStringLiteral("trace"), m_account, QStringLiteral("--json")});
    m_said += told.out;
    for (const QJsonValue &value : told.json().value(QStringLiteral("entries")).toArray())
        words += value.toObject().value(QStringLiteral("purpose")).toString() + u' '
            + QString::number(value.toObject().value(QStringLiteral("status")).toInt());
    return words;
}

QString TstLab::state()
{
    return m_world.cli({QStringLiteral("account"), m_account, QStringLiteral("--json")}).json().value(QStringLiteral("state")).toString();
}

void TstLab::anExpiredTokenIsRenewedByTheNextProgram()
{
    standOn({});
    QCOMPARE(verdict(QStringLiteral("expire")), QStringLiteral("expired"));
    QCOMPARE(story(), QStringList{QStringLiteral("experiment:expire")});
    const QByteArray next = m_world.cli({QStringLiteral("token"), m_account}).out.trimmed();
    QVERIFY(next != m_tokens.last());
    m_tokens += next;
    QCOMPARE(story(), (QStringList{QStringLiteral("rotated"), QStringLiteral("experiment:expire")}));
}

void TstLab::aSpoiledTokenIsRefusedRenewedAndReplayed()
{
    standOn({});
    QCOMPARE(m_world.cli({QStringLiteral("trace"), m_account, QStringLiteral("--clear")}).status, 0);
    const Finished done = lab({QStringLiteral("spoil")});
    QCOMPARE(done.json().value(QStringLiteral("verdict")).toString(), QStringLiteral("spoilt_noticed"));
    QCOMPARE(stepOf(done, QStringLiteral("request")).value(QStringLiteral("exchanges")).toArray().size(), 3);
    QStringList seen = traced(); // by when they began, as the replay did with the request that was refused
    seen.sort();
    QCOMPARE(seen, (QStringList{QStringLiteral("refresh 200"), QStringLiteral("sessions 200"), QStringLiteral("sessions 401")}));
    QCOMPARE(verdict(QStringLiteral("spoil")), QStringLiteral("spoilt_noticed")); // and again at once
    QVERIFY(m_world.cli({QStringLiteral("sessions"), m_account}).status == 0);
}

void TstLab::aSpoiledTokenThatNobodyLookedAtIsPutBack()
{
    standOn({QStringLiteral("--faults")});
    const QByteArray whole = m_world.cli({QStringLiteral("token"), m_account}).out;
    QVERIFY(!whole.isEmpty());
    QCOMPARE(lab({QStringLiteral("faults"), QStringLiteral("arm"), QStringLiteral("unavailable=1"), QStringLiteral("--route"),
                  QStringLiteral("/api/sessions")})
                 .status,
             0);
    const Finished done = lab({QStringLiteral("spoil")});
    QCOMPARE(done.json().value(QStringLiteral("verdict")).toString(), QStringLiteral("inconclusive"));
    QVERIFY(done.status != 0);
    QCOMPARE(m_world.cli({QStringLiteral("token"), m_account}).out, whole);
}

void TstLab::aRefreshRotates()
{
    standOn({});
    const Finished done = lab({QStringLiteral("refresh")}, false);
    QCOMPARE(done.status, 0);
    QVERIFY2(done.out.contains("Renewed, with a new refresh token: Keyturn demo rotates them."), done.out.constData());
    QVERIFY2(done.out.contains("new access token, new refresh token"), done.out.constData());
    QCOMPARE(story(), (QStringList{QStringLiteral("experiment:refresh"), QStringLiteral("rotated")}));
    const Finished told =
        m_world.cli({QStringLiteral("history"), m_account, QStringLiteral("--kind"), QStringLiteral("lab"), QStringLiteral("--json")});
    const QJsonObject event = told.json().value(QStringLiteral("events")).toArray().first().toObject();
    QVERIFY(event.value(QStringLiteral("requests")).toArray().first().toString().contains(QStringLiteral("/api/auth/refresh")));
    QCOMPARE(event.value(QStringLiteral("detail")).toString(), QStringLiteral("rotated"));
}

void TstLab::twiceWithinTheGracePeriodIsForgiven()
{
    standOn({});
    QCOMPARE(verdict(QStringLiteral("twice")), QStringLiteral("reuse_forgiven"));
    QCOMPARE(state(), QStringLiteral("ready"));
}

void TstLab::twiceEndsTheSessionWhereReuseIsDetected()
{
    standOn({QStringLiteral("--refresh-grace"), QStringLiteral("0")});
    QCOMPARE(m_world.cli({QStringLiteral("trace"), m_account, QStringLiteral("--clear")}).status, 0);
    const Finished done = lab({QStringLiteral("twice"), QStringLiteral("--yes")});
    QCOMPARE(done.status, 0);
    QCOMPARE(done.json().value(QStringLiteral("verdict")).toString(), QStringLiteral("reuse_ended_session"));
    QVERIFY(done.json().value(QStringLiteral("signInNeeded")).toBool());
    QCOMPARE(traced(), (QStringList{QStringLiteral("refresh 200"), QStringLiteral("refresh 401"), QStringLiteral("refresh 401")}));
    QCOMPARE(state(), QStringLiteral("signInAgain"));
    QCOMPARE(story().first(), QStringLiteral("experiment:twice"));
    QVERIFY(story().contains(QStringLiteral("signInNeeded:revoked")));
    const Finished told = m_world.cli({QStringLiteral("history"), m_account});
    QVERIFY2(told.out.contains("You used a refresh token twice, in the lab. Keyturn demo noticed the reuse and ended the session"),
             told.out.constData());
    QCOMPARE(lab({QStringLiteral("refresh")}).status, 3); // and says to sign in again
}

void TstLab::twiceIsRefusedAndNothingMoreWhereReuseIsIgnored()
{
    standOn({QStringLiteral("--faults"), QStringLiteral("--refresh-grace"), QStringLiteral("0"), QStringLiteral("--defect"),
             QStringLiteral("reuse-ignored")});
    QCOMPARE(verdict(QStringLiteral("twice")), QStringLiteral("reuse_refused"));
    QCOMPARE(state(), QStringLiteral("ready"));
    QCOMPARE(m_world.cli({QStringLiteral("sessions"), m_account}).status, 0);
}

void TstLab::aLostReplyIsForgivenOrNot_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("left");
    QTest::newRow("with a grace period") << QStringList() << QStringLiteral("reply_forgiven") << QStringLiteral("ready");
    QTest::newRow("without") << QStringList{QStringLiteral("--refresh-grace"), QStringLiteral("0")} << QStringLiteral("reply_cost_session")
                             << QStringLiteral("signInAgain");
}

void TstLab::aLostReplyIsForgivenOrNot()
{
    QFETCH(const QStringList, options);
    standOn(options);
    QTEST(verdict(QStringLiteral("drop-reply")), "expected");
    QTEST(state(), "left");
    QVERIFY(story().contains(QStringLiteral("unreachable:reply_dropped")));
}

void TstLab::revokedTokensAreRefused()
{
    standOn({});
    QCOMPARE(verdict(QStringLiteral("revoke")), QStringLiteral("revoked_and_refused"));
    QCOMPARE(state(), QStringLiteral("signInAgain"));
    QCOMPARE(story().first(), QStringLiteral("experiment:revoke"));
    standOn({}); // the account was kept: the same one again
    QCOMPARE(state(), QStringLiteral("ready"));
}

void TstLab::aSkewedClockIsThisProcesssAlone()
{
    standOn({});
    const Finished little = lab({QStringLiteral("skew"), QStringLiteral("30s"), QStringLiteral("--behind")});
    QCOMPARE(little.json().value(QStringLiteral("verdict")).toString(), QStringLiteral("clock_unnoticed"));
    QCOMPARE(little.json().value(QStringLiteral("seconds")).toInt(), -30);
    const Finished ahead = lab({QStringLiteral("skew"), QStringLiteral("+20m")});
    QCOMPARE(ahead.json().value(QStringLiteral("verdict")).toString(), QStringLiteral("clock_renewed"));
    QCOMPARE(ahead.json().value(QStringLiteral("seconds")).toInt(), 1200);
    const qint64 told = QDateTime::fromString(m_world.cli({QStringLiteral("history"), m_account, QStringLiteral("--json")})
                                                  .json()
                                                  .value(QStringLiteral("events"))
                                                  .toArray()
                                                  .first()
                                                  .toObject()
                                                  .value(QStringLiteral("at"))
                                                  .toString(),
                                              Qt::ISODate)
                            .secsTo(QDateTime::currentDateTimeUtc());
    QVERIFY2(told >= 0 && told < 120, QByteArray::number(told).constData()); // written down by the right one
}

void TstLab::whatMayEndTheSessionIsAskedAbout()
{
    standOn({});
    for (const QString &experiment : {QStringLiteral("twice"), QStringLiteral("drop-reply"), QStringLiteral("revoke")}) {
        const Finished done = lab({experiment}, false); // and there is no terminal to ask on
        QCOMPARE(done.status, 2);
        QVERIFY2(done.err.contains("sign in again") && done.err.contains("--yes"), done.err.constData());
    }
    QCOMPARE(story(), QStringList());
    QCOMPARE(state(), QStringLiteral("ready"));
}

void TstLab::theServersFaultsAreListedArmedAndCleared()
{
    standOn({QStringLiteral("--faults")});
    const QString faults = QStringLiteral("faults");
    const auto armed = [&] { return lab({faults}).json().value(faults).toArray(); };
    const QJsonArray available = lab({faults}).json().value(QStringLiteral("available")).toArray();
    QVERIFY(available.size() > 15);
    QVERIFY(armed().isEmpty());
    QCOMPARE(lab({faults, QStringLiteral("arm"), QStringLiteral("unavailable=1"), QStringLiteral("--times"), QStringLiteral("1"),
                  QStringLiteral("--method"), QStringLiteral("post"), QStringLiteral("--route"), QStringLiteral("/api/auth/refresh")})
                 .status,
             0);
    QCOMPARE(armed().size(), 1);
    QCOMPARE(lab({QStringLiteral("refresh")}).status, 4); // it was met
    QVERIFY(armed().isEmpty());
    QCOMPARE(lab({faults, QStringLiteral("arm"), QStringLiteral("latency=5")}).status, 0);
    const QString id = armed().first().toObject().value(QStringLiteral("id")).toString();
    QCOMPARE(lab({faults, QStringLiteral("clear"), id}).status, 0);
    QVERIFY(armed().isEmpty());
    const Finished wrong = lab({faults, QStringLiteral("arm"), QStringLiteral("rain")}, false);
    QCOMPARE(wrong.status, 6);
    QVERIFY2(wrong.err.contains("There is no such fault"), wrong.err.constData());
    const Finished shown = lab({faults}, false);
    QVERIFY2(shown.out.contains("latency=MILLISECONDS"), shown.out.constData());
}

void TstLab::whereThereAreNoneThatIsSaid()
{
    standOn({});
    const Finished done = lab({QStringLiteral("faults")}, false);
    QCOMPARE(done.status, 1);
    QVERIFY2(done.err.contains("start it with --faults"), done.err.constData());
}

void TstLab::whatIsNoExperimentIsSaidToBeNone_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("none") << QStringList() << QByteArray("which experiment");
    QTest::newRow("misspelt") << QStringList{QStringLiteral("expired")} << QByteArray("Did you mean");
    QTest::newRow("too much") << QStringList{QStringLiteral("expire"), QStringLiteral("now")} << QByteArray("one word too many");
    QTest::newRow("no span") << QStringList{QStringLiteral("skew")} << QByteArray("By how much");
    QTest::newRow("no such span") << QStringList{QStringLiteral("skew"), QStringLiteral("soon")} << QByteArray("no span");
    QTest::newRow("more than a day") << QStringList{QStringLiteral("skew"), QStringLiteral("25h")} << QByteArray("at most a day");
    QTest::newRow("an option of another") << QStringList{QStringLiteral("expire"), QStringLiteral("--behind")} << QByteArray("--behind goes with");
    QTest::newRow("no times") << QStringList{QStringLiteral("faults"), QStringLiteral("arm"), QStringLiteral("latency"), QStringLiteral("--times"),
                                             QStringLiteral("0")}
                              << QByteArray("from 1 to");
    QTest::newRow("no fault") << QStringList{QStringLiteral("faults"), QStringLiteral("arm")} << QByteArray("Which fault?");
}

void TstLab::whatIsNoExperimentIsSaidToBeNone()
{
    QFETCH(const QStringList, words);
    QFETCH(const QByteArray, said);
    const Finished done = lab(words, false);
    QCOMPARE(done.status, 2);
    QVERIFY2(done.err.contains(said), done.err.constData());
}

void TstLab::noTokenIsInAnyOfIt()
{
    standOn({});
    QCOMPARE(verdict(QStringLiteral("drop-reply")), QStringLiteral("reply_forgiven"));
    const QByteArray disk = m_world.everythingOnDisk();
    QVERIFY(disk.contains("reply_forgiven")); // the search itself works
    QVERIFY(m_said.contains("reuse_ended_session"));
    for (const QByteArray &token : std::as_const(m_tokens)) {
        QVERIFY(!disk.contains(token));
        QVERIFY(!m_said.contains(token));
        QVERIFY(!m_said.contains(token.split('.').last()));
    }
}

} // namespace keyturn::e2e

using keyturn::e2e::TstLab;
KEYTURN_TEST(TstLab)
#include "tst_lab.moc"
