// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

namespace keyturn::e2e {

namespace {

const QByteArray password = QByteArrayLiteral("correct horse battery");
const QString ended = QStringLiteral("--ended");

} // namespace

/// One person at two computers, by the command line, each step in a process of its own: what came, what it is called, and what became of it.
class TstSessions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void whatWasThereAtFirstIsNotNew();
    void aSignInElsewhereIsNew();
    void itIsGivenAName();
    void itIsEndedFromHere();
    void anotherEndsElsewhere();
    void theListIsExported();
    void noIdIsRemembered();
    void signingOutForgetsThem();

private:
    void signInElsewhere();
    [[nodiscard]] QList<QJsonObject> listed(const QStringList &options = {});
    [[nodiscard]] QByteArray text(const QStringList &options = {})
    {
        return m_here.cli(QStringList{QStringLiteral("sessions"), m_account} + options).out;
    }

    World m_here;
    World m_elsewhere;
    QString m_account;
    QStringList m_ids; ///< All that were listed.
};

void TstSessions::initTestCase()
{
    QVERIFY(!m_here.startBackend().isEmpty());
    m_account = m_here.signUp(QStringLiteral("ada@example.com"), password);
    QVERIFY(!m_account.isEmpty());
    // The other computer's demo is this one's backend.
    QDir folder(m_elsewhere.home());
    QVERIFY(folder.mkpath(QStringLiteral("state")));
    QVERIFY(QFile::copy(m_here.home() + QStringLiteral("/state/backend.json"), m_elsewhere.home() + QStringLiteral("/state/backend.json")));
}

void TstSessions::signInElsewhere()
{
    const Finished done = m_elsewhere.cli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--user"),
                                           QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin")},
                                          password + '\n');
    QVERIFY2(done.status == 0, done.err.constData());
}

QList<QJsonObject> TstSessions::listed(const QStringList &options)
{
    const Finished done = m_here.cli(QStringList{QStringLiteral("sessions"), m_account, QStringLiteral("--json")} + options);
    if (done.status != 0)
        qWarning("sessions: %d %s", done.status, done.err.constData());
    QList<QJsonObject> sessions;
    for (const QJsonValue &session : done.json().value(QStringLiteral("sessions")).toArray()) {
        sessions += session.toObject();
        if (const QString id = sessions.last().value(QStringLiteral("id")).toString(); !id.isEmpty())
            m_ids += id;
    }
    return sessions;
}

void TstSessions::whatWasThereAtFirstIsNotNew()
{
    const QList<QJsonObject> sessions = listed();
    QCOMPARE(sessions.size(), 1);
    QCOMPARE(sessions.first().value(QStringLiteral("current")).toBool(), true);
    QCOMPARE(sessions.first().value(QStringLiteral("new")), QJsonValue(false));
    QVERIFY(sessions.first().contains(QStringLiteral("firstSeenAt")));
    QVERIFY(!sessions.first().contains(QStringLiteral("label")));
}

void TstSessions::aSignInElsewhereIsNew()
{
    signInElsewhere();
    QList<QJsonObject> sessions = listed();
    QCOMPARE(sessions.size(), 2);
    QCOMPARE(sessions.at(0).value(QStringLiteral("new")), QJsonValue(false));
    QCOMPARE(sessions.at(1).value(QStringLiteral("new")), QJsonValue(true));
    QVERIFY2(text().contains("\nNEW "), text().constData());
    sessions = listed(); // no person has looked: what goes into a pipe is for programs
    QCOMPARE(sessions.at(1).value(QStringLiteral("new")), QJsonValue(true));
}

