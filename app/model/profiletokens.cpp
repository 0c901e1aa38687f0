// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilechecks.h"
#include "model/profileparser.h"

#include <QJsonArray>
#include <QSet>

namespace keyturn::model {

namespace {

QString pointerOrNothing(const QString &text)
{
    return text.isEmpty() ? QString() : checkPointer(text);
}

/// A gateway's key may be the whole of Authorization, where the access token goes elsewhere.
QString checkApiKeyHeader(const QString &text)
{
    return text.compare(QLatin1String("authorization"), Qt::CaseInsensitive) == 0 ? QString() : checkHeaderName(text);
}

QString checkApiKeyValue(const QString &text)
{
    return text.trimmed().isEmpty() ? QStringLiteral("expected the key; leave apiKey out where the backend wants none") : checkHeaderValue(text);
}

} // namespace

ValuePlace ProfileParser::valuePlace(ObjectReader &reader, const char *name, Need need)
{
    const QJsonValue value = reader.member(name, need);
    if (value.isUndefined())
        return {};
    if (value.isString()) // the short form
        return ValuePlace::body(reader.text(name, need, checkPointer));
    ObjectReader place(m_problem, value, reader.pointerTo(name));
    QList<ValuePlace> found;
    if (place.has("pointer"))
        found.append(ValuePlace::body(place.text("pointer", Need::Optional, pointerOrNothing)));
    if (place.has("header"))
        found.append(ValuePlace::header(place.text("header", Need::Optional, checkToken)));
    if (place.has("cookie"))
        found.append(ValuePlace::cookie(place.text("cookie", Need::Optional, checkCookieName)));
    place.finish();
    if (found.size() != 1)
        reader.note(name, QStringLiteral("expected exactly one of pointer, header, cookie"));
    return found.value(0);
}

Lifetime ProfileParser::lifetime(const QJsonValue &value, const QString &pointer)
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

TokenMapping ProfileParser::tokens(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    TokenMapping mapping;
    mapping.accessToken = valuePlace(reader, "accessToken", Need::Required);
    if (reader.has("lifetime"))
        mapping.lifetime = lifetime(reader.member("lifetime", Need::Optional), reader.pointerTo("lifetime"));
    mapping.refreshToken = valuePlace(reader, "refreshToken", Need::Optional);
    if (const QJsonValue life = reader.member("refreshLifetime", Need::Optional); life.isObject())
        mapping.refreshLifetime = lifetime(life, reader.pointerTo("refreshLifetime"));
    else if (!life.isUndefined()) // the short form
        mapping.refreshLifetime = Lifetime{LifetimeUnit::Seconds, reader.text("refreshLifetime", Need::Optional, checkPointer)};
    reader.finish();
    return mapping;
}

IdentityMapping ProfileParser::identityMapping(const QJsonValue &value, const QString &pointer)
{
    if (value.isUndefined())
        return {};
    ObjectReader reader(m_problem, value, pointer);
    IdentityMapping mapping;
    mapping.subject = reader.text("subject", Need::Optional, checkPointer);
    mapping.name = reader.text("name", Need::Optional, checkPointer);
    mapping.email = reader.text("email", Need::Optional, checkPointer);
    mapping.picture = reader.text("picture", Need::Optional, checkPointer);
    reader.finish();
    return mapping;
}

PasswordSignIn ProfileParser::password(const QJsonValue &value, const QString &pointer)
{
    const QString user = QStringLiteral("user");
    const QString secret = QStringLiteral("password");
    const QString name = QStringLiteral("name");
    ObjectReader reader(m_problem, value, pointer);
    PasswordSignIn password;
    if (const QJsonValue signIn = reader.member("signIn", Need::Required); !signIn.isUndefined()) {
        password.signIn = endpoint(signIn, reader.pointerTo("signIn"), {{}, {user, secret}, true, true});
        if (!password.signIn.bearsCredentials)
            mustHold(password.signIn, reader.pointerTo("signIn"), {user, secret}, QStringLiteral("the body"));
    }
    password.registration = optionalEndpoint(reader, "registration", {{}, {user, secret, name}, false, true});
    if (password.registration)
        mustHold(*password.registration, reader.pointerTo("registration"), {user, secret}, QStringLiteral("the body"));
    if (const QJsonValue mapping = reader.member("tokens", Need::Required); !mapping.isUndefined())
        password.tokens = tokens(mapping, reader.pointerTo("tokens"));
    if (password.signIn.redirects && password.tokens.accessToken.kind == ValuePlace::Kind::Body)
        m_problem.note(reader.pointerTo("tokens") + QLatin1String("/accessToken"),
                       QStringLiteral("expected a cookie or a header, since a redirect brings no body"));
    password.identity = identityMapping(reader.member("identity", Need::Optional), reader.pointerTo("identity"));
    // The older spelling of rules.minimumLength, which counts where both are there.
    password.rules.minimumLength = reader.number("minimumPasswordLength", password.rules.minimumLength, 1, 1024);
    if (reader.has("rules"))
        password.rules = passwordRules(reader.member("rules", Need::Optional), reader.pointerTo("rules"), password.rules);
    if (reader.has("secondFactor"))
        password.secondFactor = secondFactor(reader.member("secondFactor", Need::Optional), reader.pointerTo("secondFactor"));
    if (reader.has("emailVerification"))
        password.emailVerification = emailVerification(reader.member("emailVerification", Need::Optional), reader.pointerTo("emailVerification"));
    if (reader.has("change"))
        password.change = passwordChange(reader.member("change", Need::Optional), reader.pointerTo("change"));
    if (reader.has("reset"))
        password.reset = passwordReset(reader.member("reset", Need::Optional), reader.pointerTo("reset"));
    reader.finish();
    return password;
}

RefreshGrant ProfileParser::refresh(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    RefreshGrant refresh;
    if (const QJsonValue request = reader.member("endpoint", Need::Required); !request.isUndefined())
        refresh.endpoint = endpoint(request, reader.pointerTo("endpoint"), {{}, {QStringLiteral("refreshToken"), QStringLiteral("accessToken")}});
    if (const QJsonValue mapping = reader.member("tokens", Need::Required); !mapping.isUndefined())
        refresh.tokens = tokens(mapping, reader.pointerTo("tokens"));
    refresh.refusedStatuses = reader.numbers("refusedStatuses", 400, 499);
    reader.finish();
    return refresh;
}

AccessUse ProfileParser::access(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    AccessUse use;
    if (reader.has("header"))
        use.header = reader.text("header", Need::Optional, checkToken).toLatin1();
    if (reader.has("scheme"))
        use.scheme =
            reader.text("scheme", Need::Optional, [](const QString &text) { return text.isEmpty() ? QString() : checkToken(text); }).toLatin1();
    use.cookie = reader.text("cookie", Need::Optional, checkCookieName).toLatin1();
    if (reader.has("cookies")) {
        const QStringList names = reader.texts("cookies", checkCookieName);
        if (!use.cookie.isEmpty())
            reader.note("cookies", QStringLiteral("expected either cookie or cookies; remove one"));
        else if (names.isEmpty() || QSet<QString>(names.begin(), names.end()).size() != names.size())
            reader.note("cookies", QStringLiteral("expected the names of the session's cookies, each once"));
        for (const QString &name : names)
            use.cookie.isEmpty() ? void(use.cookie = name.toLatin1()) : use.furtherCookies.append(name.toLatin1());
    }
    if (!use.cookie.isEmpty() && (reader.has("header") || reader.has("scheme")))
        reader.note("cookie", QStringLiteral("expected either cookie, or header and scheme; remove one"));
    static const QByteArrayList framing{"host", "content-length", "connection", "transfer-encoding", "cookie", "te", "upgrade"};
    if (framing.contains(use.header.toLower()))
        reader.note("header", QStringLiteral("expected a header that may carry a token, such as Authorization or X-Access-Token"));
    reader.finish();
    return use;
}

CsrfProtection ProfileParser::csrf(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    CsrfProtection csrf;
    csrf.fetch = optionalEndpoint(reader, "fetch", {});
    if (csrf.fetch && csrf.fetch->method != "GET")
        reader.note("fetch", QStringLiteral("expected a GET request, because any other would need the token itself"));
    csrf.token = valuePlace(reader, "token", Need::Required);
    if (reader.has("header"))
        csrf.header = reader.text("header", Need::Optional, checkHeaderName).toLatin1();
    for (const QString &name : reader.texts("cookies", checkCookieName))
        csrf.cookies.append(name.toLatin1());
    if (!csrf.fetch && !csrf.cookies.isEmpty())
        reader.note("cookies", QStringLiteral("expected only beside fetch, which sets them; a cookie that sign-in sets belongs to /access/cookies"));
    reader.finish();
    return csrf;
}

ApiKey ProfileParser::apiKey(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    ApiKey key;
    key.header = reader.text("header", Need::Optional, checkApiKeyHeader).toLatin1();
    key.query = reader.text("query", Need::Optional, checkAuthorizationParameter);
    key.value = reader.text("value", Need::Required, checkApiKeyValue);
    if (key.header.isEmpty() == key.query.isEmpty())
        m_problem.note(pointer, QStringLiteral("expected exactly one of header, query beside value"));
    reader.finish();
    return key;
}

} // namespace keyturn::model
