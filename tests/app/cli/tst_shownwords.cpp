// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/displaywidth.h"
#include "cli/exitstatus.h"
#include "cli/humantime.h"
#include "cli/jsonshapes.h"
#include "cli/table.h"
#include "cli/translation.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::cli {

using core::ErrorKind;

/// What stands on the terminal: times, tables, JSON, exit statuses.
class TstShownWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { installTranslation(); }
    void timesAreToTheNearestUnit_data();
    void timesAreToTheNearestUnit();
    void anInvalidTimeIsNothing();
    void hostileTextCannotSteerTheTerminal_data();
    void hostileTextCannotSteerTheTerminal();
    void columnsAlignAndEmptyOnesGo();
    void widthIsThatOfTheTerminal_data();
    void widthIsThatOfTheTerminal();
    void wideNamesDoNotMoveTheNextColumn();
    void aCellCannotMakeARow();
    void everyErrorHasItsExitStatus_data();
    void everyErrorHasItsExitStatus();
    void unknownValuesAreLeftOutOfJson();
    void anErrorInJsonHasKindCodeAndMessage();
};

void TstShownWords::timesAreToTheNearestUnit_data()
{
    QTest::addColumn<qint64>("seconds"); // from now
    QTest::addColumn<QString>("words");
    constexpr qint64 hour = 3600;
    constexpr qint64 day = 24 * hour;
    QTest::newRow("now") << qint64(0) << "just now";
    QTest::newRow("a moment ago") << qint64(-4) << "just now";
    QTest::newRow("seconds ago") << qint64(-5) << "5 s ago";
    QTest::newRow("one second") << qint64(1) << "in 1 s";
    QTest::newRow("59 s") << qint64(59) << "in 59 s";
    QTest::newRow("a minute and a bit") << qint64(80) << "in 1 min";
    QTest::newRow("a minute and a half") << qint64(90) << "in 2 min";
    QTest::newRow("15 min just granted") << 15 * qint64(60) - 1 << "in 15 min";
    QTest::newRow("an hour but a second") << hour - 1 << "in 1 h";
    QTest::newRow("33 min is no hour") << qint64(33 * 60) << "in 33 min";
    QTest::newRow("a day but a minute") << day - 60 << "in 1 day";
    QTest::newRow("7 days just granted") << 7 * day - 1 << "in 7 days";
    QTest::newRow("10 days ago") << -10 * day << "10 days ago";
    QTest::newRow("two months ago") << -61 * day << "2 months ago";
    QTest::newRow("a year") << 366 * day << "in 1 year";
    QTest::newRow("years") << 800 * day << "in 2 years";
}

void TstShownWords::timesAreToTheNearestUnit()
{
    QFETCH(const qint64, seconds);
    QFETCH(const QString, words);
    const QDateTime now = QDateTime::fromString(QStringLiteral("2026-11-23T12:00:00Z"), Qt::ISODate);
    QCOMPARE(relativeTime(now.addSecs(seconds), now), words);
}

void TstShownWords::anInvalidTimeIsNothing()
{
    QCOMPARE(relativeTime({}, QDateTime::currentDateTimeUtc()), QString());
    QCOMPARE(isoTime({}), QString());
}

