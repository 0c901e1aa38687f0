// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/fakeprovider.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <cjose/cjose.h>

#include <cstdlib>

namespace keyturn::tests {

namespace {

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray toJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject fromJson(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

QJsonObject merged(QJsonObject base, const QJsonObject &over)
{
    for (auto it = over.begin(); it != over.end(); ++it) {
        if (it.value().isUndefined() || it.value().isNull())
            base.remove(it.key());
        else
            base.insert(it.key(), it.value());
    }
    return base;
}

} // namespace

struct FakeProvider::Key {
    Key()
    {
        cjose_err error;
        jwk = cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error);
        cjose_jwk_set_kid(jwk, "a-key", 5, &error);
    }
    ~Key() { cjose_jwk_release(jwk); }
    Key(const Key &) = delete;
    Key &operator=(const Key &) = delete;

    [[nodiscard]] QByteArray publicSet() const
    {
        cjose_err error;
        char *json = cjose_jwk_to_json(jwk, false, &error);
        QJsonObject key = fromJson(json);
        std::free(json);
        key.insert(QStringLiteral("alg"), QStringLiteral("ES256"));
        return toJson({{QStringLiteral("keys"), QJsonArray{key}}});
    }
    [[nodiscard]] QByteArray sign(const QJsonObject &content) const
    {
        cjose_err error;
        cjose_header_t *header = cjose_header_new(&error);
        cjose_header_set(header, CJOSE_HDR_ALG, CJOSE_HDR_ALG_ES256, &error);
        cjose_header_set(header, CJOSE_HDR_KID, "a-key", &error);
        const QByteArray text = toJson(content);
        cjose_jws_t *jws = cjose_jws_sign(jwk, header, reinterpret_cast<const uint8_t *>(text.constData()), static_cast<size_t>(text.size()), &error);
        const char *compact = nullptr;
        cjose_jws_export(jws, &compact, &error);
        const QByteArray token(compact);
        cjose_jws_release(jws);
        cjose_header_release(header);
        return token;
    }

