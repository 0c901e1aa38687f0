// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "consolebench.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/console/bodypanel.h"
#include "ui/console/pairstable.h"

#include <QClipboard>
#include <QCompleter>
#include <QGuiApplication>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

namespace keyturn::ui::tests {

using model::AccountId;

/// The request console in the window.
class TstConsolePage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_bench.reset();
        m_bench = std::make_unique<ConsoleBench>();
    }
    void whatIsWrittenIsSentAndAnswered();
    void cancelStopsIt();
    void anAnswerToAnEarlierRequestIsDropped();
    void nothingGoesWithoutAnAddress();
    void whoItIsSentAsIsSaid_data();
    void whoItIsSentAsIsSaid();
    void endpointsAreAskedForOnceSomebodyWritesAnAddress();
    void aChosenEndpointBringsMethodAndExample();
    void anExampleTakesNothingAway();
    void aPastedCurlCommandIsTakenOver();
    void blanksAreToBeFilledIn();
    void secretsOfAnAnswerAreShownOnDemand();
    void theBodyIsSearched();
    void theDraftStaysWithAnotherAccount();
    void mnemonicsAndNames();

private:
    std::unique_ptr<ConsoleBench> m_bench;
};

void TstConsolePage::whatIsWrittenIsSentAndAnswered()
{
    console::Draft draft = FakeConsole::draft("POST", "/v1/orders");
    draft.headers = {{"Accept", "application/json"}};
    draft.kind = console::BodyKind::Form;
    draft.fields = {{QStringLiteral("item"), QStringLiteral("@tea")}, {QStringLiteral("count"), QStringLiteral("2")}};
    m_bench->page.setDraft(draft);
    buttonOf(m_bench->page, QStringLiteral("Send"))->click();
    QCOMPARE(m_bench->port.sent, draft);
    QVERIFY(says(m_bench->page, QStringLiteral("Waiting for the answer")));
    m_bench->answer(m_bench->port.answer(404, "{\"error\":\"none\"}"));
    QVERIFY(says(m_bench->page, QStringLiteral("404 Not Found")));
    QVERIFY(says(m_bench->page, QStringLiteral("84 ms")));
    QTRY_COMPARE(m_bench->page.findChild<console::BodyView *>()->document().lineCount(), 3);
    QVERIFY(buttonOf(m_bench->page, QStringLiteral("Send")));
}

void TstConsolePage::cancelStopsIt()
{
    m_bench->send(QStringLiteral("/v1/slow"));
    buttonOf(m_bench->page, QStringLiteral("Cancel"))->click();
    QVERIFY(m_bench->port.sendStop.stop_requested());
    m_bench->answer(m_bench->port.answer(200, "too late"));
    QVERIFY(!says(m_bench->page, QStringLiteral("200 OK")));
    QVERIFY(m_bench->notice().isEmpty());
    QVERIFY(buttonOf(m_bench->page, QStringLiteral("Send")));
}

void TstConsolePage::anAnswerToAnEarlierRequestIsDropped()
{
    m_bench->send(QStringLiteral("/first"));
    m_bench->page.sendOrStop();
    m_bench->send(QStringLiteral("/second"));
    QCOMPARE(m_bench->port.answers.size(), 2U);
    m_bench->port.answers.front().finish(m_bench->port.answer(500, "first"));
    QTest::qWait(0);
    QVERIFY(!says(m_bench->page, QStringLiteral("500 Internal Server Error")));
    m_bench->answer(m_bench->port.answer(201, "second"));
    QVERIFY(says(m_bench->page, QStringLiteral("201 Created")));
}

void TstConsolePage::nothingGoesWithoutAnAddress()
{
    m_bench->send({});
    QVERIFY(!m_bench->wasSent());
    QVERIFY2(m_bench->notice().contains(QLatin1String("Where shall it go")), qPrintable(m_bench->notice()));
}

void TstConsolePage::whoItIsSentAsIsSaid_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("a path") << QStringLiteral("/v1/me") << QByteArray()
                            << QStringLiteral("Sent as ada@example.com to https://api.acme.example/v1/me.");
    QTest::newRow("another host") << QStringLiteral("https://evil.example/x") << QByteArray()
                                  << QStringLiteral("Sent without ada@example.com's token, since evil.example is not Acme's.");
    QTest::newRow("one's own token") << QStringLiteral("/v1/me") << QByteArray("authorization")
                                     << QStringLiteral("Your own authorization is left out.");
}

