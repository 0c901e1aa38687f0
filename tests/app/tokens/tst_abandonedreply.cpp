// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "bearerrig.h"
#include "support/registry.h"

#include <QBuffer>
#include <QPointer>
#include <QTest>

using namespace keyturn;
using tests::BearerRig;
using tests::says;
using tests::TokenWorld;
using tests::Told;
using tests::Turn;
using tests::words;

/// An authenticated reply is aborted or destroyed before, during and after its wait for a token (FAULTS 83).
class TstAbandonedReply : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault83AbortBeforeTheEventLoopTurns();
    void fault83AbortWhileWaitingForARefresh();
    void fault83AbortWhileTheNetworkIsAtIt();
    void fault83AbortWhileARefusalIsMended();
    void fault83AbortAfterTheEndChangesNothing();
    void fault83AbortFromWithinASignal_data();
    void fault83AbortFromWithinASignal();
    void fault83DestroyedWhileWaitingForARefresh();
    void fault83DestroyedWhileTheNetworkIsAtIt();
    void fault83TheManagerIsDestroyedWhileWaiting();
    void fault83TheBodyIsDestroyedWhileWaiting();
};

void TstAbandonedReply::fault83AbortBeforeTheEventLoopTurns()
{
    BearerRig rig({says(200)});
    const BearerRig::Reply reply = rig.get();
    const Told told(*reply);
    reply->abort();
    QCOMPARE(told.list, words("error finished"));
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
    reply->abort();
    QTest::qWait(20);
    QCOMPARE(told.list, words("error finished"));
}

void TstAbandonedReply::fault83AbortWhileWaitingForARefresh()
{
    BearerRig rig({says(200)});
    rig.expireAndHoldBack();
    const BearerRig::Reply reply = rig.get();
    const BearerRig::Reply other = rig.get();
    const Told told(*reply);
    TokenWorld::turn();
    reply->abort();
    QCOMPARE(told.list, words("error finished"));
    QVERIFY(reply->isFinished());
    rig.world.refresher.release();
    QVERIFY2(rig.finishes(*other), "who else waits is served");
    QCOMPARE(rig.statusOf(*other), 200);
    QCOMPARE(told.list, words("error finished"));
    QCOMPARE(rig.bearers(), QByteArrayList{"access-2"});
    QCOMPARE(reply->readAll(), QByteArray());
}

