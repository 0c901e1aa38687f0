// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "bearerrig.h"
#include "support/registry.h"
#include "tokens/authenticatedreply.h"

#include <QBuffer>
#include <QDirIterator>
#include <QNetworkCookieJar>
#include <QNetworkDiskCache>
#include <QNetworkProxy>
#include <QTest>

#include <algorithm>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::BearerRig;
using tests::says;
using tests::ScriptedServer;
using tests::TokenWorld;
using tokens::AuthenticatedNetworkAccessManager;
using tokens::AuthenticatedReply;

namespace {

/// A body that can be read once, as from a socket.
class Stream final : public QIODevice
{
public:
    explicit Stream(QByteArray data) : m_data(std::move(data)) { }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_data.size() + QIODevice::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qsizetype size = std::min<qsizetype>(m_data.size(), maxSize);
        std::copy_n(m_data.cbegin(), size, data);
        m_data.remove(0, size);
        return size == 0 && maxSize > 0 ? -1 : size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_data;
};

} // namespace

/// Where the token goes and where it does not (FAULTS 57, 58, 78–80, 82, 85).
class TstAuthenticatedNetworkAccessManager : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyMethodIsSigned_data();
    void everyMethodIsSigned();
    void fault57EachAccountsRequestsCarryItsOwnToken();
    void fault58OnlyWhatMayBeSentTwiceIsSentTwice_data();
    void fault58OnlyWhatMayBeSentTwiceIsSentTwice();
    void fault58ABodyThatCannotBeReadAgainIsSentOnce();
    void fault58ABodyIsSentAgainFromWhereItBegan();
    void fault78NoTokenToAnotherOrigin_data();
    void fault78NoTokenToAnotherOrigin();
    void fault78NoTokenOverPlainHttp();
    void fault79ARedirectIsNotFollowed_data();
    void fault79ARedirectIsNotFollowed();
    void fault80ACallersOwnCredentialsAreReplacedAtHome();
    void fault80ACallersOwnCredentialsGoNowhereElse();
    void fault80TheCookieJarIsNotUsed();
    void fault82NothingIsCached();
    void fault85AProxyThatAsksForCredentialsGetsNone();
    void aLineBreakInAHeaderIsNotSent();
};

void TstAuthenticatedNetworkAccessManager::everyMethodIsSigned_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
        QTest::newRow(method) << QByteArray(method);
}

void TstAuthenticatedNetworkAccessManager::everyMethodIsSigned()
{
    QFETCH(const QByteArray, method);
    BearerRig rig({tests::Turn{"HTTP/1.1 204 No Content\r\n\r\n"}});
    const BearerRig::Reply reply(rig.manager.sendCustomRequest(rig.request(QStringLiteral("/a?b=%20")), method));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), 204);
    QCOMPARE(rig.bearers(), QByteArrayList{"access-1"});
    QVERIFY(rig.server.requests().first().startsWith(method + " /a?b=%20 HTTP/1.1\r\n"));
    QVERIFY(rig.world.refresher.spent.isEmpty());
}

void TstAuthenticatedNetworkAccessManager::fault57EachAccountsRequestsCarryItsOwnToken()
{
    BearerRig rig({says(200)});
    const model::Account grace = TokenWorld::account(QStringLiteral("grace"));
    QVERIFY(tests::answerOf(rig.process->manager.adopt(grace, rig.world.refresher.grant())).ok());
    AuthenticatedNetworkAccessManager graces(rig.process->manager, grace.id, {{net::Origin::of(rig.server.url())}, {}, {}, nullptr});
    rig.expireAndHoldBack();
    const BearerRig::Reply adas = rig.get();
    TokenWorld::turn();
    const BearerRig::Reply hers(graces.get(rig.request()));
    TokenWorld::turn();
    QCOMPARE(rig.world.refresher.waiting(), 2U); // access-3 for Ada, access-4 for Grace
    rig.world.refresher.releaseOne();
    QVERIFY(rig.finishes(*adas));
    QVERIFY(!hers->isFinished());
    rig.world.refresher.releaseOne();
    QVERIFY(rig.finishes(*hers));
    QCOMPARE(rig.bearers(), QByteArrayList({"access-3", "access-4"}));
}

