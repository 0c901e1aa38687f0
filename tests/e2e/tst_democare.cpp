// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"
#include "support/totp.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::e2e {

using tests::totp;

/// The command line on the embedded backend, by the demo profile: second factor, change and reset of the password, a confirmed e-mail.
class TstDemoCare : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theMailedCodeConfirmsTheEmail();
    void theSecondFactorIsAskedFor();
    void theChangedPasswordKeepsThisSignIn();
    void theResetEndsIt();

private:
    [[nodiscard]] Finished ask(const QStringList &verb, const QByteArray &input, const QStringList &more);
    [[nodiscard]] QJsonObject post(const QString &path, const QByteArray &body);
    [[nodiscard]] QByteArray mailed(const QString &subject) const;

    World m_world;
    QUrl m_backend;
    QString m_account;
    QByteArray m_secret;
};

void TstDemoCare::initTestCase()
{
    m_backend = m_world.startBackend({QStringLiteral("--bcrypt-cost"), QStringLiteral("10")});
    QVERIFY(!m_backend.isEmpty());
    m_account = m_world.signUp(QStringLiteral("ada@example.com"));
    QVERIFY(!m_account.isEmpty());
}

Finished TstDemoCare::ask(const QStringList &verb, const QByteArray &input, const QStringList &more)
{
    return m_world.cli(verb
                           + QStringList{QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--user"),
                                         QStringLiteral("ada@example.com"), QStringLiteral("--json")}
                           + more,
                       input);
}

QJsonObject TstDemoCare::post(const QString &path, const QByteArray &body)
{
    return m_world
        .cli({QStringLiteral("request"), m_account, QStringLiteral("POST"), m_backend.resolved(QUrl(path)).toString(), QStringLiteral("-H"),
              QStringLiteral("Content-Type: application/json"), QStringLiteral("-d"), QStringLiteral("-")},
             body)
        .json();
}

/// The code in the newest mail with @p subject, from the backend's outbox.
QByteArray TstDemoCare::mailed(const QString &subject) const
{
    QByteArray code;
    QString newest;
    const bool there = QTest::qWaitFor([&] {
        QDirIterator files(m_world.home(), {QStringLiteral("*.txt")}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            const QString name = file.fileName();
            if (!name.contains(QLatin1String("/outbox/")) || name < newest || !file.open(QIODevice::ReadOnly))
                continue;
            const QString mail = QString::fromUtf8(file.readAll());
            if (!mail.contains(QLatin1String("\nSubject: ") + subject + u'\n'))
                continue;
            newest = name;
            code = mail.section(QLatin1String("\n\n"), 2, 2).toUtf8();
        }
        return !code.isEmpty();
    });
    return there ? code : QByteArray();
}

void TstDemoCare::theMailedCodeConfirmsTheEmail()
{
    const QStringList verb{QStringLiteral("verify-email")};
    const QByteArray code = mailed(QStringLiteral("Confirm your e-mail address"));
    QVERIFY(!code.isEmpty());
    QCOMPARE(ask(verb, "AAAA-BBBB-CCCC-DDDD\n", {QStringLiteral("--code-stdin")}).status, 6);
    const Finished done = ask(verb, code + '\n', {QStringLiteral("--code-stdin")});
    QVERIFY2(done.status == 0, done.err);
}

void TstDemoCare::theSecondFactorIsAskedFor()
{
    m_secret = post(QStringLiteral("/api/auth/second-factor"), "{}").value(QStringLiteral("secret")).toString().toUtf8();
    QVERIFY(!m_secret.isEmpty());
    const QJsonObject confirmed = post(QStringLiteral("/api/auth/second-factor/confirm"), "{\"code\":\"" + totp(m_secret, -1) + "\"}");
    const QByteArray recovery = confirmed.value(QStringLiteral("recoveryCodes")).toArray().at(0).toString().toUtf8();
    QVERIFY(!recovery.isEmpty());
    const QStringList verb{QStringLiteral("sign-in")};
    const QStringList piped{QStringLiteral("--password-stdin"), QStringLiteral("--code-stdin")};
    const QByteArray password = "correct horse battery\n";
    const Finished wrong = ask(verb, password + "AAAA-BBBB-CCCC-DDDD\n", piped);
    QCOMPARE(wrong.status, 6);
    QVERIFY2(wrong.out.contains("invalid_code"), wrong.out);
    const Finished byApp = ask(verb, password + totp(m_secret) + '\n', piped);
    QVERIFY2(byApp.status == 0, byApp.out + byApp.err);
    const Finished byRecovery = ask(verb, password + recovery.toLower() + '\n', piped);
    QVERIFY2(byRecovery.status == 0, byRecovery.out + byRecovery.err);
    QVERIFY(!m_world.everythingOnDisk().contains(recovery));
}

void TstDemoCare::theChangedPasswordKeepsThisSignIn()
{
    const QStringList arguments{
        QStringLiteral("password"), QStringLiteral("change"), m_account, QStringLiteral("--password-stdin"), QStringLiteral("--new-password-stdin"),
        QStringLiteral("--json")};
    QCOMPARE(m_world.cli(arguments, "not the password\nanother horse battery\n").status, 6);
    const Finished changed = m_world.cli(arguments, "correct horse battery\nanother horse battery\n");
    QVERIFY2(changed.status == 0, changed.out + changed.err);
    QCOMPARE(m_world.cli({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")}).status, 0);
    const QJsonArray sessions =
        m_world.cli({QStringLiteral("sessions"), m_account, QStringLiteral("--json")}).json().value(QStringLiteral("sessions")).toArray();
    QCOMPARE(sessions.size(), 1);
}

void TstDemoCare::theResetEndsIt()
{
    const QStringList verb{QStringLiteral("password"), QStringLiteral("reset")};
    QCOMPARE(ask(verb, {}, {}).status, 0);
    const QByteArray code = mailed(QStringLiteral("Set a new password"));
    const Finished set = ask(verb, code + "\nthird horse battery\n", {QStringLiteral("--code-stdin"), QStringLiteral("--new-password-stdin")});
    QVERIFY2(set.status == 0, set.out + set.err);
    QCOMPARE(m_world.cli({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")}).status, 3);
    const Finished again = ask({QStringLiteral("sign-in")}, "third horse battery\n" + totp(m_secret, 1) + '\n',
                               {QStringLiteral("--password-stdin"), QStringLiteral("--code-stdin")});
    QVERIFY2(again.status == 0, again.out + again.err);
    QCOMPARE(again.json().value(QStringLiteral("account")).toObject().value(QStringLiteral("id")).toString(), m_account);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstDemoCare;
KEYTURN_TEST(TstDemoCare)
#include "tst_democare.moc"
