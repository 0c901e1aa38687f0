// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jsonserver.h"
#include "storage/accountstore.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::cli {

namespace {

QByteArray profile(const QByteArray &id, const QByteArray &clientId = "desktop")
{
    const QByteArray provider = R"({"id":"p","name":"P","kind":"openIdConnect","issuer":"https://p.example","clientId":")" + clientId + R"("})";
    return R"({"id":")" + id + R"(","name":"Name","providers":[)" + provider + "]}";
}

/// Of the issuer `%/one`.
QByteArray metadata()
{
    return R"({"issuer":"%/one","authorization_endpoint":"%/a","token_endpoint":"%/t","userinfo_endpoint":"%/u","jwks_uri":"%/k",)"
           R"("id_token_signing_alg_values_supported":["RS256"],"code_challenge_methods_supported":["S256"],)"
           R"("device_authorization_endpoint":"%/d","scopes_supported":["openid","email","offline_access"]})";
}

} // namespace

/// `profiles` of the built program: what it prints, what it says, how it ends.
class TstProfiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theListTellsWhereAProfileIsFromAndWhatItLacks();
    void showTellsPeopleAndProgramsTheSame();
    void addSaysWhatItReplacedOrHid();
    void aBadProfileIsRefusedWithItsPlace();
    void removeAsksBeforeItTakesOneThatAccountsUse();
    void removeTakesOnlyOnesOwn();
    void withoutAClientIdTheSignInSaysHowToGetOne_data();
    void withoutAClientIdTheSignInSaysHowToGetOne();
    void aClientIdIsSaidShownAndTakenBack();
    void aClientSecretBelongsToItsId();
    void badWordsAboutClientsAreRefused_data();
    void badWordsAboutClientsAreRefused();
    void discoverPrintsAProfileThatCanBeAdded();
    void discoverSaysWhyItRefuses_data();
    void discoverSaysWhyItRefuses();
    void validateNamesEveryPlaceOfABadDocument();
    void validateTellsWhatTheBackendAnswers();
    void validateWantsToKnowWhosePassword();
    void aTokenInTheAddressIsMarkedUnsafe();

private:
    struct Ended {
        int status = -1;
        QByteArray out;
        QByteArray err;
        [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };
    /// The event loop turns meanwhile, so that a server of the test's can answer.
    [[nodiscard]] Ended run(const QStringList &arguments, const QByteArray &input = {}) const;
    std::unique_ptr<QTemporaryDir> m_home;
};

void TstProfiles::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
}

TstProfiles::Ended TstProfiles::run(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("KEYTURN_HOME"), m_home->path());
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(KEYTURN_CLI), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 60'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

void TstProfiles::theListTellsWhereAProfileIsFromAndWhatItLacks()
{
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")}, profile("acme", "{client:acme}")).status, 0);
    const Ended people = run({QStringLiteral("profiles")});
    QCOMPARE(people.status, 0);
    QVERIFY2(people.out.contains("built in"), people.out.constData());
    for (const QByteArray &line : people.out.split('\n')) {
        if (line.startsWith("acme"))
            QVERIFY2(line.contains(" own ") && line.contains("needs a client id"), line.constData());
    }
    for (const QJsonValue &one : run({QStringLiteral("profiles"), QStringLiteral("--json")}).json().value(QStringLiteral("profiles")).toArray()) {
        const QJsonObject object = one.toObject();
        const bool ours = object.value(QStringLiteral("id")) == QLatin1String("acme");
        QCOMPARE(object.value(QStringLiteral("origin")).toString(), ours ? QStringLiteral("own") : QStringLiteral("builtIn"));
        if (ours)
            QCOMPARE(object.value(QStringLiteral("needsClientId")).toArray().first().toString(), QStringLiteral("p"));
    }
}

void TstProfiles::showTellsPeopleAndProgramsTheSame()
{
    const Ended people = run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("demo")});
    QCOMPARE(people.status, 0);
    for (const char *said : {"Keyturn demo (demo)", "POST /api/auth/login", "the cookie refreshToken", "openid email profile"})
        QVERIFY2(people.out.contains(said), said);
    const Ended document = run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("demo"), QStringLiteral("--json")});
    QCOMPARE(document.json().value(QStringLiteral("id")).toString(), QStringLiteral("demo"));
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("nowhere")}).status, 1);
}

