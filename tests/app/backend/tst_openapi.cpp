// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/service.h"
#include "describedbackend.h"
#include "handoffjourney.h"
#include "outbox.h"
#include "support/registry.h"
#include "support/totp.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::backend {

namespace {

const QString password = QStringLiteral("correct horse battery");

/// As the document writes it.
QByteArray templateOf(QByteArray pattern)
{
    return pattern.replace(":id", "{id}");
}

/// Theirs are described by their own metadata.
bool isProviders(const QByteArray &path)
{
    return path.startsWith("/google/") || path.startsWith("/github/");
}

/// QCOMPARE would cut a long text short.
#define COMPLAINS_OF_NOTHING(text)                                                                                                                   \
    do {                                                                                                                                             \
        const QString complaints = text;                                                                                                             \
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints));                                                                                      \
    } while (false)

} // namespace

/// GET /openapi.json against what the program does: the same routes, and no answer that it does not tell of. What is seen in the tests of requests is
/// noted, and the last test looks whether that was all.
class TstOpenApi : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void itIsServedWithTheAddressOfTheInstance();
    void itsVersionIsTheProgrammes();
    void itIsSound();
    void itHasTheRoutesThatAreServedAndNoOthers();
    void whateverIsSentTheAnswerIsAsDocumented();
    void signingIn();
    void sessionsBehindACookie();
    void theOwnAccount();
    void anotherAddress();
    void mailedCodes();
    void aSecondFactor();
    void sessions();
    void users();
    void aSignInThatIsTooOld();
    void theWayByAProvider();
    void tooManyAttempts();
    void countersThatAreAway();
    void everyDocumentedStatusWasSeen();

private:
    Answer ask(const QByteArray &method, const QByteArray &path, const SentHeaders &headers = {}, const QJsonObject &body = {},
               const QByteArray &at = {})
    {
        return m_asked->ask(method, path, headers, body, at);
    }
    Answer see(const QByteArray &method, const QByteArray &path, const Answer &answer) { return m_asked->see(method, path, answer); }

    BackendProcess m_backend;
    std::optional<DescribedBackend> m_asked;
};

void TstOpenApi::initTestCase()
{
    QVERIFY2(m_backend.start(), m_backend.log().constData());
    const Answer answer = m_backend.http().get("/openapi.json");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("content-type"), QByteArray("application/json"));
    m_asked.emplace(m_backend, ApiDescription(answer.json()));
    QVERIFY(m_asked->api().operations().size() > 30);
}

void TstOpenApi::itIsServedWithTheAddressOfTheInstance()
{
    const QJsonArray servers = m_asked->api().document().value(QStringLiteral("servers")).toArray();
    QCOMPARE(servers.size(), 1);
    QCOMPARE(text(servers.first().toObject(), "url"), m_backend.url());
}

void TstOpenApi::itsVersionIsTheProgrammes()
{
    BackendProcess program;
    QCOMPARE(program.runToEnd({QStringLiteral("--version")}), 0);
    QCOMPARE(program.output().trimmed(),
             "keyturn-backend " + text(m_asked->api().document().value(QStringLiteral("info")).toObject(), "version").toUtf8());
}

void TstOpenApi::itIsSound()
{
    COMPLAINS_OF_NOTHING(m_asked->api().problems().join(u'\n'));
}

void TstOpenApi::itHasTheRoutesThatAreServedAndNoOthers()
{
    const QTemporaryDir folder;
    Options options;
    options.port = 0;
    options.dataDirectory = folder.filePath(QStringLiteral("data"));
    options.databasePath = folder.filePath(QStringLiteral("data/backend.sqlite"));
    options.keyFile = folder.filePath(QStringLiteral("data/keys.json"));
    core::SystemClock clock;
    core::SystemRandom random;
    Service service(clock, random, options);
    const auto started = service.start();
    QVERIFY2(started.ok(), started.ok() ? "" : qPrintable(started.error().detail));
    QSet<QString> served;
    for (const Router::Name &route : service.routes()) {
        if (!isProviders(route.pattern))
            served.insert(QString::fromLatin1(route.method + ' ' + templateOf(route.pattern)));
    }
    QSet<QString> documented;
    for (const ApiDescription::Operation &operation : m_asked->api().operations())
        documented.insert(QString::fromLatin1(operation.method + ' ' + operation.path));
    COMPLAINS_OF_NOTHING(QStringList((served - documented).values()).join(u'\n'));
    COMPLAINS_OF_NOTHING(QStringList((documented - served).values()).join(u'\n'));
}