void TstShownWords::hostileTextCannotSteerTheTerminal_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << QStringLiteral("Ada Lovelace") << QStringLiteral("Ada Lovelace");
    QTest::newRow("letters of the world") << QStringLiteral("Ångström 김 🗝") << QStringLiteral("Ångström 김 🗝");
    QTest::newRow("escape sequence") << QStringLiteral("\u001b[31mred") << QStringLiteral(" [31mred");
    QTest::newRow("C1 control") << QStringLiteral("a\u009bb") << QStringLiteral("a b");
    QTest::newRow("bell, backspace") << QStringLiteral("a\a\bb") << QStringLiteral("a  b");
    QTest::newRow("line ends") << QStringLiteral("a\r\nb") << QStringLiteral("a  b");
    QTest::newRow("right-to-left override") << QStringLiteral("\u202egnp.exe") << QStringLiteral(" gnp.exe");
    QTest::newRow("isolates") << QStringLiteral("\u2066x\u2069") << QStringLiteral(" x ");
    QTest::newRow("zero width") << QStringLiteral("a\u200bb") << QStringLiteral("a b");
    QTest::newRow("joiner between letters that do not join") << QStringLiteral("a\u200db\u200cc") << QStringLiteral("a b c");
    QTest::newRow("joiner at the end") << QStringLiteral("👩\u200d") << QStringLiteral("👩 ");
    QTest::newRow("joined emoji") << QStringLiteral("👩🏽\u200d💻") << QStringLiteral("👩🏽\u200d💻");
    QTest::newRow("Persian") << QStringLiteral("می\u200cخواهم") << QStringLiteral("می\u200cخواهم");
    QTest::newRow("line separator") << QStringLiteral("a\u2028b") << QStringLiteral("a b");
    QTest::newRow("tag characters") << QStringLiteral("a\U000e0041b") << QStringLiteral("a b");
}

void TstShownWords::hostileTextCannotSteerTheTerminal()
{
    QFETCH(const QString, text);
    QFETCH(const QString, shown);
    QCOMPARE(printable(text), shown);
}

void TstShownWords::columnsAlignAndEmptyOnesGo()
{
    const QString table = alignedTable({{QStringLiteral("NAME"), QStringLiteral("LABEL"), QStringLiteral("ID")},
                                        {QStringLiteral("Ada"), {}, QStringLiteral("1")},
                                        {QStringLiteral("Grace H."), {}, QStringLiteral("22")}});
    QCOMPARE(table, QStringLiteral("NAME      ID\nAda       1\nGrace H.  22"));
    QCOMPARE(alignedTable({}), QString());
    // One hostile name moves its own line alone.
    const QStringList lines = alignedTable({{QStringLiteral("NAME"), QStringLiteral("ID")},
                                            {QString(5000, u'x'), QStringLiteral("1")},
                                            {QStringLiteral("Ada"), QStringLiteral("2")}})
                                  .split(u'\n');
    QVERIFY(lines.at(1).endsWith(QLatin1String("x  1")));
    QVERIFY(lines.at(2).size() < 70);
}

void TstShownWords::widthIsThatOfTheTerminal_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("width");
    QTest::newRow("nothing") << QString() << 0;
    QTest::newRow("ASCII") << QStringLiteral("Ada") << 3;
    QTest::newRow("precomposed") << QStringLiteral("Ångström") << 8;
    QTest::newRow("combining marks") << QStringLiteral("A\u030angstro\u0308m") << 8;
    QTest::newRow("Chinese") << QStringLiteral("客厅") << 4;
    QTest::newRow("Korean") << QStringLiteral("김") << 2;
    QTest::newRow("Korean in its parts") << QStringLiteral("\u1100\u1161\u11a8") << 2;
    QTest::newRow("half width Katakana") << QStringLiteral("ｱｲ") << 2;
    QTest::newRow("full width Latin") << QStringLiteral("Ａ") << 2;
    QTest::newRow("Hebrew") << QStringLiteral("שלום") << 4;
    QTest::newRow("emoji") << QStringLiteral("💻") << 2;
    QTest::newRow("emoji with a skin") << QStringLiteral("👩🏽") << 2;
    QTest::newRow("joined emoji") << QStringLiteral("👩🏽\u200d💻") << 2;
    QTest::newRow("a family") << QStringLiteral("👨\u200d👩\u200d👧\u200d👦x") << 3;
    QTest::newRow("two flags") << QStringLiteral("🇩🇪🇫🇷") << 4;
    QTest::newRow("a heart as an emoji") << QStringLiteral("❤\ufe0f") << 2;
    QTest::newRow("a heart as a character") << QStringLiteral("❤") << 1;
}

void TstShownWords::widthIsThatOfTheTerminal()
{
    QFETCH(const QString, text);
    QFETCH(const int, width);
    QCOMPARE(displayWidth(printable(text)), width);
}

