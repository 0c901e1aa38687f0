// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/pkce.h"

#include <QCryptographicHash>

namespace keyturn::oauth {

Pkce makePkce(core::Random &random)
{
    // RFC 7636 §4.1: 32 octets, base64url-encoded, give a verifier of 43 characters.
    core::Secret verifier = core::Secret::take(core::randomToken(random, 32));
    const QByteArray digest = QCryptographicHash::hash(verifier.reveal(), QCryptographicHash::Sha256);
    return {std::move(verifier), digest.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)};
}

} // namespace keyturn::oauth