void TstSessions::itIsGivenAName()
{
    const QString id = listed().at(1).value(QStringLiteral("id")).toString();
    const QStringList label{QStringLiteral("sessions"), QStringLiteral("label"), m_account, id};
    QCOMPARE(m_here.cli(label + QStringList{QStringLiteral("Something")}).status, 0);
    QCOMPARE(m_here.cli(label + QStringList{QString()}).status, 0);
    QVERIFY(!listed().at(1).contains(QStringLiteral("label")));
    const Finished named = m_here.cli(label + QStringList{QStringLiteral("  Desk\nupstairs ")});
    QVERIFY2(named.status == 0, named.err.constData());
    QCOMPARE(listed().at(1).value(QStringLiteral("label")).toString(), QStringLiteral("Desk upstairs"));
    QVERIFY(text().contains("Desk upstairs"));
    const Finished unknown =
        m_here.cli({QStringLiteral("sessions"), QStringLiteral("label"), m_account, QStringLiteral("0000"), QStringLiteral("Nothing")});
    QCOMPARE(unknown.status, 6);
    QVERIFY2(unknown.err.contains("no such session"), unknown.err.constData());
}

void TstSessions::itIsEndedFromHere()
{
    const QString id = listed().at(1).value(QStringLiteral("id")).toString();
    QCOMPARE(m_here.cli({QStringLiteral("sessions"), QStringLiteral("revoke"), m_account, id}).status, 0);
    QCOMPARE(listed().size(), 1);
    const QList<QJsonObject> sessions = listed({ended});
    QCOMPARE(sessions.size(), 2);
    QCOMPARE(sessions.at(1).value(QStringLiteral("cause")).toString(), QStringLiteral("signed_out_here"));
    QCOMPARE(sessions.at(1).value(QStringLiteral("label")).toString(), QStringLiteral("Desk upstairs"));
    QVERIFY(sessions.at(1).contains(QStringLiteral("endedAt")) && !sessions.at(1).contains(QStringLiteral("id")));
    const QByteArray shown = text({ended});
    QVERIFY2(shown.contains("Signed out from this computer, "), shown.constData());
}

void TstSessions::anotherEndsElsewhere()
{
    signInElsewhere();
    QCOMPARE(listed().size(), 2);
    QCOMPARE(m_elsewhere.cli({QStringLiteral("sign-out"), QStringLiteral("ada")}).status, 0);
    const QByteArray shown = text({ended});
    QVERIFY2(shown.contains("Ended elsewhere, just now"), shown.constData());
    QCOMPARE(listed({ended}).size(), 3);
}

void TstSessions::theListIsExported()
{
    const QString path = m_here.home() + QStringLiteral("/sessions.csv");
    const Finished done = m_here.cli({QStringLiteral("sessions"), m_account, ended, QStringLiteral("--export"), path});
    QVERIFY2(done.status == 0, done.err.constData());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray written = file.readAll();
    QCOMPARE(written.count("\r\n"), 4);
    QVERIFY2(written.startsWith("label,device,app,") && written.contains("\r\nDesk upstairs,"), written.constData());
    for (const QString &id : std::as_const(m_ids))
        QVERIFY(!written.contains(id.toUtf8()));
}

void TstSessions::noIdIsRemembered()
{
    QByteArray remembered;
    const QDir state(m_here.home() + QStringLiteral("/state"));
    for (const QString &name : state.entryList({QStringLiteral("sessions.sqlite*")}, QDir::Files)) {
        QFile file(state.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        remembered += file.readAll();
    }
    QVERIFY(remembered.contains("Desk upstairs")); // the search itself works
    QVERIFY(m_ids.size() > 3);
    for (const QString &id : std::as_const(m_ids))
        QVERIFY(!remembered.contains(id.toUtf8()));
}

void TstSessions::signingOutForgetsThem()
{
    QVERIFY(QFile::remove(m_here.home() + QStringLiteral("/sessions.csv")));
    QVERIFY(m_here.everythingOnDisk().contains("Desk upstairs"));
    QCOMPARE(m_here.cli({QStringLiteral("sign-out"), m_account}).status, 0);
    QVERIFY(!m_here.everythingOnDisk().contains("Desk upstairs"));
}

} // namespace keyturn::e2e

using keyturn::e2e::TstSessions;
KEYTURN_TEST(TstSessions)
#include "tst_sessions.moc"
