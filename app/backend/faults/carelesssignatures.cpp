// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/carelesssignatures.h"

#include <algorithm>

namespace keyturn::backend {

namespace {

constexpr auto type = "at+jwt";
constexpr auto weakSecret = "secret";
constexpr auto shortKey = "keyturn-16-bytes";
constexpr auto emptyFile = "/dev/null";

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

} // namespace

QByteArray carelessKey(const Defects &defects)
{
    if (defects.has(Defect::WeakSecret))
        return weakSecret;
    return defects.has(Defect::ShortKey) ? QByteArray(shortKey) : QByteArray();
}

CarelessSignatures::CarelessSignatures(const KeyRing &keys, const Defects &defects) : m_keys(keys), m_defects(defects)
{
    if (defects.has(Defect::KeyAddressBelieved) || defects.has(Defect::CertificateAddressBelieved))
        m_borrowed = std::make_unique<BorrowedKeys>();
}

bool CarelessSignatures::accept(const QByteArray &token, const JwtParts &parts) const
{
    const QString algorithm = text(parts.header, "alg");
    if (algorithm.compare(QLatin1String("none"), Qt::CaseInsensitive) == 0)
        return m_defects.has(Defect::AlgNoneAccepted) || (m_defects.has(Defect::AlgNoneMisspelt) && algorithm != QLatin1String("none"));
    const bool unread = m_defects.has(Defect::SignatureIgnored) || (m_defects.has(Defect::MissingSignatureAccepted) && parts.signature.isEmpty());
    if (unread && SigningKey::algorithmNamed(algorithm))
        return true;
    if (const QByteArray key = carelessKey(m_defects); !key.isEmpty() && isHmacSigned(parts, key))
        return true;
    if (acceptNamedKey(token, parts) || (m_defects.has(Defect::KeyConfusion) && isConfused(parts)))
        return true;
    const QList<AccessKey> ours = m_keys.keys()->all();
    return std::any_of(ours.cbegin(), ours.cend(), [&](const AccessKey &one) { return one.key.verify(type, token).has_value(); });
}

/// RFC 8725 §3.10: the key that the token itself names, or brings along.
bool CarelessSignatures::acceptNamedKey(const QByteArray &token, const JwtParts &parts) const
{
    if (m_defects.has(Defect::EmbeddedKeyAccepted) && isSignedBy(token, parts.header.value(QStringLiteral("jwk")).toObject()))
        return true;
    if (m_defects.has(Defect::KeyIdInjection) && text(parts.header, "kid").endsWith(QLatin1String(emptyFile)) && isHmacSigned(parts, {}))
        return true;
    if (m_defects.has(Defect::KeyAddressBelieved) && m_borrowed->areBehind(text(parts.header, "jku"), token))
        return true;
    return m_defects.has(Defect::CertificateAddressBelieved) && m_borrowed->isCertifiedAt(text(parts.header, "x5u"), parts);
}

/// RFC 8725 §2.1: the public key, which everybody has, as the secret of an HMAC; read with the end of its last line or without.
bool CarelessSignatures::isConfused(const JwtParts &parts) const
{
    const QList<AccessKey> ours = m_keys.keys()->all();
    return std::any_of(ours.cbegin(), ours.cend(), [&](const AccessKey &one) {
        const QByteArray pem = one.key.isPublishable() ? publicKeyPem(one.key.publicJwk()) : QByteArray();
        return !pem.isEmpty() && (isHmacSigned(parts, pem) || isHmacSigned(parts, pem.trimmed()));
    });
}

} // namespace keyturn::backend