    cjose_jwk_t *jwk = nullptr;
};

FakeProvider::FakeProvider(core::Clock &clock)
    : metadata(fromJson(
        R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/authorize","token_endpoint":"https://id.example/token",
        "userinfo_endpoint":"https://id.example/userinfo","jwks_uri":"https://id.example/jwks","revocation_endpoint":"https://id.example/revoke",
        "code_challenge_methods_supported":["plain","S256"],"authorization_response_iss_parameter_supported":false})")),
      m_clock(clock),
      m_key(std::make_unique<Key>())
{
    on("GET /.well-known/openid-configuration", [this](const net::HttpRequest &) { return reply(200, toJson(metadata)); });
    answer("GET /.well-known/oauth-authorization-server", 404, {});
    on("GET /jwks", [this](const net::HttpRequest &) { return reply(200, m_key->publicSet()); });
    on("POST /token", [this](const net::HttpRequest &) { return tokens(); });
    answer("GET /userinfo", 200, R"({"sub":"248289761001","name":"Ada by userinfo","email":"ada@example.com"})");
    answer("POST /revoke", 200, "{}");
    on("POST /login/oauth/access_token", [](const net::HttpRequest &) {
        return reply(200, "access_token=gho_1&scope=read%3Auser%2Cuser%3Aemail&token_type=bearer",
                     "application/x-www-form-urlencoded; charset=utf-8");
    });
    answer("GET /user", 200, R"({"login":"ada","id":583231,"name":"Ada","email":null})");
    answer("GET /user/emails", 200,
           R"([{"email":"old@example.com","primary":false,"verified":true},{"email":"ada@example.com","primary":true,"verified":true}])");
    on("DELETE /applications/keyturn/token", [](const net::HttpRequest &) { return reply(204, {}, {}); });
}

FakeProvider::~FakeProvider() = default;

model::IdentityProvider FakeProvider::openIdConnect()
{
    model::IdentityProvider provider;
    provider.id = model::ProviderId(QStringLiteral("id"));
    provider.issuer = QStringLiteral("https://id.example");
    provider.clientId = QStringLiteral("keyturn");
    provider.scopes = {QStringLiteral("openid"), QStringLiteral("email")};
    return provider;
}

model::IdentityProvider FakeProvider::oauth2()
{
    model::IdentityProvider provider;
    provider.id = model::ProviderId(QStringLiteral("git"));
    provider.kind = model::ProviderKind::OAuth2;
    provider.issuer = QStringLiteral("https://git.example");
    provider.endpoints = {QUrl(QStringLiteral("https://git.example/login/oauth/authorize?allow_signup=false")),
                          QUrl(QStringLiteral("https://git.example/login/oauth/access_token")),
                          QUrl(QStringLiteral("https://api.git.example/applications/keyturn/token")),
                          QUrl(QStringLiteral("https://api.git.example/user"))};
    provider.clientId = QStringLiteral("keyturn");
    provider.scopes = {QStringLiteral("read:user"), QStringLiteral("user:email")};
    provider.identity = {QStringLiteral("/id"), QStringLiteral("/name"), QStringLiteral("/email")};
    provider.emailsEndpoint = QUrl(QStringLiteral("https://api.git.example/user/emails"));
    return provider;
}

void FakeProvider::answer(const QByteArray &methodAndPath, int status, const QByteArray &json)
{
    on(methodAndPath, [status, json](const net::HttpRequest &) { return reply(status, json); });
}

net::HttpResponse FakeProvider::reply(int status, const QByteArray &body, const QByteArray &type)
{
    QList<net::Header> headers{{"Content-Length", QByteArray::number(body.size())}};
    if (!type.isEmpty())
        headers.append(net::Header{"Content-Type", type});
    return {status, headers, core::Secret(body), {}};
}

QList<net::HttpRequest> FakeProvider::requestsTo(const QByteArray &methodAndPath) const
{
    QList<net::HttpRequest> found;
    for (const net::HttpRequest &request : m_requests) {
        if (request.method + ' ' + request.url.path().toLatin1() == methodAndPath)
            found.append(request);
    }
    return found;
}

core::Async<net::HttpResponse> FakeProvider::send(net::HttpRequest request)
{
    m_requests.append(request);
    const QByteArray key = request.method + ' ' + request.url.path().toLatin1();
    if (m_heldBack.contains(key)) {
        const core::Promise<net::HttpResponse> promise;
        m_waiting.append(promise);
        m_stops.append(std::make_shared<std::stop_callback<std::function<void()>>>(request.stop, [promise] {
            promise.finish(core::Error{core::ErrorKind::Cancelled, QStringLiteral("stopped"), {}});
        }));
        return promise.future();
    }
    const auto handler = m_handlers.constFind(key);
    if (handler == m_handlers.constEnd()) {
        m_unexpected.append(key);
        return core::ready(core::Result<net::HttpResponse>(core::Error{core::ErrorKind::BadReply, QStringLiteral("unexpected_request"), {}}));
    }
    return core::ready((*handler)(request));
}

QByteArray FakeProvider::idToken(const QByteArray &accessToken) const
{
    const qint64 now = m_clock.now().toSecsSinceEpoch();
    const QByteArray hash = QCryptographicHash::hash(accessToken, QCryptographicHash::Sha256).left(16).toBase64(base64Url);
    const QJsonObject good{{QStringLiteral("iss"), QStringLiteral("https://id.example")},
                           {QStringLiteral("aud"), QStringLiteral("keyturn")},
                           {QStringLiteral("sub"), QStringLiteral("248289761001")},
                           {QStringLiteral("name"), QStringLiteral("Ada")},
                           {QStringLiteral("email"), QStringLiteral("ada@example.com")},
                           {QStringLiteral("iat"), now},
                           {QStringLiteral("exp"), now + 3600},
                           {QStringLiteral("nonce"), nonce},
                           {QStringLiteral("at_hash"), QString::fromLatin1(hash)}};
    return m_key->sign(merged(good, claims));
}

QByteArray FakeProvider::publicKeys() const
{
    return m_key->publicSet();
}

net::HttpResponse FakeProvider::tokens() const
{
    const QJsonObject good{{QStringLiteral("access_token"), QStringLiteral("ya29.access+token/1")},
                           {QStringLiteral("token_type"), QStringLiteral("Bearer")},
                           {QStringLiteral("expires_in"), 3600},
                           {QStringLiteral("refresh_token"), QStringLiteral("1//refresh")},
                           {QStringLiteral("id_token"), QString::fromLatin1(idToken("ya29.access+token/1"))}};
    return reply(200, toJson(merged(good, tokenAnswer)));
}

} // namespace keyturn::tests