void TstAuthenticatedNetworkAccessManager::fault58OnlyWhatMayBeSentTwiceIsSentTwice_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("twice");
    for (const char *method : {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
        QTest::addRow("%s", method) << QByteArray(method) << QByteArray() << true;
    for (const char *method : {"PUT", "DELETE"})
        QTest::addRow("%s with a body", method) << QByteArray(method) << QByteArray("{\"a\":1}") << true;
    for (const char *method : {"POST", "PATCH", "PROPPATCH", "put"})
        QTest::addRow("%s with a body", method) << QByteArray(method) << QByteArray("{\"a\":1}") << false;
    QTest::addRow("POST") << QByteArray("POST") << QByteArray() << false;
}

void TstAuthenticatedNetworkAccessManager::fault58OnlyWhatMayBeSentTwiceIsSentTwice()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, body);
    QFETCH(const bool, twice);
    const QByteArray refusal = method == "HEAD" ? QByteArray() : QByteArray("refused");
    BearerRig rig({says(401, refusal, "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n"), says(200)});
    const BearerRig::Reply reply(rig.manager.sendCustomRequest(rig.request(), method, body));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), twice ? 200 : 401);
    QCOMPARE(rig.bearers(), twice ? QByteArrayList({"access-1", "access-2"}) : QByteArrayList{"access-1"});
    for (const QByteArray &sent : rig.server.requests())
        QVERIFY2(sent.endsWith("\r\n\r\n" + body), sent.constData());
    // In any case the token has been renewed, for whatever comes next.
    TokenWorld::turn();
    QCOMPARE(rig.world.refresher.spent, QByteArrayList{"refresh-1"});
    const BearerRig::Reply next = rig.get();
    QVERIFY(rig.finishes(*next));
    QCOMPARE(rig.bearers().last(), "access-2");
}

void TstAuthenticatedNetworkAccessManager::fault58ABodyThatCannotBeReadAgainIsSentOnce()
{
    Stream stream("once");
    QVERIFY(stream.open(QIODevice::ReadOnly));
    BearerRig rig({says(401), says(200)});
    QNetworkRequest request = rig.request();
    request.setHeader(QNetworkRequest::ContentLengthHeader, 4);
    const BearerRig::Reply reply(rig.manager.put(request, &stream));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), 401);
    QCOMPARE(rig.bearers(), QByteArrayList{"access-1"});
}

void TstAuthenticatedNetworkAccessManager::fault58ABodyIsSentAgainFromWhereItBegan()
{
    QBuffer body;
    body.setData("not thisbut this");
    QVERIFY(body.open(QIODevice::ReadOnly));
    QVERIFY(body.seek(8));
    BearerRig rig({says(401), says(200)});
    const BearerRig::Reply reply(rig.manager.put(rig.request(), &body));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), 200);
    QCOMPARE(rig.server.requests().size(), 2);
    for (const QByteArray &sent : rig.server.requests())
        QVERIFY2(sent.endsWith("\r\n\r\nbut this"), sent.constData());
}

void TstAuthenticatedNetworkAccessManager::fault78NoTokenToAnotherOrigin_data()
{
    QTest::addColumn<QString>("address"); // %1: the port of the server at home, %2: another server's
    QTest::newRow("another port") << QStringLiteral("http://127.0.0.1:%2/");
    QTest::newRow("another scheme") << QStringLiteral("https://127.0.0.1:%1/");
    QTest::newRow("another name for the host") << QStringLiteral("http://localhost:%1/");
    QTest::newRow("a host that looks alike") << QStringLiteral("http://127.0.0.1.invalid:%1/");
    QTest::newRow("user information") << QStringLiteral("http://ada@127.0.0.1:%1/");
    QTest::newRow("user information and a password") << QStringLiteral("http://ada:secret@127.0.0.1:%1/");
    QTest::newRow("home as user information") << QStringLiteral("http://127.0.0.1:%1@127.0.0.1:%2/");
    QTest::newRow("home in the path") << QStringLiteral("http://127.0.0.1:%2/http://127.0.0.1:%1/");
    QTest::newRow("a file") << QStringLiteral("file:///etc/hostname");
    QTest::newRow("data") << QStringLiteral("data:,x");
    QTest::newRow("no host") << QStringLiteral("http:///");
}

