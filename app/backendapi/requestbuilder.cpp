// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/requestbuilder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSysInfo>
#include <QUrlQuery>

#include <algorithm>
#include <functional>

namespace keyturn::backendapi {

namespace {

/// The value of one placeholder, or nullopt where there is none of that name.
using Lookup = std::function<std::optional<QString>(const QString &)>;

core::Error unknown(const QString &name)
{
    return {core::ErrorKind::Configuration, QStringLiteral("placeholder_unknown"), QStringLiteral("{%1} has no value here").arg(name)};
}

/// @p text with every `{name}` replaced, in one pass: what is filled in is never itself a place to fill. `{{name}}` is the text `{name}`.
core::Result<QString> fill(const QString &text, const Lookup &lookup)
{
    static const QRegularExpression placeholder(QStringLiteral("\\{\\{([A-Za-z]+)\\}\\}|\\{([A-Za-z]+)\\}"));
    QString filled;
    qsizetype done = 0;
    for (auto matches = placeholder.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QString name = match.captured(2);
        const std::optional<QString> value = name.isEmpty() ? std::optional(u'{' + match.captured(1) + u'}') : lookup(name);
        if (!value)
            return unknown(name);
        filled += text.mid(done, match.capturedStart() - done) + *value;
        done = match.capturedEnd();
    }
    return filled + text.mid(done);
}

/// `{name:number}`: an Int of GraphQL's, for one, is no text.
core::Result<QJsonValue> numberOf(const QString &name, const Lookup &lookup)
{
    const std::optional<QString> value = lookup(name);
    if (!value)
        return unknown(name);
    bool isWhole = false;
    const qint64 whole = value->toLongLong(&isWhole);
    bool isNumber = isWhole;
    const double number = isWhole ? 0 : value->toDouble(&isNumber);
    if (!isNumber)
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("placeholder_not_number"),
                           QStringLiteral("{%1:number} stands for what is no number").arg(name)};
    return isWhole ? QJsonValue(whole) : QJsonValue(number);
}

core::Result<QJsonValue> fillText(const QString &text, const Lookup &lookup)
{
    static const QRegularExpression typed(QStringLiteral("^\\{([A-Za-z]+):number\\}$"));
    if (const QString name = typed.match(text).captured(1); !name.isEmpty())
        return numberOf(name, lookup);
    // Before the first page there is no cursor, which GraphQL wants to hear as null.
    if (text == QLatin1String("{cursor}") && lookup(QStringLiteral("cursor")).value_or(QString()).isEmpty())
        return QJsonValue(QJsonValue::Null);
    core::Result<QString> filled = fill(text, lookup);
    return filled.ok() ? core::Result<QJsonValue>(QJsonValue(*filled)) : core::Result<QJsonValue>(filled.error());
}

core::Result<QJsonValue> fillJson(const QJsonValue &value, const Lookup &lookup)
{
    if (value.isString())
        return fillText(value.toString(), lookup);
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue &item : value.toArray()) {
            core::Result<QJsonValue> filled = fillJson(item, lookup);
            if (!filled.ok())
                return filled;
            array.append(*filled);
        }
        return QJsonValue(array);
    }
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            core::Result<QJsonValue> filled = fillJson(it.value(), lookup);
            if (!filled.ok())
                return filled;
            it.value() = *filled;
        }
        return QJsonValue(object);
    }
    return value;
}

QByteArray formOf(const QJsonObject &object)
{
    QByteArrayList pairs;
    for (auto it = object.begin(); it != object.end(); ++it)
        pairs += QUrl::toPercentEncoding(it.key()) + '=' + QUrl::toPercentEncoding(it.value().toVariant().toString());
    return pairs.join('&');
}