void TstConsolePage::whoItIsSentAsIsSaid()
{
    QFETCH(const QString, where);
    QFETCH(const QByteArray, header);
    QFETCH(const QString, sentence);
    console::Draft draft;
    draft.address = where;
    if (!header.isEmpty())
        draft.headers = {{header, "Bearer mine"}};
    m_bench->page.setDraft(draft);
    QVERIFY(says(m_bench->page, sentence));
}

void TstConsolePage::endpointsAreAskedForOnceSomebodyWritesAnAddress()
{
    QVERIFY(m_bench->port.calls.isEmpty()
            || m_bench->port.calls == QStringList{QStringLiteral("endpoints a")}); // the window may have put the keyboard there
    m_bench->page.findChild<QToolButton *>()->setFocus();
    m_bench->address()->setFocus();
    m_bench->address()->clearFocus();
    m_bench->address()->setFocus();
    QCOMPARE(m_bench->port.calls, QStringList{QStringLiteral("endpoints a")});
    m_bench->page.setAccount(AccountId(QStringLiteral("b")));
    m_bench->address()->clearFocus();
    m_bench->address()->setFocus();
    QCOMPARE(m_bench->port.calls, (QStringList{QStringLiteral("endpoints a"), QStringLiteral("endpoints b")}));
}

void TstConsolePage::aChosenEndpointBringsMethodAndExample()
{
    m_bench->address()->setFocus();
    QTest::qWait(0);
    QTest::keyClicks(m_bench->address(), QStringLiteral("/v1/or"));
    auto *completer = m_bench->address()->findChild<QCompleter *>();
    QTRY_VERIFY(completer->popup()->isVisible());
    QCOMPARE(completer->popup()->model()->rowCount(), 2);
    QTest::keyClick(completer->popup(), Qt::Key_Down);
    QTest::keyClick(completer->popup(), Qt::Key_Down);
    QTest::keyClick(completer->popup(), Qt::Key_Return);
    const console::Draft draft = m_bench->page.draft();
    QVERIFY(!m_bench->wasSent());
    QCOMPARE(draft.address, QStringLiteral("/v1/orders"));
    QCOMPARE(draft.method, QByteArray("POST"));
    QVERIFY(draft.text.contains("\"item\": \"tea\""));
    QCOMPARE(draft.contentType, QByteArray("application/json"));
}

void TstConsolePage::anExampleTakesNothingAway()
{
    console::Draft draft = FakeConsole::draft("PUT", "/v1/notes");
    draft.kind = console::BodyKind::Text;
    draft.text = "mine";
    draft.contentType = "text/plain";
    m_bench->page.setDraft(draft);
    const auto published = *m_bench->port.published;
    Q_EMIT m_bench->address()->endpointChosen(published.last());
    QCOMPARE(m_bench->page.draft().text, QByteArray("mine"));
    buttonOf(m_bench->page, QStringLiteral("Take the example"))->click();
    QVERIFY(m_bench->page.draft().text.contains("tea"));
}

void TstConsolePage::aPastedCurlCommandIsTakenOver()
{
    QGuiApplication::clipboard()->setText(QStringLiteral("curl -k -X PUT 'https://api.acme.example/v1/notes' \\\n"
                                                         "  -H 'Authorization: Bearer mine' -H 'X-Mode: fast' -d '{\"a\":1}'"));
    m_bench->address()->setFocus();
    QTest::keySequence(m_bench->address(), QKeySequence::Paste);
    const console::Draft draft = m_bench->page.draft();
    QCOMPARE(draft.method, QByteArray("PUT"));
    QCOMPARE(draft.address, QStringLiteral("https://api.acme.example/v1/notes"));
    QVERIFY(draft.headers.contains(net::Header{"X-Mode", "fast"}));
    QVERIFY2(m_bench->notice().contains(QLatin1String("Authorization was left out")), qPrintable(m_bench->notice()));
    QVERIFY2(m_bench->notice().contains(QLatin1String("Certificates are checked")), qPrintable(m_bench->notice()));
}

void TstConsolePage::blanksAreToBeFilledIn()
{
    console::Draft draft = FakeConsole::draft("GET", "/v1/me");
    draft.headers = {{"X-Api-Key", "<secret #1a2b3c4d>"}};
    m_bench->page.setDraft(draft);
    QVERIFY2(m_bench->notice().contains(QLatin1String("the header X-Api-Key")), qPrintable(m_bench->notice()));
    m_bench->page.sendOrStop();
    QVERIFY(!m_bench->wasSent());
    auto *headers = m_bench->page.findChild<console::PairsTable *>();
    QCOMPARE(headers->currentColumn(), 1);
    headers->currentItem()->setText(QStringLiteral("mine"));
    m_bench->page.sendOrStop();
    QCOMPARE(m_bench->port.sent.headers, (QList<net::Header>{{"X-Api-Key", "mine"}}));
}

