// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "jose/proofkey.h"
#include "net/origin.h"

#include <QHash>

namespace keyturn::jose {

/// Whom a proof goes to, and what goes with it.
struct ProofRequest {
    QByteArray method;
    QUrl url;
    core::Secret accessToken = {}; ///< Empty: none goes along.
};

/// Makes DPoP proofs (RFC 9449 §4) and remembers, for this process, the nonce that each server wants in the next one (§8.2).
class ProofMaker
{
public:
    /// Both must outlive it.
    ProofMaker(core::Clock &clock, core::Random &random) : m_clock(clock), m_random(random) { }

    /// Errors as signProof()'s.
    [[nodiscard]] core::Result<QByteArray> prove(const core::Secret &privateJwk, const ProofRequest &request) const;
    /// The value of a `DPoP-Nonce` header that came from @p url. One that is none (§8.1), or longer than any server needs, is left; false then.
    bool noteNonce(const QUrl &url, const QByteArray &nonce);

private:
    core::Clock &m_clock;
    core::Random &m_random;
    QHash<QString, QByteArray> m_nonces; ///< By origin.
};

} // namespace keyturn::jose