/// Qt writes objects and lists alone.
QByteArray jsonText(const QJsonValue &value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

core::Result<core::Secret> bodyOf(const model::Endpoint &endpoint, const Lookup &lookup)
{
    const bool isObject = endpoint.otherBody.isUndefined();
    core::Result<QJsonValue> filled = fillJson(isObject ? QJsonValue(endpoint.body) : endpoint.otherBody, lookup);
    if (!filled.ok())
        return filled.error();
    return core::Secret::take(endpoint.bodyType == model::BodyType::Json ? jsonText(*filled) : formOf(filled->toObject()));
}

/// A header value of ours: Latin-1, no control characters (a machine's name may hold anything).
QByteArray headerText(const QString &text)
{
    QString clean;
    for (const QChar character : text) {
        if (character.unicode() >= 0x20 && character.unicode() < 0x7f)
            clean += character;
    }
    return clean.left(200).toLatin1();
}

std::optional<QString> openValue(const Placeholders &values, const QString &name)
{
    if (name == QLatin1String("device"))
        return QSysInfo::machineHostName();
    const auto found = values.open.constFind(name);
    return found == values.open.constEnd() ? std::nullopt : std::optional(*found);
}

void addPlace(net::SecretParts &parts, const model::ValuePlace &place)
{
    if (place.kind == model::ValuePlace::Kind::Body)
        parts.pointers.append(place.name);
    else if (place.kind == model::ValuePlace::Kind::Header)
        parts.headers.append(place.name.toLatin1());
}

void addTokens(net::SecretParts &parts, const model::TokenMapping &tokens)
{
    addPlace(parts, tokens.accessToken);
    addPlace(parts, tokens.refreshToken);
}

/// Wherever an answer of @p profile's may have a secret: a place where there is none costs nothing.
net::SecretParts secretParts(const model::BackendProfile &profile, const Placeholders &values)
{
    net::SecretParts parts;
    for (auto it = values.secret.begin(); it != values.secret.end(); ++it)
        (it.key().endsWith(QLatin1String("Token")) ? parts.tokens : parts.values).append(it.value());
    parts.headers.append(profile.access.header);
    if (profile.csrf) {
        parts.headers.append(profile.csrf->header);
        addPlace(parts, profile.csrf->token);
    }
    if (profile.password) {
        addTokens(parts, profile.password->tokens);
        if (const auto &second = profile.password->secondFactor) {
            addPlace(parts, second->challenge);
            addTokens(parts, second->tokens.value_or(model::TokenMapping{}));
        }
        if (profile.password->change)
            addTokens(parts, profile.password->change->tokens.value_or(model::TokenMapping{}));
    }
    if (profile.refresh)
        addTokens(parts, profile.refresh->tokens);
    for (const model::IdentityProvider &provider : profile.providers) {
        if (provider.handoff)
            addTokens(parts, provider.handoff->tokens);
    }
    return parts;
}

void addApiKey(net::HttpRequest &request, const model::ApiKey &key)
{
    if (!key.header.isEmpty()) {
        request.headers.append(net::Header{key.header, key.value.toLatin1()});
        return;
    }
    QUrlQuery query(request.url);
    query.addQueryItem(key.query, QString::fromLatin1(QUrl::toPercentEncoding(key.value)));
    request.url.setQuery(query);
}

} // namespace

