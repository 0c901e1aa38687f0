// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSet>
#include <QTest>

#include <algorithm>

namespace keyturn::e2e {

namespace {

const QByteArray password = QByteArrayLiteral("correct horse battery");

QByteArray answerTo(QNetworkReply *reply)
{
    const bool finished = QTest::qWaitFor([reply] { return reply->isFinished(); }, 20'000);
    const QByteArray answer = finished && reply->error() == QNetworkReply::NoError ? reply->readAll() : QByteArray();
    reply->deleteLater();
    return answer;
}

} // namespace

/// An account's life by the command line, each step in a process of its own, and afterwards the answer to "why was I signed out?".
class TstHistory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theStoryIsToldInOrder();
    void itIsToldInPlainWords();
    void eachStepKnowsItsRequests();
    void itIsFilteredAndExported();
    void noSecretIsInIt();
    void itIsClearedWhenThePersonSaysSo();

private:
    /// Somebody with the password ends all sessions but their own.
    void endFromElsewhere();
    [[nodiscard]] QStringList story(const QStringList &options);

    World m_world;
    QUrl m_backend;
    QString m_account;
    QByteArray m_lastToken;
};

void TstHistory::endFromElsewhere()
{
    QNetworkAccessManager manager;
    QNetworkRequest signIn(m_backend.resolved(QUrl(QStringLiteral("/api/auth/login"))));
    signIn.setRawHeader("Content-Type", "application/json");
    const QByteArray answer = answerTo(manager.post(signIn, R"({"email":"ada@example.com","password":")" + password + "\"}"));
    const QByteArray token = QJsonDocument::fromJson(answer).object().value(QStringLiteral("accessToken")).toString().toUtf8();
    QVERIFY(!token.isEmpty());
    QNetworkRequest others(m_backend.resolved(QUrl(QStringLiteral("/api/sessions?others=true"))));
    others.setRawHeader("Authorization", "Bearer " + token);
    QNetworkReply *ended = manager.deleteResource(others);
    answerTo(ended);
    QCOMPARE(ended->error(), QNetworkReply::NoError);
}