void TstProfiles::addSaysWhatItReplacedOrHid()
{
    const QStringList add{QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")};
    const Ended first = run(add, profile("acme"));
    QCOMPARE(first.status, 0);
    QCOMPARE(first.out, QByteArray("acme\n"));
    QVERIFY2(first.err.isEmpty(), first.err.constData());
    QVERIFY(run(add, profile("acme")).err.contains("replaced your earlier profile"));
    const Ended hiding = run(add, profile("demo"));
    QVERIFY2(hiding.err.contains("hides the built-in profile") && hiding.err.contains("profiles remove demo"), hiding.err.constData());
    QVERIFY(run({QStringLiteral("profiles")}).out.contains("hides the built-in one"));
    QVERIFY(run({QStringLiteral("profiles"), QStringLiteral("remove"), QStringLiteral("demo")}).err.contains("used again"));
    QVERIFY(run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("demo")}).out.contains("It came with the program."));
    const QByteArray github = run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("github")}).out.simplified();
    QVERIFY2(github.contains("Git at https://github.com"), github.constData());
}

void TstProfiles::aBadProfileIsRefusedWithItsPlace()
{
    const Ended ended = run({QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")}, R"({"id":"acme","nam":"A"})");
    QCOMPARE(ended.status, 8);
    QVERIFY2(ended.err.contains("/name: this member is required; add it"), ended.err.constData());
    QVERIFY2(ended.err.contains("/nam: unknown member"), ended.err.constData());
    QVERIFY(ended.out.isEmpty());
    QVERIFY(!QFile::exists(m_home->path() + QStringLiteral("/config/profiles.d/acme.json")));
}

void TstProfiles::removeAsksBeforeItTakesOneThatAccountsUse()
{
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")}, profile("acme")).status, 0);
    model::Account account;
    account.id = model::AccountId(QStringLiteral("0123456789abcdef0123456789abcdef"));
    account.profile = model::ProfileId(QStringLiteral("acme"));
    account.provider = model::ProviderId(QStringLiteral("p"));
    account.method = model::SignInMethod::Browser;
    account.identity = {QStringLiteral("https://p.example"), QStringLiteral("1"), QStringLiteral("Ada"), QStringLiteral("ada@example.com")};
    account.addedAt = QDateTime::currentDateTimeUtc();
    account.lastUsedAt = account.addedAt;
    account.generation = 1;
    QVERIFY(storage::AccountStore(m_home->path() + QStringLiteral("/data")).put(account).ok());
    const QStringList remove{QStringLiteral("profiles"), QStringLiteral("remove"), QStringLiteral("acme")};
    const Ended refused = run(remove);
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.contains("ada@example.com") && refused.err.contains("--force"), refused.err.constData());
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("acme")}).status, 0);
    QCOMPARE(run(remove + QStringList{QStringLiteral("--force")}).status, 0);
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("acme")}).status, 1);
}

void TstProfiles::removeTakesOnlyOnesOwn()
{
    const Ended builtIn = run({QStringLiteral("profiles"), QStringLiteral("remove"), QStringLiteral("demo")});
    QCOMPARE(builtIn.status, 1);
    QVERIFY2(builtIn.err.contains("cannot be removed"), builtIn.err.constData());
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("remove"), QStringLiteral("nowhere")}).status, 1);
}

void TstProfiles::withoutAClientIdTheSignInSaysHowToGetOne_data()
{
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QByteArray>("where");
    QTest::newRow("Google") << QByteArray("google") << QByteArray("https://console.cloud.google.com/apis/credentials");
    QTest::newRow("GitHub") << QByteArray("github") << QByteArray("https://github.com/settings/developers");
    QTest::newRow("any other") << QByteArray("acme") << QByteArray("http://127.0.0.1/callback");
}

void TstProfiles::withoutAClientIdTheSignInSaysHowToGetOne()
{
    QFETCH(const QByteArray, client);
    QFETCH(const QByteArray, where);
    // Under another id than the built-in one's, which may have its client id from the build; the empty one is said here.
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")}, profile("mine", "{client:" + client + '}')).status, 0);
    if (run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("mine")}).out.contains("still to be said")) {
        const Ended ended = run({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("mine")});
        QCOMPARE(ended.status, 8);
        QCOMPARE(ended.err.trimmed().count('\n'), 2); // three lines
        QVERIFY2(ended.err.contains(where) && ended.err.contains("profiles client " + client + " --client-id ID"), ended.err.constData());
        const Ended machine = run({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("mine"), QStringLiteral("--json")});
        QCOMPARE(machine.json().value(QStringLiteral("error")).toObject().value(QStringLiteral("code")).toString(),
                 QStringLiteral("client_id_missing"));
    } else {
        QVERIFY(client != "acme"); // this build has one for Google or GitHub, and has none to ask for
    }
}

