// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/nodeserver.h"
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTcpServer>
#include <QTest>

namespace keyturn::e2e {

/// An Express backend that signs people in at a provider itself: handed over by the lines of HANDOFF.md, and as such backends do it by habit, by the
/// token in the address.
class TstExpressHandoff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theSpecificationShowsWhatIsTried();
    void theLinesOfTheSpecificationServe();
    void theProfileIsValidated();
    void theTokenInTheAddressServesAndIsMarkedUnsafe();

private:
    Finished signIn(const QString &provider)
    {
        return m_world.cli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("seed"), QStringLiteral("--provider"), provider,
                            QStringLiteral("--json"), QStringLiteral("--browser"), World::person({QStringLiteral("--known")})},
                           {}, 120'000);
    }
    static QString text(const QJsonValue &object, const char *name) { return object.toObject().value(QLatin1String(name)).toString(); }

    World m_world;
    std::unique_ptr<NodeServer> m_server;
    QString m_profile;
};

void TstExpressHandoff::initTestCase()
{
    QTcpServer free; // a port that is free a moment later
    QVERIFY(free.listen(QHostAddress::LocalHost));
    const QString page = QStringLiteral("http://localhost:%1/auth/callback").arg(free.serverPort());
    free.close();
    m_server = std::make_unique<NodeServer>(QStringLiteral("express/server.js"), QMap<QString, QString>{{QStringLiteral("CLIENT_URL"), page}});
    QVERIFY(!m_server->url().isEmpty());
    const QJsonObject exchange{{QStringLiteral("method"), QStringLiteral("POST")},
                               {QStringLiteral("path"), QStringLiteral("/api/native/handoff")},
                               {QStringLiteral("bodyType"), QStringLiteral("json")},
                               {QStringLiteral("body"),
                                QJsonObject{{QStringLiteral("code"), QStringLiteral("{code}")},
                                            {QStringLiteral("codeVerifier"), QStringLiteral("{codeVerifier}")},
                                            {QStringLiteral("redirectUri"), QStringLiteral("{redirectUri}")}}}};
    const QJsonObject safe{{QStringLiteral("id"), QStringLiteral("native")},
                           {QStringLiteral("name"), QStringLiteral("Google, through Express")},
                           {QStringLiteral("kind"), QStringLiteral("backend")},
                           {QStringLiteral("handoff"),
                            QJsonObject{{QStringLiteral("start"), QStringLiteral("/api/native/google")}, {QStringLiteral("exchange"), exchange}}}};
    const QJsonObject unsafe{
        {QStringLiteral("id"), QStringLiteral("habit")},
        {QStringLiteral("name"), QStringLiteral("Google, through Express, by habit")},
        {QStringLiteral("kind"), QStringLiteral("backend")},
        {QStringLiteral("redirectUri"), page},
        {QStringLiteral("handoff"),
         QJsonObject{{QStringLiteral("start"), QStringLiteral("/api/auth/google")}, {QStringLiteral("tokenParameter"), QStringLiteral("token")}}}};
    const QByteArray profile =
        NodeServer::profile(QStringLiteral("../../resources/profiles/seed.json"),
                            {{QStringLiteral("/baseUrl"), m_server->url().toString()}, {QStringLiteral("/providers"), QJsonArray{safe, unsafe}}});
    const QString folder = m_world.home() + QStringLiteral("/config/profiles.d");
    QVERIFY(QDir().mkpath(folder));
    m_profile = folder + QStringLiteral("/seed.json");
    QFile file(m_profile);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(profile), profile.size());
}

void TstExpressHandoff::theSpecificationShowsWhatIsTried()
{
    const QString servers = QStringLiteral(KEYTURN_SERVERS_FOLDER);
    QFile code(servers + QStringLiteral("/express/handoff.js"));
    QFile specification(servers + QStringLiteral("/../../resources/profiles/HANDOFF.md"));
    QVERIFY(code.open(QIODevice::ReadOnly) && specification.open(QIODevice::ReadOnly));
    const QByteArray whole = code.readAll();
    QVERIFY(specification.readAll().contains(whole.mid(whole.indexOf("const random"))));
}

