// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

namespace keyturn::tests {

namespace {

const QByteArray password = R"(
    "password": {
        "signIn": {"method": "POST", "path": "/login", "bodyType": "json", "body": {"email": "{user}", "password": "{password}"}},
        "registration": {"method": "POST", "path": "/register", "bodyType": "json",
                         "body": {"email": "{user}", "password": "{password}", "name": "{name}"}},
        "tokens": {"accessToken": "/token", "lifetime": {"unit": "seconds", "pointer": "/expiresIn"}, "refreshToken": {"cookie": "rt"}},
        "identity": {"subject": "/user/id", "name": "/user/name", "email": "/user/email"}
    },
    "refresh": {
        "endpoint": {"method": "POST", "path": "/refresh"},
        "tokens": {"accessToken": "/token", "lifetime": {"unit": "seconds", "pointer": "/expiresIn"}, "refreshToken": {"cookie": "rt"}}
    },
    "signOut": {"method": "POST", "path": "/logout"},
    "sessions": {
        "list": {"method": "GET", "path": "/sessions"}, "items": "/sessions", "fields": {"id": "/id"},
        "revoke": {"method": "DELETE", "path": "/sessions/{sessionId}"},
        "revokeOthers": {"method": "DELETE", "path": "/sessions?others=true"}
    })";

const QByteArray providers = R"(
    "providers": [{
        "id": "hub", "name": "Hub", "kind": "oauth2", "issuer": "https://hub.example",
        "endpoints": {"authorization": "https://hub.example/authorize", "token": "https://hub.example/token",
                      "revocation": "https://hub.example/applications/keyturn/token", "userinfo": "https://api.hub.example/user",
                      "deviceAuthorization": "https://hub.example/device", "endSession": "https://hub.example/logout?ui=1"},
        "clientId": "keyturn", "clientSecret": "s3cret", "scopes": ["read:user"],
        "identity": {"subject": "/id", "name": "/name", "email": "/email"},
        "sessionsPage": "https://hub.example/settings/sessions"
    }])";

backendapi::ExpiryReader noJwt()
{
    return [](const core::Secret &) { return QDateTime(); };
}

} // namespace

House::House()
    : jwks(clock, http),
      profiles(home.paths()),
      records(home.paths().data),
      backend(clock, http, noJwt()),
      grants(clock, http, proofs, backend, profiles),
      revocations(clock, random, secrets, grants, home.paths().state + QLatin1String("/revocations")),
      tokens(clock, random, secrets, records, grants, home.paths().state),
      manager(clock, records, tokens, revocations),
      signIn({clock, random, http, jwks}, browser, backend, profiles, records, secrets, tokens, revocations),
      sessions(clock, log, pauses, records, profiles, tokens, proofs)
{
    home.writeProfile(QStringLiteral("example"),
                      R"({"id": "example", "name": "Example", "baseUrl": "https://auth.example",)" + password + ',' + providers + '}');
    home.writeProfile(QStringLiteral("moving"), R"({"id": "moving", "name": "Moving", "baseUrl": "{backend}", "embedded": true,)" + password + '}');
    profiles.reload({});
}

void House::addAccountCare(const QByteArray &change)
{
    const auto request = [](const QByteArray &path, const QByteArray &body) {
        return R"({"method": "POST", "path": ")" + path + R"(", "bodyType": "json", "body": {)" + body + "}}";
    };
    const QByteArray user = R"("email": "{user}")";
    const QByteArray code = R"("code": "{code}")";
    const QByteArray fresh = R"("new": "{newPassword}")";
    QByteArray care = R"("secondFactor": {"wantedWhen": {"pointer": "/error/code", "equals": "code_wanted"}, "challenge": "/challenge",
                                           "methods": ["totp", "recoveryCode"], "endpoint": )"
        + request("/2fa", code + R"(, "challenge": "{challenge}")") + R"(}, "change": {)" + change + R"("endpoint": )"
        + request("/password", fresh + R"(, "old": "{password}")") + R"(}, "reset": {"request": )" + request("/forgot", user) + R"(, "confirm": )"
        + request("/reset", code + ", " + fresh) + R"(}, "emailVerification": {"resend": )" + request("/resend", user) + R"(, "confirm": )"
        + request("/verify", code) + "}, ";
    QByteArray cared = password;
    cared.replace(R"("signIn":)", care + R"("signIn":)");
    home.writeProfile(QStringLiteral("example"),
                      R"({"id": "example", "name": "Example", "baseUrl": "https://auth.example",)" + cared + ',' + providers + '}');
    home.writeProfile(QStringLiteral("moving"), R"({"id": "moving", "name": "Moving", "baseUrl": "{backend}", "embedded": true,)" + cared + '}');
    profiles.reload({});
}

accounts::PasswordSignInRequest House::ada() const
{
    accounts::PasswordSignInRequest request;
    request.profile = model::ProfileId(QStringLiteral("example"));
    request.user = QStringLiteral("ada@example.org");
    request.password = core::Secret("canary-password");
    return request;
}

void House::answerHub()
{
    http.answer("POST /token", 200, R"({"access_token":"a1","token_type":"bearer","refresh_token":"r1","scope":"read:user"})");
    http.answer("GET /user", 200, R"({"id":42,"name":"Ada","email":"ada@hub.example"})");
}

accounts::BrowserSignInRequest House::hub()
{
    accounts::BrowserSignInRequest request;
    request.profile = model::ProfileId(QStringLiteral("example"));
    return request;
}

void House::answerSignIn(const QString &subject, const QByteArray &refreshToken, const QByteArray &address)
{
    const QByteArray id = subject.toUtf8();
    http.answer(address, 200,
                R"({"token":"access-)" + id + R"(","expiresIn":900,"user":{"id":")" + id + R"(","name":"Ada","email":"ada@example.org"}})",
                {{"Set-Cookie", "rt=" + refreshToken + "; HttpOnly; Max-Age=604800"}});
}

model::AccountId House::signedIn(const QString &subject)
{
    http.forget("POST /login");
    answerSignIn(subject, "refresh-" + subject.toUtf8());
    const auto flow = signIn.withPassword(ada());
    Ending ending(*flow);
    ending.run();
    http.forget("POST /login");
    return ending.signedIn.value(0);
}

QList<model::Account> House::stored() const
{
    const auto loaded = records.load();
    return loaded.ok() ? *loaded : QList<model::Account>{};
}

Ending::Ending(accounts::SignInFlow &flow) : m_flow(flow)
{
    connect(&flow, &accounts::SignInFlow::stepChanged, this, [this](accounts::SignInFlow::Step step) { steps.append(step); });
    connect(&flow, &accounts::SignInFlow::signedIn, this, [this](const model::AccountId &id) { signedIn.append(id); });
    connect(&flow, &accounts::SignInFlow::failed, this, [this](const core::Error &error) { failures.append(error); });
}

void Ending::run()
{
    m_flow.start();
    await();
}

void Ending::await()
{
    if (!QTest::qWaitFor([this] { return ends() > 0; }))
        failures.append(core::Error{core::ErrorKind::BadReply, QStringLiteral("endless"), {}});
    QCoreApplication::processEvents(); // a second end would come now
}

} // namespace keyturn::tests
