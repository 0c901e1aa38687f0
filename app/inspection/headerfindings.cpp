// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspection/headerfindings.h"

#include "jose/hmac.h"
#include "jose/weaksecrets.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace keyturn::inspection {

namespace {

const QStringList &knownAlgorithms()
{
    static const QStringList known =
        QStringLiteral("HS256 HS384 HS512 RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 Ed448").split(u' ');
    return known;
}

QList<Finding> algorithmFindings(const SignedToken &token)
{
    const QJsonValue value = token.header.value(QStringLiteral("alg"));
    const QString algorithm = value.toString();
    if (value.isUndefined())
        return {{QStringLiteral("alg_missing"), Severity::High, QStringLiteral("RFC 7515 §4.1.1")}};
    if (algorithm.compare(QLatin1String("none"), Qt::CaseInsensitive) == 0)
        return {{QStringLiteral("alg_none"), Severity::High, QStringLiteral("RFC 8725 §3.2"), {algorithm}}};
    if (algorithm == QLatin1String("RS1") || algorithm == QLatin1String("HS1") || algorithm == QLatin1String("HS256/64"))
        return {{QStringLiteral("alg_weak"), Severity::High, QStringLiteral("RFC 8725 §3.2"), {algorithm}}};
    if (!knownAlgorithms().contains(algorithm))
        return {{QStringLiteral("alg_unknown"), Severity::Medium, QStringLiteral("RFC 8725 §3.1"), {algorithm}}};
    QList<Finding> findings;
    if (jose::leastSecretBits(algorithm) > 0) {
        findings.append({QStringLiteral("alg_symmetric"), Severity::Info, QStringLiteral("RFC 8725 §3.5"), {algorithm}});
        if (const std::optional<core::Secret> secret = jose::weakSecretOf(token.compact))
            findings.append(
                {QStringLiteral("hmac_weak_secret"), Severity::High, QStringLiteral("RFC 8725 §3.5"), {QString::fromUtf8(secret->reveal())}});
    }
    if (token.signatureBytes == 0)
        findings.append({QStringLiteral("signature_missing"), Severity::High, QStringLiteral("RFC 8725 §3.2"), {algorithm}});
    return findings;
}

/// Whatever a server might hand on to a file system, a database or a shell (RFC 8725 §3.10).
bool isOddKeyId(const QJsonValue &value)
{
    static const QRegularExpression odd(QStringLiteral("\\.\\./|^/|[\\x00-\\x1f'\"`;|$<>\\\\]|--|://"));
    return !value.isString() || value.toString().isEmpty() || value.toString().size() > 256 || odd.match(value.toString()).hasMatch();
}

QList<Finding> keyFindings(const Members &header, Use use)
{
    QList<Finding> findings;
    const QJsonValue keyId = header.value(QStringLiteral("kid"));
    if (keyId.isUndefined() && use != Use::Proof)
        findings.append({QStringLiteral("kid_missing"), Severity::Info, QStringLiteral("RFC 7515 §4.1.4")});
    else if (!keyId.isUndefined() && isOddKeyId(keyId))
        findings.append({QStringLiteral("kid_odd"), Severity::Medium, QStringLiteral("RFC 8725 §3.10"), {keyId.toVariant().toString()}});
    for (const char *name : {"jku", "x5u"}) {
        if (header.has(QLatin1String(name)))
            findings.append({QStringLiteral("header_key_address"),
                             Severity::Medium,
                             QStringLiteral("RFC 8725 §3.10"),
                             {QString::fromLatin1(name), header.textOf(QLatin1String(name))}});
    }
    for (const char *name : {"jwk", "x5c"}) {
        if (header.has(QLatin1String(name)) && use != Use::Proof) // a proof is about the key in it (RFC 9449 §4.2)
            findings.append({QStringLiteral("header_key"), Severity::Medium, QStringLiteral("RFC 7515 §10.3"), {QString::fromLatin1(name)}});
    }
    return findings;
}

QList<Finding> typeFindings(const Members &header, Use use)
{
    const QJsonValue type = header.value(QStringLiteral("typ"));
    const QString text = type.toString().toLower();
    const bool isToken = text == QLatin1String("jwt") || text.endsWith(QLatin1String("+jwt"));
    if (type.isUndefined())
        return {{QStringLiteral("typ_missing"), Severity::Low, QStringLiteral("RFC 8725 §3.11")}};
    if (!isToken)
        return {{QStringLiteral("typ_odd"), Severity::Low, QStringLiteral("RFC 7519 §5.1"), {type.toVariant().toString()}}};
    if (use == Use::Access && text == QLatin1String("jwt"))
        return {{QStringLiteral("typ_generic"), Severity::Info, QStringLiteral("RFC 9068 §2.1"), {type.toString()}}};
    const bool saysAccess = text.endsWith(QLatin1String("at+jwt"));
    if (use == Use::Id && saysAccess)
        return {{QStringLiteral("typ_other"), Severity::High, QStringLiteral("RFC 8725 §3.11"), {type.toString()}}};
    return {};
}

/// Nothing that must be understood is understood here: of the extensions that there are, b64 changes what was signed (RFC 7797).
QList<Finding> criticalFindings(const Members &header)
{
    const QJsonValue critical = header.value(QStringLiteral("crit"));
    if (critical.isUndefined())
        return {};
    QStringList names;
    for (const QJsonValue &name : critical.toArray())
        names.append(name.toString());
    const bool isBroken = names.isEmpty() || std::any_of(names.begin(), names.end(), [&header](const QString &name) { return !header.has(name); });
    if (isBroken)
        return {{QStringLiteral("crit_broken"), Severity::High, QStringLiteral("RFC 7515 §4.1.11")}};
    return {{QStringLiteral("crit_unknown"), Severity::High, QStringLiteral("RFC 7515 §4.1.11"), {names.join(QStringLiteral(", "))}}};
}

} // namespace

QList<Finding> headerFindings(const SignedToken &token, Use use)
{
    QList<Finding> findings = algorithmFindings(token) + keyFindings(token.header, use) + criticalFindings(token.header);
    if (token.claims)
        findings += typeFindings(token.header, use);
    else
        findings.append({QStringLiteral("no_claims"), Severity::Info, QStringLiteral("RFC 7519 §7.2")});
    if (token.signatures > 1)
        findings.append(
            {QStringLiteral("several_signatures"), Severity::Info, QStringLiteral("RFC 7515 §7.2.1"), {QString::number(token.signatures)}});
    return findings;
}

QList<Finding> headerFindings(const EncryptedToken &token)
{
    QList<Finding> findings = keyFindings(token.header, Use::Unknown) + criticalFindings(token.header);
    const QString algorithm = token.header.textOf(QStringLiteral("alg"));
    if (algorithm == QLatin1String("RSA1_5"))
        findings.append({QStringLiteral("alg_padding"), Severity::Medium, QStringLiteral("RFC 8725 §3.2"), {algorithm}});
    if (token.header.has(QStringLiteral("zip")))
        findings.append({QStringLiteral("compressed"), Severity::Low, QStringLiteral("RFC 8725 §3.6")});
    return findings;
}

} // namespace keyturn::inspection
