// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/nodeserver.h"
#include "e2e/support/world.h"
#include "support/registry.h"
#include "support/totp.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QProcess>
#include <QTest>

namespace keyturn::e2e {

using tests::totp;

/// The command line on an Express backend with a second factor (otplib), change and reset of the password, and confirmed e-mails.
class TstAccountCare : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aPasswordAgainstTheRulesIsNotSent();
    void aRegistrationWaitsForItsEmail();
    void theEmailIsConfirmed();
    void aSecondFactorIsSetUp();
    void withoutACodeAndATerminalNobodyIsSignedIn();
    void aWrongCodeIsRefused();
    void theCodeOfTheAppSignsIn();
    void aCodeServesOnce();
    void aRecoveryCodeSignsIn();
    void aWrongPresentPasswordChangesNothing();
    void theChangedPasswordEndsTheOtherSessions();
    void theNewTokensServeAndAreRenewed();
    void aResetSetsTheForgottenPassword();
    void aChallengeThatHasRunOutIsSaid();
    void noSecretIsLeftOnDisk();

private:
    [[nodiscard]] QByteArray lastMail(const QString &purpose);
    [[nodiscard]] QString account();
    [[nodiscard]] Finished signIn(const QByteArray &input, const QStringList &more = {});
    [[nodiscard]] Finished request(const QString &path, const QByteArray &body);
    [[nodiscard]] static QString codeOf(const Finished &finished);
    [[nodiscard]] QStringList who(const QString &verb) const;

    World m_world;
    std::unique_ptr<NodeServer> m_server;
    QByteArray m_password = "correct horse battery 1";
    QByteArray m_secret; ///< Of the authenticator app.
    QJsonArray m_recovery;
    QByteArrayList m_seen; ///< Secrets that went through.
};

void TstAccountCare::initTestCase()
{
    m_server = std::make_unique<NodeServer>(QStringLiteral("express/server.js"),
                                            QMap<QString, QString>{{QStringLiteral("RATE_LIMIT"), QStringLiteral("100")},
                                                                   {QStringLiteral("CHALLENGE_TTL"), QStringLiteral("8")},
                                                                   {QStringLiteral("REQUIRE_VERIFIED"), QStringLiteral("1")}});
    QVERIFY(!m_server->url().isEmpty());
    const QString folder = m_world.home() + QStringLiteral("/config/profiles.d");
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + QStringLiteral("/care.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(NodeServer::profile(QStringLiteral("express/profile-care.json"), {{QStringLiteral("/baseUrl"), m_server->url().toString()}}))
            > 0);
}

QByteArray TstAccountCare::lastMail(const QString &purpose)
{
    QNetworkAccessManager manager;
    QNetworkReply *reply = manager.get(QNetworkRequest(m_server->url().resolved(QUrl(QStringLiteral("/test/mail")))));
    if (!QTest::qWaitFor([reply] { return reply->isFinished(); }))
        return {};
    const QJsonArray mails = QJsonDocument::fromJson(reply->readAll()).object().value(QStringLiteral("mails")).toArray();
    reply->deleteLater();
    for (qsizetype i = mails.size() - 1; i >= 0; --i) {
        if (mails.at(i).toObject().value(QStringLiteral("purpose")).toString() == purpose)
            return mails.at(i).toObject().value(QStringLiteral("token")).toString().toUtf8();
    }
    return {};
}

QString TstAccountCare::account()
{
    return m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")})
        .json()
        .value(QStringLiteral("accounts"))
        .toArray()
        .at(0)
        .toObject()
        .value(QStringLiteral("id"))
        .toString();
}

QStringList TstAccountCare::who(const QString &verb) const
{
    return {verb,
            QStringLiteral("--profile"),
            QStringLiteral("care"),
            QStringLiteral("--user"),
            QStringLiteral("ada@example.com"),
            QStringLiteral("--json")};
}

Finished TstAccountCare::signIn(const QByteArray &input, const QStringList &more)
{
    return m_world.cli(who(QStringLiteral("sign-in")) + QStringList{QStringLiteral("--password-stdin")} + more, input);
}

