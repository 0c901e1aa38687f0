// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/backendprofile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace keyturn::model {

bool Endpoint::uses(const QString &name) const
{
    static const QRegularExpression asText(QStringLiteral("\\{\\{[A-Za-z]+\\}\\}"));
    QStringList texts{path, QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Compact)),
                      QString::fromUtf8(QJsonDocument(QJsonArray{otherBody}).toJson(QJsonDocument::Compact))};
    texts += headers.values();
    return std::any_of(texts.begin(), texts.end(), [&name](QString &text) {
        text.remove(asText);
        return text.contains(u'{' + name + u'}') || text.contains(u'{' + name + QLatin1String(":number}"));
    });
}

QByteArrayList AccessUse::cookieNames() const
{
    return cookie.isEmpty() ? QByteArrayList() : QByteArrayList{cookie} + furtherCookies;
}

QList<std::pair<QByteArray, core::Secret>> AccessUse::cookiesOf(const core::Secret &token) const
{
    if (cookie.isEmpty())
        return {};
    if (furtherCookies.isEmpty())
        return {{cookie, token}};
    QList<std::pair<QByteArray, core::Secret>> cookies;
    const QByteArrayList names = cookieNames();
    for (const QByteArray &pair : token.reveal().toByteArray().split(';')) {
        const QByteArray name = pair.left(pair.indexOf('='));
        if (names.contains(name))
            cookies.append({name, core::Secret(pair.mid(name.size() + 1))});
    }
    return cookies;
}

core::Secret AccessUse::joined(const QList<std::pair<QByteArray, core::Secret>> &cookies) const
{
    QByteArrayList pairs;
    for (const QByteArray &name : cookieNames()) {
        for (const auto &[which, value] : cookies) {
            if (which == name && furtherCookies.isEmpty())
                return value;
            if (which == name)
                pairs.append(name + '=' + value.reveal().toByteArray());
        }
    }
    return core::Secret(pairs.join(';'));
}

QString IdentityProvider::missingClient() const
{
    const QString lead = QStringLiteral("{client:");
    if (!clientId.startsWith(lead) || !clientId.endsWith(u'}'))
        return {};
    return clientId.mid(lead.size()).chopped(1);
}

bool IdentityProvider::takesCodeAlone() const
{
    const bool isGitHubs = kind == ProviderKind::OAuth2 && endpoints.token.path().endsWith(QLatin1String("/login/oauth/access_token"));
    return isGitHubs && clientSecret.isEmpty() && deviceCode && !endpoints.deviceAuthorization.isEmpty();
}

const IdentityProvider *BackendProfile::provider(const ProviderId &providerId) const
{
    const auto found = std::find_if(providers.cbegin(), providers.cend(), [&](const IdentityProvider &one) { return one.id == providerId; });
    return found == providers.cend() ? nullptr : &*found;
}

} // namespace keyturn::model
