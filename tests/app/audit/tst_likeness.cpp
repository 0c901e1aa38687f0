// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/likeness.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::audit {

namespace {

Answer answer(int status, const QByteArray &body, const QList<net::Header> &more = {})
{
    Answer made;
    made.status = status;
    made.response = {
        status, QList<net::Header>{{"Content-Type", body.startsWith('<') ? "text/html" : "application/json"}} + more, core::Secret(body), {}};
    return made;
}

const QString known = QStringLiteral("ada@example.com");
const QString unknown = QStringLiteral("bob@example.com");
const QString another = QStringLiteral("cy@example.com");

} // namespace

/// What counts as a difference between answers about somebody who is known and somebody who is not.
class TstLikeness : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersAreToldApart_data();
    void answersAreToldApart();
    void whatCannotBeComparedIsSaid_data();
    void whatCannotBeComparedIsSaid();
};

void TstLikeness::answersAreToldApart_data()
{
    QTest::addColumn<Answer>("aboutKnown");
    QTest::addColumn<Answer>("aboutUnknown");
    QTest::addColumn<Answer>("aboutAnother");
    QTest::addColumn<QString>("difference");
    const auto row = [](const char *name, const Answer &one, const Answer &two, const Answer &three, const char *difference) {
        QTest::newRow(name) << one << two << three << QString::fromLatin1(difference);
    };
    const Answer no = answer(401, R"({"error":"no"})");
    row("alike", no, no, no, "");
    row("another status", no, answer(404, "{}"), answer(404, "{}"), "the status (401 where there is one, 404 where there is none)");
    row("another text", answer(401, R"({"error":{"code":"wrong_password"}})"), answer(401, R"({"error":{"code":"nobody"}})"),
        answer(401, R"({"error":{"code":"nobody"}})"), "what stands at /error/code");
    row("a member more", answer(401, R"({"error":"no","triesLeft":4})"), no, no, "what stands at /triesLeft");
    row("the name that was asked about", answer(401, R"({"m":"Not ada@example.com"})"), answer(401, R"({"m":"Not bob@example.com"})"),
        answer(401, R"({"m":"Not cy@example.com"})"), "");
    row("the name in capital letters", answer(401, R"({"m":"Not ADA@example.com"})"), answer(401, R"({"m":"Not BOB@example.com"})"),
        answer(401, R"({"m":"Not CY@example.com"})"), "");
    row("what changes each time", answer(401, R"({"id":1})"), answer(401, R"({"id":2})"), answer(401, R"({"id":3})"), "");
    row("beside what changes each time", answer(401, R"({"id":1,"a":1})"), answer(401, R"({"id":2,"a":2})"), answer(401, R"({"id":3,"a":2})"),
        "what stands at /a");
    row("a page's token", answer(200, "<p>No</p>\n<i>1</i>"), answer(200, "<p>No</p>\n<i>2</i>"), answer(200, "<p>No</p>\n<i>3</i>"), "");
    row("a page's words", answer(200, "<p>Wrong</p>\n<i>1</i>"), answer(200, "<p>Who?</p>\n<i>2</i>"), answer(200, "<p>Who?</p>\n<i>3</i>"),
        "what stands at line 1");
    row("a redirect", answer(302, "{}", {{"Location", "/a"}}), answer(302, "{}", {{"Location", "/b"}}), answer(302, "{}", {{"Location", "/b"}}),
        "what stands at Location");
    row("a cookie", answer(401, "{}", {{"Set-Cookie", "tries=1; Path=/"}}), answer(401, "{}"), answer(401, "{}"), "what stands at Set-Cookie");
}

void TstLikeness::answersAreToldApart()
{
    QFETCH(Answer, aboutKnown);
    QFETCH(Answer, aboutUnknown);
    QFETCH(Answer, aboutAnother);
    const Likeness likeness = likenessOf({known, aboutKnown}, {unknown, aboutUnknown}, {another, aboutAnother});
    QCOMPARE(likeness.obstacle, QString());
    QTEST(likeness.difference, "difference");
}

void TstLikeness::whatCannotBeComparedIsSaid_data()
{
    QTest::addColumn<Answer>("aboutKnown");
    QTest::addColumn<Answer>("aboutUnknown");
    QTest::addColumn<Answer>("aboutAnother");
    const Answer no = answer(401, "{}");
    QTest::newRow("a limit") << answer(429, "{}") << no << no;
    QTest::newRow("a failure") << no << answer(500, "{}") << no;
    QTest::newRow("no answer") << no << no << Answer();
    QTest::newRow("strangers who are not alike") << no << no << answer(404, "{}");
}

void TstLikeness::whatCannotBeComparedIsSaid()
{
    QFETCH(Answer, aboutKnown);
    QFETCH(Answer, aboutUnknown);
    QFETCH(Answer, aboutAnother);
    const Likeness likeness = likenessOf({known, aboutKnown}, {unknown, aboutUnknown}, {another, aboutAnother});
    QCOMPARE(likeness.difference, QString());
    QVERIFY(!likeness.obstacle.isEmpty());
}

} // namespace keyturn::audit

using keyturn::audit::TstLikeness;
KEYTURN_TEST(TstLikeness)
#include "tst_likeness.moc"
