// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "consolebench.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/console/curldialog.h"
#include "ui/console/requestlistmodel.h"
#include "ui/console/requestsdialog.h"
#include "ui/console/volleydialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

namespace keyturn::ui::tests {

/// What the request console opens, and what it copies.
class TstConsoleDialogs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_bench.reset();
        m_bench = std::make_unique<ConsoleBench>();
    }
    void curlThatCannotBeReadStaysInItsDialog();
    void aCopyHasNoTokenUnlessAsked();
    void aVolleyIsSummedUp();
    void aVolleyIsStopped();
    void pastRequestsAreTakenUpAgain();
    void aRequestIsSavedUnderAName();

private:
    std::unique_ptr<ConsoleBench> m_bench;
};

void TstConsoleDialogs::curlThatCannotBeReadStaysInItsDialog()
{
    m_bench->menuItem(QStringLiteral("Import curl…"))->trigger();
    auto *dialog = m_bench->page.findChild<console::CurlDialog *>();
    QVERIFY(dialog);
    QCOMPARE(sharedMnemonicIn(*dialog), QString());
    dialog->findChild<QPlainTextEdit *>()->setPlainText(QStringLiteral("wget x"));
    buttonOf(*dialog, QStringLiteral("Import"))->click();
    QVERIFY(dialog->isVisible());
    QVERIFY(!dialog->findChild<common::Notice *>()->sentence().isEmpty());
    dialog->findChild<QPlainTextEdit *>()->setPlainText(QStringLiteral("curl https://api.acme.example/v1/me"));
    buttonOf(*dialog, QStringLiteral("Import"))->click();
    QCOMPARE(m_bench->page.draft().address, QStringLiteral("https://api.acme.example/v1/me"));
}

void TstConsoleDialogs::aCopyHasNoTokenUnlessAsked()
{
    m_bench->address()->setText(QStringLiteral("/v1/me"));
    QList<QAction *> curls;
    for (auto *action : m_bench->page.findChildren<QAction *>()) {
        if (action->text() == QLatin1String("&curl"))
            curls += action;
    }
    QCOMPARE(curls.size(), 2);
    curls.first()->trigger();
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("0 /v1/me $TOKEN"));
    QVERIFY(!questionOver(m_bench->page));
    curls.last()->trigger();
    QDialog *question = questionOver(m_bench->page);
    QVERIFY(question);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("0 /v1/me $TOKEN"));
    question->accept();
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("0 /v1/me TOKEN"));
    QGuiApplication::clipboard()->clear();
    curls.last()->trigger(); // and asks no more
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("0 /v1/me TOKEN"));
}

void TstConsoleDialogs::aVolleyIsSummedUp()
{
    m_bench->address()->setText(QStringLiteral("/v1/me"));
    m_bench->menuItem(QStringLiteral("Fire in parallel…"))->trigger();
    auto *dialog = m_bench->page.findChild<console::VolleyDialog *>();
    QVERIFY(dialog);
    QCOMPARE(sharedMnemonicIn(*dialog), QString());
    QCOMPARE(namelessIn(*dialog), QString());
    QCOMPARE(dialog->findChild<QSpinBox *>()->value(), 20);
    dialog->findChild<QCheckBox *>()->click();
    buttonOf(*dialog, QStringLiteral("Fire"))->click();
    QCOMPARE(m_bench->port.calls.last(), QStringLiteral("fire a 20 expired"));
    m_bench->port.volleys.back().finish(FakeConsole::volley(20));
    QTRY_VERIFY(says(*dialog, QStringLiteral("19 × 200, 1 × 503")));
    QVERIFY(says(*dialog, QStringLiteral("slowest 117 ms")));
    QVERIFY(says(*dialog, QStringLiteral("One refresh served all of them.")));
}

void TstConsoleDialogs::aVolleyIsStopped()
{
    m_bench->address()->setText(QStringLiteral("/v1/me"));
    m_bench->menuItem(QStringLiteral("Fire in parallel…"))->trigger();
    auto *dialog = m_bench->page.findChild<console::VolleyDialog *>();
    buttonOf(*dialog, QStringLiteral("Fire"))->click();
    QVERIFY(!m_bench->port.fireStop.stop_requested());
    buttonOf(*dialog, QStringLiteral("Stop"))->click();
    QVERIFY(m_bench->port.fireStop.stop_requested());
}

void TstConsoleDialogs::pastRequestsAreTakenUpAgain()
{
    m_bench->port.pastOnes = {m_bench->port.sentBefore("GET", "/v1/me", 200, 1), m_bench->port.sentBefore("DELETE", "/v1/orders/7", 204, 9)};
    buttonOf(m_bench->page, QStringLiteral("Past and saved…"))->click();
    auto *dialog = m_bench->page.findChild<console::RequestsDialog *>();
    QVERIFY(dialog);
    QTRY_COMPARE(dialog->rows().rowCount(), 2);
    QCOMPARE(sharedMnemonicIn(*dialog), QString());
    dialog->findChild<QLineEdit *>()->setText(QStringLiteral("orders"));
    QCOMPARE(dialog->rows().rowCount(), 1);
    buttonOf(*dialog, QStringLiteral("Use"))->click();
    QCOMPARE(m_bench->page.draft().method, QByteArray("DELETE"));
    QCOMPARE(m_bench->page.draft().address, QStringLiteral("/v1/orders/7"));
}

void TstConsoleDialogs::aRequestIsSavedUnderAName()
{
    m_bench->address()->setText(QStringLiteral("/v1/me"));
    m_bench->port.kept = core::Error{core::ErrorKind::Storage, QStringLiteral("requests_failed"), QStringLiteral("disk full")};
    m_bench->menuItem(QStringLiteral("Save under a name…"))->trigger();
    auto *dialog = m_bench->page.findChild<QDialog *>();
    QVERIFY(dialog);
    dialog->findChild<QLineEdit *>()->setText(QStringLiteral("Who am I"));
    buttonOf(*dialog, QStringLiteral("Save"))->click();
    QTRY_VERIFY(says(*dialog, QStringLiteral("disk full")));
    m_bench->port.kept = {};
    buttonOf(*dialog, QStringLiteral("Save"))->click();
    QTRY_COMPARE(m_bench->port.savedOnes.size(), 1);
    QCOMPARE(m_bench->port.savedOnes.first().name, QStringLiteral("Who am I"));
    QCOMPARE(m_bench->port.savedOnes.first().draft, m_bench->page.draft());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstConsoleDialogs;
KEYTURN_TEST(TstConsoleDialogs)
#include "tst_consoledialogs.moc"
