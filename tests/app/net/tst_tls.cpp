// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "netrig.h"
#include "support/certificates.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

#include <QSslCertificate>
#include <QSslConfiguration>

namespace keyturn::net {

using tests::Authority;
using tests::CertificateText;
using tests::ScriptedServer;
using tests::Turn;

namespace {

/// Lets this process trust one more authority for as long as it lives.
class Trust
{
public:
    explicit Trust(const QSslCertificate &authority)
    {
        QSslConfiguration configuration = m_before;
        configuration.addCaCertificate(authority);
        QSslConfiguration::setDefaultConfiguration(configuration);
    }
    ~Trust() { QSslConfiguration::setDefaultConfiguration(m_before); }
    Trust(const Trust &) = delete;
    Trust &operator=(const Trust &) = delete;

private:
    QSslConfiguration m_before = QSslConfiguration::defaultConfiguration();
};

/// The first answer of a server that speaks TLS @p minor and nothing newer (RFC 5246 §7.4.1.3): a ServerHello with a suite of that time.
QByteArray serverHello(char minor)
{
    const QByteArray version = QByteArray("\x03") + minor;
    const QByteArray hello = version + QByteArray(32, 'r') + QByteArray("\0\xc0\x13\0", 4); // no session id, ECDHE-RSA-AES128-SHA, no compression
    const QByteArray message = QByteArray("\x02\0\0", 3) + char(hello.size()) + hello;
    return QByteArray("\x16") + version + QByteArray("\0", 1) + char(message.size()) + message;
}

} // namespace

class TstTls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSoundCertificateIsTrusted();
    void anAuthorityOfItsOwnIsTrustedForItsOriginAlone();
    void anAuthorityOfThePersonsIsTrustedEverywhere();
    void fault79ARedirectToPlainHttpIsAValue();
    void fault44ABadCertificateEndsTheRequest_data();
    void fault44ABadCertificateEndsTheRequest();
    void fault44AnOldProtocolEndsTheRequest_data();
    void fault44AnOldProtocolEndsTheRequest();
    void fault44PlainTextInPlaceOfTlsEndsTheRequest();
};

void TstTls::aSoundCertificateIsTrusted()
{
    const Authority authority;
    const Trust trust(authority.certificate());
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}")}}, authority.serverWith({}));
    NetRig rig;
    QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(server.url(), "refresh_token=one-use-only"))), QStringLiteral("200"));
    QCOMPARE(server.deliveriesOf("one-use-only"), 1);
}

void TstTls::anAuthorityOfItsOwnIsTrustedForItsOriginAlone()
{
    const Authority authority;
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}")}}, authority.serverWith({}));
    ScriptedServer neighbour({Turn{ScriptedServer::answer(200, "{}")}}, authority.serverWith({}));
    NetRig rig;
    rig.manager.setTrust({{Origin::of(server.url()), authority.certificate().toPem()}});
    QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(server.url(), "body"))), QStringLiteral("200"));
    QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(neighbour.url(), "body"))), QStringLiteral("tls_failed"));
    rig.manager.setTrust({{Origin::of(server.url()), "no certificate"}});
    NetRig fresh;
    QCOMPARE(NetRig::outcome(fresh.answerTo(NetRig::post(server.url(), "body"))), QStringLiteral("tls_failed"));
}

void TstTls::anAuthorityOfThePersonsIsTrustedEverywhere()
{
    const Authority authority;
    const QList<Turn> twice{Turn{ScriptedServer::answer(200, "{}")}, Turn{ScriptedServer::answer(200, "{}")}};
    ScriptedServer server(twice, authority.serverWith({}));
    ScriptedServer neighbour(twice, authority.serverWith({}));
    NetRig rig;
    QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(server.url(), "body"))), QStringLiteral("tls_failed"));
    rig.manager.setRoute({{}, {authority.certificate()}});
    QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(server.url(), "body"))), QStringLiteral("200"));
    QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(neighbour.url(), "body"))), QStringLiteral("200"));
    rig.manager.setRoute({}); // at once: no connection from before serves on
    QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(server.url(), "body"))), QStringLiteral("tls_failed"));
}

