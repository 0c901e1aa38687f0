// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "words/sessionwords.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace keyturn::words {

class TstSessionWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aCauseIsSaidInAFewWords_data();
    void aCauseIsSaidInAFewWords();
    void everyCauseOfOursHasWords();
    void whatIsNotKeptIsASentence_data();
    void whatIsNotKeptIsASentence();
};

void TstSessionWords::aCauseIsSaidInAFewWords_data()
{
    QTest::addColumn<QString>("cause");
    QTest::addColumn<QString>("words");
    QTest::newRow("from here") << QStringLiteral("signed_out_here") << QStringLiteral("Signed out from this computer");
    QTest::newRow("elsewhere") << QStringLiteral("ended_elsewhere") << QStringLiteral("Ended elsewhere");
    QTest::newRow("run out") << QStringLiteral("expired") << QStringLiteral("Expired");
    QTest::newRow("the backend's own") << QStringLiteral("admin.kick") << QStringLiteral("Ended: admin.kick");
    QTest::newRow("none") << QString() << QStringLiteral("Ended");
    QTest::newRow("an escape") << QStringLiteral("a\u001b[2J\nb") << QStringLiteral("Ended: a [2J b");
    QTest::newRow("turned around") << QStringLiteral("a\u202eb") << QStringLiteral("Ended: a b");
    QTest::newRow("a place to fill") << QStringLiteral("%1 %2") << QStringLiteral("Ended: %1 %2");
    QTest::newRow("an endless one") << QString(100'000, u'x') << QStringLiteral("Ended: ") + QString(59, u'x') + u'…';
    QTest::newRow("cut between two units") << QString(58, u'x') + QStringLiteral("🔑🔑") << QStringLiteral("Ended: ") + QString(58, u'x') + u'…';
}

void TstSessionWords::aCauseIsSaidInAFewWords()
{
    QFETCH(const QString, cause);
    QFETCH(const QString, words);
    QCOMPARE(endedWords(cause), words);
}

/// As they stand in the sources: what keyturn-backend gives, and what the book finds.
void TstSessionWords::everyCauseOfOursHasWords()
{
    QStringList found;
    for (const char *path : {"/backend/store.h", "/history/knownsession.h"}) {
        QFile file(QStringLiteral(KEYTURN_APP) + QLatin1String(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QString text = QString::fromUtf8(file.readAll());
        text = text.mid(text.indexOf(QLatin1String("namespace endcause")));
        static const QRegularExpression code(QStringLiteral("constexpr auto \\w+ = \"([a-z_]+)\""));
        for (auto matches = code.globalMatch(text.left(text.indexOf(QLatin1String("} // namespace")))); matches.hasNext();)
            found += matches.next().captured(1);
    }
    QVERIFY2(found.size() >= 7, qPrintable(found.join(u' ')));
    for (const QString &cause : std::as_const(found))
        QVERIFY2(!endedWords(cause).contains(u':'), qPrintable(cause));
}

void TstSessionWords::whatIsNotKeptIsASentence_data()
{
    QTest::addColumn<QString>("code");
    for (const char *code : {"sessionbook_newer", "sessionbook_failed", "file_not_ours", "dir_not_writable", "odd"})
        QTest::newRow(code) << QString::fromLatin1(code);
}

void TstSessionWords::whatIsNotKeptIsASentence()
{
    QFETCH(const QString, code);
    static const QRegularExpression whole(QStringLiteral("\\A\\p{Lu}.{18,400}\\.\\z"));
    for (const QString &detail : {QStringLiteral("%1 no\u001bspace"), QString()}) {
        const QString sentence = notKeptWords({core::ErrorKind::Storage, code, detail});
        QVERIFY2(whole.match(sentence).hasMatch() && !sentence.contains(QChar(0x1b)), qPrintable(sentence));
    }
}

} // namespace keyturn::words

using keyturn::words::TstSessionWords;
KEYTURN_TEST(TstSessionWords)
#include "tst_sessionwords.moc"
