// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "netrig.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

#include <QBuffer>
#include <QHttpMultiPart>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QTemporaryFile>

#include <memory>

namespace keyturn::net {

using tests::ScriptedServer;
using tests::Turn;

namespace {

/// A source of bytes that knows neither its end nor a way back, like a pipe.
class Pipe final : public QIODevice
{
public:
    explicit Pipe(QByteArray bytes) : m_bytes(std::move(bytes)) { open(QIODevice::ReadOnly); }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_bytes.size() + QIODevice::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 count = std::min<qint64>(maxSize, m_bytes.size());
        std::copy_n(m_bytes.constData(), count, data);
        m_bytes.remove(0, count);
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
};

bool ended(QNetworkReply &reply)
{
    return QTest::qWaitFor([&reply] { return reply.isFinished(); });
}

/// Sets a variable for as long as it lives.
class Environment
{
public:
    Environment(const char *name, const QByteArray &value) : m_name(name), m_before(qgetenv(name)) { qputenv(name, value); }
    ~Environment() { m_before.isEmpty() ? qunsetenv(m_name) : qputenv(m_name, m_before); }
    Environment(const Environment &) = delete;
    Environment &operator=(const Environment &) = delete;

private:
    const char *m_name;
    QByteArray m_before;
};

} // namespace

class TstHardenedAccessManager : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault78OnlyWebAddressesAreFetched_data();
    void fault78OnlyWebAddressesAreFetched();
    void brokenHeadersAreRefused_data();
    void brokenHeadersAreRefused();
    void theClientRefusesBrokenHeadersAsWell_data() { brokenHeadersAreRefused_data(); }
    void theClientRefusesBrokenHeadersAsWell();
    void fault79RedirectsAreNotFollowedWhateverTheCallerSays();
    void cookiesAreNeitherKeptNorSent();
    void fault80TheCallersCookieIsTheOnlyOne();
    void fault83ABodyMayEndBeforeItsRequest_data();
    void fault83ABodyMayEndBeforeItsRequest();
    void fault45BodiesOfAnyKindAreDeliveredOnce_data();
    void fault45BodiesOfAnyKindAreDeliveredOnce();
    void aBodyOfUnknownLengthIsRefused();
    void loopbackIsReachedWithoutAProxy();
    void fault85AProxyThatAsksForCredentialsGetsNoBearer();
    void aProxyThatIsGoneIsSaidSo();
};

void TstHardenedAccessManager::fault78OnlyWebAddressesAreFetched_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("a file") << QStringLiteral("file:///etc/hostname");
    QTest::newRow("a resource") << QStringLiteral("qrc:/x");
    QTest::newRow("data") << QStringLiteral("data:text/plain,x");
    QTest::newRow("FTP") << QStringLiteral("ftp://127.0.0.1/");
    QTest::newRow("local socket") << QStringLiteral("unix+http://127.0.0.1/");
    QTest::newRow("user information") << QStringLiteral("https://good.example@127.0.0.1:1/");
    QTest::newRow("no host") << QStringLiteral("http:///x");
    QTest::newRow("nothing") << QString();
}

void TstHardenedAccessManager::fault78OnlyWebAddressesAreFetched()
{
    QFETCH(const QString, address);
    NetRig rig;
    const std::unique_ptr<QNetworkReply> reply(rig.manager.get(QNetworkRequest(QUrl(address))));
    QVERIFY(ended(*reply));
    QVERIFY(reply->error() != QNetworkReply::NoError);
    QVERIFY(reply->readAll().isEmpty());

    const core::Result<HttpResponse> result = rig.get(QUrl(address));
    QCOMPARE(NetRig::outcome(result), QStringLiteral("url_scheme_refused"));
    QCOMPARE(result.error().kind, core::ErrorKind::Configuration);
}

void TstHardenedAccessManager::brokenHeadersAreRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("CR LF in a value") << QByteArray("Authorization") << QByteArray("Bearer a\r\nX-Injected: b");
    QTest::newRow("LF in a value") << QByteArray("Authorization") << QByteArray("Bearer a\nX-Injected: b");
    QTest::newRow("CR in a value") << QByteArray("Authorization") << QByteArray("Bearer a\rX-Injected: b");
    QTest::newRow("NUL in a value") << QByteArray("Authorization") << QByteArray("Bearer a\0b", 10);
    QTest::newRow("CR LF in a name") << QByteArray("X-A: b\r\nX-Injected") << QByteArray("b");
    QTest::newRow("space in a name") << QByteArray("X A") << QByteArray("b");
    QTest::newRow("colon in a name") << QByteArray("X-A:") << QByteArray("b");
    QTest::newRow("DEL in a value") << QByteArray("X-A") << QByteArray("b\x7f");
    QTest::newRow("a letter beyond ASCII in a name") << QByteArray("X-\xc3\xa4") << QByteArray("b");
    QTest::newRow("another host") << QByteArray("Host") << QByteArray("evil.example");
    QTest::newRow("another host in capitals") << QByteArray("HOST") << QByteArray("evil.example");
    QTest::newRow("an upgrade") << QByteArray("Upgrade") << QByteArray("h2c");
    QTest::newRow("a second length") << QByteArray("Content-Length") << QByteArray("0");
    QTest::newRow("a second framing") << QByteArray("Transfer-Encoding") << QByteArray("chunked");
}