Finished TstAccountCare::request(const QString &path, const QByteArray &body)
{
    return m_world.cli({QStringLiteral("request"), account(), QStringLiteral("POST"), m_server->url().resolved(QUrl(path)).toString(),
                        QStringLiteral("-H"), QStringLiteral("Content-Type: application/json"), QStringLiteral("-d"), QStringLiteral("-")},
                       body);
}

QString TstAccountCare::codeOf(const Finished &finished)
{
    return finished.json().value(QStringLiteral("error")).toObject().value(QStringLiteral("code")).toString();
}

void TstAccountCare::aPasswordAgainstTheRulesIsNotSent()
{
    const QStringList arguments =
        who(QStringLiteral("register")) + QStringList{QStringLiteral("--name"), QStringLiteral("Ada"), QStringLiteral("--password-stdin")};
    const Finished refused = m_world.cli(arguments, "letters\n");
    QCOMPARE(refused.status, 6);
    QCOMPARE(codeOf(refused), QStringLiteral("password_rules"));
    QCOMPARE(refused.json().value(QStringLiteral("error")).toObject().value(QStringLiteral("fields")).toArray().size(), 2);
    QVERIFY2(refused.err.contains("A digit."), refused.err);
    QVERIFY(lastMail(QStringLiteral("verify")).isEmpty());
}

void TstAccountCare::aRegistrationWaitsForItsEmail()
{
    const QStringList arguments =
        who(QStringLiteral("register")) + QStringList{QStringLiteral("--name"), QStringLiteral("Ada"), QStringLiteral("--password-stdin")};
    const Finished waits = m_world.cli(arguments, m_password + '\n');
    QCOMPARE(waits.status, 6);
    QCOMPARE(codeOf(waits), QStringLiteral("email_not_verified"));
    QVERIFY2(waits.err.contains("keyturn-cli verify-email"), waits.err);
    QVERIFY(!lastMail(QStringLiteral("verify")).isEmpty());
    const Finished signedIn = signIn(m_password + '\n');
    QCOMPARE(signedIn.status, 6);
    QCOMPARE(codeOf(signedIn), QStringLiteral("email_not_verified"));
    QVERIFY(account().isEmpty());
}

void TstAccountCare::theEmailIsConfirmed()
{
    const QStringList piped{QStringLiteral("--code-stdin")};
    const QByteArray first = lastMail(QStringLiteral("verify"));
    QCOMPARE(m_world.cli(who(QStringLiteral("verify-email")) + QStringList{QStringLiteral("--resend")}).status, 0);
    const QByteArray second = lastMail(QStringLiteral("verify"));
    QVERIFY(first != second);
    QCOMPARE(m_world.cli(who(QStringLiteral("verify-email")) + piped, "nonsense\n").status, 6);
    const Finished done = m_world.cli(who(QStringLiteral("verify-email")) + piped, second + '\n');
    QVERIFY2(done.status == 0, done.out + done.err);
    QVERIFY(done.json().value(QStringLiteral("verified")).toBool());
    QVERIFY2(signIn(m_password + '\n').status == 0, "signing in after it");
    m_seen += {first, second, m_password};
}

void TstAccountCare::aSecondFactorIsSetUp()
{
    const Finished setup = request(QStringLiteral("/api/auth/2fa/setup"), "{}");
    QVERIFY2(setup.status == 0, setup.err);
    m_secret = setup.json().value(QStringLiteral("secret")).toString().toUtf8();
    const Finished enabled = request(QStringLiteral("/api/auth/2fa/enable"), "{\"code\":\"" + totp(m_secret, -1) + "\"}");
    QVERIFY2(enabled.status == 0, enabled.out + enabled.err);
    m_recovery = enabled.json().value(QStringLiteral("recoveryCodes")).toArray();
    QCOMPARE(m_recovery.size(), 4);
}

