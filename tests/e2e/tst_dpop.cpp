// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/nodeserver.h"
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::e2e {

namespace {

QByteArray profileOf(const QUrl &issuer, const QString &wish)
{
    const QString path = QStringLiteral("oidc/profile.json");
    const QString name = QStringLiteral("providers");
    QJsonObject provider = QJsonDocument::fromJson(NodeServer::profile(path, {})).object().value(name).toArray().at(0).toObject();
    provider.insert(QStringLiteral("issuer"), issuer.toString());
    provider.insert(QStringLiteral("dpop"), wish);
    return NodeServer::profile(path, {{u'/' + name, QJsonArray{provider}}});
}

} // namespace

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
    const NodeServer server(QStringLiteral("oidc/server.js"), {{setting, value}});
    QVERIFY(!server.url().isEmpty());
    World world;
    const QByteArray profile = profileOf(server.url(), wish);
    const QString folder = world.home() + QStringLiteral("/config/profiles.d");
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + QStringLiteral("/oidc.json"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(profile) == profile.size());
    file.close();
    const QString browser = QStringLiteral("node " KEYTURN_SERVERS_FOLDER "/oidc/person.js");
    const Finished signedIn =
        world.cli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("oidc"), QStringLiteral("--browser"), browser});
    QVERIFY2(signedIn.status == 0, signedIn.err);
    const QString account = world.cli({QStringLiteral("accounts"), QStringLiteral("--json")})
                                .json()
                                .value(QStringLiteral("accounts"))
                                .toArray()
                                .at(0)
                                .toObject()
                                .value(QStringLiteral("id"))
                                .toString();
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