void TstHardenedAccessManager::brokenHeadersAreRefused()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}")}});
    NetRig rig;
    QNetworkRequest request(server.url());
    request.setRawHeader(name, value);
    if (!request.hasRawHeader(name))
        return; // Qt takes no such header since 6.8
    const std::unique_ptr<QNetworkReply> reply(rig.manager.get(request));
    QVERIFY(ended(*reply));
    QVERIFY(reply->error() != QNetworkReply::NoError);
    QCOMPARE(server.connections(), 0);
}

void TstHardenedAccessManager::theClientRefusesBrokenHeadersAsWell()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}")}});
    NetRig rig;
    HttpRequest request = NetRig::post(server.url(), "a=b");
    request.headers = {{name, value}};
    const core::Result<HttpResponse> result = rig.answerTo(request);
    QCOMPARE(NetRig::outcome(result), QStringLiteral("header_invalid"));
    QCOMPARE(result.error().kind, core::ErrorKind::Configuration);
    QVERIFY(!result.error().detail.contains(QStringLiteral("Bearer")));
    QCOMPARE(server.connections(), 0);
}

void TstHardenedAccessManager::fault79RedirectsAreNotFollowedWhateverTheCallerSays()
{
    ScriptedServer elsewhere({Turn{ScriptedServer::answer(200, "{}")}});
    ScriptedServer server({Turn{ScriptedServer::answer(307, {}, "Location: " + elsewhere.url().toEncoded() + "\r\n")}});
    NetRig rig;
    QNetworkRequest request(server.url());
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
    request.setRawHeader("Authorization", "Bearer one-origin-only");
    const std::unique_ptr<QNetworkReply> reply(rig.manager.get(request));
    QVERIFY(ended(*reply));
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 307);
    QCOMPARE(elsewhere.connections(), 0);
}

void TstHardenedAccessManager::cookiesAreNeitherKeptNorSent()
{
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}", "Set-Cookie: refresh=abc; Path=/\r\n")}});
    NetRig rig;
    QCOMPARE(NetRig::outcome(rig.get(server.url())), QStringLiteral("200"));
    QCOMPARE(NetRig::outcome(rig.get(server.url())), QStringLiteral("200"));
    QCOMPARE(server.requests().size(), 2);
    QVERIFY(!server.requests().at(1).contains("refresh=abc"));
    QVERIFY(rig.manager.cookieJar()->cookiesForUrl(server.url()).isEmpty());
}

void TstHardenedAccessManager::fault80TheCallersCookieIsTheOnlyOne()
{
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}")}});
    NetRig rig;
    QVERIFY(rig.manager.cookieJar()->setCookiesFromUrl({QNetworkCookie("planted", "1")}, server.url()));
    HttpRequest request;
    request.url = server.url();
    request.headers = {{"Cookie", "mine=2"}};
    QCOMPARE(NetRig::outcome(rig.answerTo(request)), QStringLiteral("200"));
    const QByteArray sent = server.requests().value(0);
    QCOMPARE(sent.toLower().count("\r\ncookie:"), 1);
    QVERIFY(sent.contains("mine=2\r\n") && !sent.contains("planted"));
}

void TstHardenedAccessManager::fault83ABodyMayEndBeforeItsRequest_data()
{
    QTest::addColumn<bool>("aborted");
    QTest::newRow("and the request is aborted") << true;
    QTest::newRow("and the request goes on") << false;
}

void TstHardenedAccessManager::fault83ABodyMayEndBeforeItsRequest()
{
    QFETCH(const bool, aborted);
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}")}});
    NetRig rig;
    QNetworkRequest request(server.url());
    request.setRawHeader("Content-Type", "text/plain");
    auto body = std::make_unique<QBuffer>();
    body->setData(QByteArray(1'000'000, 'x'));
    QVERIFY(body->open(QIODevice::ReadOnly));
    const std::unique_ptr<QNetworkReply> reply(rig.manager.post(request, body.get()));
    body.reset();
    if (aborted)
        reply->abort();
    QVERIFY(ended(*reply));
    QVERIFY(reply->error() != QNetworkReply::NoError); // Qt's thread asks for bytes that are gone: half a body is no request
    QVERIFY(server.requests().isEmpty());
}

