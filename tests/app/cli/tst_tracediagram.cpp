// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/trace/entries.h"
#include "cli/displaywidth.h"
#include "cli/tracediagram.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::cli {

using net::EntryKind;
using tests::exchangeFor;
using tests::stepOfKind;

namespace {

QList<net::Exchange> signIn()
{
    net::Exchange callback = stepOfKind(EntryKind::Callback, QStringLiteral("callback"), 1);
    callback.status = 303;
    net::Exchange check = stepOfKind(EntryKind::Checked, QStringLiteral("state"), 1);
    check.url = {};
    return {stepOfKind(EntryKind::BrowserOpened, QStringLiteral("browser")), callback, check, exchangeFor(QStringLiteral("token"), 2)};
}

/// Without the time, which is this computer's zone's.
QStringList lines(const QString &text)
{
    QStringList lines;
    for (const QString &line : text.split(u'\n'))
        lines += line.mid(14);
    return lines;
}

} // namespace

class TstTraceDiagram : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lanesAndArrowsAlign();
    void anUntrustedTextMovesNothing();
};

void TstTraceDiagram::lanesAndArrowsAlign()
{
    const QList<net::Exchange> entries = signIn();
    const TraceDiagram diagram(entries);
    QCOMPARE(lines(diagram.head()).first().trimmed(), QStringLiteral("Keyturn         Browser         a.example"));
    QCOMPARE(lines(diagram.step(entries.at(0))).first().left(33), QStringLiteral("├──────────────▶│               │"));
    QCOMPARE(lines(diagram.step(entries.at(1))).first().left(33), QStringLiteral("│◀──────────────┤               │"));
    QCOMPARE(lines(diagram.step(entries.at(1))).last().left(33), QStringLiteral("├──────────────▶│               │"));
    QCOMPARE(lines(diagram.step(entries.at(2))).first().left(33), QStringLiteral("●               │               │"));
    QCOMPARE(lines(diagram.step(entries.at(3))).first().left(33), QStringLiteral("├───────────────┼──────────────▶│"));
    QCOMPARE(lines(diagram.step(entries.at(3))).last().left(33), QStringLiteral("│◀──────────────┼───────────────┤"));
    QVERIFY(diagram.step(entries.at(3)).contains(QStringLiteral("200  What Keyturn holds")));
}

void TstTraceDiagram::anUntrustedTextMovesNothing()
{
    net::Exchange odd = exchangeFor(QStringLiteral("request"), 0, 0);
    odd.url = QUrl(QStringLiteral("https://a.example/%1b%5b2J%0anext"));
    odd.failure = QStringLiteral("\x1b[2J\nbroken");
    const QString step = TraceDiagram({odd}).step(odd);
    QCOMPARE(step.count(u'\n'), 1);
    QVERIFY(!step.contains(QChar(0x1b)));
}

} // namespace keyturn::cli

using keyturn::cli::TstTraceDiagram;
KEYTURN_TEST(TstTraceDiagram)
#include "tst_tracediagram.moc"
