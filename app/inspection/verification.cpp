// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspection/verification.h"

#include "jose/hmac.h"
#include "jose/publickey.h"
#include "jose/signature.h"

#include <QJsonArray>

namespace keyturn::inspection {

namespace {

using Why = CannotVerify::Why;

/// The `kty` and, of elliptic keys, the curve that an algorithm needs (RFC 7518 §3.1, RFC 8037 §3.1); nullopt: none that is known here.
struct Need {
    QString kind;
    QString curve;
};

std::optional<Need> needOf(const QString &algorithm)
{
    const auto isOf = [&algorithm](const char *family) {
        const QString name = QLatin1String(family);
        return algorithm == name + QLatin1String("256") || algorithm == name + QLatin1String("384") || algorithm == name + QLatin1String("512");
    };
    if (isOf("RS") || isOf("PS"))
        return Need{QStringLiteral("RSA"), {}};
    if (algorithm == QLatin1String("ES256"))
        return Need{QStringLiteral("EC"), QStringLiteral("P-256")};
    if (algorithm == QLatin1String("ES384"))
        return Need{QStringLiteral("EC"), QStringLiteral("P-384")};
    if (algorithm == QLatin1String("ES512"))
        return Need{QStringLiteral("EC"), QStringLiteral("P-521")};
    if (algorithm == QLatin1String("EdDSA") || algorithm == QLatin1String("Ed25519"))
        return Need{QStringLiteral("OKP"), QStringLiteral("Ed25519")};
    return std::nullopt;
}

QString kindOf(const QJsonObject &key)
{
    const QString kind = key.value(QStringLiteral("kty")).toString();
    const QString curve = key.value(QStringLiteral("crv")).toString();
    if (kind == QLatin1String("RSA"))
        return QStringLiteral("RSA %1").arg(jose::rsaBits(key));
    return curve.isEmpty() ? kind : QStringLiteral("%1 %2").arg(kind, curve);
}

KeyFit fitOf(const QJsonObject &key, const Need &need, const QString &algorithm, const QJsonValue &wantedId)
{
    const QString use = key.value(QStringLiteral("use")).toString();
    const QString own = key.value(QStringLiteral("alg")).toString();
    const QJsonValue operations = key.value(QStringLiteral("key_ops"));
    const QJsonValue id = key.value(QStringLiteral("kid"));
    if (key.value(QStringLiteral("kty")).toString() != need.kind
        || (!need.curve.isEmpty() && key.value(QStringLiteral("crv")).toString() != need.curve))
        return KeyFit::OtherKind;
    if (!own.isEmpty() && own != algorithm)
        return KeyFit::OtherAlgorithm;
    if ((!use.isEmpty() && use != QLatin1String("sig")) || (operations.isArray() && !operations.toArray().contains(QStringLiteral("verify"))))
        return KeyFit::NotForSigning;
    return !wantedId.isUndefined() && !id.isUndefined() && id != wantedId ? KeyFit::OtherId : KeyFit::Fits;
}

bool holds(const SignedToken &token, const QJsonObject &key, const Need &need)
{
    return need.kind == QLatin1String("OKP") ? jose::edwardsSignatureHolds(token.compact, key) : jose::signatureHolds(token.compact, key);
}

/// By each key that fits; and then by those that have another id alone, so that a key that was renamed is seen to be that.
Verification tryKeys(const SignedToken &token, const KeySet &set, const Need &need, const QString &algorithm)
{
    QList<KeyLook> seen;
    QList<KeyLook> tried;
    const QJsonValue wantedId = token.header.value(QStringLiteral("kid"));
    for (const QJsonObject &key : set.keys)
        seen.append({key.value(QStringLiteral("kid")).toString(), kindOf(key), fitOf(key, need, algorithm, wantedId)});
    for (const KeyFit fit : {KeyFit::Fits, KeyFit::OtherId}) {
        for (qsizetype i = 0; i < seen.size(); ++i) {
            if (seen.at(i).fit != fit)
                continue;
            if (holds(token, set.keys.at(i), need))
                return Verified{seen.at(i), fit == KeyFit::OtherId, jose::rsaBits(set.keys.at(i))};
            if (fit == KeyFit::Fits)
                tried.append(seen.at(i));
        }
    }
    return tried.isEmpty() ? Verification(NoKeyFits{seen}) : Verification(SignatureWrong{tried});
}

Verification bySecret(const SignedToken &token, const core::Secret &secret)
{
    const int bits = static_cast<int>(secret.size() * 8);
    const KeyLook look{{}, QStringLiteral("HMAC %1").arg(bits), KeyFit::Fits};
    return jose::hmacHolds(token.compact, secret) ? Verification(Verified{look, false, bits}) : Verification(SignatureWrong{{look}});
}

Verification verifySigned(const SignedToken &token, const Proof &proof)
{
    const QString algorithm = token.header.textOf(QStringLiteral("alg"));
    const auto *secret = std::get_if<core::Secret>(&proof);
    const auto *set = std::get_if<KeySet>(&proof);
    if (algorithm.isEmpty() || algorithm.compare(QLatin1String("none"), Qt::CaseInsensitive) == 0 || token.signatureBytes == 0)
        return CannotVerify{Why::Unsigned, algorithm};
    if (token.header.has(QStringLiteral("crit"))) // RFC 7515 §4.1.11: who does not understand it must not say that it holds
        return CannotVerify{Why::Extension, algorithm};
    if (jose::leastSecretBits(algorithm) > 0)
        return secret ? bySecret(token, *secret) : Verification(CannotVerify{Why::PublicKeyForSecret, algorithm});
    const std::optional<Need> need = needOf(algorithm);
    if (!need)
        return CannotVerify{Why::UnknownAlgorithm, algorithm};
    if (!set)
        return CannotVerify{Why::SecretForPublicKey, algorithm};
    return set->keys.isEmpty() ? Verification(CannotVerify{Why::NoKeys, algorithm}) : tryKeys(token, *set, *need, algorithm);
}

} // namespace

Verification verify(const Token &token, const Proof &proof)
{
    if (const auto *jws = std::get_if<SignedToken>(&token.content))
        return verifySigned(*jws, proof);
    return CannotVerify{std::holds_alternative<EncryptedToken>(token.content) ? Why::Encrypted : Why::Opaque};
}

} // namespace keyturn::inspection
