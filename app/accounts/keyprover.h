// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jose/proofmaker.h"
#include "tokens/signing.h"

namespace keyturn::accounts {

/// What tokens/ asks for and jose/ can do.
class KeyProver final : public tokens::TokenProver
{
public:
    /// @p proofs must outlive it.
    explicit KeyProver(jose::ProofMaker &proofs) : m_proofs(proofs) { }
    [[nodiscard]] core::Result<QByteArray> prove(const core::Secret &proofKey, const QByteArray &method, const QUrl &url,
                                                 const core::Secret &accessToken) override
    {
        return m_proofs.prove(proofKey, {method, url, accessToken});
    }
    bool noteNonce(const QUrl &url, const QByteArray &nonce) override { return m_proofs.noteNonce(url, nonce); }

private:
    jose::ProofMaker &m_proofs;
};

} // namespace keyturn::accounts