void TstConsolePage::secretsOfAnAnswerAreShownOnDemand()
{
    m_bench->send(QStringLiteral("/v1/token"));
    m_bench->answer(m_bench->port.answer(200, "{\"access_token\":\"0123456789abcdef0123456789abcdef\"}"));
    const auto *view = m_bench->page.findChild<console::BodyView *>();
    const auto shows = [view](const QString &text) { return view->document().lineCount() == 3 && view->document().line(1).contains(text); };
    QTRY_VERIFY(shows(QStringLiteral("<secret #")));
    const auto *head = m_bench->page.findChild<QPlainTextEdit *>(QString(), Qt::FindChildrenRecursively);
    for (auto *one : m_bench->page.findChildren<QPlainTextEdit *>()) {
        if (one->accessibleName() == QLatin1String("Header lines of the answer"))
            head = one;
    }
    QVERIFY2(head->toPlainText().contains(QLatin1String("session=<secret")), qPrintable(head->toPlainText()));
    QToolButton *eye = nullptr;
    for (auto *button : m_bench->page.findChildren<QToolButton *>()) {
        if (button->isCheckable())
            eye = button;
    }
    QVERIFY(eye && eye->isVisible());
    eye->click();
    QTRY_VERIFY(shows(QStringLiteral("0123456789abcdef")));
    QVERIFY(head->toPlainText().contains(QLatin1String("session=0123456789abcdef")));
}

void TstConsolePage::theBodyIsSearched()
{
    m_bench->send(QStringLiteral("/v1/list"));
    m_bench->answer(m_bench->port.answer(200, "one tea\ntwo\nthree Tea\n", "text/plain"));
    auto *view = m_bench->page.findChild<console::BodyView *>();
    QTRY_VERIFY(view->document().lineCount() >= 3);
    QLineEdit *search = nullptr;
    for (auto *line : m_bench->page.findChildren<QLineEdit *>()) {
        if (line->accessibleName() == QLatin1String("Search in the body"))
            search = line;
    }
    QVERIFY(search);
    search->setFocus();
    QTest::keyClicks(search, QStringLiteral("tea"));
    m_bench->clock.advance(console::BodyPanel::typingPause);
    QTRY_VERIFY(says(m_bench->page, QStringLiteral("1 of 2")));
    QCOMPARE(view->selectedText(), QStringLiteral("tea"));
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(says(m_bench->page, QStringLiteral("2 of 2")));
    QCOMPARE(view->selectedText(), QStringLiteral("Tea"));
    QTest::keyClick(search, Qt::Key_F3); // and round
    QVERIFY(says(m_bench->page, QStringLiteral("1 of 2")));
    QTest::keyClick(search, Qt::Key_F3, Qt::ShiftModifier);
    QVERIFY(says(m_bench->page, QStringLiteral("2 of 2")));
    search->setText(QStringLiteral("coffee"));
    m_bench->clock.advance(console::BodyPanel::typingPause);
    QTRY_VERIFY(says(m_bench->page, QStringLiteral("Not found")));
}

void TstConsolePage::theDraftStaysWithAnotherAccount()
{
    m_bench->send(QStringLiteral("/v1/me"));
    m_bench->page.setAccount(AccountId(QStringLiteral("b")));
    QVERIFY(m_bench->port.sendStop.stop_requested());
    m_bench->answer(m_bench->port.answer(200, "of the first"));
    QVERIFY(!says(m_bench->page, QStringLiteral("200 OK")));
    QCOMPARE(m_bench->page.draft().address, QStringLiteral("/v1/me"));
    m_bench->page.sendOrStop();
    QCOMPARE(m_bench->port.calls.last(), QStringLiteral("send b GET /v1/me"));
}

void TstConsolePage::mnemonicsAndNames()
{
    QCOMPARE(sharedMnemonicIn(m_bench->page), QString());
    QCOMPARE(namelessIn(m_bench->page), QString());
    for (auto *menu : m_bench->page.findChildren<QMenu *>()) {
        if (!menu->actions().isEmpty())
            QCOMPARE(mnemonicFaultIn(*menu), QString());
    }
    m_bench->page.resize(1300, 600);
    QTest::qWait(0);
    QCOMPARE(sharedMnemonicIn(m_bench->page), QString());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstConsolePage;
KEYTURN_TEST(TstConsolePage)
#include "tst_consolepage.moc"
