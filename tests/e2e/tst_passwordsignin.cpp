// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::e2e {

/// Password sign-in by the command line: real backend, real Secret Service, one process after another on the same account.
class TstPasswordSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void anotherProcessReadsTheAccountAndItsToken();
    void theTokenOpensTheProfile();
    void aForcedRefreshRotatesOnce();
    void sessionsAreListedAndEnded();
    void signingInAgainReplacesTheSession();
    void theRefreshTokenIsInTheKeychainAndNowhereElse();
    void afterSignOutKeychainAndDiskHoldNothing();

private:
    [[nodiscard]] QByteArray refreshTokenInKeychain();

    World m_world;
    QUrl m_backend;
    QString m_account;
};

void TstPasswordSignIn::initTestCase()
{
    m_backend = m_world.startBackend();
    QVERIFY(!m_backend.isEmpty());
    m_account = m_world.signUp(QStringLiteral("ada@example.com"));
    QVERIFY(!m_account.isEmpty());
}

void TstPasswordSignIn::anotherProcessReadsTheAccountAndItsToken()
{
    const Finished listed = m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")});
    QCOMPARE(listed.status, 0);
    const QJsonArray accounts = listed.json().value(QStringLiteral("accounts")).toArray();
    QCOMPARE(accounts.size(), 1);
    QCOMPARE(accounts.at(0).toObject().value(QStringLiteral("id")).toString(), m_account);
    QCOMPARE(accounts.at(0).toObject().value(QStringLiteral("profile")).toString(), QStringLiteral("demo"));
    QCOMPARE(accounts.at(0).toObject().value(QStringLiteral("state")).toString(), QStringLiteral("ready"));

    const Finished token = m_world.cli({QStringLiteral("token"), QStringLiteral("ada")}); // an unambiguous part serves
    QCOMPARE(token.status, 0);
    QCOMPARE(token.out.trimmed().count('.'), 2);
}

void TstPasswordSignIn::theTokenOpensTheProfile()
{
    const Finished answer = m_world.cli(
        {QStringLiteral("request"), m_account, QStringLiteral("GET"), m_backend.resolved(QUrl(QStringLiteral("/api/profile"))).toString()});
    QCOMPARE(answer.status, 0);
    QCOMPARE(answer.json().value(QStringLiteral("email")).toString(), QStringLiteral("ada@example.com"));
}

