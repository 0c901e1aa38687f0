// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "picturerig.h"
#include "support/registry.h"

#include <QFile>
#include <QFileInfo>

using namespace keyturn;
using accounts::KeptPicture;
using accounts::PictureCache;
using tests::accountAt;
using tests::answerOf;
using tests::PictureRig;
using tests::png;
using tests::pngType;

/// What was fetched is kept: for how long, for whom, and how much of it.
class TstPictureCache : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSameOneIsAskedForOnce();
    void itIsKeptForAWeekAndThenComparedByItsTag();
    void whatCouldNotBeHadIsTriedTheNextDay();
    void whatWasThereServesOnWhereTheServerFails();
    void whoCouldNotBeAskedIsAskedAgain();
    void keptFilesArePrivateAndTellNothing();
    void signingOutRemovesIt();
    void switchedOffItFetchesNothingAndForgetsAll();
    void allTogetherTheyStayBounded();
};

void TstPictureCache::theSameOneIsAskedForOnce()
{
    PictureRig rig;
    rig.plain.answer("GET /p", 200, png, pngType);
    const model::Account account = tests::usual();
    const core::Async<QByteArray> first = rig.fetcher.fetch(account);
    const core::Async<QByteArray> second = rig.fetcher.fetch(account);
    QVERIFY(answerOf(first).ok());
    QVERIFY(answerOf(second).ok());
    QCOMPARE(rig.plain.requests().size(), 1);
}

void TstPictureCache::itIsKeptForAWeekAndThenComparedByItsTag()
{
    PictureRig rig;
    const model::Account account = tests::usual();
    rig.plain.answer("GET /p", 200, png, {{"Content-Type", "image/png"}, {"ETag", "\"one\""}});
    QCOMPARE(rig.outcome(account), QString::fromLatin1(png));
    rig.clock.advance(std::chrono::hours(7 * 24 - 1));
    QCOMPARE(rig.outcome(account), QString::fromLatin1(png));
    QCOMPARE(rig.plain.requests().size(), 1);
    rig.clock.advance(std::chrono::hours(2));
    rig.plain.forget("GET /p");
    rig.plain.answer("GET /p", 304, {}, {});
    QCOMPARE(rig.outcome(account), QString::fromLatin1(png));
    QCOMPARE(tests::headerOf(rig.plain.requests().last(), "If-None-Match"), QByteArray("\"one\""));
    QCOMPARE(rig.outcome(account), QString::fromLatin1(png));
    QCOMPARE(rig.plain.requests().size(), 2); // good for another week
    rig.clock.advance(std::chrono::hours(8 * 24));
    rig.plain.forget("GET /p");
    rig.plain.answer("GET /p", 200, "another", pngType);
    QCOMPARE(rig.outcome(account), QStringLiteral("another"));
}

void TstPictureCache::whatCouldNotBeHadIsTriedTheNextDay()
{
    PictureRig rig;
    const model::Account account = tests::usual();
    rig.plain.answer("GET /p", 404, {}, {});
    QCOMPARE(rig.outcome(account), QStringLiteral("picture_failed"));
    rig.clock.advance(std::chrono::hours(23));
    QCOMPARE(rig.outcome(account), QStringLiteral("picture_failed"));
    QCOMPARE(rig.plain.requests().size(), 1);
    rig.clock.advance(std::chrono::hours(2));
    rig.plain.forget("GET /p");
    rig.plain.answer("GET /p", 200, png, pngType);
    QCOMPARE(rig.outcome(account), QString::fromLatin1(png));
}

void TstPictureCache::whatWasThereServesOnWhereTheServerFails()
{
    PictureRig rig;
    const model::Account account = tests::usual();
    rig.plain.answer("GET /p", 200, png, pngType);
    QCOMPARE(rig.outcome(account), QString::fromLatin1(png));
    rig.clock.advance(std::chrono::hours(8 * 24));
    rig.plain.forget("GET /p");
    rig.plain.answer("GET /p", 500, {}, {});
    QCOMPARE(rig.outcome(account), QString::fromLatin1(png));
    rig.clock.advance(std::chrono::hours(12));
    QCOMPARE(rig.outcome(account), QString::fromLatin1(png));
    QCOMPARE(rig.plain.requests().size(), 2);
    rig.clock.advance(std::chrono::hours(13));
    rig.plain.forget("GET /p");
    rig.plain.answer("GET /p", 404, {}, {});
    QCOMPARE(rig.outcome(account), QStringLiteral("picture_failed")); // taken away
}

