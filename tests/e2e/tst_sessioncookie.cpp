// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::e2e {

/// The command line on keyturn-backend's sessions behind a cookie, by a profile alone: no token comes, and what changes something needs a CSRF token.
class TstSessionCookie : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void registeringBringsASession();
    void requestsCarryCookieAndCsrfToken();
    void anotherSignInIsListedAndEnded();
    void aSessionThatWasEndedAsksForANewSignIn();
    void signingOutEndsIt();

private:
    Finished sign(const QString &verb, const QStringList &more = {});
    [[nodiscard]] QJsonArray sessions(const QString &account);
    [[nodiscard]] int request(const QString &account, const QString &method, const QString &path);

    World m_world;
    QUrl m_backend;
    QString m_account;
};

void TstSessionCookie::initTestCase()
{
    m_backend = m_world.startBackend();
    QVERIFY(!m_backend.isEmpty());
    QFile example(QStringLiteral(KEYTURN_SESSION_PROFILE));
    QVERIFY(example.open(QIODevice::ReadOnly));
    QJsonObject profile = QJsonDocument::fromJson(example.readAll()).object();
    profile.insert(QStringLiteral("baseUrl"), m_backend.toString());
    const QString folder = m_world.home() + QStringLiteral("/config/profiles.d");
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + QStringLiteral("/session.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(QJsonDocument(profile).toJson()) > 0);
}

Finished TstSessionCookie::sign(const QString &verb, const QStringList &more)
{
    const QStringList arguments{verb,
                                QStringLiteral("--profile"),
                                QStringLiteral("keyturn-session"),
                                QStringLiteral("--user"),
                                QStringLiteral("ada@example.com"),
                                QStringLiteral("--password-stdin"),
                                QStringLiteral("--json")};
    return m_world.cli(arguments + more, "correct horse battery\n");
}

QJsonArray TstSessionCookie::sessions(const QString &account)
{
    return m_world.cli({QStringLiteral("sessions"), account, QStringLiteral("--json")}).json().value(QStringLiteral("sessions")).toArray();
}

int TstSessionCookie::request(const QString &account, const QString &method, const QString &path)
{
    return m_world.cli({QStringLiteral("request"), account, method, m_backend.resolved(QUrl(path)).toString()}).status;
}

void TstSessionCookie::registeringBringsASession()
{
    const Finished done = sign(QStringLiteral("register"), {QStringLiteral("--name"), QStringLiteral("Ada Lovelace")});
    QVERIFY2(done.status == 0, done.out + done.err);
    const QJsonObject account = done.json().value(QStringLiteral("account")).toObject();
    QCOMPARE(account.value(QStringLiteral("name")).toString(), QStringLiteral("Ada Lovelace"));
    m_account = account.value(QStringLiteral("id")).toString();
    QCOMPARE(sessions(m_account).size(), 1);
    QVERIFY(sessions(m_account).first().toObject().value(QStringLiteral("current")).toBool());
}

void TstSessionCookie::requestsCarryCookieAndCsrfToken()
{
    QCOMPARE(request(m_account, QStringLiteral("GET"), QStringLiteral("/api/profile")), 0);
    QCOMPARE(request(m_account, QStringLiteral("POST"), QStringLiteral("/api/auth/second-factor")), 0); // refused without the token
}

void TstSessionCookie::anotherSignInIsListedAndEnded()
{
    World other;
    QVERIFY(QDir().mkpath(other.home() + QStringLiteral("/config/profiles.d")));
    QVERIFY(QFile::copy(m_world.home() + QStringLiteral("/config/profiles.d/session.json"),
                        other.home() + QStringLiteral("/config/profiles.d/session.json")));
    const QStringList arguments{QStringLiteral("sign-in"), QStringLiteral("--profile"),       QStringLiteral("keyturn-session"),
                                QStringLiteral("--user"),  QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin")};
    QCOMPARE(other.cli(arguments, "correct horse battery\n").status, 0);
    QCOMPARE(sessions(m_account).size(), 2);
    QCOMPARE(m_world.cli({QStringLiteral("sessions"), QStringLiteral("revoke"), m_account, QStringLiteral("--others")}).status, 0);
    QCOMPARE(sessions(m_account).size(), 1);
}

void TstSessionCookie::aSessionThatWasEndedAsksForANewSignIn()
{
    QCOMPARE(request(m_account, QStringLiteral("DELETE"), QStringLiteral("/api/sessions?all=true")), 0);
    QCOMPARE(m_world.cli({QStringLiteral("sessions"), m_account}).status, 3);
    QCOMPARE(sign(QStringLiteral("sign-in")).status, 0);
    QCOMPARE(sessions(m_account).size(), 1);
}

void TstSessionCookie::signingOutEndsIt()
{
    const QByteArray all = "keyturn_backend_requests_total{path=\"/api/auth/logout\",status=\"204\"}";
    const double before = m_world.metric(all);
    const Finished done = m_world.cli({QStringLiteral("sign-out"), m_account});
    QVERIFY2(done.status == 0, done.err);
    QCOMPARE(m_world.metric(all), before + 1);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstSessionCookie;
KEYTURN_TEST(TstSessionCookie)
#include "tst_sessioncookie.moc"
