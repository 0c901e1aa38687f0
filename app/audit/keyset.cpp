// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/keyset.h"

#include "jose/jwks.h"

namespace keyturn::audit {

namespace {

QList<QJsonObject> keysAt(Site &site, const QUrl &url)
{
    const Answer answer = site.get(url);
    const core::Result<jose::Jwks> keys =
        answer.isGood() ? jose::readJwks(answer.response.body.reveal()) : core::Result<jose::Jwks>(core::Error{core::ErrorKind::BadReply, {}, {}});
    return keys.ok() ? keys->keys : QList<QJsonObject>();
}

} // namespace

QList<QJsonObject> publishedKeys(Site &site)
{
    for (const char *path : {"/.well-known/jwks.json", "/.well-known/jwks"}) {
        if (const QList<QJsonObject> keys = keysAt(site, site.address(QLatin1String(path))); !keys.isEmpty())
            return keys;
    }
    for (const char *path : {"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"}) {
        const Answer metadata = site.get(site.address(QLatin1String(path)));
        const QUrl url(metadata.json().toObject().value(QStringLiteral("jwks_uri")).toString(), QUrl::StrictMode);
        if (metadata.isGood() && url.isValid() && !url.isEmpty()) {
            if (const QList<QJsonObject> keys = keysAt(site, url); !keys.isEmpty())
                return keys;
        }
    }
    return {};
}

} // namespace keyturn::audit
