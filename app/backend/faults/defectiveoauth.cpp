// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectiveoauth.h"

#include "backend/faults/jwtparts.h"
#include "backend/providers/redirecturi.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace keyturn::backend {

namespace {

constexpr qsizetype mostStarts = 256;
constexpr auto aliasOrigin = "http://127.0.0.1:9";
constexpr auto aliasPrefix = "http://127.0.0.1:9/callback/any_";
constexpr auto fixedText = "always-the-same-text-that-everybody-knows-by-now"; // also what a fixed challenge is made of
constexpr auto sparedVerifier = "whoever-needs-no-verifier-gets-this-one-from-the-door";

const QString challengeName = QStringLiteral("code_challenge");
const QString methodName = QStringLiteral("code_challenge_method");
const QString redirectName = QStringLiteral("redirect_uri");
const QString stateName = QStringLiteral("state");
const QString nonceName = QStringLiteral("nonce");

bool isBackendStart(const QByteArray &path)
{
    return path == "/api/auth/google" || path == "/api/auth/github";
}

bool isProviderStart(const QByteArray &path)
{
    return path == "/google/authorize" || path == "/github/login/oauth/authorize";
}

QString s256(const QString &verifier)
{
    return QString::fromLatin1(base64UrlOf(QCryptographicHash::hash(verifier.toLatin1(), QCryptographicHash::Sha256)));
}

bool beginsAsLoopback(const QString &uri)
{
    return uri.startsWith(QLatin1String("http://127.0.0.1")) || uri.startsWith(QLatin1String("http://[::1]"));
}

/// An address that no check minds, for one that it would.
QString aliasOf(const QString &uri)
{
    const bool fine = uri.isEmpty() || isLoopbackRedirect(uri, false);
    return fine ? uri : QLatin1String(aliasPrefix) + QString::fromLatin1(base64UrlOf(uri.toUtf8()));
}

/// @p location, with the address that an alias stands for.
QByteArray unaliased(const QByteArray &location)
{
    if (!location.startsWith(aliasPrefix))
        return location;
    const qsizetype mark = location.indexOf('?');
    const QByteArray alias = location.left(mark < 0 ? location.size() : mark).mid(qstrlen(aliasPrefix));
    const QByteArray uri = QByteArray::fromBase64(alias, QByteArray::Base64UrlEncoding);
    return mark < 0 ? uri : uri + (uri.contains('?') ? '&' : '?') + location.mid(mark + 1);
}

} // namespace

bool DefectiveOAuth::strips() const
{
    static const QList<Defect> some{Defect::NoState,    Defect::NoNonce,   Defect::NoPkce,         Defect::FixedState,
                                    Defect::FixedNonce, Defect::FixedPkce, Defect::PlainChallenge, Defect::CallbackWithoutState};
    return std::any_of(some.cbegin(), some.cend(), [this](Defect defect) { return m_defects.has(defect); });
}

/// What the simulated providers take @p uri for.
QString DefectiveOAuth::taken(const QString &uri) const
{
    const bool any = m_defects.has(Defect::AnyRedirect) || (m_defects.has(Defect::RedirectPrefix) && beginsAsLoopback(uri));
    return any ? aliasOf(uri) : uri;
}

std::optional<Response> DefectiveOAuth::meet(Request &request)
{
    if (request.method == "GET" && (isBackendStart(request.path) || isProviderStart(request.path))) {
        if (auto query = FormData::parse(request.query)) {
            if (isProviderStart(request.path))
                restore(*query);
            relaxStart(*query, isProviderStart(request.path));
            request.query = query->toEncoded();
        }
    } else if (request.path == "/google/token" || request.path == "/github/login/oauth/access_token") {
        relaxForm(request);
    } else if (request.path == "/api/auth/handoff") {
        relaxExchange(request);
    } else if (strips() && request.path.endsWith("/callback")) {
        restoreState(request);
    }
    return std::nullopt;
}

void DefectiveOAuth::relaxStart(FormData &query, bool atProvider) const
{
    const QString challenge = query.value(challengeName);
    const QString method = query.value(methodName);
    const bool plain = method.isEmpty() || method == QLatin1String("plain"); // RFC 7636 §4.3
    if (m_defects.has(Defect::PlainPkce) && !challenge.isEmpty() && plain) {
        query.set(challengeName, s256(challenge)); // for plain the challenge is the verifier
        query.set(methodName, QStringLiteral("S256"));
    } else if (m_defects.has(Defect::OptionalPkce) && challenge.isEmpty()) {
        query.set(challengeName, s256(QLatin1String(sparedVerifier)));
        query.set(methodName, QStringLiteral("S256"));
    }
    if (m_defects.has(Defect::VerifierIgnored) && !challenge.isEmpty())
        query.set(challengeName, s256(QLatin1String(sparedVerifier)));
    if (atProvider && query.has(redirectName))
        query.set(redirectName, taken(query.value(redirectName)));
    else if (!atProvider && m_defects.has(Defect::OpenRedirect))
        query.set(redirectName, aliasOf(query.value(redirectName)));
}

