// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/signature.h"

#include "jose/cjosehandles.h"
#include "jose/publickey.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <memory>

namespace keyturn::jose {

namespace {

QString curveOf(const QString &algorithm)
{
    if (algorithm == QLatin1String("ES256"))
        return QStringLiteral("P-256");
    return algorithm == QLatin1String("ES384") ? QStringLiteral("P-384") : QStringLiteral("P-521");
}

/// RFC 7518 §3.3: 2048 bits or more; shorter ones are factored.
constexpr int leastBits = 2048;

bool kindFits(const QJsonObject &key, const QString &algorithm)
{
    static const QStringList rsa{QStringLiteral("RS256"), QStringLiteral("RS384"), QStringLiteral("RS512"),
                                 QStringLiteral("PS256"), QStringLiteral("PS384"), QStringLiteral("PS512")};
    static const QStringList ec{QStringLiteral("ES256"), QStringLiteral("ES384"), QStringLiteral("ES512")};
    const QString kind = key.value(QStringLiteral("kty")).toString();
    if (kind == QLatin1String("RSA"))
        return rsa.contains(algorithm) && rsaBits(key) >= leastBits;
    return kind == QLatin1String("EC") && ec.contains(algorithm) && key.value(QStringLiteral("crv")).toString() == curveOf(algorithm);
}

} // namespace

bool keyFits(const QJsonObject &key, const QString &algorithm)
{
    const QString use = key.value(QStringLiteral("use")).toString();
    const QString own = key.value(QStringLiteral("alg")).toString();
    const QJsonValue operations = key.value(QStringLiteral("key_ops"));
    return kindFits(key, algorithm) && (use.isEmpty() || use == QLatin1String("sig")) && (own.isEmpty() || own == algorithm)
        && (!operations.isArray() || operations.toArray().contains(QStringLiteral("verify")));
}

bool signatureHolds(const core::Secret &compact, const QJsonObject &key)
{
    const QByteArray json = QJsonDocument(key).toJson(QJsonDocument::Compact);
    cjose_err error = {};
    const Jwk jwk(cjose_jwk_import(json.constData(), static_cast<std::size_t>(json.size()), &error));
    if (!jwk)
        return false;
    const QByteArrayView text = compact.reveal();
    const Jws jws(cjose_jws_import(text.data(), static_cast<std::size_t>(text.size()), &error));
    return jws && cjose_jws_verify(jws.get(), jwk.get(), &error);
}

} // namespace keyturn::jose
