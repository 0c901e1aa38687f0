// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/tokenresponse.h"

#include "core/json.h"
#include "oauth/displaytext.h"
#include "oauth/form.h"

#include <QRegularExpression>

#include <cmath>

namespace keyturn::oauth {

namespace {

constexpr qsizetype maxTokenLength = 8 * 1024;
constexpr qsizetype maxIdTokenLength = 16 * 1024;
constexpr qsizetype maxDescriptionLength = 200;
constexpr double maxLifetime = 10.0 * 365 * 24 * 3600; // seconds

const QString errorName = QStringLiteral("error");

core::Error invalid(const QString &detail)
{
    return {core::ErrorKind::BadReply, QStringLiteral("token_response_invalid"), detail};
}

bool isVisibleAscii(const QString &text) // VSCHAR of RFC 6749 Appendix A
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x20 && c.unicode() <= 0x7e; });
}

/// What goes into an Authorization header must be a b64token (RFC 6750 §2.1): a line break in it would be a header of somebody else's.
bool isBearerToken(const QString &text)
{
    static const QRegularExpression b64token(QRegularExpression::anchoredPattern(QStringLiteral("[A-Za-z0-9._~+/-]+=*")));
    return b64token.match(text).hasMatch();
}

/// A form has no end of its own: `access_token=gho_16` may be the head of a longer one (FAULTS 35). Without a length that was announced, it is not
/// believed. JSON is asked for, and GitHub, whose form this is, sends that then.
core::Result<QJsonObject> readForm(const net::HttpResponse &response)
{
    if (!response.isProvenWhole())
        return invalid(QStringLiteral("a form whose length was not announced may have been cut"));
    const core::Secret &body = response.body;
    if (body.size() > maxTokenResponseBytes)
        return invalid(QStringLiteral("more than %1 bytes").arg(maxTokenResponseBytes));
    const Form form = Form::read(body.reveal());
    if (form.isBroken())
        return invalid(QStringLiteral("too many or not decodable form fields"));
    QJsonObject fields;
    for (const QString &name : form.names()) {
        const std::optional<QString> value = form.value(name);
        if (form.isDoubled(name) || !value)
            return invalid(QStringLiteral("a form field stands twice or is not well encoded"));
        fields.insert(name, *value);
    }
    return fields;
}

/// The answer's members; those of a form are all strings.
core::Result<QJsonObject> readFields(const net::HttpResponse &response)
{
    const QByteArray type = response.mediaType();
    if (type == "application/x-www-form-urlencoded")
        return readForm(response);
    if (!response.isJson())
        return invalid(QStringLiteral("status %1 of type %2").arg(response.status).arg(displayText(QString::fromLatin1(type), 60)));
    core::Result<QJsonObject> json = core::parseJsonObject(response.body.reveal(), maxTokenResponseBytes);
    if (!json.ok())
        return invalid(json.error().code + QStringLiteral(": ") + json.error().detail);
    return json;
}

/// A server may quote the very token that it refuses: whatever looks like one is taken out.
QString withoutTokens(QString text)
{
    static const QRegularExpression tokenLike(QStringLiteral("[A-Za-z0-9._~+/=%-]{20,}"));
    return text.replace(tokenLike, QStringLiteral("<…>"));
}

core::Error refusalOf(const QJsonObject &fields)
{
    const QString code = fields.value(errorName).toString();
    const bool wellFormed = !code.isEmpty() && code.size() <= 64 && isVisibleAscii(code) && !code.contains(u'"') && !code.contains(u'\\');
    if (!wellFormed)
        return invalid(QStringLiteral("error is not a code of RFC 6749 §5.2"));
    const bool definite = code == QLatin1String("invalid_grant") || code == QLatin1String("bad_refresh_token");
    const QString description = displayText(fields.value(QStringLiteral("error_description")).toString(), maxDescriptionLength);
    // Google tells by its description alone what is missing.
    if (code == QLatin1String("invalid_request") && description.contains(QLatin1String("client_secret")))
        return {core::ErrorKind::Rejected, QStringLiteral("client_secret_missing"), withoutTokens(description)};
    return {definite ? core::ErrorKind::SignInAgain : core::ErrorKind::Rejected, code, withoutTokens(description)};
}

/// What the status alone says; nullopt where the body decides.
std::optional<core::Error> refusalByStatus(const net::HttpResponse &response, const QDateTime &now)
{
    const QString detail = QStringLiteral("status %1").arg(response.status);
    if (response.status >= 500)
        return core::Error{core::ErrorKind::Offline, QStringLiteral("server_error"), detail, response.retryAfter(now)};
    if (response.isRateLimited())
        return core::Error{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), detail, response.retryAfter(now)};
    if (response.status < 200 || (response.status >= 300 && response.status < 400))
        return invalid(detail); // FAULTS 41: a redirect would carry code or token elsewhere
    return std::nullopt;
}

bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

/// https://developers.google.com/identity/protocols/oauth2/limited-input-device: a quota that is used up is told in a member of its own.
bool isGooglesQuota(const net::HttpResponse &response, const QJsonObject &fields)
{
    return response.status == 403 && fields.value(QStringLiteral("error_code")).toString() == QLatin1String("rate_limit_exceeded");
}

/// A token in @p fields; empty where there is none.
core::Result<core::Secret> readToken(const QJsonObject &fields, const QString &name, qsizetype maxLength)
{
    const QJsonValue value = fields.value(name);
    if (value.isUndefined() || value.isNull())
        return core::Secret();
    const QString token = value.toString();
    if (!value.isString() || token.size() > maxLength || !isVisibleAscii(token))
        return invalid(name + QStringLiteral(" is no string, too long, or has characters that no token has"));
    return core::Secret::fromText(token);
}