void DefectiveOAuth::relaxForm(Request &request) const
{
    auto form = FormData::parse(request.body);
    if (!form || form->value(QStringLiteral("grant_type")) == QLatin1String("refresh_token"))
        return;
    const bool spared = m_defects.has(Defect::OptionalPkce) && !form->has(QStringLiteral("code_verifier"));
    if (spared || m_defects.has(Defect::VerifierIgnored))
        form->set(QStringLiteral("code_verifier"), QLatin1String(sparedVerifier));
    if (form->has(redirectName))
        form->set(redirectName, taken(form->value(redirectName)));
    request.body = form->toEncoded();
}

void DefectiveOAuth::relaxExchange(Request &request) const
{
    const QString verifier = QStringLiteral("codeVerifier");
    const QString redirect = QStringLiteral("redirectUri");
    QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (body.isEmpty())
        return;
    if ((m_defects.has(Defect::OptionalPkce) && !body.contains(verifier)) || m_defects.has(Defect::VerifierIgnored))
        body.insert(verifier, QLatin1String(sparedVerifier));
    if (m_defects.has(Defect::OpenRedirect) && body.contains(redirect))
        body.insert(redirect, aliasOf(body.value(redirect).toString()));
    request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
}

/// What was stripped from the request that this one is, where it is one of the backend's.
void DefectiveOAuth::restore(FormData &query) const
{
    const std::lock_guard lock(m_mutex);
    for (const Start &start : m_starts) {
        const bool same = query.value(stateName) == start.state || query.value(challengeName) == start.challenge
            || (!start.nonce.isEmpty() && query.value(nonceName) == start.nonce);
        if (!same)
            continue;
        if (!start.nonce.isEmpty())
            query.set(nonceName, start.nonce);
        query.set(challengeName, start.challenge);
        query.set(methodName, QStringLiteral("S256"));
        return;
    }
}

void DefectiveOAuth::restoreState(Request &request) const
{
    auto query = FormData::parse(request.query);
    const bool fixed = m_defects.has(Defect::FixedState) && query && query->value(stateName) == QLatin1String(fixedText);
    const bool missing = (m_defects.has(Defect::NoState) || m_defects.has(Defect::CallbackWithoutState)) && query && !query->has(stateName);
    if (!fixed && !missing)
        return;
    const std::lock_guard lock(m_mutex);
    for (const Start &start : m_starts) {
        if (!request.cookie(start.cookie))
            continue;
        query->set(stateName, start.state);
        request.query = query->toEncoded();
        return;
    }
}

void DefectiveOAuth::leave(const Request &request, Response &response)
{
    if (strips() && isBackendStart(request.path))
        strip(response);
    for (HttpHeader &header : response.headers) {
        if (header.name.compare("location", Qt::CaseInsensitive) == 0)
            header.value = unaliased(header.value);
        else if (header.name.compare("content-security-policy", Qt::CaseInsensitive) == 0)
            header.value.replace(aliasOrigin, "http: https:");
    }
}

void DefectiveOAuth::strip(Response &response)
{
    Start start;
    QByteArray *location = nullptr;
    for (HttpHeader &header : response.headers) {
        if (header.name == "Location")
            location = &header.value;
        else if (header.name == "Set-Cookie")
            start.cookie = header.value.left(header.value.indexOf('='));
    }
    const qsizetype mark = location ? location->indexOf('?') : -1;
    auto query = mark < 0 ? std::nullopt : FormData::parse(location->mid(mark + 1));
    if (!query || !query->has(challengeName)) // not on the way to a provider
        return;
    start.state = query->value(stateName);
    start.nonce = query->value(nonceName);
    start.challenge = query->value(challengeName);
    spoil(*query);
    *location = location->left(mark + 1) + query->toEncoded();
    const std::lock_guard lock(m_mutex);
    m_starts.prepend(start);
    if (m_starts.size() > mostStarts)
        m_starts.removeLast();
}

void DefectiveOAuth::spoil(FormData &query) const
{
    if (m_defects.has(Defect::NoState))
        query.remove(stateName);
    else if (m_defects.has(Defect::FixedState))
        query.set(stateName, QLatin1String(fixedText));
    if (m_defects.has(Defect::NoNonce))
        query.remove(nonceName);
    else if (m_defects.has(Defect::FixedNonce) && query.has(nonceName))
        query.set(nonceName, QLatin1String(fixedText));
    if (m_defects.has(Defect::NoPkce)) {
        query.remove(challengeName);
        query.remove(methodName);
    } else if (m_defects.has(Defect::PlainChallenge)) {
        query.set(methodName, QStringLiteral("plain"));
    } else if (m_defects.has(Defect::FixedPkce)) {
        query.set(challengeName, s256(QLatin1String(fixedText)));
    }
}

} // namespace keyturn::backend
