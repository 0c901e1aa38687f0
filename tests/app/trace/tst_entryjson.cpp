// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "entries.h"
#include "support/registry.h"
#include "trace/entryjson.h"

#include <QTest>

namespace keyturn::trace {

class TstEntryJson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrittenIsReadAgain();
    void whatIsNotKnownIsLeftOut();
    void whatWasNotWrittenSoIsRefused();
};

void TstEntryJson::whatIsWrittenIsReadAgain()
{
    net::Exchange exchange = tests::exchangeFor(QStringLiteral("token"), 3, 400);
    exchange.account = QStringLiteral("ada");
    exchange.requestHeaders = {{"A", "b"}, {"A", "c"}};
    exchange.responseHeaders = {{"Content-Type", "application/json"}};
    exchange.requestBody = "q=\xc3\xa4";
    exchange.responseBody = "{}";
    exchange.moments.firstByte = std::chrono::milliseconds(40);
    exchange.requestBytes = 4;
    const QJsonObject json = toJson(exchange);
    const std::optional<net::Exchange> read = fromJson(json);
    QVERIFY(read);
    QCOMPARE(toJson(*read), json);
    QCOMPARE(read->requestHeaders, exchange.requestHeaders);
    QCOMPARE(read->requestBody, exchange.requestBody);
    QCOMPARE(read->moments, exchange.moments);
    QCOMPARE(read->status, 400);
}

void TstEntryJson::whatIsNotKnownIsLeftOut()
{
    const QJsonObject json = toJson(tests::stepOfKind(net::EntryKind::Checked, QStringLiteral("state")));
    for (const char *name : {"status", "failure", "account", "requestBytes", "firstByteMs", "requestHeaders"})
        QVERIFY2(!json.contains(QLatin1String(name)), name);
    QCOMPARE(json.value(QLatin1String("kind")).toString(), QStringLiteral("check"));
}

void TstEntryJson::whatWasNotWrittenSoIsRefused()
{
    QVERIFY(!fromJson({}));
    QJsonObject json = toJson(tests::exchangeFor(QStringLiteral("token")));
    json.insert(QStringLiteral("kind"), QStringLiteral("other"));
    QVERIFY(!fromJson(json));
}

} // namespace keyturn::trace

using keyturn::trace::TstEntryJson;
KEYTURN_TEST(TstEntryJson)
#include "tst_entryjson.moc"
