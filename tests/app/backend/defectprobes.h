// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/jwtparts.h"
#include "handoffjourney.h"

#include <QMap>

#include <functional>

namespace keyturn::backend {

/// A built backend on which a probe looks for a defect, with people who are new to it.
class DefectSite
{
public:
    /// With faults on demand, and the defects of those names.
    bool start(const QStringList &defects);
    [[nodiscard]] const HttpClient &http() const { return m_journey.http(); }
    [[nodiscard]] HandoffJourney &journey() { return m_journey; }

    /// What somebody new registers with; the refresh token comes in the body.
    [[nodiscard]] QJsonObject somebody();
    /// The tokens of somebody new.
    [[nodiscard]] QJsonObject tokens() { return http().postJson("/api/auth/register", somebody()).json(); }
    [[nodiscard]] Answer signIn(const QJsonObject &person) const { return http().postJson("/api/auth/login", person); }
    [[nodiscard]] Answer refresh(const QJsonValue &refreshToken) const;
    /// The status that the token gets.
    [[nodiscard]] int profile(const QByteArray &accessToken) const;
    [[nodiscard]] int profile(const QJsonObject &tokens) const { return profile(text(tokens, "accessToken").toLatin1()); }
    /// Moves the backend's clock, until resetTime().
    void passTime(std::chrono::seconds time);
    void resetTime();

private:
    HandoffJourney m_journey;
    int m_people = 0;
    qint64 m_passed = 0;
};

/// Whether the defect shows on the wire.
using Probe = std::function<bool(DefectSite &)>;
/// By the defect's name.
using Probes = QMap<QString, Probe>;
[[nodiscard]] Probes answerProbes();
[[nodiscard]] Probes signInProbes();
[[nodiscard]] Probes tokenProbes();
[[nodiscard]] Probes refreshProbes();
[[nodiscard]] Probes oauthProbes();

} // namespace keyturn::backend
