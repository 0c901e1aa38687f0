// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/nodeserver.h"
#include "e2e/support/world.h"
#include "support/redisserver.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

namespace keyturn::e2e {

/// The command line on an Express backend as many have written it, by a profile alone: once with tokens, once with sessions in Redis.
class TstExpress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aRefusedRegistrationNamesTheFields_data() { modes(); }
    void aRefusedRegistrationNamesTheFields();
    void aWrongPasswordIsRefused_data() { modes(); }
    void aWrongPasswordIsRefused();
    void registeringSignsIn_data() { modes(); }
    void registeringSignsIn();
    void requestsAreSigned_data() { modes(); }
    void requestsAreSigned();
    void theTokenIsRenewed();
    void sessionsAreListedAndEnded_data() { modes(); }
    void sessionsAreListedAndEnded();
    void aSessionThatWasEndedElsewhereAsksForANewSignIn_data() { modes(); }
    void aSessionThatWasEndedElsewhereAsksForANewSignIn();
    void signingInAgainMendsIt_data() { modes(); }
    void signingInAgainMendsIt();
    void afterSigningOutNothingIsLeft_data() { modes(); }
    void afterSigningOutNothingIsLeft();
    void tooManyAttemptsAreToldWithTheirTime_data() { modes(); }
    void tooManyAttemptsAreToldWithTheirTime();

private:
    static void modes();
    void addProfile(const QByteArray &json);
    [[nodiscard]] QString account(const QString &mode);
    [[nodiscard]] QUrl at(const QString &mode, const QString &path) const;
    [[nodiscard]] QJsonArray sessionsOf(const QString &mode);
    Finished sign(const QString &verb, const QString &mode, const QByteArray &password, const QStringList &more = {});

    World m_world;
    std::unique_ptr<tests::RedisServer> m_redis;
    std::unique_ptr<NodeServer> m_tokens;
    std::unique_ptr<NodeServer> m_sessions;
    const QByteArray m_password = "correct horse battery 1";
};

void TstExpress::modes()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("tokens") << QStringLiteral("seed");
    QTest::newRow("sessions") << QStringLiteral("sessions");
}

