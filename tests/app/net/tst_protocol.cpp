// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "netrig.h"
#include "support/certificates.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

#include <QDirIterator>
#include <QFile>
#include <QHstsPolicy>
#include <QScopeGuard>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTemporaryDir>

namespace keyturn::net {

using tests::Authority;
using tests::CertificateText;
using tests::ScriptedServer;
using tests::Turn;

namespace {

/// A frame of HTTP/2 (RFC 9113 §4.1) on stream 0.
QByteArray frame(char type, const QByteArray &payload)
{
    return QByteArray("\0\0", 2) + char(payload.size()) + type + QByteArray(5, '\0') + payload;
}

/// What an HTTP/2 server that is about to go says to who is new: SETTINGS, and GOAWAY with the last stream 0 and no error (RFC 9113 §6.8). A client
/// is then free to send everything again elsewhere.
QByteArray settingsAndGoAway()
{
    return frame(4, {}) + frame(7, QByteArray(8, '\0'));
}

const QByteArray preface = QByteArrayLiteral("PRI * HTTP/2.0");
const QByteArray secret = QByteArrayLiteral("one-use-only");

} // namespace

/// Servers that want to speak something else than HTTP/1.1, or to be spoken to in another way from now on.
class TstProtocol : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault84ByTlsNoOtherProtocolIsChosen_data();
    void fault84ByTlsNoOtherProtocolIsChosen();
    void fault84AServerThatSpeaksAnotherOneIsSentThePostOnce_data();
    void fault84AServerThatSpeaksAnotherOneIsSentThePostOnce();
    void fault84AnotherServiceThatIsAdvertisedIsNotAsked();
    void fault84HstsIsNotKeptAndChangesNoAddress();
};

void TstProtocol::fault84ByTlsNoOtherProtocolIsChosen_data()
{
    QTest::addColumn<QList<QByteArray>>("offered");
    QTest::newRow("HTTP/2 before HTTP/1.1") << QList<QByteArray>{"h2", "http/1.1"};
    QTest::newRow("HTTP/2 alone") << QList<QByteArray>{"h2"};
    QTest::newRow("HTTP/1.1 alone") << QList<QByteArray>{"http/1.1"};
}

void TstProtocol::fault84ByTlsNoOtherProtocolIsChosen()
{
    QFETCH(const QList<QByteArray>, offered);
    const Authority authority;
    QSslConfiguration tls = authority.serverWith({});
    tls.setAllowedNextProtocols(offered); // ALPN, RFC 7301
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}")}}, tls);
    NetRig rig;
    rig.manager.setTrust({{Origin::of(server.url()), authority.certificate().toPem()}});
    for (int i = 0; i < 2; ++i) // the second one by the connection of the first
        QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(server.url(), "refresh_token=" + secret))), QStringLiteral("200"));
    QCOMPARE(server.deliveriesOf(secret), 2);
    QCOMPARE(server.deliveriesOf(preface), 0);
    QVERIFY(server.requests().first().startsWith("POST / HTTP/1.1\r\n"));
}

void TstProtocol::fault84AServerThatSpeaksAnotherOneIsSentThePostOnce_data()
{
    QTest::addColumn<Turn>("turn");
    QTest::addColumn<QString>("outcome");
    using When = Turn::When;
    using Then = Turn::Then;
    const QByteArray toH2c = "Connection: Upgrade\r\nUpgrade: h2c\r\n"; // RFC 7540 §3.2
    QTest::newRow("HTTP/2 frames, GOAWAY at once") << Turn{settingsAndGoAway(), Then::Close, When::Connected} << QStringLiteral("connection_closed");
    QTest::newRow("HTTP/2 frames, GOAWAY in place of an answer")
        << Turn{settingsAndGoAway(), Then::Close, When::RequestRead} << QStringLiteral("connection_closed");
    QTest::newRow("an answer that offers an upgrade") << Turn{ScriptedServer::answer(200, "{}", toH2c)} << QStringLiteral("200");
    QTest::newRow("an upgrade is demanded") << Turn{ScriptedServer::answer(426, "{}", toH2c)} << QStringLiteral("426");
    QTest::newRow("an upgrade that nobody asked for, then GOAWAY")
        << Turn{"HTTP/1.1 101 Switching Protocols\r\n" + toH2c + "\r\n" + settingsAndGoAway(), Then::Close, When::RequestRead}
        << QStringLiteral("101");
}

void TstProtocol::fault84AServerThatSpeaksAnotherOneIsSentThePostOnce()
{
    QFETCH(const Turn, turn);
    ScriptedServer server({turn});
    NetRig rig;
    const core::Result<HttpResponse> result = rig.answerTo(NetRig::post(server.url(), "refresh_token=" + secret));
    QTEST(NetRig::outcome(result), "outcome");
    QTest::qWait(50); // a repetition would come at once
    QVERIFY(server.deliveriesOf(secret) <= 1);
    QCOMPARE(server.deliveriesOf(preface), 0);
    QCOMPARE(server.deliveriesOf("HTTP2-Settings"), 0); // it does not ask for it either
}

void TstProtocol::fault84AnotherServiceThatIsAdvertisedIsNotAsked()
{
    ScriptedServer elsewhere({Turn{ScriptedServer::answer(200, "{}")}});
    const QByteArray port = QByteArray::number(elsewhere.serverPort());
    const QByteArray advertisement = "Alt-Svc: h2=\":" + port + "\", h3=\":" + port + "\", http/1.1=\":" + port + "\"; ma=86400\r\n"; // RFC 7838
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}", advertisement)}});
    NetRig rig;
    for (int i = 0; i < 2; ++i)
        QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(server.url(), "refresh_token=" + secret))), QStringLiteral("200"));
    QCOMPARE(server.deliveriesOf(secret), 2);
    QCOMPARE(elsewhere.connections(), 0);
}

/// RFC 6797: a host says that it is to be asked by TLS alone from now on. Where a profile says http, on this computer, another port of the host would
/// be sent a token that is not meant for it; and a list of the hosts that were visited would lie on the disk.
void TstProtocol::fault84HstsIsNotKeptAndChangesNoAddress()
{
    const QTemporaryDir home;
    QVERIFY(home.isValid());
    const QByteArray before = qgetenv("HOME");
    const auto back = qScopeGuard([before] { qputenv("HOME", before); });
    qputenv("HOME", home.path().toLocal8Bit());
    const auto named = [](const ScriptedServer &server) {
        QUrl url = server.url();
        url.setHost(QStringLiteral("localhost")); // of an address HSTS says nothing (RFC 6797 §8.1)
        return url;
    };
    const Authority authority;
    CertificateText text;
    text.names = "DNS:localhost";
    const QByteArray policy = "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";
    ScriptedServer secure({Turn{ScriptedServer::answer(200, "{}", policy)}}, authority.serverWith(text));
    ScriptedServer plain({Turn{ScriptedServer::answer(200, "{}")}});
    {
        NetRig rig;
        rig.manager.setTrust({{Origin::of(named(secure)), authority.certificate().toPem()}});
        QCOMPARE(NetRig::outcome(rig.get(named(secure))), QStringLiteral("200"));
        QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(named(plain), "refresh_token=" + secret))), QStringLiteral("200"));
        QVERIFY(rig.manager.strictTransportSecurityHosts().isEmpty());
    }
    QCOMPARE(plain.deliveriesOf(secret), 1); // in clear, as it was asked for
    QDirIterator files(home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("localhost"), qPrintable(file.fileName()));
    }
}

} // namespace keyturn::net

using keyturn::net::TstProtocol;
KEYTURN_TEST(TstProtocol)
#include "tst_protocol.moc"