void TstShownWords::wideNamesDoNotMoveTheNextColumn()
{
    const QStringList names{QStringLiteral("Ada"), QStringLiteral("客厅 的 Mac"), QStringLiteral("👩🏽\u200d💻 at work"), QStringLiteral("🇩🇪"),
                            QStringLiteral("می\u200cخواهم")};
    QList<QStringList> rows{{QStringLiteral("NAME"), QStringLiteral("ID")}};
    for (const QString &name : names)
        rows += {name, QStringLiteral("!")};
    for (const QString &line : alignedTable(rows).split(u'\n').mid(1))
        QCOMPARE(displayWidth(line.section(u'!', 0, 0)), 13);
}

void TstShownWords::aCellCannotMakeARow()
{
    const QString table = alignedTable({{QStringLiteral("NAME")}, {QStringLiteral("Ada\nroot  signed in")}});
    QCOMPARE(table.count(u'\n'), 1);
}

void TstShownWords::everyErrorHasItsExitStatus_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, ErrorKind kind, const char *code, int status) {
        QTest::newRow(name) << static_cast<int>(kind) << QString::fromLatin1(code) << status;
    };
    row("usage", ErrorKind::Configuration, "usage", 2);
    row("which account?", ErrorKind::Configuration, "account_ambiguous", 2);
    row("no such account", ErrorKind::Configuration, "account_unknown", 1);
    row("no such profile", ErrorKind::Configuration, "profile_unknown", 1);
    row("sign in again", ErrorKind::SignInAgain, "invalid_grant", 3);
    row("network", ErrorKind::Offline, "connection_refused", 4);
    row("keychain", ErrorKind::Storage, "keychain_locked", 5);
    row("disk", ErrorKind::Storage, "disk_failed", 5);
    row("refused", ErrorKind::Rejected, "invalid_credentials", 6);
    row("rate limited", ErrorKind::RateLimited, "rate_limited", 7);
    row("bad reply", ErrorKind::BadReply, "json_invalid", 8);
    row("bad profile", ErrorKind::Configuration, "profile_invalid", 8);
    row("cancelled", ErrorKind::Cancelled, "interrupted", 130);
}

void TstShownWords::everyErrorHasItsExitStatus()
{
    QFETCH(const int, kind);
    QFETCH(const QString, code);
    QFETCH(const int, status);
    QCOMPARE(exitStatusOf(core::Error{static_cast<ErrorKind>(kind), code, {}}), status);
}

void TstShownWords::unknownValuesAreLeftOutOfJson()
{
    model::Session session;
    session.id = model::SessionId(QStringLiteral("s1"));
    session.current = true;
    session.createdAt = QDateTime::fromString(QStringLiteral("2026-11-23T13:00:00+01:00"), Qt::ISODate);
    const QJsonObject json = sessionJson(session);
    QCOMPARE(json.keys(), QStringList({QStringLiteral("createdAt"), QStringLiteral("current"), QStringLiteral("id")}));
    QCOMPARE(json.value(QStringLiteral("createdAt")).toString(), QStringLiteral("2026-11-23T12:00:00Z"));
}

void TstShownWords::anErrorInJsonHasKindCodeAndMessage()
{
    core::Error error{ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}};
    error.retryAfter = std::chrono::seconds(30);
    error.fields = {{QStringLiteral("email"), QStringLiteral("This is not an e-mail address.")}};
    const QJsonObject inner = errorJson(error, QStringLiteral("Wait.")).value(QStringLiteral("error")).toObject();
    QCOMPARE(inner.value(QStringLiteral("kind")).toString(), QStringLiteral("rateLimited"));
    QCOMPARE(inner.value(QStringLiteral("code")).toString(), QStringLiteral("rate_limited"));
    QCOMPARE(inner.value(QStringLiteral("message")).toString(), QStringLiteral("Wait."));
    QCOMPARE(inner.value(QStringLiteral("retryAfter")).toInt(), 30);
    QVERIFY(inner.value(QStringLiteral("fields")).isArray());
}

} // namespace keyturn::cli

using keyturn::cli::TstShownWords;
KEYTURN_TEST(TstShownWords)
#include "tst_shownwords.moc"