void TstProfiles::aClientIdIsSaidShownAndTakenBack()
{
    const auto client = [this](const QStringList &more, const QByteArray &input = {}) {
        return run(QStringList{QStringLiteral("profiles"), QStringLiteral("client")} + more, input);
    };
    const QString name = QStringLiteral("acme");
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")}, profile("mine", "{client:acme}")).status, 0);
    QVERIFY(client({}).out.contains("acme")); // it is still to be said
    const Ended said = client({name, QStringLiteral("--client-id"), QStringLiteral("Iv1.8a61"), QStringLiteral("--client-secret-stdin")}, "s3cret\n");
    QVERIFY2(said.status == 0, said.err.constData());
    QVERIFY(!said.out.contains("s3cret") && !said.err.contains("s3cret"));
    QVERIFY(run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("mine")}).out.contains("Iv1.8a61"));
    const QJsonObject shown = client({name, QStringLiteral("--json")}).json().value(QStringLiteral("clients")).toArray().first().toObject();
    QCOMPARE(shown.value(QStringLiteral("origin")).toString(), QStringLiteral("own"));
    QVERIFY(shown.value(QStringLiteral("hasSecret")).toBool());
    QVERIFY(!shown.contains(QStringLiteral("clientSecret")));
    QCOMPARE(client({name, QStringLiteral("--remove")}).status, 0);
    QVERIFY(run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("mine")}).out.contains("still to be said"));
}

void TstProfiles::aClientSecretBelongsToItsId()
{
    const auto hasSecret = [this](const QString &id) {
        const Ended said = run({QStringLiteral("profiles"), QStringLiteral("client"), QStringLiteral("acme"), QStringLiteral("--client-id"), id,
                                QStringLiteral("--json")});
        return said.json().value(QStringLiteral("clients")).toArray().first().toObject().value(QStringLiteral("hasSecret")).toBool();
    };
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("client"), QStringLiteral("acme"), QStringLiteral("--client-id"), QStringLiteral("one"),
                  QStringLiteral("--client-secret-stdin")},
                 "s3cret\n")
                 .status,
             0);
    QVERIFY(hasSecret(QStringLiteral("one")));
    QVERIFY(!hasSecret(QStringLiteral("two")));
}

void TstProfiles::badWordsAboutClientsAreRefused_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("an id for nobody") << QStringList{QStringLiteral("--client-id"), QStringLiteral("x")};
    QTest::newRow("to say and to take back") << QStringList{QStringLiteral("acme"), QStringLiteral("--client-id"), QStringLiteral("x"),
                                                            QStringLiteral("--remove")};
    QTest::newRow("a secret without an id") << QStringList{QStringLiteral("acme"), QStringLiteral("--client-secret-stdin")};
    QTest::newRow("an empty id") << QStringList{QStringLiteral("acme"), QStringLiteral("--client-id"), QStringLiteral(" ")};
    QTest::newRow("no name of a client") << QStringList{QStringLiteral("../x"), QStringLiteral("--client-id"), QStringLiteral("x")};
    QTest::newRow("a secret in the arguments") << QStringList{QStringLiteral("acme"), QStringLiteral("--client-secret"), QStringLiteral("x")};
}

void TstProfiles::badWordsAboutClientsAreRefused()
{
    QFETCH(const QStringList, words);
    QCOMPARE(run(QStringList{QStringLiteral("profiles"), QStringLiteral("client")} + words, "s3cret\n").status, 2);
}

