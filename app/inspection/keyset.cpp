// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspection/keyset.h"

#include "core/json.h"
#include "jose/jwks.h"
#include "jose/publickey.h"
#include "net/origin.h"

#include <QJsonArray>

namespace keyturn::inspection {

namespace {

core::Error refused(core::ErrorKind kind, const char *code, const QString &detail = {})
{
    return {kind, QString::fromLatin1(code), detail};
}

core::Result<KeySet> answered(const net::HttpResponse &response, const QDateTime &now)
{
    const QString detail = QStringLiteral("status %1").arg(response.status);
    if (response.isRateLimited())
        return core::Error{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), detail, response.retryAfter(now)};
    if (response.status != 200)
        return refused(response.status >= 500 ? core::ErrorKind::Offline : core::ErrorKind::BadReply, "keys_invalid", detail);
    return readKeySet(response.body.reveal());
}

} // namespace

core::Result<KeySet> readKeySet(QByteArrayView text)
{
    if (text.size() > jose::maxJwksBytes)
        return refused(core::ErrorKind::BadReply, "keys_invalid", QStringLiteral("longer than %1 bytes").arg(jose::maxJwksBytes));
    if (text.toByteArray().contains("-----BEGIN ")) {
        const core::Result<QJsonObject> key = jose::readPublicKey(text);
        return key.ok() ? core::Result<KeySet>(KeySet{{*key}}) : key.error();
    }
    const core::Result<QJsonObject> root = core::parseJsonObject(text, jose::maxJwksBytes);
    if (!root.ok())
        return refused(core::ErrorKind::BadReply, "keys_invalid", root.error().detail);
    const QJsonValue keys = root->value(QStringLiteral("keys"));
    const bool isOne = root->contains(QStringLiteral("kty"));
    if (!keys.isArray() && !isOne)
        return refused(core::ErrorKind::BadReply, "keys_invalid", QStringLiteral("no array “keys”"));
    const QJsonArray all = isOne ? QJsonArray{*root} : keys.toArray();
    if (all.size() > maxKeys)
        return refused(core::ErrorKind::BadReply, "keys_too_many", QString::number(all.size()));
    KeySet set;
    for (const QJsonValue &value : all) {
        QJsonObject key = value.toObject();
        if (key.isEmpty())
            continue;
        set.holdsPrivate = set.holdsPrivate || key.contains(QStringLiteral("d")) || key.contains(QStringLiteral("k"));
        // What is nobody's business here goes no further.
        for (const char *secret : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
            key.remove(QLatin1String(secret));
        set.keys.append(key);
    }
    return set;
}

core::Async<KeySet> fetchKeySet(net::HttpClient &http, const QUrl &url, const QDateTime &now, QObject *context)
{
    if (!url.isValid() || url.host().isEmpty())
        return core::ready<KeySet>(refused(core::ErrorKind::Configuration, "url_invalid", url.toString()));
    const net::Origin origin = net::Origin::of(url);
    if (origin.scheme != QLatin1String("https") && !origin.isLoopback())
        return core::ready<KeySet>(refused(core::ErrorKind::Configuration, "keys_insecure", url.host()));
    net::HttpRequest request;
    request.url = url;
    request.headers = {{"Accept", "application/jwk-set+json, application/json"}};
    request.maxBodyBytes = jose::maxJwksBytes;
    request.purpose = QStringLiteral("jwks");
    return core::inStep(QStringLiteral("jwks"), core::chain(http.send(std::move(request)), context, [now](const net::HttpResponse &response) {
                            return answered(response, now);
                        }));
}

} // namespace keyturn::inspection
