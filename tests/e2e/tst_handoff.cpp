// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUrlQuery>

namespace keyturn::e2e {

/// Sign-in that the backend runs at a provider itself, handed to the command line by a one-time code; a real Chromium does login and consent.
class TstHandoff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aPersonIsHandedOver_data();
    void aPersonIsHandedOver();
    void theSessionIsTheBackendsOwn();
    void whoHasAPasswordTooIsOneAccount();
    void refusedConsentIsSaidAndNothingIsStored();
    void anAddressThatNobodyVerifiedIsSaid();
    void theAnswerCanBePasted();

private:
    Finished signIn(const QString &provider, const QStringList &person)
    {
        return m_world.cli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--provider"), provider,
                            QStringLiteral("--json"), QStringLiteral("--browser"), World::person(person)},
                           {}, 120'000);
    }
    QJsonArray accounts()
    {
        return m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray();
    }
    static QString text(const QJsonValue &object, const char *name) { return object.toObject().value(QLatin1String(name)).toString(); }

    World m_world;
    QUrl m_backend;
};

void TstHandoff::initTestCase()
{
    m_backend = m_world.startBackend();
    QVERIFY(!m_backend.isEmpty());
}

void TstHandoff::aPersonIsHandedOver_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("email");
    QTest::newRow("OpenID Connect") << QStringLiteral("demo-google") << QStringLiteral("ada.lovelace@example.com");
    QTest::newRow("GitHub") << QStringLiteral("demo-github") << QStringLiteral("grace.hopper@example.com");
}

void TstHandoff::aPersonIsHandedOver()
{
    QFETCH(QString, provider);
    QFETCH(QString, email);
    const QString report = m_world.home() + u'/' + provider + QStringLiteral("-report.json");
    const Finished done = signIn(provider, {QStringLiteral("--email"), email, QStringLiteral("--report"), report});
    QVERIFY2(done.status == 0, done.err.constData());
    const QJsonValue account = done.json().value(QStringLiteral("account"));
    QCOMPARE(text(account, "email"), email);
    QCOMPARE(text(account, "issuer"), m_backend.toString());
    QCOMPARE(text(account, "handoff"), provider);
    QCOMPARE(text(account, "method"), QStringLiteral("browser"));
    QVERIFY(text(account, "provider").isEmpty());

    QFile file(report);
    QTRY_VERIFY_WITH_TIMEOUT(file.exists(), 20'000); // the person closes the browser a moment after the program is done
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject seen = QJsonDocument::fromJson(file.readAll()).object();
    QVERIFY2(text(seen, "text").contains(QStringLiteral("You can close this tab")), QJsonDocument(seen).toJson().constData());
    QVERIFY(!QUrl(text(seen, "url")).hasQuery()); // no code in its address (FAULTS 17)
}

void TstHandoff::theSessionIsTheBackendsOwn()
{
    const QJsonArray list = accounts();
    QCOMPARE(list.size(), 2);
    for (const QJsonValue &account : list) {
        const QString id = text(account, "id");
        const QByteArray first = m_world.cli({QStringLiteral("token"), id}).out;
        const Finished renewed = m_world.cli({QStringLiteral("token"), id, QStringLiteral("--force-refresh")});
        QVERIFY2(renewed.status == 0, renewed.err.constData());
        QVERIFY(renewed.out != first);
        const Finished profile =
            m_world.cli({QStringLiteral("request"), id, QStringLiteral("GET"), m_backend.resolved(QUrl(QStringLiteral("/api/profile"))).toString()});
        QVERIFY2(profile.out.contains(text(account, "email").toUtf8()), profile.out.constData());
        const QJsonArray sessions =
            m_world.cli({QStringLiteral("sessions"), id, QStringLiteral("--json")}).json().value(QStringLiteral("sessions")).toArray();
        QCOMPARE(sessions.size(), 1);
        QVERIFY(sessions.first().toObject().value(QStringLiteral("current")).toBool());
        QVERIFY(!text(sessions.first(), "device").isEmpty());
        const Finished out = m_world.cli({QStringLiteral("sign-out"), id});
        QVERIFY2(out.status == 0, out.err.constData());
    }
    QVERIFY(accounts().isEmpty());
    QVERIFY(!World::everythingInKeychain().contains("refresh"));
}

void TstHandoff::whoHasAPasswordTooIsOneAccount()
{
    const QString id = m_world.signUp(QStringLiteral("hedy@example.com"));
    QVERIFY(!id.isEmpty());
    const Finished done = signIn(QStringLiteral("demo-google"), {QStringLiteral("--email"), QStringLiteral("hedy@example.com")});
    QVERIFY2(done.status == 0, done.err.constData());
    QCOMPARE(text(done.json().value(QStringLiteral("account")), "id"), id);
    QCOMPARE(accounts().size(), 1);
    QCOMPARE(m_world.cli({QStringLiteral("sign-out"), id, QStringLiteral("--everywhere")}).status, 0);
}

void TstHandoff::refusedConsentIsSaidAndNothingIsStored()
{
    const Finished refused = signIn(QStringLiteral("demo-google"), {QStringLiteral("--decision"), QStringLiteral("deny")});
    QCOMPARE(refused.status, 130);
    QVERIFY(!refused.err.trimmed().isEmpty());
    QVERIFY(accounts().isEmpty());
}

void TstHandoff::anAddressThatNobodyVerifiedIsSaid()
{
    const Finished refused = signIn(QStringLiteral("demo-github"), {QStringLiteral("--email"), QStringLiteral("unverified.eve@example.com")});
    QCOMPARE(refused.status, 6);
    QVERIFY2(refused.out.contains("email_unverified"), refused.out.constData());
    QVERIFY(accounts().isEmpty());
}

void TstHandoff::theAnswerCanBePasted()
{
    const auto waiting =
        m_world.startCli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--provider"),
                          QStringLiteral("demo-google"), QStringLiteral("--print-url"), QStringLiteral("--paste")});
    QVERIFY(waiting->waitForReadyRead(20'000));
    const QUrlQuery query(QUrl(QString::fromUtf8(waiting->readLine().trimmed())));
    const auto value = [&query](const char *name) { return query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded); };
    QVERIFY(!value("redirect_uri").isEmpty());
    waiting->write("http://127.0.0.1/nonsense\n");
    const QString refusal = value("redirect_uri") + QStringLiteral("?error=access_denied&state=") + value("state") + QStringLiteral("&iss=")
        + QString::fromLatin1(QUrl::toPercentEncoding(m_backend.toString()));
    waiting->write(refusal.toUtf8() + '\n');
    QVERIFY(waiting->waitForFinished(20'000));
    QCOMPARE(waiting->exitCode(), 130);
    QVERIFY(waiting->readAllStandardError().contains("not this sign-in"));
}

} // namespace keyturn::e2e

using keyturn::e2e::TstHandoff;
KEYTURN_TEST(TstHandoff)
#include "tst_handoff.moc"