void TstPasswordSignIn::aForcedRefreshRotatesOnce()
{
    const QByteArray rotated = QByteArrayLiteral("keyturn_backend_refresh_total{outcome=\"rotated\"}");
    const double before = m_world.metric(rotated);
    const QByteArray first = m_world.cli({QStringLiteral("token"), m_account}).out;
    const Finished renewed = m_world.cli({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")});
    QCOMPARE(renewed.status, 0);
    QVERIFY(renewed.out != first);
    QCOMPARE(m_world.metric(rotated), before + 1);
    QCOMPARE(m_world.cli({QStringLiteral("token"), m_account}).out, renewed.out); // and the next process has it, without another refresh
    QCOMPARE(m_world.metric(rotated), before + 1);
}

void TstPasswordSignIn::sessionsAreListedAndEnded()
{
    const auto signInElsewhere = [this] {
        World elsewhere; // another device: another home, the same backend by a profile of its own is not needed, the API serves
        return m_world.cli({QStringLiteral("request"), m_account, QStringLiteral("POST"),
                            m_backend.resolved(QUrl(QStringLiteral("/api/auth/login"))).toString(), QStringLiteral("-H"),
                            QStringLiteral("Content-Type: application/json"), QStringLiteral("-d"), QStringLiteral("-")},
                           "{\"email\":\"ada@example.com\",\"password\":\"correct horse battery\"}");
    };
    QCOMPARE(signInElsewhere().status, 0);
    QCOMPARE(signInElsewhere().status, 0);
    const auto list = [this] {
        return m_world.cli({QStringLiteral("sessions"), m_account, QStringLiteral("--json")}).json().value(QStringLiteral("sessions")).toArray();
    };
    const QJsonArray three = list();
    QCOMPARE(three.size(), 3);
    QVERIFY(three.at(0).toObject().value(QStringLiteral("current")).toBool()); // this device first
    const QString other = three.at(1).toObject().value(QStringLiteral("id")).toString();
    QCOMPARE(m_world.cli({QStringLiteral("sessions"), QStringLiteral("revoke"), m_account, other}).status, 0);
    QCOMPARE(list().size(), 2);
    QCOMPARE(m_world.cli({QStringLiteral("sessions"), QStringLiteral("revoke"), m_account, QStringLiteral("--others")}).status, 0);
    QCOMPARE(list().size(), 1);
    QVERIFY(list().at(0).toObject().value(QStringLiteral("current")).toBool());
}

void TstPasswordSignIn::signingInAgainReplacesTheSession()
{
    const auto sessions = [this] {
        return m_world.cli({QStringLiteral("sessions"), m_account, QStringLiteral("--json")}).json().value(QStringLiteral("sessions")).toArray();
    };
    const QJsonArray before = sessions();
    QCOMPARE(before.size(), 1);
    const Finished again = m_world.cli({QStringLiteral("sign-in"), QStringLiteral("--account"), m_account, QStringLiteral("--password-stdin")},
                                       "correct horse battery\n");
    QVERIFY2(again.status == 0, again.err.constData());
    const QJsonArray after = sessions();
    QCOMPARE(after.size(), 1);
    QVERIFY(after.at(0).toObject().value(QStringLiteral("id")) != before.at(0).toObject().value(QStringLiteral("id")));
    const QJsonArray accounts =
        m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray();
    QCOMPARE(accounts.size(), 1);
    QCOMPARE(accounts.at(0).toObject().value(QStringLiteral("id")).toString(), m_account);
}

void TstPasswordSignIn::theRefreshTokenIsInTheKeychainAndNowhereElse()
{
    const QByteArray access = m_world.cli({QStringLiteral("token"), m_account}).out.trimmed();
    QVERIFY(access.size() > 40);
    const QByteArray disk = m_world.everythingOnDisk();
    QVERIFY(disk.contains("ada@example.com")); // the search itself works
    QVERIFY(!disk.contains(access));
    QVERIFY(!disk.contains(access.toBase64().left(40)));
    QVERIFY(!disk.contains("correct horse battery"));
    QVERIFY(World::everythingInKeychain().contains(m_account.toUtf8()));
    const QByteArray refresh = refreshTokenInKeychain();
    QVERIFY(refresh.size() >= 32);
    for (const QByteArray &form : {refresh, refresh.toHex(), refresh.toBase64().left(refresh.size())})
        QVERIFY(!disk.contains(form));
}

/// An entry is a line that names its slot, and a line of Base64 with a JSON object in it.
QByteArray TstPasswordSignIn::refreshTokenInKeychain()
{
    const QList<QByteArray> lines = World::everythingInKeychain().split('\n');
    for (qsizetype i = 0; i + 1 < lines.size(); ++i) {
        if (!lines.at(i).startsWith("secret = keyturn1 ") || !lines.at(i).contains(m_account.toUtf8()))
            continue;
        const QJsonObject entry = QJsonDocument::fromJson(QByteArray::fromBase64(lines.at(i + 1))).object();
        return entry.value(QStringLiteral("refreshToken")).toString().toUtf8();
    }
    return {};
}

void TstPasswordSignIn::afterSignOutKeychainAndDiskHoldNothing()
{
    const QByteArray access = m_world.cli({QStringLiteral("token"), m_account, QStringLiteral("--as"), QStringLiteral("raw")}).out.trimmed();
    const QByteArray refresh = refreshTokenInKeychain();
    QVERIFY(!refresh.isEmpty());
    const Finished out = m_world.cli({QStringLiteral("sign-out"), m_account});
    QVERIFY2(out.status == 0, out.err.constData());
    QVERIFY(!World::everythingInKeychain().contains(m_account.toUtf8()));
    const QByteArray disk = m_world.everythingOnDisk();
    QVERIFY(!disk.contains(access));
    QVERIFY(!disk.contains(refresh));
    QVERIFY(disk.contains(m_account.toUtf8())); // of its history, until that is cleared
    QCOMPARE(m_world.cli({QStringLiteral("history"), QStringLiteral("clear"), m_account}).status, 0);
    const QByteArray cleared = m_world.everythingOnDisk();
    QVERIFY2(!cleared.contains(m_account.toUtf8()), "neither record, marker, journal, lock file nor history"); // names of files are searched too
    QCOMPARE(m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray().size(), 0);
    const Finished token = m_world.cli({QStringLiteral("token"), m_account});
    QCOMPARE(token.status, 1); // no such account
    QVERIFY(token.out.isEmpty());
}

} // namespace keyturn::e2e

using keyturn::e2e::TstPasswordSignIn;
KEYTURN_TEST(TstPasswordSignIn)
#include "tst_passwordsignin.moc"