void TstHardenedAccessManager::fault45BodiesOfAnyKindAreDeliveredOnce_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"bytes", "buffer", "file", "pipe", "parts", "none"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TstHardenedAccessManager::fault45BodiesOfAnyKindAreDeliveredOnce()
{
    QFETCH(const QString, kind);
    const QByteArray body = "token=one-use-only";
    ScriptedServer server({Turn{{}, Turn::Then::Close}});
    NetRig rig;
    QNetworkRequest request(server.url());
    request.setRawHeader("Content-Type", "text/plain");
    QTemporaryFile file;
    QBuffer buffer;
    QHttpMultiPart parts(QHttpMultiPart::FormDataType);
    Pipe pipe(body);
    std::unique_ptr<QNetworkReply> reply;
    if (kind == QLatin1String("bytes")) {
        reply.reset(rig.manager.post(request, body));
    } else if (kind == QLatin1String("buffer")) {
        buffer.setData(body);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        reply.reset(rig.manager.post(request, &buffer));
    } else if (kind == QLatin1String("file")) {
        QVERIFY(file.open());
        file.write(body);
        file.seek(0);
        reply.reset(rig.manager.post(request, &file));
    } else if (kind == QLatin1String("pipe")) {
        request.setHeader(QNetworkRequest::ContentLengthHeader, body.size());
        reply.reset(rig.manager.post(request, &pipe));
    } else if (kind == QLatin1String("parts")) {
        QHttpPart part;
        part.setRawHeader("Content-Disposition", "form-data; name=\"x\"");
        part.setBody(body);
        parts.append(part);
        reply.reset(rig.manager.post(QNetworkRequest(server.url()), &parts));
    } else {
        reply.reset(rig.manager.post(request, QByteArray()));
    }
    QVERIFY(ended(*reply));
    QTest::qWait(50);
    QVERIFY(reply->error() != QNetworkReply::NoError);
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(server.requests().first().count("one-use-only"), kind == QLatin1String("none") ? 0 : 1);
}

void TstHardenedAccessManager::aBodyOfUnknownLengthIsRefused()
{
    // Qt would keep a copy of it to learn its length, and could then send it again.
    ScriptedServer server({Turn{{}, Turn::Then::Close}});
    NetRig rig;
    QNetworkRequest request(server.url());
    request.setRawHeader("Content-Type", "text/plain");
    Pipe pipe("token=one-use-only");
    const std::unique_ptr<QNetworkReply> reply(rig.manager.post(request, &pipe));
    QVERIFY(ended(*reply));
    QVERIFY(reply->error() != QNetworkReply::NoError);
    QCOMPARE(server.connections(), 0);
}

void TstHardenedAccessManager::loopbackIsReachedWithoutAProxy()
{
    ScriptedServer proxy({Turn{ScriptedServer::answer(200, "from the proxy")}});
    ScriptedServer server({Turn{ScriptedServer::answer(200, "from the server")}});
    const Environment environment("http_proxy", proxy.url().toEncoded());
    NetRig rig;
    const core::Result<HttpResponse> near = rig.get(server.url());
    QCOMPARE(NetRig::outcome(near), QStringLiteral("200"));
    QCOMPARE(near->body, core::Secret(QByteArrayView("from the server")));
    QCOMPARE(proxy.connections(), 0);

    const core::Result<HttpResponse> far = rig.get(QUrl(QStringLiteral("http://far.invalid/")));
    QCOMPARE(NetRig::outcome(far), QStringLiteral("200"));
    QCOMPARE(far->body, core::Secret(QByteArrayView("from the proxy")));
}

void TstHardenedAccessManager::fault85AProxyThatAsksForCredentialsGetsNoBearer()
{
    ScriptedServer proxy({Turn{ScriptedServer::answer(407, {}, "Proxy-Authenticate: Basic realm=\"x\"\r\n")}});
    const Environment environment("https_proxy", proxy.url().toEncoded());
    NetRig rig;
    HttpRequest request = NetRig::post(QUrl(QStringLiteral("https://far.invalid/token")), "refresh_token=one-use-only");
    request.headers.append(Header{"Authorization", "Bearer one-origin-only"});
    const core::Result<HttpResponse> result = rig.answerTo(request);
    QCOMPARE(NetRig::outcome(result), QStringLiteral("proxy_failed"));
    QCOMPARE(result.error().kind, core::ErrorKind::Offline);
    QVERIFY(proxy.requests().value(0).startsWith("CONNECT far.invalid:443 "));
    QCOMPARE(proxy.deliveriesOf("one-origin-only"), 0);
    QCOMPARE(proxy.deliveriesOf("one-use-only"), 0);
}

void TstHardenedAccessManager::aProxyThatIsGoneIsSaidSo()
{
    QUrl gone;
    {
        const ScriptedServer proxy({Turn{}});
        gone = proxy.url();
    }
    const Environment environment("http_proxy", gone.toEncoded());
    NetRig rig;
    QCOMPARE(NetRig::outcome(rig.get(QUrl(QStringLiteral("http://far.invalid/")))), QStringLiteral("proxy_failed"));
}

} // namespace keyturn::net

using keyturn::net::TstHardenedAccessManager;
KEYTURN_TEST(TstHardenedAccessManager)
#include "tst_hardenedaccessmanager.moc"
