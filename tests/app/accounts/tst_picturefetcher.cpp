// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/hardenedaccessmanager.h"
#include "net/qthttpclient.h"
#include "picturerig.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

using namespace keyturn;
using accounts::PictureFetcher;
using tests::accountAt;
using tests::answerOf;
using tests::PictureRig;
using tests::png;
using tests::pngType;

/// Pictures come from where strangers say; and nothing else does.
class TstPictureFetcher : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theTokenGoesToTheAccountsOwnPlaceAlone();
    void whatLeftTheAccountsPlaceComesBackWithoutItsToken();
    void aPlaceIsAllowedOrNot_data();
    void aPlaceIsAllowedOrNot();
    void aRedirectIsFollowedOrNot_data();
    void aRedirectIsFollowedOrNot();
    void threeRedirectsAreFollowedAndNoFourth();
    void anAnswerIsAPictureOrNone_data();
    void anAnswerIsAPictureOrNone();
    void anEndlessPictureIsCutOff();
    void aSilentServerCostsTenSeconds();
    void twoAtOnceTheNewestFirst();
    void tooManyPassBy();
};

void TstPictureFetcher::theTokenGoesToTheAccountsOwnPlaceAlone()
{
    PictureRig rig;
    rig.own.answer("GET /me.png", 200, png, pngType);
    rig.plain.answer("GET /ada.png", 200, png, pngType);
    QCOMPARE(rig.outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://auth.example/me.png"))), QString::fromLatin1(png));
    QCOMPARE(rig.plain.requests().size(), 0);
    QCOMPARE(rig.outcome(tests::usual(QStringLiteral("/ada.png"))), QString::fromLatin1(png));
    QCOMPARE(rig.own.requests().size(), 1);
    for (const net::Header &header : rig.plain.requests().first().headers)
        QVERIFY2(header.name == "Accept", header.name.constData()); // no token, no cookie, no referrer
    // The same host at another port is another place.
    rig.plain.answer("GET /other.png", 200, png, pngType);
    QCOMPARE(rig.outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://auth.example:8443/other.png"))),
             QString::fromLatin1(png));
    QCOMPARE(rig.own.requests().size(), 1);
}

void TstPictureFetcher::whatLeftTheAccountsPlaceComesBackWithoutItsToken()
{
    PictureRig rig;
    rig.own.answer("GET /me.png", 302, {}, {{"Location", "https://pics.example/1"}});
    rig.plain.answer("GET /1", 302, {}, {{"Location", "https://auth.example/api/pay?to=mallory"}});
    rig.plain.answer("GET /api/pay?to=mallory", 401, {}, {});
    QCOMPARE(rig.outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://auth.example/me.png"))),
             QStringLiteral("picture_failed"));
    QCOMPARE(rig.own.requests().size(), 1);
    QCOMPARE(rig.plain.requests().size(), 2);
}

void TstPictureFetcher::aPlaceIsAllowedOrNot_data()
{
    QTest::addColumn<QString>("origin");
    QTest::addColumn<QString>("picture");
    QTest::addColumn<bool>("allowed");
    const QString internet = QStringLiteral("https://auth.example");
    const QString intranet = QStringLiteral("https://auth.corp");
    const QString here = QStringLiteral("http://127.0.0.1:8080");
    const auto row = [](const char *name, const QString &origin, const char *picture, bool allowed) {
        QTest::newRow(name) << origin << QString::fromLatin1(picture) << allowed;
    };
    row("internet to internet", internet, "https://pics.example/p", true);
    row("internet to this computer", internet, "https://127.0.0.1/p", false);
    row("internet to this computer, plain", internet, "http://127.0.0.1:631/p", false);
    row("internet to localhost", internet, "https://localhost:9000/p", false);
    row("internet to ::1", internet, "https://[::1]/p", false);
    row("internet to the router", internet, "https://192.168.1.1/p", false);
    row("internet to a cloud's metadata", internet, "https://169.254.169.254/p", false);
    row("internet to a name of the intranet", internet, "https://wiki.corp/p", false);
    row("internet to a name for this computer", internet, "https://rebound.example/p", false);
    row("intranet to intranet", intranet, "https://wiki.corp/p", true);
    row("intranet to internet", intranet, "https://pics.example/p", true);
    row("intranet to this computer", intranet, "https://127.0.0.1/p", false);
    row("intranet to a name for this computer", intranet, "https://rebound.example/p", false);
    row("this computer to this computer", here, "http://127.0.0.1:9090/p", true);
    row("this computer to intranet", here, "https://wiki.corp/p", true);
    row("this computer to internet", here, "https://pics.example/p", true);
}

void TstPictureFetcher::aPlaceIsAllowedOrNot()
{
    PictureRig rig;
    QFETCH(const QString, origin);
    QFETCH(const QString, picture);
    QFETCH(const bool, allowed);
    rig.names.insert({{QStringLiteral("auth.corp"), QStringLiteral("10.0.0.1")},
                      {QStringLiteral("wiki.corp"), QStringLiteral("10.0.0.2")},
                      {QStringLiteral("rebound.example"), QStringLiteral("127.0.0.1")}});
    rig.plain.answer("GET /p", 200, png, pngType);
    QCOMPARE(rig.outcome(accountAt(origin, picture)), allowed ? QString::fromLatin1(png) : QStringLiteral("picture_place"));
    QCOMPARE(rig.plain.requests().size(), allowed ? 1 : 0);
    // By a redirect from the backend itself.
    if (QUrl(picture).scheme() != QUrl(origin).scheme())
        return;
    PictureRig again;
    again.own.answer("GET /me", 302, {}, {{"Location", picture.toLatin1()}});
    again.plain.answer("GET /p", 200, png, pngType);
    QCOMPARE(again.outcome(accountAt(origin, origin + QStringLiteral("/me"))), allowed ? QString::fromLatin1(png) : QStringLiteral("picture_place"));
    QCOMPARE(again.plain.requests().size(), allowed ? 1 : 0);
}

void TstPictureFetcher::aRedirectIsFollowedOrNot_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<bool>("followed");
    for (const int status : {301, 302, 303, 307, 308})
        QTest::addRow("%d", status) << status << QByteArray("https://pics.example/2") << true;
    QTest::newRow("300") << 300 << QByteArray("https://pics.example/2") << false;
    QTest::newRow("a path alone") << 302 << QByteArray("/2") << true;
    QTest::newRow("nowhere") << 302 << QByteArray() << false;
    QTest::newRow("down to http") << 302 << QByteArray("http://pics.example/2") << false;
    QTest::newRow("down to http on this computer") << 302 << QByteArray("http://127.0.0.1/2") << false;
    QTest::newRow("with a password") << 302 << QByteArray("https://a:b@pics.example/2") << false;
    QTest::newRow("a file") << 302 << QByteArray("file:///etc/passwd") << false;
    QTest::newRow("too long") << 302 << QByteArray("https://pics.example/") + QByteArray(2100, 'a') << false;
}

