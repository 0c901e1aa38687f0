// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/jwks.h"

#include "core/json.h"

#include <QJsonArray>

namespace keyturn::jose {

namespace {

constexpr qsizetype maxKeys = 100;

core::Error invalid(const QString &detail)
{
    return {core::ErrorKind::BadReply, QStringLiteral("jwks_invalid"), detail};
}

/// Kinds that can hold a public signature key (RFC 7518 §6); symmetric keys have no place in a published set.
bool isPublicKind(const QJsonObject &key)
{
    const QString kind = key.value(QStringLiteral("kty")).toString();
    return kind == QLatin1String("RSA") || kind == QLatin1String("EC");
}

} // namespace

core::Result<Jwks> readJwks(QByteArrayView json)
{
    const core::Result<QJsonObject> root = core::parseJsonObject(json, maxJwksBytes);
    if (!root.ok())
        return invalid(root.error().detail);
    const QJsonValue keys = root->value(QStringLiteral("keys"));
    if (!keys.isArray())
        return invalid(QStringLiteral("no array “keys”"));
    if (keys.toArray().size() > maxKeys)
        return invalid(QStringLiteral("more than %1 keys").arg(maxKeys));
    Jwks set;
    for (const QJsonValue &value : keys.toArray()) {
        QJsonObject key = value.toObject();
        if (!isPublicKind(key))
            continue;
        if (key.contains(QStringLiteral("d")))
            return invalid(QStringLiteral("a private key is published")); // whoever did that signs for everybody
        set.keys.append(key);
    }
    return set;
}

} // namespace keyturn::jose
