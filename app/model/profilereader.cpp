// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilereader.h"

#include "core/json.h"
#include "model/objectreader.h"
#include "model/profilechecks.h"

#include <QJsonArray>

namespace keyturn::model {

namespace {

const QLatin1String backendPlaceholder("{backend}");
constexpr qsizetype maxProviders = 32;

QString anything(const QString &)
{
    return {};
}

QString pointerOrNothing(const QString &text)
{
    return text.isEmpty() ? QString() : checkPointer(text);
}

/// Which placeholders a request may use; a secret never stands in an address, where logs and proxies keep it.
struct Allowed {
    QStringList path;
    QStringList body;
};

/// Reads one profile; the first problem ends up in `problem`.
class ProfileReader
{
public:
    explicit ProfileReader(const QUrl &embeddedBase) : m_embeddedBase(embeddedBase.toString(QUrl::FullyEncoded))
    {
        while (m_embeddedBase.endsWith(u'/'))
            m_embeddedBase.chop(1);
    }

    BackendProfile read(const QJsonObject &root);
    [[nodiscard]] const ReadProblem &problem() const { return m_problem; }

private:
    QString address(ObjectReader &reader, const char *name, Need need, bool mayHaveQuery);
    Endpoint endpoint(const QJsonValue &value, const QString &pointer, const Allowed &allowed);
    std::optional<Endpoint> optionalEndpoint(ObjectReader &reader, const char *name, const Allowed &allowed);
    void checkBody(const QJsonValue &value, const QString &pointer, const QStringList &placeholders);
    void mustHold(const Endpoint &endpoint, const QString &pointer, const QStringList &placeholders);
    TokenMapping tokens(const QJsonValue &value, const QString &pointer);
    Lifetime lifetime(const QJsonValue &value, const QString &pointer);
    IdentityMapping identityMapping(const QJsonValue &value, const QString &pointer);
    PasswordSignIn password(const QJsonValue &value, const QString &pointer);
    RefreshGrant refresh(const QJsonValue &value, const QString &pointer);
    SessionsInterface sessions(const QJsonValue &value, const QString &pointer);
    ErrorMapping errors(const QJsonValue &value, const QString &pointer);
    QList<IdentityProvider> providers(ObjectReader &reader);
    IdentityProvider provider(const QJsonValue &value, const QString &pointer);
    OAuthEndpoints oauthEndpoints(const QJsonValue &value, const QString &pointer);
    void checkWhole(const BackendProfile &profile);