void TstPictureCache::whoCouldNotBeAskedIsAskedAgain()
{
    PictureRig rig;
    const model::Account account = tests::usual();
    rig.names.remove(QStringLiteral("pics.example"));
    QCOMPARE(rig.outcome(account), QStringLiteral("host_not_found"));
    rig.names.insert(QStringLiteral("pics.example"), QStringLiteral("203.0.114.2"));
    rig.plain.fail("GET /p", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
    QCOMPARE(rig.outcome(account), QStringLiteral("connection_refused"));
    rig.plain.forget("GET /p");
    rig.plain.answer("GET /p", 200, png, pngType);
    QCOMPARE(rig.outcome(account), QString::fromLatin1(png));
}

void TstPictureCache::keptFilesArePrivateAndTellNothing()
{
    PictureRig rig;
    rig.plain.answer("GET /ada.png?sig=abc", 200, png, pngType);
    QCOMPARE(rig.outcome(tests::usual(QStringLiteral("/ada.png?sig=abc"))), QString::fromLatin1(png));
    QCOMPARE(rig.files().size(), 1);
    const QString path = rig.folder() + u'/' + rig.files().first();
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray contents = file.readAll() + path.toUtf8();
    for (const char *word : {"ada.png", "abc", "pics.example", "a1-", "u1"})
        QVERIFY2(!contents.contains(word), word);
    // Another address takes its place.
    rig.plain.answer("GET /new.png", 200, png, pngType);
    QCOMPARE(rig.outcome(tests::usual(QStringLiteral("/new.png"))), QString::fromLatin1(png));
    QCOMPARE(rig.files().size(), 1);
}

void TstPictureCache::signingOutRemovesIt()
{
    PictureRig rig;
    rig.plain.answer("GET /p", 200, png, pngType);
    for (const char *id : {"a1", "a2"})
        QVERIFY(answerOf(rig.fetcher.fetch(
                             accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"), QString::fromLatin1(id))))
                    .ok());
    QCOMPARE(rig.files().size(), 2);
    rig.fetcher.forget(model::AccountId(QStringLiteral("a1")));
    QCOMPARE(rig.files().size(), 1);
    // One that is on its way when its account goes is not kept afterwards.
    rig.plain.holdBack("GET /late");
    rig.plain.answer("GET /late", 200, png, pngType);
    const core::Async<QByteArray> late =
        rig.fetcher.fetch(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/late"), QStringLiteral("a3")));
    QTRY_COMPARE(rig.plain.countOf("GET /late"), 1);
    rig.fetcher.forget(model::AccountId(QStringLiteral("a3")));
    rig.plain.release("GET /late");
    QCOMPARE(answerOf(late).error().kind, core::ErrorKind::Cancelled);
    QCOMPARE(rig.files().size(), 1);
}

void TstPictureCache::switchedOffItFetchesNothingAndForgetsAll()
{
    PictureRig rig;
    rig.plain.answer("GET /p", 200, png, pngType);
    const model::Account account = tests::usual();
    QVERIFY(answerOf(rig.fetcher.fetch(account)).ok());
    rig.fetcher.setEnabled(false);
    QVERIFY(!QDir(rig.folder()).exists());
    QCOMPARE(rig.outcome(account), QStringLiteral("pictures_off"));
    QCOMPARE(rig.plain.requests().size(), 1);
    rig.fetcher.setEnabled(true);
    QCOMPARE(rig.outcome(account), QString::fromLatin1(png));
}

void TstPictureCache::allTogetherTheyStayBounded()
{
    PictureRig rig;
    const PictureCache cache(rig.folder(), 10'000);
    for (int i = 0; i < 20; ++i)
        cache.keep(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"), QString::number(i)),
                   KeptPicture{rig.clock.now(), false, {}, QByteArray(1000, 'x')});
    qint64 total = 0;
    for (const QFileInfo &file : QDir(rig.folder()).entryInfoList(QDir::Files | QDir::Hidden))
        total += file.size();
    QVERIFY2(total > 8000 && total <= 10'000, qPrintable(QString::number(total)));
    QVERIFY(cache.find(accountAt(QStringLiteral("https://auth.example"), QStringLiteral("https://pics.example/p"), QStringLiteral("19"))));
}

KEYTURN_TEST(TstPictureCache)
#include "tst_picturecache.moc"
