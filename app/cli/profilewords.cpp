// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/profilewords.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ProfileWords", text);
}

QString requestText(const model::BackendProfile &profile, const model::Endpoint &endpoint)
{
    const QString where = endpoint.base.isEmpty() ? endpoint.path : profile.base(endpoint.base).toString() + endpoint.path;
    return QString::fromLatin1(endpoint.method) + u' ' + where;
}

QString placeText(const model::ValuePlace &place)
{
    switch (place.kind) {
    case model::ValuePlace::Kind::None:
        return {};
    case model::ValuePlace::Kind::Body:
        return place.name.isEmpty() ? tr("the whole body") : tr("%1 in the body").arg(place.name);
    case model::ValuePlace::Kind::Header:
        return tr("the header %1").arg(place.name);
    case model::ValuePlace::Kind::Cookie:
        return tr("the cookie %1").arg(place.name);
    }
    return {};
}

/// What has no value, such as an address of the embedded backend before it runs, is not shown.
QList<QStringList> withValues(QList<QStringList> rows)
{
    rows.removeIf([](const QStringList &row) { return row.last().isEmpty(); });
    return rows;
}

/// Where git takes the token beside the addresses that it goes to anyway.
QString gitText(const model::GitUse &use)
{
    QStringList addresses;
    for (const QUrl &address : use.addresses)
        addresses += address.toString();
    return addresses.join(QLatin1String(", "));
}

QList<QStringList> handoffRows(const model::IdentityProvider &provider)
{
    const model::Handoff &handoff = *provider.handoff;
    QList<QStringList> rows{{tr("Kind"), tr("the backend signs in there itself, and hands over")}, {tr("Begins at"), handoff.start}};
    if (handoff.exchange)
        rows += {tr("One-time code to"), QString::fromLatin1(handoff.exchange->method) + u' ' + handoff.exchange->path};
    else
        rows +=
            {tr("Access token in"), tr("the parameter %1 of the browser's address: UNSAFE, and without a refresh token").arg(handoff.tokenParameter)};
    rows += {tr("Comes back to"), provider.redirectUri.toString()};
    return withValues(rows);
}

} // namespace

QString originCode(storage::ProfileOrigin origin)
{
    switch (origin) {
    case storage::ProfileOrigin::BuiltIn:
        return QStringLiteral("builtIn");
    case storage::ProfileOrigin::System:
        return QStringLiteral("system");
    case storage::ProfileOrigin::Own:
        return QStringLiteral("own");
    }
    return {};
}

QString originWord(storage::ProfileOrigin origin)
{
    switch (origin) {
    case storage::ProfileOrigin::BuiltIn:
        return tr("built in");
    case storage::ProfileOrigin::System:
        return tr("system");
    case storage::ProfileOrigin::Own:
        return tr("own");
    }
    return {};
}

QStringList methodsOf(const model::BackendProfile &profile)
{
    QStringList methods;
    if (profile.password)
        methods += QStringLiteral("password");
    for (const model::IdentityProvider &provider : profile.providers)
        methods += QStringLiteral("browser:") + provider.id.toString();
    return methods;
}

QStringList providersWithoutClient(const model::BackendProfile &profile)
{
    QStringList found;
    for (const model::IdentityProvider &provider : profile.providers) {
        if (!provider.missingClient().isEmpty())
            found += provider.id.toString();
    }
    return found;
}

QJsonObject profileJson(const storage::StoredProfile &stored)
{
    QJsonObject object{{QStringLiteral("id"), stored.profile.id.toString()},
                       {QStringLiteral("name"), stored.profile.name},
                       {QStringLiteral("origin"), originCode(stored.origin)},
                       {QStringLiteral("methods"), QJsonArray::fromStringList(methodsOf(stored.profile))}};
    if (!stored.profile.baseUrl.isEmpty())
        object.insert(QStringLiteral("baseUrl"), stored.profile.baseUrl.toString());
    if (!stored.profile.description.isEmpty())
        object.insert(QStringLiteral("description"), stored.profile.description);
    if (stored.origin != storage::ProfileOrigin::BuiltIn)
        object.insert(QStringLiteral("file"), stored.path);
    if (stored.hidesBuiltIn)
        object.insert(QStringLiteral("hidesBuiltIn"), true);
    if (const QStringList lacking = providersWithoutClient(stored.profile); !lacking.isEmpty())
        object.insert(QStringLiteral("needsClientId"), QJsonArray::fromStringList(lacking));
    return object;
}

