// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/proofmaker.h"

#include <algorithm>

namespace keyturn::jose {

namespace {

constexpr qsizetype idBytes = 16; // RFC 9449 §4.2: at least 96 bits
constexpr qsizetype maxNonce = 2048;

/// §8.1: 1*NQCHAR.
bool isNonce(const QByteArray &text)
{
    return !text.isEmpty() && text.size() <= maxNonce
        && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

/// Servers' nonces are their own: those of a host's two ports may differ.
QString keyOf(const QUrl &url)
{
    const net::Origin origin = net::Origin::of(url);
    return origin.scheme + QStringLiteral("://") + origin.host + u':' + QString::number(origin.port);
}

} // namespace

core::Result<QByteArray> ProofMaker::prove(const core::Secret &privateJwk, const ProofRequest &request) const
{
    return signProof(
        privateJwk,
        {request.method, request.url, m_clock.now(), core::randomToken(m_random, idBytes), request.accessToken, m_nonces.value(keyOf(request.url))});
}

bool ProofMaker::noteNonce(const QUrl &url, const QByteArray &nonce)
{
    if (!isNonce(nonce))
        return false;
    m_nonces.insert(keyOf(url), nonce);
    return true;
}

} // namespace keyturn::jose