void TstAccountCare::withoutACodeAndATerminalNobodyIsSignedIn()
{
    QProcess process;
    process.setProcessEnvironment(m_world.environment());
    // In a session of its own: whoever runs this test may sit at a terminal.
    process.start(QStringLiteral("setsid"),
                  QStringList{QStringLiteral("--wait"), World::program(QStringLiteral("keyturn-cli"))} + who(QStringLiteral("sign-in"))
                      + QStringList{QStringLiteral("--password-stdin")});
    process.write(m_password + '\n');
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(60'000));
    const Finished needed{process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    QCOMPARE(needed.status, 3);
    QCOMPARE(codeOf(needed), QStringLiteral("code_required"));
    QVERIFY2(needed.err.contains("--code-stdin"), needed.err);
}

void TstAccountCare::aWrongCodeIsRefused()
{
    const QStringList piped{QStringLiteral("--code-stdin")};
    const Finished wrong = signIn(m_password + "\n000000\n", piped);
    QCOMPARE(wrong.status, 6);
    QVERIFY2(codeOf(wrong) == QLatin1String("invalid_code"), wrong.out);
    const Finished letters = signIn(m_password + "\n\n", piped);
    QCOMPARE(letters.status, 2);
    QCOMPARE(
        m_world.cli(who(QStringLiteral("sign-in")) + QStringList{QStringLiteral("--password-stdin"), QStringLiteral("--code"), QStringLiteral("1")})
            .status,
        2);
}

void TstAccountCare::theCodeOfTheAppSignsIn()
{
    const QByteArray code = totp(m_secret);
    const Finished done = signIn(m_password + '\n' + code.first(3) + ' ' + code.last(3) + '\n', {QStringLiteral("--code-stdin")});
    QVERIFY2(done.status == 0, done.out + done.err);
    QCOMPARE(done.json().value(QStringLiteral("account")).toObject().value(QStringLiteral("id")).toString(), account());
}

void TstAccountCare::aCodeServesOnce()
{
    const QByteArray code = totp(m_secret, 1); // the server takes it, some seconds early
    QCOMPARE(signIn(m_password + '\n' + code + '\n', {QStringLiteral("--code-stdin")}).status, 0);
    const Finished again = signIn(m_password + '\n' + code + '\n', {QStringLiteral("--code-stdin")});
    QCOMPARE(again.status, 6);
    QCOMPARE(codeOf(again), QStringLiteral("invalid_code"));
}

void TstAccountCare::aRecoveryCodeSignsIn()
{
    const QByteArray code = m_recovery.at(0).toString().toUtf8();
    const Finished done = signIn(m_password + '\n' + code + '\n', {QStringLiteral("--code-stdin")});
    QVERIFY2(done.status == 0, done.out + done.err);
    m_seen += code;
}

void TstAccountCare::aWrongPresentPasswordChangesNothing()
{
    const QStringList arguments{
        QStringLiteral("password"), QStringLiteral("change"), account(), QStringLiteral("--password-stdin"), QStringLiteral("--new-password-stdin"),
        QStringLiteral("--json")};
    const Finished refused = m_world.cli(arguments, "wrong\nanother password 2\n");
    QCOMPARE(refused.status, 6);
    QCOMPARE(codeOf(refused), QStringLiteral("invalid_credentials"));
    const Finished weak = m_world.cli(arguments, m_password + "\nshort\n");
    QCOMPARE(weak.status, 6);
    QCOMPARE(codeOf(weak), QStringLiteral("password_rules"));
    QCOMPARE(m_world.cli({QStringLiteral("token"), account()}).status, 0);
}

void TstAccountCare::theChangedPasswordEndsTheOtherSessions()
{
    // Another device, which signs in by itself.
    const Finished challenged = request(QStringLiteral("/api/auth/login"), "{\"email\":\"ada@example.com\",\"password\":\"" + m_password + "\"}");
    const QByteArray challenge = challenged.json().value(QStringLiteral("tempToken")).toString().toUtf8();
    const Finished elsewhere = request(QStringLiteral("/api/auth/2fa/recovery"),
                                       "{\"tempToken\":\"" + challenge + "\",\"code\":\"" + m_recovery.at(3).toString().toUtf8() + "\"}");
    QVERIFY2(elsewhere.status == 0, elsewhere.err);
    const QStringList list{QStringLiteral("sessions"), account(), QStringLiteral("--json")};
    QCOMPARE(m_world.cli(list).json().value(QStringLiteral("sessions")).toArray().size(), 2);
    const Finished changed = m_world.cli({QStringLiteral("password"), QStringLiteral("change"), account(), QStringLiteral("--password-stdin"),
                                          QStringLiteral("--new-password-stdin"), QStringLiteral("--json")},
                                         m_password + "\nanother password 2\n");
    QVERIFY2(changed.status == 0, changed.out + changed.err);
    QVERIFY(changed.json().value(QStringLiteral("changed")).toBool());
    QVERIFY(!changed.json().value(QStringLiteral("signInNeeded")).toBool());
    QCOMPARE(m_world.cli(list).json().value(QStringLiteral("sessions")).toArray().size(), 1);
    m_password = "another password 2";
    m_seen += m_password;
}

void TstAccountCare::theNewTokensServeAndAreRenewed()
{
    const Finished renewed = m_world.cli({QStringLiteral("token"), account(), QStringLiteral("--force-refresh")});
    QVERIFY2(renewed.status == 0, renewed.err);
    QCOMPARE(m_server->counters().value(QStringLiteral("reuse")).toInt(), 0);
}

void TstAccountCare::aResetSetsTheForgottenPassword()
{
    const QStringList reset = QStringList{QStringLiteral("password"), QStringLiteral("reset")} + who(QString()).mid(1);
    const Finished asked = m_world.cli(reset);
    QVERIFY2(asked.status == 0, asked.out + asked.err);
    QVERIFY(asked.json().value(QStringLiteral("requested")).toBool());
    QStringList stranger = reset;
    stranger[5] = QStringLiteral("nobody@example.com");
    QCOMPARE(m_world.cli(stranger).out, asked.out); // nobody learns who has an account
    const QStringList confirm = reset + QStringList{QStringLiteral("--code-stdin"), QStringLiteral("--new-password-stdin")};
    const QByteArray code = lastMail(QStringLiteral("reset"));
    QCOMPARE(m_world.cli(confirm, "nonsense\nthe third password\n").status, 6); // no digit: not sent
    QCOMPARE(codeOf(m_world.cli(confirm, "nonsense\nthe third password 3\n")), QStringLiteral("invalid_code"));
    const Finished set = m_world.cli(confirm, code + "\nthe third password 3\n");
    QVERIFY2(set.status == 0, set.out + set.err);
    QCOMPARE(m_world
                 .cli({QStringLiteral("request"), account(), QStringLiteral("GET"),
                       m_server->url().resolved(QUrl(QStringLiteral("/api/profile"))).toString()})
                 .status,
             3); // it ended the sessions
    QCOMPARE(codeOf(m_world.cli(confirm, code + "\nthe third password 3\n")), QStringLiteral("invalid_code")); // once only
    m_password = "the third password 3";
    m_seen += {code, m_password};
    const QByteArray recovery = m_recovery.at(1).toString().toUtf8();
    QVERIFY2(signIn(m_password + '\n' + recovery + '\n', {QStringLiteral("--code-stdin")}).status == 0, "with the new one");
}

void TstAccountCare::aChallengeThatHasRunOutIsSaid()
{
    // The code comes from a pipe that takes its time.
    const auto process =
        m_world.startCli(who(QStringLiteral("sign-in")) + QStringList{QStringLiteral("--password-stdin"), QStringLiteral("--code-stdin")});
    process->write(m_password + '\n');
    QTest::qWait(10'000);
    process->write(m_recovery.at(2).toString().toUtf8() + '\n');
    QVERIFY(process->waitForFinished(30'000));
    QCOMPARE(process->exitCode(), 6);
    QVERIFY2(process->readAllStandardOutput().contains("challenge_expired"), "its code");
}

void TstAccountCare::noSecretIsLeftOnDisk()
{
    const QByteArray disk = m_world.everythingOnDisk();
    for (const QByteArray &secret : std::as_const(m_seen))
        QVERIFY(!disk.contains(secret));
}

} // namespace keyturn::e2e

using keyturn::e2e::TstAccountCare;
KEYTURN_TEST(TstAccountCare)
#include "tst_accountcare.moc"