void TstPictureFetcher::aRedirectIsFollowedOrNot()
{
    PictureRig rig;
    QFETCH(const int, status);
    QFETCH(const QByteArray, location);
    QFETCH(const bool, followed);
    rig.plain.answer("GET /1", status, {}, {{"Location", location}});
    rig.plain.answer("GET /2", 200, png, pngType);
    const QString result = rig.outcome(tests::usual(QStringLiteral("/1")));
    QCOMPARE(result == QString::fromLatin1(png), followed);
    QCOMPARE(rig.plain.requests().size(), followed ? 2 : 1);
}

void TstPictureFetcher::threeRedirectsAreFollowedAndNoFourth()
{
    PictureRig rig;
    for (int i = 0; i < 5; ++i)
        rig.plain.answer("GET /" + QByteArray::number(i), 302, {}, {{"Location", "/" + QByteArray::number(i + 1)}});
    QCOMPARE(rig.outcome(tests::usual(QStringLiteral("/0"))), QStringLiteral("picture_redirect"));
    QCOMPARE(rig.plain.requests().size(), 4);
    rig.plain.forget("GET /4");
    rig.plain.answer("GET /4", 200, png, pngType);
    QCOMPARE(rig.outcome(tests::usual(QStringLiteral("/1"))), QString::fromLatin1(png));
}

void TstPictureFetcher::anAnswerIsAPictureOrNone_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("taken");
    for (const char *type : {"image/png", "image/jpeg", "image/gif", "image/webp", "IMAGE/PNG; charset=x"})
        QTest::newRow(type) << 200 << QByteArray(type) << true;
    for (const char *type : {"image/svg+xml", "text/html", "application/octet-stream", "image/x-icon", "image/tiff", "image/pngx", ""})
        QTest::newRow(*type ? type : "no type") << 200 << QByteArray(type) << false;
    for (const int status : {204, 206, 304, 401, 403, 404, 410, 429, 500})
        QTest::addRow("status %d", status) << status << QByteArray("image/png") << false;
}

