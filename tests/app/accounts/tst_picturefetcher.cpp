// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/picturefetcher.h"
#include "house.h"
#include "net/hardenedaccessmanager.h"
#include "net/qthttpclient.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace keyturn;
using accounts::KeptPicture;
using accounts::PictureCache;
using accounts::PictureFetcher;
using tests::answerOf;

namespace {

const QByteArray png = "\x89PNG and the rest of it";
const QList<net::Header> pngType{{"Content-Type", "image/png"}};

model::Account accountAt(const QString &origin, const QString &picture, const QString &id = QStringLiteral("a1"))
{
    model::Account account;
    account.id = model::AccountId(id);
    account.identity = {origin, QStringLiteral("u1"), {}, {}, QUrl(picture)};
    account.origins = {origin};
    return account;
}

} // namespace

/// Pictures come from where strangers say; and nothing else does.
class TstPictureFetcher : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
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
    void theSameOneIsAskedForOnce();
    void itIsKeptForAWeekAndThenComparedByItsTag();
    void whatCouldNotBeHadIsTriedTheNextDay();
    void whatWasThereServesOnWhereTheServerFails();
    void whoCouldNotBeAskedIsAskedAgain();
    void keptFilesArePrivateAndTellNothing();
    void signingOutRemovesIt();
    void switchedOffItFetchesNothingAndForgetsAll();
    void allTogetherTheyStayBounded();

private:
    [[nodiscard]] QString outcome(const model::Account &account);
    [[nodiscard]] QStringList files() const { return QDir(folder()).entryList(QDir::Files | QDir::Hidden); }
    [[nodiscard]] QString folder() const { return m_home->paths().cache + QStringLiteral("/pictures"); }

    std::unique_ptr<tests::TemporaryHome> m_home;
    std::unique_ptr<tests::FakeClock> m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_plain; ///< Without anybody's token.
    std::unique_ptr<tests::FakeHttpClient> m_own; ///< With the account's.
    QHash<QString, QString> m_names; ///< Host → address; the others are unknown.
    std::unique_ptr<PictureFetcher> m_fetcher;
};

void TstPictureFetcher::init()
{
    m_fetcher.reset();
    m_home = std::make_unique<tests::TemporaryHome>();
    m_clock = std::make_unique<tests::FakeClock>();
    m_plain = std::make_unique<tests::FakeHttpClient>();
    m_own = std::make_unique<tests::FakeHttpClient>();
    m_names = {{QStringLiteral("auth.example"), QStringLiteral("203.0.114.1")}, {QStringLiteral("pics.example"), QStringLiteral("203.0.114.2")}};
    m_fetcher = std::make_unique<PictureFetcher>(
        *m_clock, *m_plain, [this](const model::AccountId &, const net::HttpRequest &request) { return m_own->send(request); },
        [this](const QUrl &url) {
            const auto found = m_names.constFind(url.host());
            if (found == m_names.constEnd())
                return core::ready<QList<QHostAddress>>(core::Error{core::ErrorKind::Offline, QStringLiteral("host_not_found"), {}});
            return core::ready<QList<QHostAddress>>(QList<QHostAddress>{QHostAddress(*found)});
        },
        folder());
}

/// The picture, or the error's code.
QString TstPictureFetcher::outcome(const model::Account &account)
{
    const core::Result<QByteArray> picture = answerOf(m_fetcher->fetch(account));
    return picture.ok() ? QString::fromLatin1(*picture) : picture.error().code;
}