void TstProfiles::discoverPrintsAProfileThatCanBeAdded()
{
    tests::JsonServer server;
    server.on("GET /one/.well-known/openid-configuration", 200, metadata());
    const QStringList discover{QStringLiteral("profiles"), QStringLiteral("discover"), QString::fromLatin1(server.address() + "/one"),
                               QStringLiteral("--id"), QStringLiteral("one")};
    const Ended printed = run(discover);
    QCOMPARE(printed.status, 0);
    QCOMPARE(printed.json().value(QStringLiteral("id")).toString(), QStringLiteral("one"));
    QVERIFY2(printed.err.contains("Device code               yes"), printed.err.constData());
    QVERIFY2(printed.err.contains("/providers/0/clientId"), printed.err.constData());
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")}, printed.out).out, QByteArray("one\n"));

    const Ended machine = run(discover + QStringList{QStringLiteral("--json"), QStringLiteral("--client-id"), QStringLiteral("desktop")});
    QCOMPARE(machine.json().value(QStringLiteral("profile")).toObject().value(QStringLiteral("id")).toString(), QStringLiteral("one"));
    QVERIFY(machine.json().value(QStringLiteral("found")).toObject().value(QStringLiteral("deviceCode")).toBool());
    QVERIFY(machine.json().value(QStringLiteral("toFillIn")).toArray().isEmpty());

    const QString file = m_home->path() + QStringLiteral("/made.json");
    const Ended written = run(discover + QStringList{QStringLiteral("-o"), file, QStringLiteral("--scope"), QStringLiteral("openid")});
    QVERIFY2(written.out.isEmpty(), written.out.constData());
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("add"), file}).status, 0);
    QVERIFY(run(discover + QStringList{QStringLiteral("--add")}).err.contains("replaced your earlier profile"));
}

void TstProfiles::discoverSaysWhyItRefuses_data()
{
    QTest::addColumn<QByteArray>("replaced");
    QTest::addColumn<QByteArray>("by");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("no S256") << QByteArray("S256") << QByteArray("plain") << 8 << QByteArray("PKCE with S256");
    QTest::newRow("another issuer") << QByteArray("/one\"") << QByteArray("/two\"") << 8 << QByteArray("speaks for another issuer");
    QTest::newRow("no TLS") << QByteArray("%/t") << QByteArray("http://id.example/t") << 8 << QByteArray("token_endpoint");
    QTest::newRow("no JSON") << QByteArray("{") << QByteArray("{,") << 8 << QByteArray("cannot be used");
    QTest::newRow("no document") << metadata() << QByteArray("<html>") << 8 << QByteArray("Nothing there tells of OpenID Connect");
}

void TstProfiles::discoverSaysWhyItRefuses()
{
    QFETCH(const QByteArray, replaced);
    QFETCH(const QByteArray, by);
    QFETCH(const int, status);
    QFETCH(const QByteArray, said);
    tests::JsonServer server;
    server.on("GET /one/.well-known/openid-configuration", 200, metadata().replace(replaced, by));
    const Ended ended = run({QStringLiteral("profiles"), QStringLiteral("discover"), QString::fromLatin1(server.address() + "/one"),
                             QStringLiteral("--add"), QStringLiteral("--id"), QStringLiteral("one")});
    QCOMPARE(ended.status, status);
    QVERIFY2(ended.err.contains(said), ended.err.constData());
    QVERIFY(ended.out.isEmpty());
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("one")}).status, 1); // nothing was stored
}