void TstPictureFetcher::anAnswerIsAPictureOrNone()
{
    PictureRig rig;
    QFETCH(const int, status);
    QFETCH(const QByteArray, type);
    QFETCH(const bool, taken);
    rig.plain.answer("GET /p", status, png, {{"Content-Type", type}});
    QCOMPARE(rig.outcome(tests::usual()), taken ? QString::fromLatin1(png) : QStringLiteral("picture_failed"));
}

void TstPictureFetcher::anEndlessPictureIsCutOff()
{
    PictureRig rig;
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n";
    tests::ScriptedServer endless({{head + QByteArray(PictureFetcher::longest + 1, 'x')}}); // and stays open: nobody waits for its end
    tests::ScriptedServer longest({{tests::ScriptedServer::answer(200, QByteArray(PictureFetcher::longest, 'x'), "Content-Type: image/png\r\n")}});
    net::ExchangeLog log;
    net::HardenedAccessManager manager;
    net::QtHttpClient http(rig.clock, log, manager);
    PictureFetcher fetcher(rig.clock, http, {}, {}, rig.folder());
    const QString here = QStringLiteral("http://127.0.0.1:1");
    QCOMPARE(answerOf(fetcher.fetch(accountAt(here, endless.url().toString()))).error().code, QStringLiteral("picture_failed"));
    QCOMPARE(answerOf(fetcher.fetch(accountAt(here, longest.url().toString()))).value().size(), PictureFetcher::longest);
}

void TstPictureFetcher::aSilentServerCostsTenSeconds()
{
    PictureRig rig;
    tests::ScriptedServer silent({{"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx"}});
    net::ExchangeLog log;
    net::HardenedAccessManager manager;
    net::QtHttpClient http(rig.clock, log, manager);
    PictureFetcher fetcher(rig.clock, http, {}, {}, rig.folder());
    const core::Async<QByteArray> answer = fetcher.fetch(accountAt(QStringLiteral("http://127.0.0.1:1"), silent.url().toString()));
    QTRY_COMPARE(silent.requests().size(), 1);
    rig.clock.advance(std::chrono::milliseconds(9'999));
    QTest::qWait(20);
    QVERIFY(!answer.isFinished());
    rig.clock.advance(std::chrono::milliseconds(1));
    QCOMPARE(answerOf(answer).error().code, QStringLiteral("picture_failed"));
}

void TstPictureFetcher::twoAtOnceTheNewestFirst()
{
    PictureRig rig;
    QList<core::Async<QByteArray>> answers;
    for (int i = 0; i < 5; ++i) {
        const QByteArray path = "GET /" + QByteArray::number(i);
        rig.plain.holdBack(path);
        rig.plain.answer(path, 200, png, pngType);
        answers += rig.fetcher.fetch(
            accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/%1").arg(i), QString::number(i)));
    }
    QTRY_COMPARE(rig.plain.requests().size(), 2);
    QTest::qWait(20);
    QCOMPARE(rig.plain.requests().size(), 2);
    rig.plain.release("GET /0");
    QTRY_COMPARE(rig.plain.requests().size(), 3);
    QCOMPARE(rig.plain.requests().last().url.path(), QStringLiteral("/4")); // what the person looks at now
    for (const char *path : {"GET /1", "GET /4", "GET /3", "GET /2"})
        rig.plain.release(path);
    for (const core::Async<QByteArray> &answer : answers)
        QVERIFY(answerOf(answer).ok());
}

void TstPictureFetcher::tooManyPassBy()
{
    PictureRig rig;
    rig.plain.holdBack("GET /p");
    QList<core::Async<QByteArray>> answers;
    for (int i = 0; i < 1000; ++i)
        answers += rig.fetcher.fetch(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"), QString::number(i)));
    QTest::qWait(20);
    QCOMPARE(rig.plain.requests().size(), 2);
    qsizetype waiting = 0;
    for (const core::Async<QByteArray> &answer : answers) {
        waiting += answer.isFinished() ? 0 : 1;
        QVERIFY(!answer.isFinished() || answer.result().error().kind == core::ErrorKind::Cancelled);
    }
    QCOMPARE(waiting, 66);
    QVERIFY(rig.files().isEmpty()); // they may be asked for again at once
}

KEYTURN_TEST(TstPictureFetcher)
#include "tst_picturefetcher.moc"
