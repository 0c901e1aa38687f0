// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "words/tracereport.h"
#include "words/tracewords.h"

#include <QTest>

namespace keyturn::words {

namespace {

net::Exchange exchangeFor(const QString &purpose, const char *url = "https://a.example/token")
{
    net::Exchange exchange;
    exchange.purpose = purpose;
    exchange.startedAt = QDateTime(QDate(2026, 11, 30), QTime(12, 0), Qt::UTC);
    exchange.method = "POST";
    exchange.url = QUrl(QString::fromLatin1(url));
    exchange.status = 200;
    return exchange;
}

} // namespace

class TstTraceWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPurposeHasASentence();
    void aPartyIsNamedByItsOneHost();
    void anOutcomeSaysWhatCameOfIt_data();
    void anOutcomeSaysWhatCameOfIt();
    void aReportShowsTheSequence();
    void nothingInAReportBreaksIt();
};

void TstTraceWords::everyPurposeHasASentence()
{
    for (const QString &purpose : trace::purposes())
        QVERIFY2(purposeSentence(purpose).endsWith(u'.'), qPrintable(purpose));
    QCOMPARE(purposeSentence(QStringLiteral("a purpose of tomorrow")), QString());
    QVERIFY(!entrySentence(exchangeFor({})).isEmpty());
}

void TstTraceWords::aPartyIsNamedByItsOneHost()
{
    const QList<net::Exchange> one{exchangeFor(QStringLiteral("token")), exchangeFor(QStringLiteral("jwks"), "https://a.example/jwks")};
    QCOMPARE(partyName(trace::Party::Provider, one), QStringLiteral("a.example"));
    QCOMPARE(partyName(trace::Party::Provider, one + QList{exchangeFor(QStringLiteral("userinfo"), "https://b.example/")}),
             QStringLiteral("Provider"));
    QCOMPARE(partyName(trace::Party::Backend, one), QStringLiteral("Backend"));
    const QList<net::Exchange> both = one + QList{exchangeFor(QStringLiteral("sessions"))}; // of one host
    QCOMPARE(partyName(trace::Party::Provider, both), QStringLiteral("Provider at a.example"));
    QCOMPARE(partyName(trace::Party::Backend, both), QStringLiteral("Backend at a.example"));
}

void TstTraceWords::anOutcomeSaysWhatCameOfIt_data()
{
    QTest::addColumn<net::EntryKind>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("failure");
    QTest::addColumn<QString>("words");
    QTest::newRow("answer") << net::EntryKind::Exchange << 401 << QString() << "401";
    QTest::newRow("none") << net::EntryKind::Exchange << 0 << "timeout"
                          << "no answer (timeout)";
    QTest::newRow("nothing to tell") << net::EntryKind::BrowserOpened << 0 << QString() << "";
    QTest::newRow("ours") << net::EntryKind::Checked << 0 << QString() << "it is the awaited one";
    QTest::newRow("not ours") << net::EntryKind::Checked << 0 << "answer_not_ours"
                              << "refused (answer_not_ours)";
}

void TstTraceWords::anOutcomeSaysWhatCameOfIt()
{
    QFETCH(const net::EntryKind, kind);
    QFETCH(const int, status);
    QFETCH(const QString, failure);
    net::Exchange entry = exchangeFor(QStringLiteral("token"));
    entry.kind = kind;
    entry.status = status;
    entry.failure = failure;
    QTEST(outcomeWords(entry), "words");
}

void TstTraceWords::aReportShowsTheSequence()
{
    net::Exchange browser = exchangeFor(QStringLiteral("browser"), "https://a.example/authorize?x=1");
    browser.kind = net::EntryKind::BrowserOpened;
    browser.method = "GET";
    browser.status = 0;
    browser.startedAt = browser.startedAt.addSecs(-1);
    const QString report = markdownReport({exchangeFor(QStringLiteral("token")), browser}, QStringLiteral("Ada's sign-in"));
    const qsizetype opened = report.indexOf(QLatin1String("    App->>Browser: GET /authorize?x=1\n"));
    const qsizetype asked = report.indexOf(QLatin1String("    App->>Provider: POST /token\n    Provider-->>App: 200\n"));
    QVERIFY2(opened > 0 && asked > opened, qPrintable(report));
    QVERIFY(report.contains(QLatin1String("participant Provider as a.example\n")));
    QVERIFY(report.contains(QStringLiteral("[RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)")));
}

void TstTraceWords::nothingInAReportBreaksIt()
{
    net::Exchange odd = exchangeFor(QStringLiteral("request"), "https://a.example/x;y%0A|z%23<b>");
    odd.failure = QStringLiteral("broken\n```\n| <script>");
    odd.status = 0;
    const QString report = markdownReport({odd}, QStringLiteral("A <b>title</b>\n# more"));
    QCOMPARE(report.count(QLatin1String("```")), 2); // the diagram's own
    QVERIFY(!report.contains(QLatin1String("<script>")) && !report.contains(QLatin1String("<b>")));
    QVERIFY(!report.contains(QLatin1String("\n# more")));
}

} // namespace keyturn::words

using keyturn::words::TstTraceWords;
KEYTURN_TEST(TstTraceWords)
#include "tst_tracewords.moc"
