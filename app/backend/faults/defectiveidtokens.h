// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/accesstokens.h"
#include "backend/faults/defect.h"
#include "backend/faults/weakness.h"

#include <QHash>

#include <mutex>

namespace keyturn::backend {

/// ID tokens of the simulated Google that pass for access tokens (RFC 8725 §2.8): at Google for the one that came with it, at the API for one of
/// whoever signed in here with the same e-mail address. What was handed out is remembered, by SHA-256, until the process ends.
class DefectiveIdTokens final : public Weakness
{
public:
    /// @p tokens must outlive it.
    DefectiveIdTokens(const AccessTokens &tokens, const Defects &defects) : m_tokens(tokens), m_on(defects.has(Defect::IdTokenAsAccess)) { }
    [[nodiscard]] std::optional<Response> meet(Request &request) override;
    void leave(const Request &request, Response &response) override;

private:
    struct Issued {
        core::Secret accessToken;
        QString email;
    };
    const AccessTokens &m_tokens;
    bool m_on;
    std::mutex m_mutex;
    QHash<QByteArray, Issued> m_idTokens; ///< By their SHA-256.
    QHash<QString, AccessClaims> m_people; ///< By e-mail, in the newest session of each.
};

} // namespace keyturn::backend
