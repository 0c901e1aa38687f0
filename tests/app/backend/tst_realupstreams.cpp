// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/options.h"
#include "handoffjourney.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::backend {

namespace {

const QString webApp = QStringLiteral("https://app.example/signed-in?from=backend");
constexpr auto upstreamSecret = "a secret with: marks & spaces/";

/// The client file of the backend that is the provider.
QByteArray clients()
{
    QJsonArray list;
    for (const QString &provider : {QStringLiteral("google"), QStringLiteral("github")})
        list.append(QJsonObject{{QStringLiteral("id"), QLatin1String("far-") + provider},
                                {QStringLiteral("name"), QStringLiteral("Far")},
                                {QStringLiteral("secret"), QLatin1String(upstreamSecret)},
                                {QStringLiteral("redirectUri"), QStringLiteral("http://127.0.0.1/api/auth/%1/callback").arg(provider)}});
    return QJsonDocument(QJsonObject{{QStringLiteral("clients"), list}}).toJson();
}

QStringList joined(std::initializer_list<const char *> words)
{
    QStringList list;
    for (const char *word : words)
        list.append(QString::fromUtf8(word));
    return list;
}

} // namespace

/// A backend that is a client of Google and GitHub at addresses of their own: here both are another backend on this computer.
class TstRealUpstreams : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        writeFile(m_upstream.file(QStringLiteral("clients.json")), clients());
        QVERIFY2(m_upstream.start({QStringLiteral("--provider-clients"), m_upstream.file(QStringLiteral("clients.json"))}),
                 m_upstream.log().constData());
        const QString secret = m_backend.file(QStringLiteral("secret"));
        writeFile(secret, QByteArray(upstreamSecret) + '\n');
        QVERIFY2(
            m_backend.start({QStringLiteral("--google-client-id"), QStringLiteral("far-google"), QStringLiteral("--google-issuer"),
                             m_upstream.url() + QLatin1String("/google"), QStringLiteral("--google-client-secret-file"), secret,
                             QStringLiteral("--github-client-id"), QStringLiteral("far-github"), QStringLiteral("--github-url"),
                             m_upstream.url() + QLatin1String("/github"), QStringLiteral("--github-client-secret-file"), secret,
                             QStringLiteral("--web-redirect"), webApp, QStringLiteral("--web-redirect"), QStringLiteral("http://localhost:5173/")}),
            m_backend.log().constData());
    }

    void anAppIsHandedThePerson_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::newRow("OpenID Connect") << QStringLiteral("google");
        QTest::newRow("GitHub Enterprise") << QStringLiteral("github");
    }

    void anAppIsHandedThePerson()
    {
        QFETCH(QString, provider);
        const Answer back = through(provider, startRequest(), QStringLiteral("ada.lovelace@example.com"));
        QVERIFY2(back.header("location").startsWith(redirectUri.toLatin1()), back.header("location").constData());
        const QString code = redirectParameters(back).value(QStringLiteral("code"));
        const Answer answer = m_backend.http().postJson("/api/auth/handoff", HandoffJourney::exchangeBody(code));
        QCOMPARE(answer.status, 200);
        QCOMPARE(text(answer.json().value(QStringLiteral("user")).toObject(), "email"), QStringLiteral("ada.lovelace@example.com"));
    }

    void anUnverifiedAddressLinksToNothing_data() { anAppIsHandedThePerson_data(); }

    void anUnverifiedAddressLinksToNothing()
    {
        QFETCH(QString, provider);
        const Answer back = through(provider, startRequest(), QStringLiteral("unverified.%1@example.com").arg(provider));
        QCOMPARE(redirectParameters(back).value(QStringLiteral("error")), QStringLiteral("email_unverified"));
    }

    void aWebAppGetsTheRefreshCookie_data() { anAppIsHandedThePerson_data(); }

    void aWebAppGetsTheRefreshCookie()
    {
        QFETCH(QString, provider);
        const Answer back = through(provider, {{QStringLiteral("redirect"), webApp}}, QStringLiteral("web@example.com"));
        QCOMPARE(back.status, 303);
        QCOMPARE(back.header("location"), webApp.toLatin1()); // nothing secret stands in it
        const QByteArray cookie = back.cookie("refreshToken");
        QVERIFY(!cookie.isEmpty());
        const Answer renewed = m_backend.http().send("POST", "/api/auth/refresh", {{"Cookie", "refreshToken=" + cookie}});
        QCOMPARE(renewed.status, 200);
        const Answer profile = m_backend.http().get("/api/profile", bearer(renewed.json()));
        QCOMPARE(text(profile.json(), "email"), QStringLiteral("web@example.com"));
    }

    void aWebAppIsToldThatItWasDenied()
    {
        const Answer back =
            through(QStringLiteral("google"), {{QStringLiteral("redirect"), webApp}}, QStringLiteral("web@example.com"), QStringLiteral("deny"));
        QVERIFY(back.header("location").startsWith(webApp.toLatin1() + "&error=access_denied"));
        QVERIFY(back.cookie("refreshToken").isEmpty());
    }

    void withoutAnAddressTheFirstOneIsTaken()
    {
        const Answer back = through(QStringLiteral("github"), {}, QStringLiteral("web@example.com"));
        QCOMPARE(back.header("location"), webApp.toLatin1());
    }

    void nobodyIsSentElsewhere_data() // RFC 9700 §4.11
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("another host") << QStringLiteral("https://evil.example/signed-in?from=backend");
        QTest::newRow("a longer path") << webApp + QLatin1String("/more");
        QTest::newRow("a longer host") << QStringLiteral("https://app.example.evil.example/signed-in?from=backend");
        QTest::newRow("without its query") << QStringLiteral("https://app.example/signed-in");
        QTest::newRow("a user name") << QStringLiteral("https://app.example@evil.example/signed-in?from=backend");
        QTest::newRow("upper case") << webApp.toUpper();
        QTest::newRow("a path alone") << QStringLiteral("/signed-in");
        QTest::newRow("another scheme") << QStringLiteral("//app.example/signed-in?from=backend");
        QTest::newRow("line break") << webApp + QLatin1String("\r\nX: y");
        QTest::newRow("empty") << QString();
    }

    void nobodyIsSentElsewhere()
    {
        QFETCH(QString, address);
        const Answer page = m_backend.http().get(withQuery("/api/auth/google", {{QStringLiteral("redirect"), address}}));
        QCOMPARE(page.status, 400);
        QVERIFY(page.header("location").isEmpty() && !page.body.contains("evil"));
        Parameters both = startRequest();
        both.insert(QStringLiteral("redirect"), webApp);
        QCOMPARE(m_backend.http().get(withQuery("/api/auth/google", both)).status, 400);
    }

    void anUpstreamThatIsGoneIsSaid()
    {
        BackendProcess backend;
        writeFile(backend.file(QStringLiteral("secret")), upstreamSecret);
        QVERIFY(backend.start({QStringLiteral("--google-client-id"), QStringLiteral("x"), QStringLiteral("--google-issuer"),
                               QStringLiteral("http://127.0.0.1:1"), QStringLiteral("--google-client-secret-file"),
                               backend.file(QStringLiteral("secret"))}));
        const Answer answer = backend.http().get(withQuery("/api/auth/google", startRequest()));
        QCOMPARE(redirectParameters(answer).value(QStringLiteral("error")), QStringLiteral("temporarily_unavailable"));
    }

    void wrongArgumentsAreUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *title, std::initializer_list<const char *> arguments, const char *named) {
            QTest::newRow(title) << joined(arguments) << QString::fromLatin1(named);
        };
        row("no secret", {"--google-client-id", "x"}, "KEYTURN_BACKEND_GOOGLE_CLIENT_SECRET");
        row("no such file", {"--github-client-id", "x", "--github-client-secret-file", "/nowhere"}, "/nowhere");
        row("an address alone", {"--github-url", "https://github.example"}, "--github-client-id");
        row("plain http", {"--google-client-id", "x", "--google-issuer", "http://id.example"}, "--google-issuer");
        row("a query", {"--google-client-id", "x", "--google-issuer", "https://id.example?x"}, "--google-issuer");
        row("no address", {"--google-client-id", "x", "--google-issuer", "id.example"}, "--google-issuer");
        row("redirect over plain http", {"--web-redirect", "http://app.example/"}, "--web-redirect");
        row("redirect with a fragment", {"--web-redirect", "https://app.example/#x"}, "--web-redirect");
        row("redirect to a script", {"--web-redirect", "javascript:alert(1)"}, "--web-redirect");
        row("no clients", {"--provider-clients", "/nowhere"}, "--provider-clients");
        row("signing with nothing", {"--signing", "none"}, "--signing");
    }

    void wrongArgumentsAreUsage()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, named);
        const auto parsed = parseCommandLine(QStringList{QStringLiteral("keyturn-backend")} + arguments, QStringLiteral("/tmp/x"));
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().code, QStringLiteral("usage"));
        QVERIFY2(parsed.error().detail.contains(named), qPrintable(parsed.error().detail));
    }

    void theSecretMayComeFromTheEnvironment()
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("KEYTURN_BACKEND_GITHUB_CLIENT_SECRET"), QStringLiteral("from the environment"));
        const auto parsed = parseCommandLine(joined({"keyturn-backend", "--github-client-id", "x"}), QStringLiteral("/tmp/x"), environment);
        QVERIFY(parsed.ok());
        QCOMPARE(parsed->options.upstreams.github->secret, core::Secret("from the environment"));
        QCOMPARE(parsed->options.upstreams.github->address, QStringLiteral("https://github.com"));
    }

    void theSecretMayComeFromTheConfigurationFile()
    {
        const QString config = m_backend.file(QStringLiteral("config.json"));
        writeFile(config, R"({"google-client-id": "x", "google-client-secret": "from the file"})");
        const auto parsed = parseCommandLine({QStringLiteral("keyturn-backend"), QStringLiteral("--config"), config}, QStringLiteral("/tmp/x"));
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : qPrintable(parsed.error().detail));
        QCOMPARE(parsed->options.upstreams.google->secret, core::Secret("from the file"));
        const auto flag =
            parseCommandLine(joined({"keyturn-backend", "--google-client-id", "x", "--google-client-secret", "hunter2"}), QStringLiteral("/tmp/x"));
        QVERIFY(!flag.ok() && !flag.error().detail.contains(QLatin1String("hunter2")));
    }

    void secretsThatOthersMayReadAreRefused()
    {
        const auto complaint = [](const QStringList &arguments) {
            const auto parsed = parseCommandLine(QStringList{QStringLiteral("keyturn-backend")} + arguments, QStringLiteral("/tmp/x"));
            return parsed.ok() ? QString() : parsed.error().detail;
        };
        const QString path = m_backend.file(QStringLiteral("exposed"));
        const QStringList client{QStringLiteral("--github-client-id"), QStringLiteral("x"), QStringLiteral("--github-client-secret-file"), path};
        const QStringList file{QStringLiteral("--provider-clients"), path};
        writeFile(path, clients());
        QCOMPARE(complaint(client), QString());
        QCOMPARE(complaint(file), QString());
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
        QVERIFY2(complaint(client).contains(QLatin1String("chmod 600 ") + path), qPrintable(complaint(client)));
        QVERIFY2(complaint(file).contains(QLatin1String("chmod 600 ") + path), qPrintable(complaint(file)));
    }

    void clientFilesThatMakeNoSenseAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("no JSON") << QByteArray("clients");
        QTest::newRow("no list") << QByteArray("{}");
        QTest::newRow("no id") << QByteArray(R"({"clients":[{"name":"x"}]})");
        QTest::newRow("a short secret") << QByteArray(R"({"clients":[{"id":"x","name":"x","secret":"short"}]})");
        QTest::newRow("no web address") << QByteArray(R"({"clients":[{"id":"x","name":"x","redirectUri":"mailto:x"}]})");
        QTest::newRow("twice") << QByteArray(R"({"clients":[{"id":"x","name":"x"},{"id":"x","name":"x"}]})");
        QTest::newRow("ours") << QByteArray(R"({"clients":[{"id":"keyturn-desktop","name":"x"}]})");
    }

    void clientFilesThatMakeNoSenseAreRefused()
    {
        QFETCH(QByteArray, content);
        const QString path = m_backend.file(QStringLiteral("wrong-clients.json"));
        writeFile(path, content);
        const auto parsed =
            parseCommandLine({QStringLiteral("keyturn-backend"), QStringLiteral("--provider-clients"), path}, QStringLiteral("/tmp/x"));
        QVERIFY(!parsed.ok());
        QVERIFY(parsed.error().detail.contains(path) && !parsed.error().detail.contains(QLatin1String("short\"")));
    }

private:
    static void writeFile(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
    }
    /// From the backend to the provider elsewhere and back: the backend's answer to its callback.
    [[nodiscard]] Answer through(const QString &provider, const Parameters &request, const QString &email,
                                 const QString &decision = QStringLiteral("allow")) const
    {
        Browser here(m_backend.http());
        Browser there(m_upstream.http());
        const QByteArray start = here.open(withQuery("/api/auth/" + provider.toLatin1(), request)).header("location");
        const Answer consent = there.signIn(there.open(start.mid(m_upstream.url().size())), email);
        const QByteArray back = there.submit(consent, {{QStringLiteral("decision"), decision}}).header("location");
        return here.open(back.mid(m_backend.url().size()));
    }

    BackendProcess m_upstream;
    BackendProcess m_backend;
};

} // namespace keyturn::backend

using keyturn::backend::TstRealUpstreams;
KEYTURN_TEST(TstRealUpstreams)
#include "tst_realupstreams.moc"
