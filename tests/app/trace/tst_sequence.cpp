// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "entries.h"
#include "support/registry.h"
#include "trace/sequence.h"

#include <QTest>

namespace keyturn::trace {

using net::EntryKind;
using tests::exchangeFor;
using tests::stepOfKind;

class TstSequence : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aStepGoesFromOnePartyToAnother_data();
    void aStepGoesFromOnePartyToAnother();
    void itStandsInTheOrderOfItsBeginnings();
    void onlyWhoTakesPartIsThere();
};

void TstSequence::aStepGoesFromOnePartyToAnother_data()
{
    QTest::addColumn<net::Exchange>("entry");
    QTest::addColumn<Step>("step");
    QTest::newRow("token") << exchangeFor(QStringLiteral("token")) << Step{Party::App, Party::Provider, true, false};
    QTest::newRow("refused") << exchangeFor(QStringLiteral("sign-in"), 0, 401) << Step{Party::App, Party::Backend, true, true};
    QTest::newRow("browser") << stepOfKind(EntryKind::BrowserOpened, QStringLiteral("browser")) << Step{Party::App, Party::Browser, false, false};
    net::Exchange callback = stepOfKind(EntryKind::Callback, QStringLiteral("callback"));
    callback.status = 303;
    QTest::newRow("callback") << callback << Step{Party::Browser, Party::App, true, false};
    net::Exchange check = stepOfKind(EntryKind::Checked, QStringLiteral("state"));
    check.failure = QStringLiteral("answer_not_ours");
    QTest::newRow("check") << check << Step{Party::App, Party::App, false, true};
    net::Exchange foreign = exchangeFor(QStringLiteral("browser"));
    foreign.kind = EntryKind::Foreign;
    QTest::newRow("a browser's own") << foreign << Step{Party::Browser, Party::Provider, true, false};
}

void TstSequence::aStepGoesFromOnePartyToAnother()
{
    QFETCH(const net::Exchange, entry);
    QFETCH(const Step, step);
    QCOMPARE(stepOf(entry), step);
}

void TstSequence::itStandsInTheOrderOfItsBeginnings()
{
    const QList<net::Exchange> sorted = inTimeOrder({exchangeFor(QStringLiteral("callback"), 2), exchangeFor(QStringLiteral("browser"), 1),
                                                     exchangeFor(QStringLiteral("state"), 2), exchangeFor(QStringLiteral("token"), 3)});
    QStringList order;
    for (const net::Exchange &entry : sorted)
        order += entry.purpose;
    QCOMPARE(order.join(u' '), QStringLiteral("browser callback state token"));
}

void TstSequence::onlyWhoTakesPartIsThere()
{
    QCOMPARE(partiesOf({exchangeFor(QStringLiteral("sign-in"))}), (QList<Party>{Party::App, Party::Backend}));
    QCOMPARE(partiesOf({exchangeFor(QStringLiteral("token")), stepOfKind(EntryKind::BrowserOpened, QStringLiteral("browser"))}),
             (QList<Party>{Party::App, Party::Browser, Party::Provider}));
}

} // namespace keyturn::trace

using keyturn::trace::TstSequence;
KEYTURN_TEST(TstSequence)
#include "tst_sequence.moc"