void TstTls::fault79ARedirectToPlainHttpIsAValue()
{
    const Authority authority;
    const Trust trust(authority.certificate());
    ScriptedServer plain({Turn{ScriptedServer::answer(200, "{}")}});
    const QByteArray location = "Location: " + plain.url().toEncoded() + "\r\n";
    ScriptedServer server({Turn{ScriptedServer::answer(307, {}, location)}}, authority.serverWith({}));
    NetRig rig;
    QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(server.url(), "refresh_token=one-use-only"))), QStringLiteral("307"));
    QCOMPARE(plain.connections(), 0);
}

void TstTls::fault44ABadCertificateEndsTheRequest_data()
{
    QTest::addColumn<bool>("trusted");
    QTest::addColumn<CertificateText>("text");
    CertificateText good;
    CertificateText name{"DNS:api.example,IP:127.0.0.2"};
    CertificateText wildcard{"DNS:*,DNS:*.0.0.1"};
    CertificateText expired;
    expired.fromSeconds = -7200;
    expired.toSeconds = -60;
    CertificateText early;
    early.fromSeconds = 60;
    QTest::newRow("self-signed") << true << CertificateText{{}, 0, 0};
    QTest::newRow("unknown authority") << false << good;
    QTest::newRow("wrong host") << true << name;
    QTest::newRow("a wildcard for an address") << true << wildcard;
    QTest::newRow("expired") << true << expired;
    QTest::newRow("not yet valid") << true << early;
}

void TstTls::fault44ABadCertificateEndsTheRequest()
{
    QFETCH(const bool, trusted);
    QFETCH(const CertificateText, text);
    const Authority authority;
    const Authority stranger;
    const Trust trust(trusted ? authority.certificate() : stranger.certificate());
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}")}},
                          text.names.isEmpty() ? Authority::selfSignedServer() : authority.serverWith(text));
    NetRig rig;
    HttpRequest request = NetRig::post(server.url(), "refresh_token=one-use-only");
    request.headers.append(Header{"Authorization", "Bearer one-origin-only"});
    const core::Result<HttpResponse> result = rig.answerTo(request);
    QCOMPARE(NetRig::outcome(result), QStringLiteral("tls_failed"));
    QCOMPARE(result.error().kind, core::ErrorKind::Offline);
    QVERIFY(!result.error().detail.isEmpty());
    QCOMPARE(server.deliveriesOf("one-use-only") + server.deliveriesOf("one-origin-only"), 0);
}

void TstTls::fault44AnOldProtocolEndsTheRequest_data()
{
    QTest::addColumn<char>("minor");
    QTest::newRow("SSL 3.0") << char(0);
    QTest::newRow("TLS 1.0") << char(1);
    QTest::newRow("TLS 1.1") << char(2);
}

void TstTls::fault44AnOldProtocolEndsTheRequest()
{
    QFETCH(const char, minor);
    ScriptedServer server({Turn{serverHello(minor), Turn::Then::KeepOpen, Turn::When::Connected}});
    NetRig rig;
    QUrl url = server.url();
    url.setScheme(QStringLiteral("https"));
    const core::Result<HttpResponse> result = rig.answerTo(NetRig::post(url, "a=b"));
    QCOMPARE(NetRig::outcome(result), QStringLiteral("tls_failed"));
    QVERIFY2(result.error().detail.contains(QStringLiteral("version")) || result.error().detail.contains(QStringLiteral("protocol")),
             qPrintable(result.error().detail));
}

void TstTls::fault44PlainTextInPlaceOfTlsEndsTheRequest()
{
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}"), Turn::Then::KeepOpen, Turn::When::Connected}});
    NetRig rig;
    QUrl url = server.url();
    url.setScheme(QStringLiteral("https"));
    QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(url, "a=b"))), QStringLiteral("tls_failed"));
}

} // namespace keyturn::net

using keyturn::net::TstTls;
KEYTURN_TEST(TstTls)
#include "tst_tls.moc"