void TstExpressHandoff::theLinesOfTheSpecificationServe()
{
    const Finished done = signIn(QStringLiteral("native"));
    QVERIFY2(done.status == 0, done.err.constData());
    QVERIFY(!done.err.contains("Unsafe: "));
    const QJsonValue account = done.json().value(QStringLiteral("account"));
    QCOMPARE(text(account, "email"), QStringLiteral("grace@example.com"));
    const QString id = text(account, "id");
    const Finished renewed = m_world.cli({QStringLiteral("token"), id, QStringLiteral("--force-refresh")});
    QVERIFY2(renewed.status == 0, renewed.err.constData());
    const QJsonArray sessions =
        m_world.cli({QStringLiteral("sessions"), id, QStringLiteral("--json")}).json().value(QStringLiteral("sessions")).toArray();
    QCOMPARE(sessions.size(), 1);
    QCOMPARE(m_world.cli({QStringLiteral("sign-out"), id}).status, 0);
}

void TstExpressHandoff::theProfileIsValidated()
{
    const Finished done = m_world.cli({QStringLiteral("profiles"), QStringLiteral("validate"), m_profile, QStringLiteral("--json")});
    const QJsonArray steps = done.json().value(QStringLiteral("steps")).toArray();
    QStringList told;
    for (const QJsonValue &step : steps) {
        if (text(step, "step").startsWith(QLatin1String("handoff_")))
            told += text(step, "step") + u' ' + text(step, "outcome") + u' ' + text(step, "place");
    }
    QCOMPARE(told,
             (QStringList{QStringLiteral("handoff_unsafe works /providers/1/handoff/tokenParameter"),
                          QStringLiteral("handoff_start works /providers/0/handoff/start"),
                          QStringLiteral("handoff_refuses works /providers/0/handoff/start"),
                          QStringLiteral("handoff_exchange works /providers/0/handoff/exchange"),
                          QStringLiteral("handoff_start works /providers/1/handoff/start")}));
}

void TstExpressHandoff::theTokenInTheAddressServesAndIsMarkedUnsafe()
{
    const Finished done = signIn(QStringLiteral("habit"));
    QVERIFY2(done.status == 0, done.err.constData());
    QVERIFY2(done.err.contains("Unsafe: ") && done.err.contains("No refresh token comes with it"), done.err.constData());
    const QJsonValue account = done.json().value(QStringLiteral("account"));
    QCOMPARE(text(account, "email"), QStringLiteral("grace@example.com"));
    QVERIFY(!text(account, "expiresAt").isEmpty()); // the token's own exp
    const QString id = text(account, "id");
    const Finished asked = m_world.cli(
        {QStringLiteral("request"), id, QStringLiteral("GET"), m_server->url().resolved(QUrl(QStringLiteral("/api/profile"))).toString()});
    QVERIFY2(asked.out.contains("grace@example.com"), asked.err.constData());
    const Finished renewed = m_world.cli({QStringLiteral("token"), id, QStringLiteral("--force-refresh")});
    QCOMPARE(renewed.status, 6); // there is nothing to renew it with, and it is not over yet
    QVERIFY2(renewed.err.contains("cannot be renewed"), renewed.err.constData());
    QCOMPARE(m_world.cli({QStringLiteral("token"), id}).status, 0);
    const Finished shown = m_world.cli({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("seed")});
    QVERIFY(shown.out.contains("UNSAFE"));
    QVERIFY(m_world.cli({QStringLiteral("profiles")}).out.contains("unsafe"));
}

} // namespace keyturn::e2e

using keyturn::e2e::TstExpressHandoff;
KEYTURN_TEST(TstExpressHandoff)
#include "tst_expresshandoff.moc"