core::Result<net::HttpRequest> buildRequest(const model::BackendProfile &profile, const model::Endpoint &endpoint, const Placeholders &values,
                                            const QString &purpose)
{
    const QUrl baseUrl = profile.base(endpoint.base);
    if (baseUrl.isEmpty())
        return core::Error{core::ErrorKind::Configuration,
                           profile.embedded ? QStringLiteral("backend_not_started") : QStringLiteral("profile_invalid"),
                           QStringLiteral("the profile %1 has no base address").arg(profile.id.toString())};
    const auto inPath = [&values](const QString &name) -> std::optional<QString> {
        const std::optional<QString> value = openValue(values, name);
        return value ? std::optional(QString::fromLatin1(QUrl::toPercentEncoding(*value))) : std::nullopt;
    };
    const auto inHeader = [&values](const QString &name) { return openValue(values, name); };
    const auto inBody = [&values](const QString &name) -> std::optional<QString> {
        const auto secret = values.secret.constFind(name);
        return secret == values.secret.constEnd() ? openValue(values, name) : std::optional(QString::fromUtf8(secret->reveal()));
    };

    const core::Result<QString> path = fill(endpoint.path, inPath);
    if (!path.ok())
        return path.error();
    net::HttpRequest request;
    request.method = endpoint.method;
    QString base = baseUrl.toString(QUrl::FullyEncoded);
    while (base.endsWith(u'/'))
        base.chop(1);
    request.url = QUrl(base + *path, QUrl::StrictMode);
    request.purpose = purpose;
    request.secrets = secretParts(profile, values);
    request.headers = {{"Accept", "application/json"}};
    QMap<QString, QString> headers = profile.headers;
    headers.insert(endpoint.headers); // the endpoint's own word counts
    for (auto it = headers.begin(); it != headers.end(); ++it) {
        const core::Result<QString> value = fill(it.value(), inHeader);
        if (!value.ok())
            return value.error();
        request.headers.removeIf([&it](const net::Header &one) { return one.name.compare(it.key().toLatin1(), Qt::CaseInsensitive) == 0; });
        request.headers.append(net::Header{it.key().toLatin1(), headerText(*value)});
    }
    if (profile.apiKey)
        addApiKey(request, *profile.apiKey);
    if (endpoint.bodyType != model::BodyType::None) {
        core::Result<core::Secret> body = bodyOf(endpoint, inBody);
        if (!body.ok())
            return body.error();
        request.body = std::move(body).value();
        const QByteArray type = endpoint.bodyType == model::BodyType::Json ? "application/json" : "application/x-www-form-urlencoded";
        const bool said = std::any_of(request.headers.cbegin(), request.headers.cend(),
                                      [](const net::Header &one) { return one.name.compare("Content-Type", Qt::CaseInsensitive) == 0; });
        if (!said)
            request.headers.append(net::Header{"Content-Type", type});
    }
    if (endpoint.bearsCredentials) { // RFC 7617 §2
        const QByteArray pair =
            inBody(QStringLiteral("user")).value_or(QString()).toUtf8() + ':' + inBody(QStringLiteral("password")).value_or(QString()).toUtf8();
        request.headers.append(net::Header{"Authorization", "Basic " + pair.toBase64()});
    }
    return request;
}

core::Result<QList<net::Header>> profileHeaders(const model::BackendProfile &profile)
{
    QList<net::Header> headers;
    for (auto it = profile.headers.begin(); it != profile.headers.end(); ++it) {
        const core::Result<QString> value = fill(it.value(), [](const QString &name) { return openValue({}, name); });
        if (!value.ok())
            return value.error();
        headers.append(net::Header{it.key().toLatin1(), headerText(*value)});
    }
    return headers;
}

void authorize(net::HttpRequest &request, const model::AccessUse &use, const core::Secret &accessToken)
{
    for (const auto &[name, value] : use.cookiesOf(accessToken)) {
        addCookie(request, name, value);
        request.secrets.tokens.append(value);
    }
    if (!use.cookie.isEmpty())
        return;
    request.secrets.tokens.append(accessToken);
    request.secrets.headers.append(use.header);
    const QByteArray lead = use.scheme.isEmpty() ? QByteArray() : use.scheme + ' ';
    request.headers.append(net::Header{use.header, lead + accessToken.reveal().toByteArray()});
}

void addCookie(net::HttpRequest &request, const QByteArray &name, const core::Secret &value)
{
    const QByteArray pair = name + '=' + value.reveal().toByteArray();
    for (net::Header &header : request.headers) {
        if (header.name != "Cookie")
            continue;
        if (!QByteArray("; " + header.value).contains("; " + name + '='))
            header.value += "; " + pair;
        return;
    }
    request.headers.append(net::Header{"Cookie", pair});
}

} // namespace keyturn::backendapi