void TstOpenApi::whateverIsSentTheAnswerIsAsDocumented()
{
    for (const ApiDescription::Operation &operation : m_asked->api().operations()) {
        for (const DescribedBackend::Probe &probe : m_asked->probes(operation)) {
            const QByteArray path = QByteArray(operation.path).replace("{id}", "0000") + probe.query;
            const QByteArray body = operation.method == "GET" ? QByteArray() : probe.body;
            see(operation.method, operation.path, m_backend.http().send(operation.method, path, probe.headers, body));
        }
    }
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::signingIn()
{
    const DescribedBackend::Person somebody = m_asked->person();
    QJsonObject again = m_asked->registration();
    again.insert(QStringLiteral("email"), somebody.email);
    QCOMPARE(ask("POST", "/api/auth/register", {}, again).status, 409);
    QJsonObject right{{QStringLiteral("email"), somebody.email}, {QStringLiteral("password"), password}};
    QCOMPARE(ask("POST", "/api/auth/login", {}, right).status, 200);
    QCOMPARE(
        ask("POST", "/api/auth/login", {}, {{QStringLiteral("email"), somebody.email}, {QStringLiteral("password"), QStringLiteral("wrong")}}).status,
        401);
    QCOMPARE(ask("POST", "/api/auth/refresh", {}, {{QStringLiteral("refreshToken"), somebody.refreshToken}}).status, 200);
    QJsonObject byCookie = m_asked->registration();
    byCookie.remove(QStringLiteral("tokenDelivery"));
    const QByteArray cookie = ask("POST", "/api/auth/register", {}, byCookie).cookie("refreshToken");
    QCOMPARE(ask("POST", "/api/auth/refresh", {{"Cookie", "refreshToken=" + cookie}}).status, 200);
    QCOMPARE(ask("POST", "/api/auth/refresh", {{"Cookie", "refreshToken=unknown"}}).code(), QStringLiteral("invalid_grant"));
    QCOMPARE(ask("POST", "/api/auth/logout", somebody.bearer).status, 204);
    QCOMPARE(ask("GET", "/api/profile", somebody.bearer).status, 401);
    for (const char *path : {"/healthz", "/metrics", "/.well-known/jwks.json", "/openapi.json"})
        QCOMPARE(ask("GET", path).status, 200);
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::sessionsBehindACookie()
{
    QJsonObject form = m_asked->registration();
    form.insert(QStringLiteral("tokenDelivery"), QStringLiteral("session"));
    const Answer registered = ask("POST", "/api/auth/register", {}, form);
    QCOMPARE(registered.status, 201);
    const SentHeaders cookie{{"Cookie", "sid=" + registered.cookie("sid")}};
    const Answer token = ask("GET", "/api/csrf", cookie);
    QCOMPARE(token.status, 200);
    QCOMPARE(ask("GET", "/api/profile", cookie).status, 200);
    const SentHeaders writing = cookie + SentHeaders{{"X-CSRF-Token", text(token.json(), "csrfToken").toLatin1()}};
    QCOMPARE(ask("PATCH", "/api/profile", cookie, {{QStringLiteral("name"), QStringLiteral("Ada")}}).status, 403);
    QCOMPARE(ask("PATCH", "/api/profile", writing, {{QStringLiteral("name"), QStringLiteral("Ada")}}).status, 200);
    QCOMPARE(ask("POST", "/api/auth/logout", writing).status, 204);
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::theOwnAccount()
{
    const DescribedBackend::Person somebody = m_asked->person();
    const QString fresh = QStringLiteral("staple battery horse");
    QCOMPARE(ask("GET", "/api/profile", somebody.bearer).status, 200);
    QCOMPARE(ask("PATCH", "/api/profile", somebody.bearer, {{QStringLiteral("role"), QStringLiteral("admin")}}).status, 422);
    const QString newPassword = QStringLiteral("newPassword");
    QCOMPARE(ask("POST", "/api/auth/password", somebody.bearer, {{QStringLiteral("password"), fresh}, {newPassword, fresh}}).status, 403);
    QCOMPARE(ask("POST", "/api/auth/password", somebody.bearer, {{QStringLiteral("password"), password}, {newPassword, fresh}}).status, 204);
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::anotherAddress()
{
    const DescribedBackend::Person somebody = m_asked->person();
    const auto want = [&](QJsonObject body, const QString &email) {
        body.insert(QStringLiteral("email"), email);
        return ask("PATCH", "/api/profile", somebody.bearer, body).status;
    };
    const auto enter = [&](const QString &code) {
        return ask("POST", "/api/auth/email/change", somebody.bearer, {{QStringLiteral("code"), code}}).status;
    };
    const auto codeAt = [&](const QString &email) {
        return mailedCode(m_backend.file(QStringLiteral("data/outbox")), email, QStringLiteral("Confirm your new e-mail address"));
    };
    const QJsonObject other = m_asked->registration();
    QCOMPARE(want({{QStringLiteral("password"), QStringLiteral("wrong")}}, text(other, "email")), 403);
    QCOMPARE(want({}, text(other, "email")), 202);
    QCOMPARE(ask("POST", "/api/auth/register", {}, other).status, 201);
    QCOMPARE(enter(QStringLiteral("wrong")), 400);
    QCOMPARE(enter(codeAt(text(other, "email"))), 409);
    QCOMPARE(want({{QStringLiteral("name"), QStringLiteral("Ada")}}, QStringLiteral("another@example.com")), 202);
    QCOMPARE(enter(codeAt(QStringLiteral("another@example.com"))), 200);
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::mailedCodes()
{
    BackendProcess strict;
    QVERIFY2(strict.start({QStringLiteral("--verified-email")}), strict.log().constData());
    m_asked->turnTo(strict);
    const QJsonObject form = m_asked->registration();
    const QString email = text(form, "email");
    const QString outbox = strict.file(QStringLiteral("data/outbox"));
    const QJsonObject address{{QStringLiteral("email"), email}};
    for (int i = 0; i < 2; ++i) // whoever has the address
        QVERIFY(ask("POST", "/api/auth/register", {}, form).json().contains(QStringLiteral("message")));
    QCOMPARE(ask("POST", "/api/auth/login", {}, form).code(), QStringLiteral("email_not_verified"));
    QCOMPARE(ask("POST", "/api/auth/email/send", {}, address).status, 202);
    const QString code = mailedCode(outbox, email, QStringLiteral("Confirm your e-mail address"));
    QCOMPARE(ask("POST", "/api/auth/email/confirm", {}, {{QStringLiteral("code"), QStringLiteral("wrong")}}).code(), QStringLiteral("invalid_code"));
    QCOMPARE(ask("POST", "/api/auth/email/confirm", {}, {{QStringLiteral("code"), code}}).status, 204);
    QCOMPARE(ask("POST", "/api/auth/password/forgot", {}, address).status, 202);
    const QString reset = mailedCode(outbox, email, QStringLiteral("Set a new password"));
    const auto setBy = [](const QString &typed) {
        return QJsonObject{{QStringLiteral("code"), typed}, {QStringLiteral("newPassword"), QStringLiteral("staple battery horse")}};
    };
    QCOMPARE(ask("POST", "/api/auth/password/reset", {}, setBy(QStringLiteral("wrong"))).code(), QStringLiteral("invalid_code"));
    QCOMPARE(ask("POST", "/api/auth/password/reset", {}, setBy(reset)).status, 204);
    m_asked->turnTo(m_backend);
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::aSecondFactor()
{
    const DescribedBackend::Person somebody = m_asked->person();
    const auto own = [&](const QByteArray &method, const QByteArray &rest, const QJsonObject &body = {}) {
        return ask(method, "/api/auth/second-factor" + rest, somebody.bearer, body);
    };
    const auto typed = [](const QByteArray &code) { return QJsonObject{{QStringLiteral("code"), QString::fromLatin1(code)}}; };
    QCOMPARE(own("GET", "").status, 200);
    QCOMPARE(own("POST", "/confirm", typed("000000")).status, 409);
    const Answer begun = own("POST", "");
    QCOMPARE(begun.status, 201);
    const QByteArray secret = text(begun.json(), "secret").toLatin1();
    QCOMPARE(own("POST", "/confirm", typed("abcdef")).status, 422);
    QCOMPARE(own("POST", "/confirm", typed(tests::totp(secret, -1))).status, 200);
    QCOMPARE(own("POST", "").status, 409);
    const Answer login = ask("POST", "/api/auth/login", {}, {{QStringLiteral("email"), somebody.email}, {QStringLiteral("password"), password}});
    QCOMPARE(login.code(), QStringLiteral("second_factor_required"));
    QJsonObject answer = typed("abcdef");
    answer.insert(QStringLiteral("challenge"), login.json().value(QStringLiteral("challenge")));
    QCOMPARE(ask("POST", "/api/auth/login/code", {}, answer).code(), QStringLiteral("invalid_code"));
    answer.insert(QStringLiteral("code"), QString::fromLatin1(tests::totp(secret)));
    QCOMPARE(ask("POST", "/api/auth/login/code", {}, answer).status, 200);
    QCOMPARE(own("POST", "/disable", {{QStringLiteral("password"), QStringLiteral("wrong")}}).status, 403);
    QCOMPARE(own("POST", "/disable", {{QStringLiteral("password"), password}}).status, 204);
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::sessions()
{
    const DescribedBackend::Person somebody = m_asked->person();
    const QJsonObject form{{QStringLiteral("email"), somebody.email}, {QStringLiteral("password"), password}};
    const SentHeaders named{{"X-Device-Name", "laptop"}, {"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}};
    QCOMPARE(ask("POST", "/api/auth/login", named, form).status, 200);
    const Answer list = ask("GET", "/api/sessions", somebody.bearer);
    const QJsonArray all = list.json().value(QStringLiteral("sessions")).toArray();
    QCOMPARE(all.size(), 2);
    QVERIFY(all.first().toObject().contains(QStringLiteral("device")));
    QVERIFY(ask("GET", "/api/sessions", somebody.bearer, {}, "/api/sessions?limit=1").json().contains(QStringLiteral("next")));
    const QByteArray id = text(all.first().toObject(), "id").toLatin1();
    QCOMPARE(ask("DELETE", "/api/sessions/{id}", somebody.bearer, {}, "/api/sessions/" + id).status, 204);
    QCOMPARE(ask("DELETE", "/api/sessions/{id}", somebody.bearer, {}, "/api/sessions/" + id).status, 404);
    QCOMPARE(ask("DELETE", "/api/sessions/{id}", somebody.bearer, {}, "/api/sessions/%27").code(), QStringLiteral("not_found"));
    QCOMPARE(ask("DELETE", "/api/sessions", somebody.bearer, {}, "/api/sessions?all=true").status, 200);
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::users()
{
    const DescribedBackend::Person admin = m_asked->person();
    BackendProcess command;
    QCOMPARE(command.runToEnd({QStringLiteral("user"), QStringLiteral("role"), admin.email, QStringLiteral("admin"), QStringLiteral("--data"),
                               m_backend.file(QStringLiteral("data"))}),
             0);
    const DescribedBackend::Person somebody = m_asked->person();
    const auto user = [&](const QByteArray &method, const QString &id, const QJsonObject &body = {}) {
        return ask(method, "/api/users/{id}", admin.bearer, body, "/api/users/" + id.toLatin1());
    };
    const QJsonObject out{{QStringLiteral("disabled"), true}};
    QVERIFY(ask("GET", "/api/users", admin.bearer, {}, "/api/users?limit=1").json().contains(QStringLiteral("next")));
    QCOMPARE(ask("GET", "/api/users", admin.bearer, {}, "/api/users?limit=x").status, 400);
    QCOMPARE(ask("GET", "/api/users", somebody.bearer).status, 403);
    QCOMPARE(user("GET", somebody.id).status, 200);
    QCOMPARE(user("PATCH", somebody.id, out).status, 200);
    QCOMPARE(user("PATCH", admin.id, out).status, 409);
    QCOMPARE(user("PATCH", somebody.id, {{QStringLiteral("role"), QStringLiteral("root")}}).status, 422);
    const SentHeaders text{{"Content-Type", "text/plain"}};
    const QByteArray path = "/api/users/" + somebody.id.toLatin1();
    QCOMPARE(see("PATCH", "/api/users/{id}", m_backend.http().send("PATCH", path, admin.bearer + text, "x")).status, 415);
    QCOMPARE(see("PATCH", "/api/users/{id}", m_backend.http().send("PATCH", path, jsonHeaders(admin.bearer), "{")).status, 400);
    QCOMPARE(ask("POST", "/api/auth/login", {}, {{QStringLiteral("email"), somebody.email}, {QStringLiteral("password"), password}}).status, 403);
    QCOMPARE(user("DELETE", somebody.id).status, 204);
    QCOMPARE(user("DELETE", admin.id).status, 409);
    for (const char *method : {"GET", "PATCH", "DELETE"})
        QCOMPARE(user(method, somebody.id).code(), QStringLiteral("user_not_found"));
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::aSignInThatIsTooOld()
{
    BackendProcess strict;
    QVERIFY2(strict.start({QStringLiteral("--recent-sign-in"), QStringLiteral("1")}), strict.log().constData());
    m_asked->turnTo(strict);
    const DescribedBackend::Person somebody = m_asked->person();
    const auto end = [&] { return ask("DELETE", "/api/sessions/{id}", somebody.bearer, {}, "/api/sessions/0000"); };
    QTRY_COMPARE(end().code(), QStringLiteral("insufficient_user_authentication"));
    m_asked->turnTo(m_backend);
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::theWayByAProvider()
{
    HandoffJourney journey;
    QVERIFY(journey.begin());
    for (const char *provider : {"google", "github"}) {
        const QByteArray path = QByteArray("/api/auth/") + provider;
        const QString id = QString::fromLatin1(provider);
        QCOMPARE(see("GET", path, journey.start(startRequest(), id)).status, 303);
        QCOMPARE(see("GET", path, journey.start({}, id)).status, 400);
        const QString email = id == QLatin1String("google") ? QStringLiteral("ada@gmail.example") : QStringLiteral("ada@example.com");
        const Answer over = see("GET", path + "/callback", journey.handedOver(email, startRequest(), id));
        QCOMPARE(over.status, 303);
        const QString code = redirectParameters(over).value(QStringLiteral("code"));
        QCOMPARE(see("POST", "/api/auth/handoff", journey.exchange(code, {})).status, 200);
        QCOMPARE(see("POST", "/api/auth/handoff", journey.exchange(code, {})).code(), QStringLiteral("invalid_grant"));
    }
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::tooManyAttempts()
{
    BackendProcess strict;
    QVERIFY2(strict.start({QStringLiteral("--rate-limit"), QStringLiteral("1/900")}), strict.log().constData());
    m_asked->turnTo(strict);
    for (const ApiDescription::Operation &operation : m_asked->api().operations()) {
        if (!operation.said.value(QStringLiteral("responses")).toObject().contains(QStringLiteral("429")))
            continue;
        const auto tried = [&] { return ask(operation.method, operation.path, {}, {{QStringLiteral("email"), QStringLiteral("ada@example.com")}}); };
        const Answer second = (tried(), tried());
        QVERIFY2(second.status == 429 && !second.header("ratelimit").isEmpty(), operation.path.constData());
    }
    m_asked->turnTo(m_backend);
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::countersThatAreAway()
{
    BackendProcess alone;
    QVERIFY2(
        alone.start({QStringLiteral("--rate-limit"), QStringLiteral("10/900"), QStringLiteral("--redis"), QStringLiteral("redis://127.0.0.1:1")}),
        alone.log().constData());
    m_asked->turnTo(alone);
    QCOMPARE(ask("GET", "/healthz").code(), QStringLiteral("limits_unreachable"));
    QCOMPARE(ask("POST", "/api/auth/login").code(), QStringLiteral("limits_unreachable"));
    QCOMPARE(ask("POST", "/api/auth/email/send").code(), QStringLiteral("limits_unreachable"));
    m_asked->turnTo(m_backend);
    COMPLAINS_OF_NOTHING(m_asked->complaints());
}

void TstOpenApi::everyDocumentedStatusWasSeen()
{
    COMPLAINS_OF_NOTHING(m_asked->unseen().join(u'\n'));
}

} // namespace keyturn::backend

using keyturn::backend::TstOpenApi;
KEYTURN_TEST(TstOpenApi)
#include "tst_openapi.moc"