void TstAuthenticatedNetworkAccessManager::fault78NoTokenToAnotherOrigin()
{
    QFETCH(const QString, address);
    BearerRig rig({says(200)});
    ScriptedServer other({says(200)});
    const QUrl url(QString(address)
                       .replace(QLatin1String("%1"), QString::number(rig.server.serverPort()))
                       .replace(QLatin1String("%2"), QString::number(other.serverPort())));
    QNetworkRequest request(url);
    request.setTransferTimeout(200); // a server without TLS waits for ever
    const BearerRig::Reply reply(rig.manager.get(request));
    QVERIFY(!qobject_cast<AuthenticatedReply *>(reply.get()));
    QVERIFY(!reply->request().hasRawHeader("Authorization"));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.server.deliveriesOf("access-1"), 0);
    QCOMPARE(other.deliveriesOf("access-1"), 0);
    if (reply->url().scheme() != QLatin1String("http") || reply->error() != QNetworkReply::NoError)
        QVERIFY(reply->readAll().isEmpty());
}

void TstAuthenticatedNetworkAccessManager::fault78NoTokenOverPlainHttp()
{
    BearerRig rig({says(200)});
    const QUrl plain(QStringLiteral("http://auth.invalid/"));
    AuthenticatedNetworkAccessManager careless(rig.process->manager, rig.world.id, {{net::Origin::of(plain)}, {}, {}, nullptr});
    const BearerRig::Reply reply(careless.get(QNetworkRequest(plain)));
    QVERIFY(!qobject_cast<AuthenticatedReply *>(reply.get()));
    QVERIFY(!reply->request().hasRawHeader("Authorization"));
    reply->abort();
}

void TstAuthenticatedNetworkAccessManager::fault79ARedirectIsNotFollowed_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("target");
    for (const int status : {301, 302, 303, 307, 308}) {
        QTest::addRow("%d elsewhere", status) << status << QByteArray("http://127.0.0.1:%2/");
        QTest::addRow("%d within the origin", status) << status << QByteArray("/elsewhere");
    }
}

void TstAuthenticatedNetworkAccessManager::fault79ARedirectIsNotFollowed()
{
    QFETCH(const int, status);
    QFETCH(QByteArray, target);
    ScriptedServer other({says(200)});
    target.replace("%2", QByteArray::number(other.serverPort()));
    BearerRig rig({says(status, {}, "Location: " + target + "\r\n"), says(200)});
    QNetworkRequest request = rig.request();
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
    rig.manager.setRedirectPolicy(QNetworkRequest::NoLessSafeRedirectPolicy);
    const BearerRig::Reply reply(rig.manager.post(request, "body"));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), status);
    QCOMPARE(reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl(), QUrl::fromEncoded(target));
    QTest::qWait(20); // who follows does so at once
    QCOMPARE(rig.server.requests().size(), 1);
    QCOMPARE(other.connections(), 0);
}

void TstAuthenticatedNetworkAccessManager::fault80ACallersOwnCredentialsAreReplacedAtHome()
{
    BearerRig rig({says(200)});
    QNetworkRequest request = rig.request();
    request.setRawHeader("aUTHORIZATION", "Bearer callers-own");
    request.setRawHeader("Cookie", "session=callers-own");
    request.setRawHeader("X-Other", "kept");
    const BearerRig::Reply reply(rig.manager.get(request));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.bearers(), QByteArrayList{"access-1"});
    QCOMPARE(rig.server.requests().first().toLower().count("\r\nauthorization:"), 1);
    QCOMPARE(rig.server.deliveriesOf("callers-own"), 0);
    QVERIFY(rig.server.requests().first().toLower().contains("\r\nx-other: kept\r\n"));
}

