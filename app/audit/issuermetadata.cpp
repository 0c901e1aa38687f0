// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/issuermetadata.h"

#include "net/origin.h"

#include <QJsonArray>

namespace keyturn::audit {

namespace {

QList<QUrl> places(const QString &issuer)
{
    const QUrl url(issuer);
    const QString path = url.path() == QLatin1String("/") ? QString() : url.path();
    QUrl appended = url;
    appended.setPath(path + QStringLiteral("/.well-known/openid-configuration"));
    QUrl inserted = url;
    inserted.setPath(QStringLiteral("/.well-known/oauth-authorization-server") + path);
    return {appended, inserted};
}

} // namespace

QUrl IssuerMetadata::address(const QString &name) const
{
    // Secrets go to such addresses: no metadata leads them out of TLS, or from elsewhere to this computer.
    const QUrl url(document.value(name).toString(), QUrl::StrictMode);
    const net::Origin origin = net::Origin::of(url);
    const bool isSafe = origin.scheme == QLatin1String("https") || (origin.isLoopback() && net::Origin::of(QUrl(issuer)).isLoopback());
    return isSafe ? url : QUrl();
}

QStringList IssuerMetadata::words(const QString &name) const
{
    QStringList words;
    for (const QJsonValue &word : document.value(name).toArray())
        words.append(word.toString());
    return words;
}

core::Result<IssuerMetadata> issuerMetadata(Site &site, const QString &issuer)
{
    IssuerMetadata metadata{issuer, {}, {}};
    for (const QUrl &place : places(issuer)) {
        metadata.answer = site.get(place);
        if (metadata.answer.failure && metadata.answer.failure->kind == core::ErrorKind::Configuration)
            return *metadata.answer.failure;
        const QJsonObject document = metadata.answer.isGood() ? metadata.answer.json().toObject() : QJsonObject();
        if (document.contains(QStringLiteral("issuer"))) { // and not a web page's answer to every address
            metadata.document = document;
            break;
        }
    }
    return metadata;
}

} // namespace keyturn::audit