QList<QStringList> profileRows(const model::BackendProfile &profile)
{
    QList<QStringList> rows;
    const auto request = [&](const QString &what, const std::optional<model::Endpoint> &endpoint) {
        if (endpoint)
            rows += {what, requestText(profile, *endpoint)};
    };
    if (profile.embedded && profile.baseUrl.isEmpty())
        rows += {tr("Address"), tr("(start it with: keyturn-cli backend start)")};
    else if (!profile.baseUrl.isEmpty())
        rows += {tr("Address"), profile.baseUrl.toString()};
    for (auto base = profile.baseUrls.begin(); base != profile.baseUrls.end(); ++base)
        rows += {tr("Address “%1”").arg(base.key()), base->toString()};
    if (profile.password) {
        request(tr("Sign in by password"), profile.password->signIn);
        request(tr("Register"), profile.password->registration);
        const model::PasswordSignIn &password = *profile.password;
        if (password.secondFactor)
            request(tr("Second factor"), password.secondFactor->endpoint);
        if (password.emailVerification)
            request(tr("Confirm the e-mail"), password.emailVerification->confirm);
        if (password.change)
            request(tr("Change the password"), password.change->endpoint);
        if (password.reset)
            request(tr("Reset the password"), password.reset->request);
        rows += {tr("Access token in"), placeText(profile.password->tokens.accessToken)};
        if (!profile.password->tokens.refreshToken.isNone())
            rows += {tr("Refresh token in"), placeText(profile.password->tokens.refreshToken)};
    }
    if (profile.refresh)
        request(tr("Renew"), profile.refresh->endpoint);
    request(tr("Sign out"), profile.signOut);
    request(tr("Who am I"), profile.identity);
    if (profile.sessions) {
        request(tr("List sessions"), profile.sessions->list);
        request(tr("End a session"), profile.sessions->revoke);
        request(tr("End the others"), profile.sessions->revokeOthers);
        if (profile.sessions->revoke && !profile.sessions->revokeOthers)
            rows += {tr("End the others"), tr("one by one")};
    }
    rows += {tr("Git at"), gitText(profile.git)};
    return withValues(rows);
}

QList<QStringList> providerRows(const model::IdentityProvider &provider)
{
    if (provider.handoff)
        return handoffRows(provider);
    QList<QStringList> rows;
    const bool discovered = provider.isDiscovered();
    const bool openId = provider.kind == model::ProviderKind::OpenIdConnect;
    rows += {tr("Kind"),
             openId           ? tr("OpenID Connect, endpoints by discovery")
                 : discovered ? tr("OAuth 2, endpoints by discovery")
                              : tr("OAuth 2, endpoints as written")};
    rows += {tr("Issuer"), provider.issuer};
    if (!discovered) {
        rows += {tr("Authorization"), provider.endpoints.authorization.toString()};
        rows += {tr("Token"), provider.endpoints.token.toString()};
        if (!provider.endpoints.revocation.isEmpty())
            rows += {tr("Revocation"), provider.endpoints.revocation.toString()};
        rows += {tr("Who am I"), provider.endpoints.userinfo.toString()};
    }
    const QString missing = provider.missingClient();
    rows += {tr("Client id"), missing.isEmpty() ? provider.clientId : tr("still to be said, as “%1”").arg(missing)};
    rows += {tr("Scopes"), provider.scopes.isEmpty() ? tr("none asked for") : provider.scopes.join(u' ')};
    if (!provider.sessionsPage.isEmpty())
        rows += {tr("Sessions page"), provider.sessionsPage.toString()};
    rows += {tr("Git at"), gitText(provider.git)};
    return withValues(rows);
}

} // namespace keyturn::cli