void TstAuthenticatedNetworkAccessManager::fault80ACallersOwnCredentialsGoNowhereElse()
{
    BearerRig rig({says(200)});
    ScriptedServer other({says(200)});
    QNetworkRequest request(other.url());
    request.setRawHeader("authorization", "Bearer callers-own");
    request.setRawHeader("cookie", "session=callers-own");
    const BearerRig::Reply reply(rig.manager.get(request));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), 200);
    QCOMPARE(other.deliveriesOf("callers-own"), 0);
    QCOMPARE(other.deliveriesOf("access-1"), 0);
}

void TstAuthenticatedNetworkAccessManager::fault80TheCookieJarIsNotUsed()
{
    BearerRig rig({says(200, {}, "Set-Cookie: from-server=1\r\n")});
    rig.manager.cookieJar()->setCookiesFromUrl({QNetworkCookie("from-jar", "1")}, rig.server.url());
    for (int i = 0; i < 2; ++i) {
        const BearerRig::Reply reply = rig.get();
        QVERIFY(rig.finishes(*reply));
        QVERIFY(!rig.server.requests().last().toLower().contains("\r\ncookie:"));
    }
    QCOMPARE(rig.manager.cookieJar()->cookiesForUrl(rig.server.url()).size(), 1);
}

void TstAuthenticatedNetworkAccessManager::fault82NothingIsCached()
{
    BearerRig rig({says(200, "private", "Cache-Control: public, max-age=3600\r\nContent-Type: text/plain\r\n")});
    const QTemporaryDir folder;
    auto *cache = new QNetworkDiskCache(&rig.manager);
    cache->setCacheDirectory(folder.path());
    rig.manager.setCache(cache);
    QNetworkRequest request = rig.request();
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::PreferCache);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, true);
    for (int i = 1; i <= 2; ++i) {
        const BearerRig::Reply reply(rig.manager.get(request));
        QVERIFY(rig.finishes(*reply));
        QCOMPARE(reply->readAll(), "private");
        QCOMPARE(rig.server.requests().size(), i);
    }
    QDirIterator files(folder.path(), QDir::Files, QDirIterator::Subdirectories);
    QVERIFY2(!files.hasNext(), qPrintable(files.next()));
}

void TstAuthenticatedNetworkAccessManager::fault85AProxyThatAsksForCredentialsGetsNone()
{
    BearerRig rig({says(200)});
    ScriptedServer proxy({says(407, {}, "Proxy-Authenticate: Basic realm=\"x\"\r\n")});
    const QUrl home(QStringLiteral("https://auth.invalid/"));
    AuthenticatedNetworkAccessManager manager(rig.process->manager, rig.world.id, {{net::Origin::of(home)}, {}, {}, nullptr});
    manager.setProxy(QNetworkProxy(QNetworkProxy::HttpProxy, QStringLiteral("127.0.0.1"), proxy.serverPort()));
    const BearerRig::Reply reply(manager.get(QNetworkRequest(home)));
    QVERIFY(qobject_cast<AuthenticatedReply *>(reply.get()));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(reply->error(), QNetworkReply::ProxyAuthenticationRequiredError);
    QVERIFY(proxy.requests().value(0).startsWith("CONNECT auth.invalid:443"));
    QCOMPARE(proxy.deliveriesOf("access-1"), 0);
    QCOMPARE(proxy.deliveriesOf("uthorization"), 0);
    QVERIFY(rig.world.refresher.spent.isEmpty());
}

void TstAuthenticatedNetworkAccessManager::aLineBreakInAHeaderIsNotSent()
{
    BearerRig rig({says(200)});
    QNetworkRequest request = rig.request();
    request.setRawHeader("X-Split", "a\r\nX-Injected: b");
    const BearerRig::Reply reply(rig.manager.get(request));
    QVERIFY(rig.finishes(*reply));
    if (request.hasRawHeader("X-Split")) { // Qt 6.8 does not even take it
        QVERIFY(reply->error() != QNetworkReply::NoError);
        QCOMPARE(rig.server.connections(), 0);
    }
    QCOMPARE(rig.server.deliveriesOf("X-Injected"), 0);
}

KEYTURN_TEST(TstAuthenticatedNetworkAccessManager)
#include "tst_authenticatednetworkaccessmanager.moc"
