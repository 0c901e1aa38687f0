// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "entries.h"
#include "support/registry.h"
#include "trace/filter.h"

#include <QTest>

namespace keyturn::trace {

using tests::exchangeFor;

class TstFilter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itFindsWhatIsLookedFor_data();
    void itFindsWhatIsLookedFor();
};

void TstFilter::itFindsWhatIsLookedFor_data()
{
    QTest::addColumn<Filter>("filter");
    QTest::addColumn<QString>("found");
    QTest::newRow("all") << Filter{} << "refresh token sessions";
    QTest::newRow("purposes") << Filter{{}, {}, {QStringLiteral("token"), QStringLiteral("refresh")}} << "refresh token";
    QTest::newRow("failures") << Filter{{}, {}, {}, true} << "refresh";
    QTest::newRow("class") << Filter{{}, {}, {}, false, 4} << "refresh";
    QTest::newRow("no answer") << Filter{{}, {}, {}, false, 0} << "";
    QTest::newRow("account") << Filter{QStringLiteral("ada")} << "refresh";
    QTest::newRow("account, and nobody's at its backend")
        << Filter{QStringLiteral("ada"), {net::Origin::of(QUrl(QStringLiteral("https://a.example/")))}} << "refresh token";
    QTest::newRow("since") << Filter{{}, {}, {}, false, {}, {}, exchangeFor({}, 2).startedAt} << "sessions";
    QTest::newRow("text in a body") << Filter{{}, {}, {}, false, {}, QStringLiteral("NEEDLE")} << "token";
    QTest::newRow("text in a header") << Filter{{}, {}, {}, false, {}, QStringLiteral("x-odd: y")} << "sessions";
}

void TstFilter::itFindsWhatIsLookedFor()
{
    QFETCH(const Filter, filter);
    QFETCH(const QString, found);
    net::Exchange refresh = exchangeFor(QStringLiteral("refresh"), 0, 401);
    refresh.account = QStringLiteral("ada");
    net::Exchange token = exchangeFor(QStringLiteral("token"), 1);
    token.responseBody = "a needle in it";
    net::Exchange sessions = exchangeFor(QStringLiteral("sessions"), 2);
    sessions.account = QStringLiteral("bob");
    sessions.responseHeaders = {{"X-Odd", "y"}};
    QStringList names;
    for (const net::Exchange &entry : filtered({refresh, token, sessions}, filter))
        names += entry.purpose;
    QCOMPARE(names.join(u' '), found);
}

} // namespace keyturn::trace

using keyturn::trace::TstFilter;
KEYTURN_TEST(TstFilter)
#include "tst_filter.moc"
