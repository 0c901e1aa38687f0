// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/endpoints.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace keyturn::console {

namespace {

QByteArray formExample(const QJsonObject &body)
{
    QByteArrayList pairs;
    for (auto it = body.begin(); it != body.end(); ++it)
        pairs.append(it.key().toUtf8().toPercentEncoding() + '=' + it.value().toVariant().toString().toUtf8().toPercentEncoding("{}:"));
    return pairs.join('&');
}

QByteArray jsonExample(const model::Endpoint &endpoint)
{
    if (endpoint.otherBody.isArray())
        return QJsonDocument(endpoint.otherBody.toArray()).toJson(QJsonDocument::Indented);
    if (!endpoint.otherBody.isUndefined()) // a text by itself
        return QJsonDocument(QJsonArray{endpoint.otherBody}).toJson(QJsonDocument::Compact).mid(1).chopped(1);
    return QJsonDocument(endpoint.body).toJson(QJsonDocument::Indented);
}

/// Collects what a profile names, each once.
class Collection
{
public:
    explicit Collection(const model::BackendProfile &profile) : m_profile(profile) { }

    void add(const std::optional<model::Endpoint> &endpoint, const char *summary)
    {
        const QUrl base = endpoint ? m_profile.base(endpoint->base) : QUrl();
        if (base.isEmpty())
            return;
        Endpoint one;
        one.method = endpoint->method;
        one.summary = QString::fromLatin1(summary);
        const QString path = base.path(QUrl::FullyEncoded);
        one.path = (path.endsWith(u'/') ? path.chopped(1) : path) + (endpoint->path.startsWith(u'/') ? endpoint->path : u'/' + endpoint->path);
        if (!endpoint->base.isEmpty()) // of another server
            one.path.prepend(base.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::FullyEncoded));
        if (endpoint->bodyType == model::BodyType::Json) {
            one.contentType = "application/json";
            one.example = jsonExample(*endpoint);
        } else if (endpoint->bodyType == model::BodyType::Form) {
            one.contentType = "application/x-www-form-urlencoded";
            one.example = formExample(endpoint->body);
        }
        const bool isThere =
            std::any_of(found.begin(), found.end(), [&one](const Endpoint &other) { return other.method == one.method && other.path == one.path; });
        if (!isThere)
            found.append(one);
    }
    void add(const model::Endpoint &endpoint, const char *summary) { add(std::optional(endpoint), summary); }
    template <class Part> void addIf(const std::optional<Part> &part, std::optional<model::Endpoint> Part::*endpoint, const char *summary)
    {
        if (part)
            add((*part).*endpoint, summary);
    }

    QList<Endpoint> found;

private:
    const model::BackendProfile &m_profile;
};

void addPassword(Collection &all, const model::PasswordSignIn &password)
{
    all.add(password.signIn, "sign-in");
    all.add(password.registration, "register");
    if (password.secondFactor) {
        all.add(password.secondFactor->endpoint, "second factor");
        all.add(password.secondFactor->recovery, "second factor");
    }
    all.addIf(password.emailVerification, &model::EmailVerification::resend, "verify e-mail");
    all.addIf(password.emailVerification, &model::EmailVerification::confirm, "verify e-mail");
    all.addIf(password.change, &model::PasswordChange::endpoint, "change password");
    all.addIf(password.reset, &model::PasswordReset::request, "reset password");
    all.addIf(password.reset, &model::PasswordReset::confirm, "reset password");
}

} // namespace

QList<Endpoint> endpointsOf(const model::BackendProfile &profile)
{
    Collection all(profile);
    all.add(profile.identity, "identity");
    if (profile.sessions) {
        all.add(profile.sessions->list, "sessions");
        all.add(profile.sessions->revoke, "revoke session");
        all.add(profile.sessions->revokeOthers, "revoke other sessions");
    }
    if (profile.password)
        addPassword(all, *profile.password);
    if (profile.refresh)
        all.add(profile.refresh->endpoint, "refresh");
    all.add(profile.signOut, "sign-out");
    if (profile.csrf)
        all.add(profile.csrf->fetch, "csrf token");
    for (const model::IdentityProvider &provider : profile.providers) {
        if (provider.handoff)
            all.add(provider.handoff->exchange, "handoff");
    }
    return all.found;
}

QList<Endpoint> merged(QList<Endpoint> ofProfile, const QList<Endpoint> &published)
{
    const qsizetype own = ofProfile.size();
    for (const Endpoint &endpoint : published) {
        const auto end = ofProfile.begin() + own;
        const auto same = std::find_if(ofProfile.begin(), end,
                                       [&endpoint](const Endpoint &other) { return other.method == endpoint.method && other.path == endpoint.path; });
        if (same == end)
            ofProfile.append(endpoint);
        else if (!endpoint.summary.isEmpty())
            same->summary = endpoint.summary;
    }
    return ofProfile;
}

QStringList commonOpenApiPaths()
{
    return {QStringLiteral("/openapi.json"),     QStringLiteral("/v3/api-docs"),
            QStringLiteral("/swagger.json"),     QStringLiteral("/swagger/v1/swagger.json"),
            QStringLiteral("/api/openapi.json"), QStringLiteral("/api-docs"),
            QStringLiteral("/api/docs-json"),    QStringLiteral("/.well-known/openapi.json")};
}

QList<Endpoint> completionsOf(const QList<Endpoint> &endpoints, const QString &typed)
{
    QList<Endpoint> begin;
    QList<Endpoint> hold;
    for (const Endpoint &endpoint : endpoints) {
        if (endpoint.path.startsWith(typed, Qt::CaseInsensitive))
            begin.append(endpoint);
        else if (endpoint.path.contains(typed, Qt::CaseInsensitive) || endpoint.summary.contains(typed, Qt::CaseInsensitive))
            hold.append(endpoint);
    }
    return begin + hold;
}

} // namespace keyturn::console
