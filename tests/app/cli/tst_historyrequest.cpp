// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/historyrequest.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::cli {

using history::EventKind;

/// What stands behind `history` on the command line.
class TstHistoryRequest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aTimeIsASpanOrADate_data();
    void aTimeIsASpanOrADate();
    void optionsBecomeAFilter();
    void anAccountOfThePastIsFound_data();
    void anAccountOfThePastIsFound();
};

void TstHistoryRequest::aTimeIsASpanOrADate_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("time"); // it is 2026-11-23T12:00:00Z; empty: none
    QTest::newRow("minutes") << "30min"
                             << "2026-11-23T11:30:00Z";
    QTest::newRow("hours") << "24h"
                           << "2026-11-22T12:00:00Z";
    QTest::newRow("days") << "7d"
                          << "2026-11-16T12:00:00Z";
    QTest::newRow("weeks") << "2w"
                           << "2026-11-09T12:00:00Z";
    QTest::newRow("a time of a zone") << "2026-11-01T10:00:00+02:00"
                                      << "2026-11-01T08:00:00Z";
    QTest::newRow("a word") << "yesterday"
                            << "";
    QTest::newRow("a number alone") << "7"
                                    << "";
    QTest::newRow("before the clock") << "-7d"
                                      << "";
    QTest::newRow("nothing") << ""
                             << "";
}

void TstHistoryRequest::aTimeIsASpanOrADate()
{
    QFETCH(const QString, text);
    QFETCH(const QString, time);
    const QDateTime now = QDateTime::fromString(QStringLiteral("2026-11-23T12:00:00Z"), Qt::ISODate);
    QCOMPARE(sinceTime(text, now).toString(Qt::ISODate), time);
}

void TstHistoryRequest::optionsBecomeAFilter()
{
    QCommandLineParser parser;
    addHistoryOptions(parser);
    QVERIFY(
        parser.parse({QStringLiteral("history"), QStringLiteral("--kind"), QStringLiteral("network"), QStringLiteral("--kind"),
                      QStringLiteral("signedOut"), QStringLiteral("--text"), QStringLiteral("demo"), QStringLiteral("--limit"), QStringLiteral("7"),
                      QStringLiteral("--since"), QStringLiteral("1d"), QStringLiteral("--export"), QStringLiteral("a.csv")}));
    const QDateTime now = QDateTime::fromString(QStringLiteral("2026-11-23T12:00:00Z"), Qt::ISODate);
    const core::Result<HistoryRequest> request = historyRequest(parser, now);
    QVERIFY(request.ok());
    QCOMPARE(request->filter.kinds, (QList<EventKind>{EventKind::Unreachable, EventKind::ReachableAgain, EventKind::SignedOut}));
    QCOMPARE(request->filter.text, QStringLiteral("demo"));
    QCOMPARE(request->filter.from, now.addDays(-1));
    QCOMPARE(request->limit, 7);
    QCOMPARE(request->exportFile, QStringLiteral("a.csv"));
}

void TstHistoryRequest::anAccountOfThePastIsFound_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("found"); // an id, or an error's code
    QTest::newRow("its id") << "0a1b"
                            << "0a1b";
    QTest::newRow("a part of its id") << "1c2"
                                      << "1c2d";
    QTest::newRow("its name") << "ada lovelace"
                              << "0a1b";
    QTest::newRow("its name and backend") << "Ada@Hub"
                                          << "1c2d";
    QTest::newRow("two of them") << "ada"
                                 << "1c2d"; // the whole name of one
    QTest::newRow("a part of two") << "ad"
                                   << "account_ambiguous";
    QTest::newRow("nobody") << "eve"
                            << "account_unknown";
    QTest::newRow("nothing") << ""
                             << "account_unknown";
}

void TstHistoryRequest::anAccountOfThePastIsFound()
{
    QFETCH(const QString, wanted);
    QFETCH(const QString, found);
    const QList<history::Subject> known{{model::AccountId(QStringLiteral("0a1b")), QStringLiteral("Ada Lovelace"), QStringLiteral("Example")},
                                        {model::AccountId(QStringLiteral("1c2d")), QStringLiteral("Ada"), QStringLiteral("Hub")}};
    const core::Result<history::Subject> subject = findSubject(known, wanted);
    QCOMPARE(subject.ok() ? subject->account.toString() : subject.error().code, found);
}

} // namespace keyturn::cli

using keyturn::cli::TstHistoryRequest;
KEYTURN_TEST(TstHistoryRequest)
#include "tst_historyrequest.moc"