void TstHistory::initTestCase()
{
    m_backend = m_world.startBackend();
    QVERIFY(!m_backend.isEmpty());
    m_account = m_world.signUp(QStringLiteral("ada@example.com"), password);
    QVERIFY(!m_account.isEmpty());
    const QStringList renew{QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")};
    const QStringList signIn{QStringLiteral("sign-in"), QStringLiteral("--profile"),       QStringLiteral("demo"),
                             QStringLiteral("--user"),  QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin")};
    QCOMPARE(m_world.cli(renew).status, 0);
    m_world.killBackend();
    QCOMPARE(m_world.cli(renew).status, 4);
    QCOMPARE(m_world.cli(renew).status, 4);
    m_backend = m_world.startBackend();
    QCOMPARE(m_world.cli(renew).status, 0);
    endFromElsewhere();
    QCOMPARE(m_world.cli(renew).status, 3); // refused for good
    QCOMPARE(m_world.cli(renew).status, 3); // and once is enough to be told
    QVERIFY(m_world.cli(signIn, QByteArrayLiteral("wrong password\n")).status != 0);
    QCOMPARE(m_world.cli(signIn, password + '\n').status, 0);
    m_lastToken = m_world.cli({QStringLiteral("token"), m_account}).out.trimmed();
    QVERIFY(!m_lastToken.isEmpty());
    QCOMPARE(m_world.cli({QStringLiteral("sessions"), QStringLiteral("revoke"), m_account, QStringLiteral("--others")}).status, 0);
    QCOMPARE(m_world.cli({QStringLiteral("sign-out"), m_account}).status, 0);
}

/// Oldest first, as `kind` or `kind:cause`, with `*N` where it was repeated.
QStringList TstHistory::story(const QStringList &options)
{
    const Finished told = m_world.cli(QStringList{QStringLiteral("history"), QStringLiteral("--json")} + options);
    if (told.status != 0)
        return {QString::fromUtf8(told.err)};
    QStringList words;
    for (const QJsonValue &value : told.json().value(QStringLiteral("events")).toArray()) {
        const QJsonObject event = value.toObject();
        const QString cause = event.value(QStringLiteral("cause")).toString();
        const int times = event.value(QStringLiteral("times")).toInt(1);
        words.prepend(event.value(QStringLiteral("kind")).toString() + (cause.isEmpty() ? QString() : u':' + cause)
                      + (times > 1 ? u'*' + QString::number(times) : QString()));
    }
    return words;
}

void TstHistory::theStoryIsToldInOrder()
{
    QCOMPARE(story({m_account}),
             (QStringList{QStringLiteral("signedIn:password"), QStringLiteral("rotated"), QStringLiteral("unreachable:connection_refused*2"),
                          QStringLiteral("rotated"), QStringLiteral("signInNeeded:revoked"), QStringLiteral("signedInAgain:password"),
                          QStringLiteral("othersRevoked"), QStringLiteral("signedOut:this_device")}));
    QVERIFY(story({}).contains(QStringLiteral("signInFailed:invalid_credentials"))); // nobody's, since nobody signed in
}

void TstHistory::itIsToldInPlainWords()
{
    const Finished told = m_world.cli({QStringLiteral("history"), QStringLiteral("ada")}); // signed out, and known still
    QVERIFY2(told.status == 0, told.err.constData());
    QVERIFY2(told.out.contains("Signed out by Keyturn demo: the session was ended from another place. Sign in again."), told.out.constData());
    QVERIFY2(told.out.contains("Keyturn demo did not answer: it was not running or not reachable. The sign-in is kept. (2 times"),
             told.out.constData());
    QVERIFY2(told.out.contains("You signed out here, and Keyturn demo ended the session."), told.out.constData());
}

void TstHistory::eachStepKnowsItsRequests()
{
    const QHash<QString, QString> expected{{QStringLiteral("signedIn"), QStringLiteral("POST %1/api/auth/register → 201, ")},
                                           {QStringLiteral("signedInAgain"), QStringLiteral("POST %1/api/auth/login → 200, ")},
                                           {QStringLiteral("signInFailed"), QStringLiteral("POST %1/api/auth/login → 401, ")},
                                           {QStringLiteral("othersRevoked"), QStringLiteral("DELETE %1/api/sessions?others=true → 200, ")},
                                           {QStringLiteral("signedOut"), QStringLiteral("POST %1/api/auth/logout → ")}};
    QSet<QString> seen;
    for (const QJsonValue &value :
         m_world.cli({QStringLiteral("history"), QStringLiteral("--json")}).json().value(QStringLiteral("events")).toArray()) {
        const QString kind = value.toObject().value(QStringLiteral("kind")).toString();
        const QString last = value.toObject().value(QStringLiteral("requests")).toArray().last().toString();
        if (!expected.contains(kind))
            continue;
        QVERIFY2(last.startsWith(expected.value(kind).arg(m_backend.toString())), qPrintable(kind + u' ' + last));
        seen += kind;
    }
    QCOMPARE(seen.size(), expected.size());
}

void TstHistory::itIsFilteredAndExported()
{
    QCOMPARE(story({m_account, QStringLiteral("--kind"), QStringLiteral("refusal")}), QStringList{QStringLiteral("signInNeeded:revoked")});
    QCOMPARE(story({m_account, QStringLiteral("--text"), QStringLiteral("ANOTHER place")}), QStringList{QStringLiteral("signInNeeded:revoked")});
    QCOMPARE(story({m_account, QStringLiteral("--limit"), QStringLiteral("2")}).size(), 2);
    QCOMPARE(story({m_account, QStringLiteral("--since"), QStringLiteral("2999-01-01")}), QStringList());
    const QString path = m_world.home() + QStringLiteral("/history.csv");
    QCOMPARE(m_world.cli({QStringLiteral("history"), m_account, QStringLiteral("--export"), path}).status, 0);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray written = file.readAll();
    QCOMPARE(written.count("\r\n"), 9);
    QVERIFY(written.contains(",signInNeeded,revoked,"));
    QVERIFY(file.remove());
}

void TstHistory::noSecretIsInIt()
{
    const QByteArray disk = m_world.everythingOnDisk();
    QVERIFY(disk.contains("signInNeeded")); // the search itself works
    QVERIFY(!disk.contains(m_lastToken));
    QVERIFY(!disk.contains(password));
    QVERIFY(!disk.contains("wrong password"));
}

void TstHistory::itIsClearedWhenThePersonSaysSo()
{
    QCOMPARE(m_world.cli({QStringLiteral("history"), QStringLiteral("clear"), m_account}).status, 0);
    QVERIFY(!m_world.everythingOnDisk().contains(m_account.toUtf8()));
    QCOMPARE(m_world.cli({QStringLiteral("history"), QStringLiteral("clear"), QStringLiteral("--all")}).status, 0);
    QCOMPARE(story({}), QStringList());
}

} // namespace keyturn::e2e

using keyturn::e2e::TstHistory;
KEYTURN_TEST(TstHistory)
#include "tst_history.moc"