/// @p now plus the seconds that @p name tells; invalid where it tells none.
core::Result<QDateTime> readExpiry(const QJsonObject &fields, const QString &name, const QDateTime &now)
{
    const QJsonValue value = fields.value(name);
    if (value.isUndefined() || value.isNull())
        return QDateTime();
    static const QRegularExpression digits(QRegularExpression::anchoredPattern(QStringLiteral("[0-9]{1,20}")));
    double seconds = -1;
    if (value.isDouble())
        seconds = value.toDouble();
    else if (value.isString() && digits.match(value.toString()).hasMatch())
        seconds = value.toString().toDouble();
    if (!(seconds >= 0)) // also NaN
        return invalid(name + QStringLiteral(" is no number of seconds"));
    return now.addSecs(static_cast<qint64>(std::floor(std::min(seconds, maxLifetime))));
}

core::Result<QStringList> readScopes(const QJsonObject &fields, const QStringList &requested)
{
    const QJsonValue value = fields.value(QStringLiteral("scope"));
    if (value.isUndefined() || value.isNull())
        return requested; // RFC 6749 §5.1: left out where it is what was asked for
    if (!value.isString())
        return invalid(QStringLiteral("scope is no string"));
    if (value.toString().trimmed().isEmpty())
        return requested; // no scope at all is none of §3.3's forms: GitHub Apps, which have no scopes, say so where there is nothing to say
    QStringList scopes;
    for (const QString &scope : value.toString().split(u' ', Qt::SkipEmptyParts)) {
        if (requested.contains(scope))
            scopes.append(scope);
        else
            scopes.append(scope.split(u',', Qt::SkipEmptyParts)); // GitHub's way
    }
    return scopes;
}

/// Whether the access token is bound to the key of @p binding.
core::Result<bool> readIsBound(const QJsonObject &fields, const KeyBinding &binding)
{
    const QString type = fields.value(QStringLiteral("token_type")).toString();
    if (binding.isWanted() && type.compare(QLatin1String("dpop"), Qt::CaseInsensitive) == 0)
        return true;
    if (type.compare(QLatin1String("bearer"), Qt::CaseInsensitive) != 0)
        return invalid(QStringLiteral("token_type is not Bearer"));
    return false; // RFC 9449 §5: the server may have bound the refresh token all the same
}

core::Result<model::TokenSet> readTokens(const QJsonObject &fields, const QStringList &requestedScopes, const QDateTime &now,
                                         const KeyBinding &binding)
{
    const core::Result<bool> isBound = readIsBound(fields, binding);
    if (!isBound.ok())
        return isBound.error();
    if (!isBearerToken(fields.value(QStringLiteral("access_token")).toString()))
        return invalid(QStringLiteral("access_token is missing or no bearer token"));
    const auto access = readToken(fields, QStringLiteral("access_token"), maxTokenLength);
    const auto refresh = readToken(fields, QStringLiteral("refresh_token"), maxTokenLength);
    const auto id = readToken(fields, QStringLiteral("id_token"), maxIdTokenLength);
    for (const auto &token : {access, refresh, id}) {
        if (!token.ok())
            return token.error();
    }
    const auto accessExpiry = readExpiry(fields, QStringLiteral("expires_in"), now);
    const auto refreshExpiry = readExpiry(fields, QStringLiteral("refresh_token_expires_in"), now); // GitHub's, and the IETF's draft
    for (const auto &expiry : {accessExpiry, refreshExpiry}) {
        if (!expiry.ok())
            return expiry.error();
    }
    const auto scopes = readScopes(fields, requestedScopes);
    if (!scopes.ok())
        return scopes.error();
    return model::TokenSet{*access, *accessExpiry, *refresh, *refreshExpiry, *id, *scopes, now, binding.key, *isBound};
}

} // namespace

core::Result<QJsonObject> readAnswerFields(const net::HttpResponse &response, const QDateTime &now)
{
    if (const std::optional<core::Error> refusal = refusalByStatus(response, now))
        return *refusal;
    core::Result<QJsonObject> fields = readFields(response);
    if (!fields.ok())
        return fields;
    if (fields->contains(errorName)) // FAULTS 34: GitHub says it with status 200
        return refusalOf(*fields);
    if (isGooglesQuota(response, *fields))
        return core::Error{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), QStringLiteral("rate_limit_exceeded")};
    if (!isSuccess(response.status))
        return invalid(QStringLiteral("status %1 without an error code").arg(response.status));
    return fields;
}

core::Result<model::TokenSet> readTokenResponse(const net::HttpResponse &response, const QStringList &requestedScopes, const QDateTime &now,
                                                const KeyBinding &binding)
{
    const core::Result<QJsonObject> fields = readAnswerFields(response, now);
    return fields.ok() ? readTokens(*fields, requestedScopes, now, binding) : fields.error();
}

core::Error atSignIn(core::Error error)
{
    if (error.kind == core::ErrorKind::SignInAgain)
        error.kind = core::ErrorKind::Rejected;
    return error;
}

std::optional<core::Error> readRefusal(const net::HttpResponse &response, const QDateTime &now)
{
    if (const std::optional<core::Error> refusal = refusalByStatus(response, now))
        return refusal;
    const core::Result<QJsonObject> fields = readFields(response);
    if (fields.ok() && fields->contains(errorName))
        return refusalOf(*fields);
    if (isSuccess(response.status))
        return std::nullopt;
    return invalid(QStringLiteral("status %1 without an error code").arg(response.status));
}

} // namespace keyturn::oauth