void TstProfiles::validateNamesEveryPlaceOfABadDocument()
{
    const Ended ended = run({QStringLiteral("profiles"), QStringLiteral("validate"), QStringLiteral("-")},
                            R"({"id":"A","name":"A","baseUrl":"http://acme.example","password":{"signIn":{"path":"login"}}})");
    QCOMPARE(ended.status, 1);
    for (const char *place : {" /id\n", " /baseUrl\n", " /password/signIn/path\n", " /password/tokens\n"})
        QVERIFY2(ended.out.contains(place), ended.out.constData());
    QVERIFY(!ended.out.contains("works"));
    QCOMPARE(run({QStringLiteral("profiles"), QStringLiteral("validate"), QStringLiteral("--offline"), QStringLiteral("-")}, profile("acme")).status,
             0);
}

void TstProfiles::validateTellsWhatTheBackendAnswers()
{
    tests::JsonServer server;
    server.on("POST /login", 401, R"({"error":{"code":"invalid_credentials"}})");
    const QByteArray text = R"({"id":"acme","name":"Acme","baseUrl":")" + server.address()
        + R"(","password":{"signIn":{"method":"POST","path":"/login","bodyType":"json","body":{"user":"{user}","password":"{password}"}},)"
          R"("tokens":{"accessToken":"/token"},"identity":{"subject":"/id"}},"signOut":{"method":"POST","path":"/logout"}})";
    const QStringList validate{QStringLiteral("profiles"), QStringLiteral("validate"), QStringLiteral("-")};
    const Ended good = run(validate, text);
    QVERIFY2(good.status == 0, good.out.constData());
    QVERIFY2(good.out.contains("cannot tell  sign-out is there"), good.out.constData());
    QCOMPARE(server.asked().count("POST /logout"), 0);

    const Ended bad = run(validate + QStringList{QStringLiteral("--json")}, QByteArray(text).replace("/login", "/nowhere"));
    QCOMPARE(bad.status, 1);
    QVERIFY(!bad.json().value(QStringLiteral("valid")).toBool(true));
    bool named = false;
    for (const QJsonValue &step : bad.json().value(QStringLiteral("steps")).toArray()) {
        const QJsonObject object = step.toObject();
        named = named
            || (object.value(QStringLiteral("code")) == QLatin1String("no_such_path")
                && object.value(QStringLiteral("outcome")) == QLatin1String("fails")
                && object.value(QStringLiteral("place")) == QLatin1String("/password/signIn")
                && !object.value(QStringLiteral("message")).toString().isEmpty());
    }
    QVERIFY2(named, bad.out.constData());
    QVERIFY(!QDir(m_home->path()).exists(QStringLiteral("data"))); // nothing was stored
}

void TstProfiles::validateWantsToKnowWhosePassword()
{
    const QString file = m_home->path() + QStringLiteral("/acme.json");
    QFile written(file);
    QVERIFY(written.open(QIODevice::WriteOnly) && written.write(profile("acme")) > 0);
    written.close();
    const QStringList validate{QStringLiteral("profiles"), QStringLiteral("validate"), file, QStringLiteral("--password-stdin")};
    QVERIFY(run(validate, "secret\n").err.contains("--user NAME"));
    const Ended unfit = run(validate + QStringList{QStringLiteral("--user"), QStringLiteral("ada")}, "secret\n");
    QCOMPARE(unfit.status, 2);
    QVERIFY2(unfit.err.contains("no sign-in by password"), unfit.err.constData());
    const Ended both = run({QStringLiteral("profiles"), QStringLiteral("validate"), QStringLiteral("-"), QStringLiteral("--password-stdin"),
                            QStringLiteral("--user"), QStringLiteral("ada")});
    QVERIFY2(both.err.contains("--password-fd"), both.err.constData());
}

void TstProfiles::aTokenInTheAddressIsMarkedUnsafe()
{
    const QByteArray unsafe = R"({"id":"habit","name":"Habit","baseUrl":"https://habit.example","identity":{"path":"/me"},
        "identityMapping":{"subject":"/id"},"providers":[{"id":"p","name":"P","kind":"backend","redirectUri":"http://localhost:5173/callback",
        "handoff":{"start":"/auth/p","tokenParameter":"token"}}]})";
    const Ended added = run({QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")}, unsafe);
    QVERIFY2(added.status == 0, added.err.constData());
    const Ended shown = run({QStringLiteral("profiles"), QStringLiteral("show"), QStringLiteral("habit")});
    QVERIFY2(shown.out.contains("Unsafe: this backend puts the access token") && shown.out.contains("No refresh token"), shown.out.constData());
    QVERIFY(run({QStringLiteral("profiles")}).out.contains("has an unsafe way in"));
    const Ended checked = run({QStringLiteral("profiles"), QStringLiteral("validate"), QStringLiteral("--offline"), QStringLiteral("-")}, unsafe);
    QCOMPARE(checked.status, 0); // it works
    QVERIFY2(checked.out.contains("UNSAFE") && checked.out.contains("/providers/0/handoff/tokenParameter"), checked.out.constData());
    const Ended signIn = run({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("habit"), QStringLiteral("--method"),
                              QStringLiteral("browser"), QStringLiteral("--secret-store"), QStringLiteral("session"), QStringLiteral("--browser"),
                              QStringLiteral("true"), QStringLiteral("--timeout"), QStringLiteral("1")});
    QCOMPARE(signIn.status, 130);
    QVERIFY2(signIn.err.contains("Unsafe: "), signIn.err.constData());
}

} // namespace keyturn::cli

using keyturn::cli::TstProfiles;
KEYTURN_TEST(TstProfiles)
#include "tst_profiles.moc"
