// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/accesstokens.h"
#include "backend/faults/carelesssignatures.h"
#include "backend/faults/defect.h"
#include "backend/faults/jwtparts.h"
#include "backend/faults/weakness.h"

#include <QHash>

#include <mutex>

namespace keyturn::backend {

/// Defects of access tokens. The backend issues and reads sound ones alone: what leaves is made over into a careless token, and what comes, where a
/// careless reader would take it, is exchanged for a sound one.
class DefectiveTokens final : public Weakness
{
public:
    struct Parts {
        const core::Clock &clock;
        const AccessTokens &tokens;
        const KeyRing &keys;
    };
    /// All must outlive it.
    DefectiveTokens(const Parts &parts, const Defects &defects) : m_parts(parts), m_defects(defects), m_signatures(parts.keys, defects) { }
    [[nodiscard]] std::optional<Response> meet(Request &request) override;
    void leave(const Request &request, Response &response) override;

private:
    [[nodiscard]] std::optional<AccessClaims> read(const QByteArray &token);
    [[nodiscard]] bool isMeantForUs(const QJsonObject &claims) const;
    [[nodiscard]] QByteArray soundToken(const AccessClaims &claims) const;
    [[nodiscard]] QByteArray carelessToken(const JwtParts &sound, const QJsonObject &user);
    [[nodiscard]] AccessClaims withTheirRights(const AccessClaims &claims, Request &request) const;
    void takeAccessForRefresh(Request &request);
    void remember(const AccessClaims &claims, const QString &refreshToken);

    Parts m_parts;
    Defects m_defects;
    CarelessSignatures m_signatures;
    std::mutex m_mutex;
    QHash<QByteArray, AccessClaims> m_claimsOf; ///< By a token's SHA-256: refresh tokens, and access tokens that do not tell their session.
    QHash<QString, core::Secret> m_refreshTokens; ///< The newest of each session.
};

} // namespace keyturn::backend