void TstExpress::addProfile(const QByteArray &json)
{
    const QString folder = m_world.home() + QStringLiteral("/config/profiles.d");
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + u'/' + QString::number(QDir(folder).count()) + QStringLiteral(".json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(json), json.size());
}

void TstExpress::initTestCase()
{
    m_redis = std::make_unique<tests::RedisServer>();
    QVERIFY(!m_redis->url().isEmpty());
    const QMap<QString, QString> common{{QStringLiteral("RATE_LIMIT"), QStringLiteral("20")}};
    m_tokens = std::make_unique<NodeServer>(QStringLiteral("express/server.js"), common);
    QMap<QString, QString> sessions = common;
    sessions.insert(QStringLiteral("MODE"), QStringLiteral("session"));
    sessions.insert(QStringLiteral("REDIS_URL"), m_redis->url());
    m_sessions = std::make_unique<NodeServer>(QStringLiteral("express/server.js"), sessions);
    QVERIFY(!m_tokens->url().isEmpty() && !m_sessions->url().isEmpty());
    const QString base = QStringLiteral("/baseUrl");
    addProfile(NodeServer::profile(QStringLiteral("../../resources/profiles/seed.json"), {{base, m_tokens->url().toString()}}));
    addProfile(NodeServer::profile(QStringLiteral("express/profile-sessions.json"), {{base, m_sessions->url().toString()}}));
}

Finished TstExpress::sign(const QString &verb, const QString &mode, const QByteArray &password, const QStringList &more)
{
    QStringList arguments{verb,
                          QStringLiteral("--profile"),
                          mode,
                          QStringLiteral("--user"),
                          QStringLiteral("ada@example.com"),
                          QStringLiteral("--password-stdin"),
                          QStringLiteral("--json")};
    return m_world.cli(arguments + more, password + '\n');
}

QString TstExpress::account(const QString &mode)
{
    const QJsonArray accounts =
        m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray();
    for (const QJsonValue &one : accounts) {
        if (one.toObject().value(QStringLiteral("profile")).toString() == mode)
            return one.toObject().value(QStringLiteral("id")).toString();
    }
    return {};
}

QUrl TstExpress::at(const QString &mode, const QString &path) const
{
    return (mode == QLatin1String("seed") ? m_tokens : m_sessions)->url().resolved(QUrl(path));
}

QJsonArray TstExpress::sessionsOf(const QString &mode)
{
    return m_world.cli({QStringLiteral("sessions"), account(mode), QStringLiteral("--json")}).json().value(QStringLiteral("sessions")).toArray();
}

void TstExpress::aRefusedRegistrationNamesTheFields()
{
    QFETCH(const QString, mode);
    const Finished refused = sign(QStringLiteral("register"), mode, "lettersonly", {QStringLiteral("--name"), QStringLiteral("Ada")});
    QCOMPARE(refused.status, 6);
    QVERIFY2(refused.out.contains("Must contain a number") || refused.err.contains("Must contain a number"), refused.out + refused.err);
    QVERIFY(account(mode).isEmpty());
}

void TstExpress::aWrongPasswordIsRefused()
{
    QFETCH(const QString, mode);
    const Finished refused = sign(QStringLiteral("sign-in"), mode, "not the password");
    QCOMPARE(refused.status, 6);
    QCOMPARE(refused.json().value(QStringLiteral("error")).toObject().value(QStringLiteral("code")).toString(),
             QStringLiteral("invalid_credentials"));
}

void TstExpress::registeringSignsIn()
{
    QFETCH(const QString, mode);
    const Finished done = sign(QStringLiteral("register"), mode, m_password, {QStringLiteral("--name"), QStringLiteral("Ada Lovelace")});
    QVERIFY2(done.status == 0, done.out + done.err);
    const QJsonObject account = done.json().value(QStringLiteral("account")).toObject();
    QCOMPARE(account.value(QStringLiteral("name")).toString(), QStringLiteral("Ada Lovelace"));
    QCOMPARE(account.value(QStringLiteral("profile")).toString(), mode);
}

void TstExpress::requestsAreSigned()
{
    QFETCH(const QString, mode);
    const Finished read =
        m_world.cli({QStringLiteral("request"), account(mode), QStringLiteral("GET"), at(mode, QStringLiteral("/api/profile")).toString()});
    QVERIFY2(read.status == 0, read.err.constData());
    QCOMPARE(read.json().value(QStringLiteral("user")).toObject().value(QStringLiteral("email")).toString(), QStringLiteral("ada@example.com"));
    if (mode == QLatin1String("seed"))
        return;
    // What changes something needs the CSRF token, and gets it.
    const Finished written =
        m_world.cli({QStringLiteral("request"), account(mode), QStringLiteral("PATCH"), at(mode, QStringLiteral("/api/profile")).toString(),
                     QStringLiteral("-H"), QStringLiteral("Content-Type: application/json"), QStringLiteral("-d"), QStringLiteral("-")},
                    R"({"name":"Countess Lovelace"})");
    QVERIFY2(written.status == 0, written.out + written.err);
    QCOMPARE(written.json().value(QStringLiteral("user")).toObject().value(QStringLiteral("name")).toString(), QStringLiteral("Countess Lovelace"));
}

void TstExpress::theTokenIsRenewed()
{
    const QString mode = QStringLiteral("seed");
    const QByteArray first = m_world.cli({QStringLiteral("token"), account(mode)}).out;
    QCOMPARE(first.count('.'), 2);
    const Finished renewed = m_world.cli({QStringLiteral("token"), account(mode), QStringLiteral("--force-refresh")});
    QVERIFY2(renewed.status == 0, renewed.err.constData());
    const QJsonObject counters = m_tokens->counters();
    QCOMPARE(counters.value(QStringLiteral("refreshes")).toInt(), 1);
    QCOMPARE(counters.value(QStringLiteral("reuse")).toInt(), 0);
    // A session cannot be renewed, and says so; it stays what it was.
    const Finished cannot = m_world.cli({QStringLiteral("token"), account(QStringLiteral("sessions")), QStringLiteral("--force-refresh")});
    QVERIFY(cannot.status != 0);
    QVERIFY(!cannot.err.isEmpty());
    QCOMPARE(sessionsOf(QStringLiteral("sessions")).size(), 1);
}

void TstExpress::sessionsAreListedAndEnded()
{
    QFETCH(const QString, mode);
    World elsewhere; // the same person on another device
    QVERIFY(QDir().mkpath(elsewhere.home() + QStringLiteral("/config")));
    QVERIFY(QDir(m_world.home() + QStringLiteral("/config/profiles.d")).exists());
    QDir().mkpath(elsewhere.home() + QStringLiteral("/config/profiles.d"));
    for (const QString &name : QDir(m_world.home() + QStringLiteral("/config/profiles.d")).entryList(QDir::Files))
        QVERIFY(QFile::copy(m_world.home() + QStringLiteral("/config/profiles.d/") + name,
                            elsewhere.home() + QStringLiteral("/config/profiles.d/") + name));
    const Finished there = elsewhere.cli({QStringLiteral("sign-in"), QStringLiteral("--profile"), mode, QStringLiteral("--user"),
                                          QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin"), QStringLiteral("--json")},
                                         m_password + '\n');
    QVERIFY2(there.status == 0, there.out + there.err);

    const QJsonArray two = sessionsOf(mode);
    QCOMPARE(two.size(), 2);
    QVERIFY(two.at(0).toObject().value(QStringLiteral("current")).toBool());
    QVERIFY(!two.at(1).toObject().value(QStringLiteral("current")).toBool());
    QVERIFY(!two.at(0).toObject().value(QStringLiteral("createdAt")).toString().isEmpty());
    QVERIFY(two.at(0).toObject().value(QStringLiteral("app")).toString().contains(QLatin1String("eyturn")));
    // After "--": an id of random letters may begin with a dash.
    const QString other = two.at(1).toObject().value(QStringLiteral("id")).toString();
    const Finished revoked = m_world.cli({QStringLiteral("sessions"), QStringLiteral("revoke"), account(mode), QStringLiteral("--"), other});
    QVERIFY2(revoked.status == 0, revoked.err.constData());
    QCOMPARE(sessionsOf(mode).size(), 1);
    QCOMPARE(
        elsewhere.cli({QStringLiteral("sessions"), there.json().value(QStringLiteral("account")).toObject().value(QStringLiteral("id")).toString()})
            .status,
        3);
}

void TstExpress::aSessionThatWasEndedElsewhereAsksForANewSignIn()
{
    QFETCH(const QString, mode);
    const QString current = sessionsOf(mode).at(0).toObject().value(QStringLiteral("id")).toString();
    QVERIFY(!current.isEmpty());
    QCOMPARE(m_world.cli({QStringLiteral("sessions"), QStringLiteral("revoke"), account(mode), QStringLiteral("--"), current}).status, 0);
    const Finished refused =
        m_world.cli({QStringLiteral("request"), account(mode), QStringLiteral("GET"), at(mode, QStringLiteral("/api/profile")).toString()});
    QVERIFY2(refused.status == 3, QByteArray::number(refused.status) + refused.out + refused.err);
    const QJsonArray accounts =
        m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray();
    QCOMPARE(accounts.size(), 2); // it stays, with the reason
}

void TstExpress::signingInAgainMendsIt()
{
    QFETCH(const QString, mode);
    const QString before = account(mode);
    const Finished again = sign(QStringLiteral("sign-in"), mode, m_password);
    QVERIFY2(again.status == 0, again.out + again.err);
    QCOMPARE(account(mode), before);
    QCOMPARE(sessionsOf(mode).size(), 1);
}

void TstExpress::afterSigningOutNothingIsLeft()
{
    QFETCH(const QString, mode);
    const QString id = account(mode);
    const QByteArray token = m_world.cli({QStringLiteral("token"), id}).out.trimmed();
    QVERIFY(token.size() > 20);
    QVERIFY(!m_world.everythingOnDisk().contains(token));
    const Finished out = m_world.cli({QStringLiteral("sign-out"), id});
    QVERIFY2(out.status == 0, out.err.constData());
    QVERIFY2(out.err.contains("nothing of it is left"), out.err.constData()); // and not "… could not be told"
    QVERIFY(!World::everythingInKeychain().contains(id.toUtf8()));
    QVERIFY(!m_world.everythingOnDisk().contains(token));
    QVERIFY(account(mode).isEmpty());
}

void TstExpress::tooManyAttemptsAreToldWithTheirTime()
{
    QFETCH(const QString, mode);
    Finished last;
    for (int i = 0; i < 25 && last.status != 7; ++i)
        last = sign(QStringLiteral("sign-in"), mode, "not the password");
    QCOMPARE(last.status, 7);
    static const QRegularExpression left(QStringLiteral("try again in 1[0-5] min")); // of fifteen, on a machine that takes its time
    QVERIFY2(QString::fromUtf8(last.err).contains(left), last.err);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstExpress;
KEYTURN_TEST(TstExpress)
#include "tst_express.moc"