void TstPictureFetcher::theTokenGoesToTheAccountsOwnPlaceAlone()
{
    m_own->answer("GET /me.png", 200, png, pngType);
    m_plain->answer("GET /ada.png", 200, png, pngType);
    QCOMPARE(outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://auth.example/me.png"))), QString::fromLatin1(png));
    QCOMPARE(m_plain->requests().size(), 0);
    QCOMPARE(outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/ada.png"))), QString::fromLatin1(png));
    QCOMPARE(m_own->requests().size(), 1);
    for (const net::Header &header : m_plain->requests().first().headers)
        QVERIFY2(header.name == "Accept", header.name.constData()); // no token, no cookie, no referrer
    // The same host at another port is another place.
    m_plain->answer("GET /other.png", 200, png, pngType);
    QCOMPARE(outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://auth.example:8443/other.png"))),
             QString::fromLatin1(png));
    QCOMPARE(m_own->requests().size(), 1);
}

void TstPictureFetcher::whatLeftTheAccountsPlaceComesBackWithoutItsToken()
{
    m_own->answer("GET /me.png", 302, {}, {{"Location", "https://pics.example/1"}});
    m_plain->answer("GET /1", 302, {}, {{"Location", "https://auth.example/api/pay?to=mallory"}});
    m_plain->answer("GET /api/pay?to=mallory", 401, {}, {});
    QCOMPARE(outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://auth.example/me.png"))),
             QStringLiteral("picture_failed"));
    QCOMPARE(m_own->requests().size(), 1);
    QCOMPARE(m_plain->requests().size(), 2);
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
    QFETCH(const QString, origin);
    QFETCH(const QString, picture);
    QFETCH(const bool, allowed);
    m_names.insert({{QStringLiteral("auth.corp"), QStringLiteral("10.0.0.1")},
                    {QStringLiteral("wiki.corp"), QStringLiteral("10.0.0.2")},
                    {QStringLiteral("rebound.example"), QStringLiteral("127.0.0.1")}});
    m_plain->answer("GET /p", 200, png, pngType);
    QCOMPARE(outcome(accountAt(origin, picture)), allowed ? QString::fromLatin1(png) : QStringLiteral("picture_place"));
    QCOMPARE(m_plain->requests().size(), allowed ? 1 : 0);
    // By a redirect from the backend itself, and from a stranger's place.
    init();
    m_names.insert({{QStringLiteral("auth.corp"), QStringLiteral("10.0.0.1")},
                    {QStringLiteral("wiki.corp"), QStringLiteral("10.0.0.2")},
                    {QStringLiteral("rebound.example"), QStringLiteral("127.0.0.1")}});
    if (QUrl(picture).scheme() != QUrl(origin).scheme())
        return;
    m_own->answer("GET /me", 302, {}, {{"Location", picture.toLatin1()}});
    m_plain->answer("GET /p", 200, png, pngType);
    QCOMPARE(outcome(accountAt(origin, origin + QStringLiteral("/me"))), allowed ? QString::fromLatin1(png) : QStringLiteral("picture_place"));
    QCOMPARE(m_plain->requests().size(), allowed ? 1 : 0);
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
    QFETCH(const int, status);
    QFETCH(const QByteArray, location);
    QFETCH(const bool, followed);
    m_plain->answer("GET /1", status, {}, {{"Location", location}});
    m_plain->answer("GET /2", 200, png, pngType);
    const QString result = outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/1")));
    QCOMPARE(result == QString::fromLatin1(png), followed);
    QCOMPARE(m_plain->requests().size(), followed ? 2 : 1);
}

void TstPictureFetcher::threeRedirectsAreFollowedAndNoFourth()
{
    for (int i = 0; i < 5; ++i)
        m_plain->answer("GET /" + QByteArray::number(i), 302, {}, {{"Location", "/" + QByteArray::number(i + 1)}});
    QCOMPARE(outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/0"))),
             QStringLiteral("picture_redirect"));
    QCOMPARE(m_plain->requests().size(), 4);
    m_plain->forget("GET /4");
    m_plain->answer("GET /4", 200, png, pngType);
    QCOMPARE(outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/1"))), QString::fromLatin1(png));
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
    QFETCH(const int, status);
    QFETCH(const QByteArray, type);
    QFETCH(const bool, taken);
    m_plain->answer("GET /p", status, png, {{"Content-Type", type}});
    QCOMPARE(outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"))),
             taken ? QString::fromLatin1(png) : QStringLiteral("picture_failed"));
}

void TstPictureFetcher::anEndlessPictureIsCutOff()
{
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n";
    tests::ScriptedServer endless({{head + QByteArray(PictureFetcher::longest + 1, 'x')}}); // and stays open: nobody waits for its end
    tests::ScriptedServer longest({{tests::ScriptedServer::answer(200, QByteArray(PictureFetcher::longest, 'x'), "Content-Type: image/png\r\n")}});
    net::ExchangeLog log;
    net::HardenedAccessManager manager;
    net::QtHttpClient http(*m_clock, log, manager);
    PictureFetcher fetcher(*m_clock, http, {}, {}, folder());
    const QString here = QStringLiteral("http://127.0.0.1:1");
    QCOMPARE(answerOf(fetcher.fetch(accountAt(here, endless.url().toString()))).error().code, QStringLiteral("picture_failed"));
    QCOMPARE(answerOf(fetcher.fetch(accountAt(here, longest.url().toString()))).value().size(), PictureFetcher::longest);
}

void TstPictureFetcher::aSilentServerCostsTenSeconds()
{
    tests::ScriptedServer silent({{"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx"}});
    net::ExchangeLog log;
    net::HardenedAccessManager manager;
    net::QtHttpClient http(*m_clock, log, manager);
    PictureFetcher fetcher(*m_clock, http, {}, {}, folder());
    const core::Async<QByteArray> answer = fetcher.fetch(accountAt(QStringLiteral("http://127.0.0.1:1"), silent.url().toString()));
    QTRY_COMPARE(silent.requests().size(), 1);
    m_clock->advance(std::chrono::milliseconds(9'999));
    QTest::qWait(20);
    QVERIFY(!answer.isFinished());
    m_clock->advance(std::chrono::milliseconds(1));
    QCOMPARE(answerOf(answer).error().code, QStringLiteral("picture_failed"));
}

void TstPictureFetcher::twoAtOnceTheNewestFirst()
{
    QList<core::Async<QByteArray>> answers;
    for (int i = 0; i < 5; ++i) {
        const QByteArray path = "GET /" + QByteArray::number(i);
        m_plain->holdBack(path);
        m_plain->answer(path, 200, png, pngType);
        answers +=
            m_fetcher->fetch(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/%1").arg(i), QString::number(i)));
    }
    QTRY_COMPARE(m_plain->requests().size(), 2);
    QTest::qWait(20);
    QCOMPARE(m_plain->requests().size(), 2);
    m_plain->release("GET /0");
    QTRY_COMPARE(m_plain->requests().size(), 3);
    QCOMPARE(m_plain->requests().last().url.path(), QStringLiteral("/4")); // what the person looks at now
    for (const char *path : {"GET /1", "GET /4", "GET /3", "GET /2"})
        m_plain->release(path);
    for (const core::Async<QByteArray> &answer : answers)
        QVERIFY(answerOf(answer).ok());
}

void TstPictureFetcher::tooManyPassBy()
{
    m_plain->holdBack("GET /p");
    QList<core::Async<QByteArray>> answers;
    for (int i = 0; i < 1000; ++i)
        answers += m_fetcher->fetch(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"), QString::number(i)));
    QTest::qWait(20);
    QCOMPARE(m_plain->requests().size(), 2);
    qsizetype waiting = 0;
    for (const core::Async<QByteArray> &answer : answers) {
        waiting += answer.isFinished() ? 0 : 1;
        QVERIFY(!answer.isFinished() || answer.result().error().kind == core::ErrorKind::Cancelled);
    }
    QCOMPARE(waiting, 66);
    QVERIFY(files().isEmpty()); // they may be asked for again at once
}

void TstPictureFetcher::theSameOneIsAskedForOnce()
{
    m_plain->answer("GET /p", 200, png, pngType);
    const model::Account account = accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"));
    const core::Async<QByteArray> first = m_fetcher->fetch(account);
    const core::Async<QByteArray> second = m_fetcher->fetch(account);
    QVERIFY(answerOf(first).ok());
    QVERIFY(answerOf(second).ok());
    QCOMPARE(m_plain->requests().size(), 1);
}

void TstPictureFetcher::itIsKeptForAWeekAndThenComparedByItsTag()
{
    const model::Account account = accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"));
    m_plain->answer("GET /p", 200, png, {{"Content-Type", "image/png"}, {"ETag", "\"one\""}});
    QCOMPARE(outcome(account), QString::fromLatin1(png));
    m_clock->advance(std::chrono::hours(7 * 24 - 1));
    QCOMPARE(outcome(account), QString::fromLatin1(png));
    QCOMPARE(m_plain->requests().size(), 1);
    m_clock->advance(std::chrono::hours(2));
    m_plain->forget("GET /p");
    m_plain->answer("GET /p", 304, {}, {});
    QCOMPARE(outcome(account), QString::fromLatin1(png));
    QCOMPARE(tests::headerOf(m_plain->requests().last(), "If-None-Match"), QByteArray("\"one\""));
    QCOMPARE(outcome(account), QString::fromLatin1(png));
    QCOMPARE(m_plain->requests().size(), 2); // good for another week
    m_clock->advance(std::chrono::hours(8 * 24));
    m_plain->forget("GET /p");
    m_plain->answer("GET /p", 200, "another", pngType);
    QCOMPARE(outcome(account), QStringLiteral("another"));
}

void TstPictureFetcher::whatCouldNotBeHadIsTriedTheNextDay()
{
    const model::Account account = accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"));
    m_plain->answer("GET /p", 404, {}, {});
    QCOMPARE(outcome(account), QStringLiteral("picture_failed"));
    m_clock->advance(std::chrono::hours(23));
    QCOMPARE(outcome(account), QStringLiteral("picture_failed"));
    QCOMPARE(m_plain->requests().size(), 1);
    m_clock->advance(std::chrono::hours(2));
    m_plain->forget("GET /p");
    m_plain->answer("GET /p", 200, png, pngType);
    QCOMPARE(outcome(account), QString::fromLatin1(png));
}

void TstPictureFetcher::whatWasThereServesOnWhereTheServerFails()
{
    const model::Account account = accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"));
    m_plain->answer("GET /p", 200, png, pngType);
    QCOMPARE(outcome(account), QString::fromLatin1(png));
    m_clock->advance(std::chrono::hours(8 * 24));
    m_plain->forget("GET /p");
    m_plain->answer("GET /p", 500, {}, {});
    QCOMPARE(outcome(account), QString::fromLatin1(png));
    m_clock->advance(std::chrono::hours(12));
    QCOMPARE(outcome(account), QString::fromLatin1(png));
    QCOMPARE(m_plain->requests().size(), 2);
    m_clock->advance(std::chrono::hours(13));
    m_plain->forget("GET /p");
    m_plain->answer("GET /p", 404, {}, {});
    QCOMPARE(outcome(account), QStringLiteral("picture_failed")); // taken away
}

void TstPictureFetcher::whoCouldNotBeAskedIsAskedAgain()
{
    const model::Account account = accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"));
    m_names.remove(QStringLiteral("pics.example"));
    QCOMPARE(outcome(account), QStringLiteral("host_not_found"));
    m_names.insert(QStringLiteral("pics.example"), QStringLiteral("203.0.114.2"));
    m_plain->fail("GET /p", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
    QCOMPARE(outcome(account), QStringLiteral("connection_refused"));
    m_plain->forget("GET /p");
    m_plain->answer("GET /p", 200, png, pngType);
    QCOMPARE(outcome(account), QString::fromLatin1(png));
}

void TstPictureFetcher::keptFilesArePrivateAndTellNothing()
{
    m_plain->answer("GET /ada.png?sig=abc", 200, png, pngType);
    QCOMPARE(outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/ada.png?sig=abc"))),
             QString::fromLatin1(png));
    QCOMPARE(files().size(), 1);
    const QString path = folder() + u'/' + files().first();
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray contents = file.readAll() + path.toUtf8();
    for (const char *word : {"ada.png", "abc", "pics.example", "a1-", "u1"})
        QVERIFY2(!contents.contains(word), word);
    // Another address takes its place.
    m_plain->answer("GET /new.png", 200, png, pngType);
    QCOMPARE(outcome(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/new.png"))), QString::fromLatin1(png));
    QCOMPARE(files().size(), 1);
}

void TstPictureFetcher::signingOutRemovesIt()
{
    m_plain->answer("GET /p", 200, png, pngType);
    for (const char *id : {"a1", "a2"})
        QVERIFY(answerOf(m_fetcher->fetch(
                             accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"), QString::fromLatin1(id))))
                    .ok());
    QCOMPARE(files().size(), 2);
    m_fetcher->forget(model::AccountId(QStringLiteral("a1")));
    QCOMPARE(files().size(), 1);
    // One that is on its way when its account goes is not kept afterwards.
    m_plain->holdBack("GET /late");
    m_plain->answer("GET /late", 200, png, pngType);
    const core::Async<QByteArray> late =
        m_fetcher->fetch(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/late"), QStringLiteral("a3")));
    QTRY_COMPARE(m_plain->countOf("GET /late"), 1);
    m_fetcher->forget(model::AccountId(QStringLiteral("a3")));
    m_plain->release("GET /late");
    QCOMPARE(answerOf(late).error().kind, core::ErrorKind::Cancelled);
    QCOMPARE(files().size(), 1);
}

void TstPictureFetcher::switchedOffItFetchesNothingAndForgetsAll()
{
    m_plain->answer("GET /p", 200, png, pngType);
    const model::Account account = accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"));
    QVERIFY(answerOf(m_fetcher->fetch(account)).ok());
    m_fetcher->setEnabled(false);
    QVERIFY(!QDir(folder()).exists());
    QCOMPARE(outcome(account), QStringLiteral("pictures_off"));
    QCOMPARE(m_plain->requests().size(), 1);
    m_fetcher->setEnabled(true);
    QCOMPARE(outcome(account), QString::fromLatin1(png));
}

void TstPictureFetcher::allTogetherTheyStayBounded()
{
    const PictureCache cache(folder(), 10'000);
    for (int i = 0; i < 20; ++i)
        cache.keep(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"), QString::number(i)),
                   KeptPicture{m_clock->now(), false, {}, QByteArray(1000, 'x')});
    qint64 total = 0;
    for (const QFileInfo &file : QDir(folder()).entryInfoList(QDir::Files | QDir::Hidden))
        total += file.size();
    QVERIFY2(total > 8000 && total <= 10'000, qPrintable(QString::number(total)));
    QVERIFY(cache.find(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"), QStringLiteral("19"))));
}

KEYTURN_TEST(TstPictureFetcher)
#include "tst_picturefetcher.moc"