    ReadProblem m_problem;
    QString m_embeddedBase;
    bool m_embedded = false;
};

/// An address, with `{backend}` filled in; empty where that is not known yet.
QString ProfileReader::address(ObjectReader &reader, const char *name, Need need, bool mayHaveQuery)
{
    QString text = reader.text(name, need, [&](const QString &found) {
        QString whole = found;
        if (found.startsWith(backendPlaceholder)) {
            const QString rest = found.mid(backendPlaceholder.size());
            if (!m_embedded)
                return QStringLiteral("{backend} stands only in a profile with \"embedded\": true");
            if (!rest.isEmpty() && !rest.startsWith(u'/'))
                return QStringLiteral("expected '/' or nothing after {backend}");
            whole = QLatin1String("http://127.0.0.1:1") + rest;
        }
        return checkUrl(whole, mayHaveQuery);
    });
    if (text.startsWith(backendPlaceholder))
        return m_embeddedBase.isEmpty() ? QString() : text.replace(0, backendPlaceholder.size(), m_embeddedBase);
    return text;
}

void ProfileReader::checkBody(const QJsonValue &value, const QString &pointer, const QStringList &placeholders)
{
    if (value.isString()) {
        if (const QString expected = checkPlaceholders(value.toString(), placeholders); !expected.isEmpty())
            m_problem.note(pointer, expected);
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            checkBody(array.at(i), pointer + u'/' + QString::number(i), placeholders);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        const ObjectReader reader(m_problem, value, pointer);
        for (auto it = object.begin(); it != object.end(); ++it)
            checkBody(it.value(), reader.pointerTo(it.key()), placeholders);
    }
}

Endpoint ProfileReader::endpoint(const QJsonValue &value, const QString &pointer, const Allowed &allowed)
{
    static const QStringList methods{QStringLiteral("GET"), QStringLiteral("POST"), QStringLiteral("PUT"), QStringLiteral("PATCH"),
                                     QStringLiteral("DELETE")};
    ObjectReader reader(m_problem, value, pointer);
    Endpoint endpoint;
    endpoint.method = methods.at(reader.choice("method", Need::Optional, methods, 0)).toLatin1();
    endpoint.path = reader.text("path", Need::Required, [&](const QString &text) { return checkPath(text, allowed.path); });
    endpoint.bodyType =
        static_cast<BodyType>(reader.choice("bodyType", Need::Optional, {QStringLiteral("none"), QStringLiteral("json"), QStringLiteral("form")}, 0));
    const QJsonValue body = reader.member("body", Need::Optional);
    if (!body.isUndefined()) {
        if (!body.isObject())
            reader.note("body", QStringLiteral("expected an object"));
        checkBody(body, reader.pointerTo("body"), allowed.body);
        endpoint.body = body.toObject();
    }
    if (endpoint.bodyType == BodyType::None && !endpoint.body.isEmpty())
        reader.note("bodyType", QStringLiteral("expected json or form, because there is a body"));
    if (endpoint.bodyType != BodyType::None && endpoint.method == "GET")
        reader.note("bodyType", QStringLiteral("expected none, because a GET request has no body; change one of the two"));
    if (endpoint.bodyType == BodyType::Form) {
        for (auto it = endpoint.body.constBegin(); it != endpoint.body.constEnd(); ++it) {
            if (!it.value().isString())
                m_problem.note(reader.pointerTo("body") + u'/' + it.key(),
                               QStringLiteral("expected a text in quotes, because a form has nothing else"));
        }
    }
    endpoint.headers = reader.map("headers", checkHeaderName, checkHeaderValue);
    reader.finish();
    return endpoint;
}

std::optional<Endpoint> ProfileReader::optionalEndpoint(ObjectReader &reader, const char *name, const Allowed &allowed)
{
    const QJsonValue value = reader.member(name, Need::Optional);
    if (value.isUndefined())
        return {};
    return endpoint(value, reader.pointerTo(name), allowed);
}

void ProfileReader::mustHold(const Endpoint &endpoint, const QString &pointer, const QStringList &placeholders)
{
    const QString all = endpoint.path + QString::fromUtf8(QJsonDocument(endpoint.body).toJson(QJsonDocument::Compact));
    for (const QString &name : placeholders) {
        if (!all.contains(u'{' + name + u'}'))
            m_problem.note(pointer, QStringLiteral("expected the placeholder {%1} in the body or the path; add it").arg(name));
    }
}

Lifetime ProfileReader::lifetime(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    Lifetime lifetime;
    lifetime.unit = static_cast<LifetimeUnit>(reader.choice("unit", Need::Required,
                                                            {QStringLiteral("seconds"), QStringLiteral("milliseconds"), QStringLiteral("isoDate"),
                                                             QStringLiteral("epochSeconds"), QStringLiteral("jwtExp")},
                                                            static_cast<int>(LifetimeUnit::JwtExp)));
    const bool needed = lifetime.unit != LifetimeUnit::JwtExp;
    lifetime.pointer = reader.text("pointer", needed ? Need::Required : Need::Optional, checkPointer);
    reader.finish();
    return lifetime;
}

TokenMapping ProfileReader::tokens(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    TokenMapping mapping;
    mapping.accessToken = reader.text("accessToken", Need::Required, checkPointer);
    if (reader.has("lifetime"))
        mapping.lifetime = lifetime(reader.member("lifetime", Need::Optional), reader.pointerTo("lifetime"));
    if (reader.has("refreshToken")) {
        ObjectReader place(m_problem, reader.member("refreshToken", Need::Optional), reader.pointerTo("refreshToken"));
        mapping.refreshToken.cookie = place.text("cookie", Need::Optional, checkCookieName).toLatin1();
        mapping.refreshToken.pointer = place.text("pointer", Need::Optional, checkPointer);
        place.finish();
        if (mapping.refreshToken.cookie.isEmpty() == mapping.refreshToken.pointer.isEmpty())
            reader.note("refreshToken", QStringLiteral("expected exactly one of cookie, pointer"));
    }
    mapping.refreshLifetime = reader.text("refreshLifetime", Need::Optional, checkPointer);
    reader.finish();
    return mapping;
}

IdentityMapping ProfileReader::identityMapping(const QJsonValue &value, const QString &pointer)
{
    if (value.isUndefined())
        return {};
    ObjectReader reader(m_problem, value, pointer);
    IdentityMapping mapping;
    mapping.subject = reader.text("subject", Need::Optional, checkPointer);
    mapping.name = reader.text("name", Need::Optional, checkPointer);
    mapping.email = reader.text("email", Need::Optional, checkPointer);
    reader.finish();
    return mapping;
}

PasswordSignIn ProfileReader::password(const QJsonValue &value, const QString &pointer)
{
    const QString user = QStringLiteral("user");
    const QString secret = QStringLiteral("password");
    const QString name = QStringLiteral("name");
    ObjectReader reader(m_problem, value, pointer);
    PasswordSignIn password;
    if (const QJsonValue signIn = reader.member("signIn", Need::Required); !signIn.isUndefined()) {
        password.signIn = endpoint(signIn, reader.pointerTo("signIn"), {{}, {user, secret}});
        mustHold(password.signIn, reader.pointerTo("signIn"), {user, secret});
    }
    password.registration = optionalEndpoint(reader, "registration", {{}, {user, secret, name}});
    if (password.registration)
        mustHold(*password.registration, reader.pointerTo("registration"), {user, secret});
    if (const QJsonValue mapping = reader.member("tokens", Need::Required); !mapping.isUndefined())
        password.tokens = tokens(mapping, reader.pointerTo("tokens"));
    password.identity = identityMapping(reader.member("identity", Need::Optional), reader.pointerTo("identity"));
    password.minimumPasswordLength = reader.number("minimumPasswordLength", password.minimumPasswordLength, 1, 1024);
    reader.finish();
    return password;
}

RefreshGrant ProfileReader::refresh(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    RefreshGrant refresh;
    if (const QJsonValue request = reader.member("endpoint", Need::Required); !request.isUndefined())
        refresh.endpoint = endpoint(request, reader.pointerTo("endpoint"), {{}, {QStringLiteral("refreshToken")}});
    if (const QJsonValue mapping = reader.member("tokens", Need::Required); !mapping.isUndefined())
        refresh.tokens = tokens(mapping, reader.pointerTo("tokens"));
    reader.finish();
    return refresh;
}

SessionsInterface ProfileReader::sessions(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    SessionsInterface sessions;
    if (const QJsonValue list = reader.member("list", Need::Required); !list.isUndefined())
        sessions.list = endpoint(list, reader.pointerTo("list"), {});
    sessions.items = reader.text("items", Need::Required, pointerOrNothing);
    if (const QJsonValue shape = reader.member("fields", Need::Required); !shape.isUndefined()) {
        ObjectReader fields(m_problem, shape, reader.pointerTo("fields"));
        SessionFields &f = sessions.fields;
        f.id = fields.text("id", Need::Required, checkPointer);
        for (const auto &[name, member] : std::initializer_list<std::pair<const char *, QString *>>{{"current", &f.current},
                                                                                                    {"device", &f.device},
                                                                                                    {"app", &f.app},
                                                                                                    {"appVersion", &f.appVersion},
                                                                                                    {"system", &f.system},
                                                                                                    {"ip", &f.ip},
                                                                                                    {"place", &f.place},
                                                                                                    {"createdAt", &f.createdAt},
                                                                                                    {"lastUsedAt", &f.lastUsedAt},
                                                                                                    {"expiresAt", &f.expiresAt},
                                                                                                    {"endedAt", &f.endedAt},
                                                                                                    {"cause", &f.cause}})
            *member = fields.text(name, Need::Optional, checkPointer);
        fields.finish();
    }
    const QStringList id{QStringLiteral("sessionId")};
    sessions.revoke = optionalEndpoint(reader, "revoke", {id, id});
    if (sessions.revoke)
        mustHold(*sessions.revoke, reader.pointerTo("revoke"), id);
    sessions.revokeOthers = optionalEndpoint(reader, "revokeOthers", {});
    reader.finish();
    return sessions;
}

ErrorMapping ProfileReader::errors(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    ErrorMapping mapping;
    for (const auto &[name, member] : std::initializer_list<std::pair<const char *, QString *>>{
             {"code", &mapping.code}, {"reason", &mapping.reason}, {"message", &mapping.message}, {"fields", &mapping.fields}}) {
        if (reader.has(name))
            *member = reader.text(name, Need::Optional, pointerOrNothing);
    }
    reader.finish();
    return mapping;
}

OAuthEndpoints ProfileReader::oauthEndpoints(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    OAuthEndpoints endpoints;
    endpoints.authorization = QUrl(address(reader, "authorization", Need::Required, true));
    endpoints.token = QUrl(address(reader, "token", Need::Required, true));
    endpoints.revocation = QUrl(address(reader, "revocation", Need::Optional, true));
    endpoints.userinfo = QUrl(address(reader, "userinfo", Need::Required, true));
    reader.finish();
    return endpoints;
}

IdentityProvider ProfileReader::provider(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    IdentityProvider provider;
    provider.id = ProviderId(reader.text("id", Need::Required, checkId));
    provider.name = reader.text("name", Need::Required, checkLabel);
    provider.kind = static_cast<ProviderKind>(reader.choice("kind", Need::Required, {QStringLiteral("openIdConnect"), QStringLiteral("oauth2")},
                                                            static_cast<int>(ProviderKind::OpenIdConnect)));
    // OpenID Connect Discovery §3: an issuer has neither query nor fragment.
    provider.issuer = address(reader, "issuer", Need::Required, false);
    const bool plain = provider.kind == ProviderKind::OAuth2;
    const QJsonValue endpoints = reader.member("endpoints", plain ? Need::Required : Need::Optional);
    if (!endpoints.isUndefined()) {
        provider.endpoints = oauthEndpoints(endpoints, reader.pointerTo("endpoints"));
        if (!plain)
            reader.note("endpoints", QStringLiteral("expected only with kind oauth2, OpenID Connect discovers them; remove it"));
    }
    provider.clientId = reader.text("clientId", Need::Required, checkLabel);
    if (reader.has("callbackPath"))
        provider.callbackPath = reader.text("callbackPath", Need::Optional, checkCallbackPath);
    provider.scopes = reader.texts("scopes", checkScope);
    provider.authorizationParameters = reader.map("authorizationParameters", checkAuthorizationParameter, anything);
    const QJsonValue identity = reader.member("identity", plain ? Need::Required : Need::Optional);
    provider.identity = identityMapping(identity, reader.pointerTo("identity"));
    if (plain && provider.identity.subject.isEmpty())
        m_problem.note(reader.pointerTo("identity") + QLatin1String("/subject"), QStringLiteral("this member is required with kind oauth2; add it"));
    provider.emailsEndpoint = QUrl(address(reader, "emailsEndpoint", Need::Optional, true));
    provider.sessionsPage = QUrl(address(reader, "sessionsPage", Need::Optional, true));
    reader.finish();
    return provider;
}

QList<IdentityProvider> ProfileReader::providers(ObjectReader &reader)
{
    const QJsonValue value = reader.member("providers", Need::Optional);
    const QJsonArray array = value.toArray();
    if (!value.isUndefined() && (!value.isArray() || array.size() > maxProviders))
        reader.note("providers", QStringLiteral("expected a list of at most %1 providers").arg(maxProviders));
    QList<IdentityProvider> found;
    for (qsizetype i = 0; i < array.size() && !m_problem.any(); ++i) {
        const QString pointer = reader.pointerTo("providers") + u'/' + QString::number(i);
        IdentityProvider one = provider(array.at(i), pointer);
        for (const IdentityProvider &earlier : std::as_const(found)) {
            if (earlier.id == one.id)
                m_problem.note(pointer + QLatin1String("/id"), QStringLiteral("another provider has this id already; choose another one"));
        }
        found.append(std::move(one));
    }
    return found;
}

/// What only shows when all parts are there.
void ProfileReader::checkWhole(const BackendProfile &profile)
{
    if (!profile.password && profile.providers.isEmpty())
        m_problem.note({}, QStringLiteral("expected password or providers, else nobody can sign in; add one of them"));
    if (profile.refresh && profile.refresh->tokens.refreshToken.cookie.isEmpty()
        && (!profile.password || profile.password->tokens.refreshToken.cookie.isEmpty()))
        mustHold(profile.refresh->endpoint, QStringLiteral("/refresh/endpoint"), {QStringLiteral("refreshToken")});
    if (!profile.password && profile.refresh)
        m_problem.note(QStringLiteral("/refresh"),
                       QStringLiteral("expected only beside password, a provider refreshes at its token endpoint; remove it"));
    if (profile.identity && profile.identityMapping.subject.isEmpty())
        m_problem.note(QStringLiteral("/identityMapping/subject"), QStringLiteral("this member is required beside identity; add it"));
}

BackendProfile ProfileReader::read(const QJsonObject &root)
{
    ObjectReader reader(m_problem, root, {});
    static_cast<void>(reader.text("$schema", Need::Optional, anything)); // for editors
    BackendProfile profile;
    profile.id = ProfileId(reader.text("id", Need::Required, checkId));
    profile.name = reader.text("name", Need::Required, checkLabel);
    profile.description = reader.text("description", Need::Optional, checkLabel);
    m_embedded = profile.embedded = reader.truth("embedded");
    // A profile that has nothing but providers needs no backend of its own.
    const bool talks = reader.has("password") || reader.has("refresh") || reader.has("signOut") || reader.has("identity") || reader.has("sessions");
    QString base = address(reader, "baseUrl", talks ? Need::Required : Need::Optional, false);
    while (base.endsWith(u'/'))
        base.chop(1); // every endpoint's path starts with one
    profile.baseUrl = QUrl(base);
    const QStringList refreshToken{QStringLiteral("refreshToken")};
    if (reader.has("password"))
        profile.password = password(reader.member("password", Need::Optional), reader.pointerTo("password"));
    if (reader.has("refresh"))
        profile.refresh = refresh(reader.member("refresh", Need::Optional), reader.pointerTo("refresh"));
    profile.signOut = optionalEndpoint(reader, "signOut", {{}, refreshToken});
    profile.identity = optionalEndpoint(reader, "identity", {});
    profile.identityMapping = identityMapping(reader.member("identityMapping", Need::Optional), reader.pointerTo("identityMapping"));
    if (reader.has("sessions"))
        profile.sessions = sessions(reader.member("sessions", Need::Optional), reader.pointerTo("sessions"));
    if (reader.has("errors"))
        profile.errors = errors(reader.member("errors", Need::Optional), reader.pointerTo("errors"));
    profile.providers = providers(reader);
    reader.finish();
    checkWhole(profile);
    return profile;
}

} // namespace

core::Result<BackendProfile> readProfile(QByteArrayView json, const QUrl &embeddedBase)
{
    const core::Result<QJsonObject> root = core::parseJsonObject(json, maxProfileBytes);
    if (!root.ok())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_invalid"),
                           QStringLiteral("(the whole document): expected one JSON object; %1").arg(root.error().detail)};
    ProfileReader reader(embeddedBase);
    BackendProfile profile = reader.read(*root);
    if (reader.problem().any())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_invalid"), reader.problem().text};
    return profile;
}

} // namespace keyturn::model