void TstAbandonedReply::fault83AbortWhileTheNetworkIsAtIt()
{
    BearerRig rig({Turn{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"}});
    const BearerRig::Reply reply = rig.get();
    const Told told(*reply);
    QVERIFY(QTest::qWaitFor([&told] { return told.list.contains(QStringLiteral("body")); }));
    reply->abort();
    QCOMPARE(told.list, words("head body error finished"));
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
    TokenWorld::turn();
    QCOMPARE(told.list, words("head body error finished"));
}

void TstAbandonedReply::fault83AbortWhileARefusalIsMended()
{
    BearerRig rig({says(401), says(200)});
    rig.world.refresher.holdBack();
    const BearerRig::Reply reply = rig.get();
    const Told told(*reply);
    QVERIFY(QTest::qWaitFor([&rig] { return rig.world.refresher.waiting() == 1; }));
    QCOMPARE(told.list, QStringList());
    reply->abort();
    QCOMPARE(told.list, words("error finished"));
    rig.world.refresher.release();
    QTest::qWait(20);
    QCOMPARE(told.list, words("error finished"));
    QCOMPARE(rig.server.requests().size(), 1);
    QCOMPARE(tests::accessOf(rig.process->manager.current(rig.world.id)), "access-2"); // the refresh is not wasted
}

void TstAbandonedReply::fault83AbortAfterTheEndChangesNothing()
{
    BearerRig rig({says(200, "body")});
    const BearerRig::Reply reply = rig.get();
    const Told told(*reply);
    QVERIFY(rig.finishes(*reply));
    reply->abort();
    QCOMPARE(told.list, words("head body finished"));
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(reply->readAll(), "body");
}

void TstAbandonedReply::fault83AbortFromWithinASignal_data()
{
    QTest::addColumn<QByteArray>("signal");
    QTest::addColumn<int>("status");
    for (const int status : {200, 404, 401}) { // the last one's head is shown only with its end
        QTest::addRow("head of %d", status) << QByteArray("head") << status;
        QTest::addRow("body of %d", status) << QByteArray("body") << status;
        QTest::addRow("finished of %d", status) << QByteArray("finished") << status;
        if (status != 200)
            QTest::addRow("error of %d", status) << QByteArray("error") << status;
    }
}

void TstAbandonedReply::fault83AbortFromWithinASignal()
{
    QFETCH(const QByteArray, signal);
    QFETCH(const int, status);
    BearerRig rig({says(status, "body")});
    rig.world.refresher.failNext(tests::invalidGrant());
    const BearerRig::Reply reply = rig.get();
    const Told told(*reply);
    const auto abort = [&reply] { reply->abort(); };
    if (signal == "head")
        connect(reply.get(), &QNetworkReply::metaDataChanged, this, abort);
    else if (signal == "body")
        connect(reply.get(), &QNetworkReply::readyRead, this, abort);
    else if (signal == "error")
        connect(reply.get(), &QNetworkReply::errorOccurred, this, abort);
    else
        connect(reply.get(), &QNetworkReply::finished, this, abort);
    QVERIFY(rig.finishes(*reply));
    TokenWorld::turn();
    QCOMPARE(told.list.count(QStringLiteral("finished")), 1);
    QVERIFY(told.list.count(QStringLiteral("error")) <= 2); // its own, and the abort's
    QCOMPARE(told.list.last(), QStringLiteral("finished"));
}

void TstAbandonedReply::fault83DestroyedWhileWaitingForARefresh()
{
    BearerRig rig({says(200)});
    rig.expireAndHoldBack();
    BearerRig::Reply reply = rig.get();
    TokenWorld::turn();
    reply.reset();
    rig.world.refresher.release();
    QTest::qWait(20);
    QCOMPARE(rig.server.connections(), 0);
    QCOMPARE(tests::accessOf(rig.process->manager.current(rig.world.id)), "access-2");
}

void TstAbandonedReply::fault83DestroyedWhileTheNetworkIsAtIt()
{
    BearerRig rig({Turn{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"}, says(200)});
    BearerRig::Reply reply = rig.get();
    QVERIFY(QTest::qWaitFor([&reply] { return reply->bytesAvailable() == 4; }));
    reply.reset();
    const BearerRig::Reply next = rig.get();
    QVERIFY(rig.finishes(*next));
    QCOMPARE(rig.statusOf(*next), 200);
}

void TstAbandonedReply::fault83TheManagerIsDestroyedWhileWaiting()
{
    BearerRig rig({says(200)});
    rig.expireAndHoldBack();
    auto manager = std::make_unique<tokens::AuthenticatedNetworkAccessManager>(rig.process->manager, rig.world.id,
                                                                               tokens::Signing{{net::Origin::of(rig.server.url())}, {}, {}, nullptr});
    const QPointer<QNetworkReply> owned(manager->get(rig.request()));
    TokenWorld::turn();
    manager.reset();
    QVERIFY(!owned);
    rig.world.refresher.release();
    QTest::qWait(20);
    QCOMPARE(rig.server.connections(), 0);
    QCOMPARE(tests::accessOf(rig.process->manager.current(rig.world.id)), "access-2");
}

void TstAbandonedReply::fault83TheBodyIsDestroyedWhileWaiting()
{
    BearerRig rig({says(200)});
    rig.expireAndHoldBack();
    auto body = std::make_unique<QBuffer>();
    body->setData("body");
    QVERIFY(body->open(QIODevice::ReadOnly));
    const BearerRig::Reply reply(rig.manager.put(rig.request(), body.get()));
    const Told told(*reply);
    TokenWorld::turn();
    body.reset();
    rig.world.refresher.release();
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(told.list, words("error finished"));
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
    QCOMPARE(rig.errorCodeOf(*reply), QStringLiteral("body_gone"));
    QCOMPARE(rig.server.connections(), 0);
}

KEYTURN_TEST(TstAbandonedReply)
#include "tst_abandonedreply.moc"
