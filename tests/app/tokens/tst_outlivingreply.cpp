// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "bearerrig.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;
using tests::BearerRig;
using tests::says;
using tests::TokenWorld;
using tests::Turn;
using Manager = tokens::AuthenticatedNetworkAccessManager;

/// A caller may give a reply another parent. Its manager, and all that signs its requests, may then go before it.
class TstOutlivingReply : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aReplyWithoutItsManagerEnds_data();
    void aReplyWithoutItsManagerEnds();
};

void TstOutlivingReply::aReplyWithoutItsManagerEnds_data()
{
    QTest::addColumn<Turn>("turn");
    QTest::addColumn<QString>("until");
    QTest::newRow("while a token is waited for") << says(200) << QStringLiteral("token");
    QTest::newRow("while the answer is waited for") << Turn{} << QStringLiteral("request");
    QTest::newRow("while a refused token is renewed") << says(401) << QStringLiteral("renewal");
}

void TstOutlivingReply::aReplyWithoutItsManagerEnds()
{
    QFETCH(const Turn, turn);
    QFETCH(const QString, until);
    BearerRig rig({turn});
    auto manager =
        std::make_unique<Manager>(rig.process->manager, rig.world.id, tokens::Signing{{net::Origin::of(rig.server.url())}, {}, {}, nullptr});
    if (until == QLatin1String("token"))
        rig.expireAndHoldBack();
    if (until == QLatin1String("renewal"))
        rig.world.refresher.holdBack();
    const BearerRig::Reply reply(manager->get(rig.request()));
    reply->setParent(this);
    const bool refreshes = until != QLatin1String("request");
    QVERIFY(QTest::qWaitFor([&] { return refreshes ? rig.world.refresher.waiting() == 1 : rig.server.requests().size() == 1; }));
    manager.reset();
    rig.world.refresher.release();
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.errorCodeOf(*reply), QStringLiteral("manager_gone"));
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
    QCOMPARE(rig.server.requests().size(), until == QLatin1String("token") ? 0 : 1);
}

KEYTURN_TEST(TstOutlivingReply)
#include "tst_outlivingreply.moc"
