// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/sessionlist.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QTest>

namespace keyturn::cli {

using history::KnownSession;

namespace {

const QDateTime now = QDateTime::fromString(QStringLiteral("2026-01-02T12:00:00Z"), Qt::ISODate);

KnownSession session(const char *id, const char *device)
{
    KnownSession known;
    known.key = id;
    known.session.id = model::SessionId(QString::fromLatin1(id));
    known.session.device = QString::fromUtf8(device);
    known.firstSeenAt = now.addDays(-1);
    return known;
}

history::KnownSessions everyKind()
{
    history::KnownSessions known;
    known.sessions = {session("s1", "Laptop"), session("s2", "Phone"), session("s3", "Listed"), session("", "Gone")};
    known.sessions[0].session.current = true;
    known.sessions[1].isNew = true;
    known.sessions[1].label = QStringLiteral("Mine\u001b");
    known.sessions[2].session.endedAt = now.addDays(-2);
    known.sessions[2].session.cause = QStringLiteral("odd\ncode");
    known.sessions[3].isNew = true;
    known.sessions[3].session.endedAt = now.addDays(-3);
    known.sessions[3].session.expiresAt = now.addDays(3);
    known.sessions[3].session.cause = QStringLiteral("signed_out_here");
    return known;
}

} // namespace

/// What `sessions` shows of what is known.
class TstSessionList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endedOnesAreShownWhereTheyAreAskedFor();
    void theTableHasNamesMarksAndCauses();
    void anOldListLooksAsBefore();
    void jsonLeavesOutWhatIsUnknown();
};

void TstSessionList::endedOnesAreShownWhereTheyAreAskedFor()
{
    QCOMPARE(wanted(everyKind(), {true, {}}).size(), 4);
    const QList<KnownSession> usual = wanted(everyKind(), {});
    QCOMPARE(usual.size(), 3); // with the one that the backend itself lists as ended
    QCOMPARE(usual.last().session.device, QStringLiteral("Listed"));
}

void TstSessionList::theTableHasNamesMarksAndCauses()
{
    const QStringList lines = sessionTable(everyKind().sessions, now).split(u'\n');
    QCOMPARE(lines.size(), 5);
    QVERIFY2(lines.at(0).contains(QLatin1String("NAME")) && lines.at(0).contains(QLatin1String("ENDED")), qPrintable(lines.at(0)));
    QVERIFY2(lines.at(1).startsWith(QLatin1String("this one")), qPrintable(lines.at(1)));
    QVERIFY2(lines.at(2).startsWith(QLatin1String("NEW ")) && lines.at(2).contains(QLatin1String("Mine ")), qPrintable(lines.at(2)));
    QVERIFY2(lines.at(3).startsWith(QLatin1String("ended ")) && lines.at(3).contains(QLatin1String("Ended: odd code, 2 day(s) ago"))
                 && lines.at(3).endsWith(QLatin1String(" s3")),
             qPrintable(lines.at(3)));
    QVERIFY2(lines.at(4).startsWith(QLatin1String("NEW, ended"))
                 && lines.at(4).endsWith(QLatin1String("Signed out from this computer, 3 day(s) ago")),
             qPrintable(lines.at(4)));
    QVERIFY(!lines.join(u'\n').contains(QChar(0x1b)));
}

void TstSessionList::anOldListLooksAsBefore()
{
    const QString table = sessionTable({session("s1", "Laptop"), session("s2", "Phone")}, now);
    QCOMPARE(table, QStringLiteral("DEVICE  ID\nLaptop  s1\nPhone   s2"));
}

void TstSessionList::jsonLeavesOutWhatIsUnknown()
{
    const history::KnownSessions known = everyKind();
    const auto text = [](const KnownSession &one, bool isKept) {
        return QJsonDocument(knownSessionJson(one, isKept)).toJson(QJsonDocument::Compact);
    };
    const QByteArray phone = R"({"current":false,"device":"Phone","firstSeenAt":"2026-01-01T12:00:00Z","id":"s2","label":"Mine\u001b","new":true})";
    const QByteArray gone = R"({"cause":"signed_out_here","current":false,"device":"Gone","endedAt":"2025-12-30T12:00:00Z",)"
                            R"("expiresAt":"2026-01-05T12:00:00Z","firstSeenAt":"2026-01-01T12:00:00Z","new":true})";
    QCOMPARE(text(known.sessions.at(1), true), phone);
    QCOMPARE(text(known.sessions.at(3), true), gone);
    KnownSession bare;
    bare.session.id = model::SessionId(QStringLiteral("s"));
    QCOMPARE(text(bare, false), QByteArray("{\"current\":false,\"id\":\"s\"}"));
}

} // namespace keyturn::cli

using keyturn::cli::TstSessionList;
KEYTURN_TEST(TstSessionList)
#include "tst_sessionlist.moc"
