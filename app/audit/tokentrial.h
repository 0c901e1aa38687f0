// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/site.h"
#include "audit/verdict.h"
#include "jose/jwt.h"

namespace keyturn::audit {

/// An access token of the backend's that is a JWT and is taken, and how tokens fare that were made from it.
class TokenTrial
{
public:
    /// Signs in where nobody is. Errors: Configuration where access tokens are no JWTs, or where there is no address that takes them; BadReply where
    /// that address answers those too who have none.
    [[nodiscard]] static core::Result<TokenTrial> begin(Site &site);

    [[nodiscard]] const core::Secret &token() const { return m_token.compact; }
    [[nodiscard]] const QJsonObject &header() const { return m_token.header; }
    [[nodiscard]] const QJsonObject &claims() const { return m_token.claims; }
    [[nodiscard]] QString algorithm() const { return m_token.header.value(QStringLiteral("alg")).toString(); }

    /// Tries @p forged, which must not be taken; @p what is the subject of a sentence: "A token that says alg: none".
    void expectRefusal(const core::Secret &forged, const QString &what);
    /// What came of them all.
    [[nodiscard]] Verdict &verdict() { return m_verdict; }
    /// The verdict, with a sentence for what was refused, if the sound token is taken still.
    [[nodiscard]] Verdict ended(const QString &aboutRefusals);
    [[nodiscard]] int refusals() const { return m_refusals; }

    /// The same token with other claims, by the key that the person gave, or by one that everybody guesses. Errors: Offline `no_signing_key` where
    /// there is none, or where the backend does not take what it signs.
    [[nodiscard]] core::Result<core::Secret> signedAnew(const QJsonObject &claims);

private:
    TokenTrial(Site &site, jose::Jwt token) : m_site(&site), m_token(std::move(token)) { }
    [[nodiscard]] core::Result<core::Secret> sign(const QJsonObject &claims) const;

    Site *m_site;
    jose::Jwt m_token;
    Verdict m_verdict;
    int m_refusals = 0;
    QStringList m_unclear; ///< What became of those that got no answer to go by.
    std::optional<bool> m_canSign;
};

} // namespace keyturn::audit
