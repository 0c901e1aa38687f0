// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/foreignprovider.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::e2e {

/// Tokens that are bound to a key (RFC 9449), at panva's oidc-provider.
class TstDpop : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tokensAreBoundWhereTheProviderDoesSo_data();
    void tokensAreBoundWhereTheProviderDoesSo();
};

void TstDpop::tokensAreBoundWhereTheProviderDoesSo_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("wish");
    QTest::addColumn<QString>("type");
    const QString none;
    const QString bound = QStringLiteral("DPoP");
    QTest::newRow("offered") << QStringLiteral("WITHOUT") << none << QStringLiteral("auto") << bound;
    QTest::newRow("insisted on, with a nonce and pushed requests")
        << QStringLiteral("REQUIRE") << QStringLiteral("dpop,dpop-nonce,par") << QStringLiteral("always") << bound;
    QTest::newRow("not offered") << QStringLiteral("WITHOUT") << QStringLiteral("dpop") << QStringLiteral("auto") << QStringLiteral("Bearer");
    QTest::newRow("not wanted") << QStringLiteral("WITHOUT") << none << QStringLiteral("never") << QStringLiteral("Bearer");
}

void TstDpop::tokensAreBoundWhereTheProviderDoesSo()
{
    QFETCH(QString, setting);
    QFETCH(QString, value);
    QFETCH(QString, wish);
    QFETCH(QString, type);
    ForeignProvider provider(oidcProvider(), {{setting, value}}, {{QStringLiteral("dpop"), wish}});
    QVERIFY(provider.isReady());
    const Finished signedIn = provider.signIn();
    QVERIFY2(signedIn.status == 0, signedIn.err);
    const QString account = accountOf(signedIn);
    World &world = provider.world();
    const NodeServer &server = provider.server();
    for (const bool renewed : {false, true}) {
        QStringList arguments{QStringLiteral("token"), account, QStringLiteral("--as"), QStringLiteral("json")};
        if (renewed)
            arguments.append(QStringLiteral("--force-refresh"));
        const Finished token = world.cli(arguments);
        QCOMPARE(token.json().value(QStringLiteral("tokenType")).toString(), type);
        const Finished person =
            world.cli({QStringLiteral("request"), account, QStringLiteral("GET"), server.url().resolved(QUrl(QStringLiteral("/me"))).toString()});
        QVERIFY2(person.status == 0, person.err);
        QCOMPARE(person.json().value(QStringLiteral("email")).toString(), QStringLiteral("ada@example.com"));
    }
    QCOMPARE(server.counters().value(QStringLiteral("refreshes")).toInt(), 1);
    QCOMPARE(server.counters().value(QStringLiteral("dpopTokens")).toInt(), type == QLatin1String("DPoP") ? 2 : 0);
    QVERIFY(!world.everythingOnDisk().contains("proofKey"));
    QCOMPARE(world.cli({QStringLiteral("sign-out"), account}).status, 0);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstDpop;
KEYTURN_TEST(TstDpop)
#include "tst_dpop.moc"
