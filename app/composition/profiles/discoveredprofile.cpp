// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/discoveredprofile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace keyturn::composition {

namespace {

/// `auth.example.org-realms-one` of https://auth.example.org/realms/one.
QString idOf(const QUrl &issuer)
{
    QString text = issuer.host(QUrl::FullyEncoded);
    if (issuer.port() > 0)
        text += u'-' + QString::number(issuer.port());
    text += issuer.path();
    text = text.toLower().replace(QRegularExpression(QStringLiteral("[^a-z0-9._-]+")), QStringLiteral("-")).left(64);
    while (text.endsWith(u'-'))
        text.chop(1);
    while (text.startsWith(u'-') || text.startsWith(u'.'))
        text.remove(0, 1);
    return text.isEmpty() ? QStringLiteral("provider") : text;
}

QString nameOf(const QUrl &issuer)
{
    const QString path = issuer.path() == QLatin1String("/") ? QString() : issuer.path();
    return issuer.host() + path;
}

/// Who the person is, and a refresh token where the provider gives one for the asking (OpenID Connect Core §11).
QStringList scopesOf(const oauth::DiscoveryDocument &document)
{
    QStringList scopes;
    const auto add = [&](const char *scope, bool whereUntold) {
        const QString name = QString::fromLatin1(scope);
        if (document.metadata.scopes.isEmpty() ? whereUntold : document.metadata.scopes.contains(name))
            scopes += name;
    };
    if (document.openIdConnect)
        scopes += QStringLiteral("openid"); // without it there is no ID token, whatever the list says
    else
        add("openid", false);
    add("email", document.openIdConnect);
    add("profile", document.openIdConnect);
    add("offline_access", false);
    return scopes;
}

} // namespace

QByteArray DiscoveredProfile::json() const
{
    return QJsonDocument(profile).toJson();
}

DiscoveredProfile profileFrom(const oauth::DiscoveryDocument &document, const ProfileWish &wish)
{
    const QUrl issuer(document.metadata.issuer);
    const QString id = wish.id.isEmpty() ? idOf(issuer) : wish.id;
    const QString name = wish.name.isEmpty() ? nameOf(issuer) : wish.name;
    DiscoveredProfile made{{}, document, {}};
    QJsonObject provider{{QStringLiteral("id"), id},
                         {QStringLiteral("name"), name},
                         {QStringLiteral("kind"), document.openIdConnect ? QStringLiteral("openIdConnect") : QStringLiteral("oauth2")},
                         {QStringLiteral("issuer"), document.metadata.issuer},
                         {QStringLiteral("clientId"), wish.clientId.isEmpty() ? QStringLiteral("{client:%1}").arg(id) : wish.clientId},
                         {QStringLiteral("scopes"), QJsonArray::fromStringList(wish.scopes.isEmpty() ? scopesOf(document) : wish.scopes)}};
    if (wish.clientId.isEmpty())
        made.toFillIn += QStringLiteral("/providers/0/clientId");
    if (!document.openIdConnect) {
        // As with OpenID Connect, what the provider can do is asked at each sign-in, and not what it could do on the day when the profile was made.
        provider.insert(QStringLiteral("discovery"), true);
        // OpenID Connect Core §5.1; others that have a userinfo endpoint follow it, most of the time.
        provider.insert(QStringLiteral("identity"),
                        QJsonObject{{QStringLiteral("subject"), QStringLiteral("/sub")},
                                    {QStringLiteral("name"), QStringLiteral("/name")},
                                    {QStringLiteral("email"), QStringLiteral("/email")},
                                    {QStringLiteral("picture"), QStringLiteral("/picture")}});
        if (document.metadata.endpoints.userinfo.isEmpty()) {
            // The reader refuses the empty text, so that nobody adds a profile with which nobody can sign in.
            provider.insert(QStringLiteral("endpoints"), QJsonObject{{QStringLiteral("userinfo"), QString()}});
            made.toFillIn += QStringLiteral("/providers/0/endpoints/userinfo");
        }
    }
    made.profile = {{QStringLiteral("id"), id}, {QStringLiteral("name"), name}, {QStringLiteral("providers"), QJsonArray{provider}}};
    return made;
}

core::Async<DiscoveredProfile> discoverProfile(net::HttpClient &http, core::Clock &clock, const QString &address, const ProfileWish &wish,
                                               QObject *context, std::stop_token stop)
{
    const core::Result<QUrl> issuer = oauth::issuerAddress(address);
    if (!issuer.ok())
        return core::ready<DiscoveredProfile>(issuer.error());
    return core::chain(oauth::findDiscoveryDocument(http, clock, *issuer, context, std::move(stop)), context,
                       [wish](const oauth::DiscoveryDocument &document) -> core::Result<DiscoveredProfile> { return profileFrom(document, wish); });
}

} // namespace keyturn::composition
