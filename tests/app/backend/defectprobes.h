// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/jwtparts.h"
#include "handoffjourney.h"

#include <QMap>

#include <functional>
#include <memory>

namespace keyturn::backend {

/// A built backend on which a probe looks for a defect, with people who are new to it.
class DefectSite
{
public:
    /// With faults on demand, the defects of those names, and @p more options.
    bool start(const QStringList &defects, const QStringList &more = {});
    /// Another backend with the same defects, and @p more options.
    [[nodiscard]] std::unique_ptr<DefectSite> with(const QStringList &more) const;
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
    QStringList m_defects;
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
[[nodiscard]] Probes signatureProbes();
[[nodiscard]] Probes refreshProbes();
[[nodiscard]] Probes oauthProbes();
[[nodiscard]] Probes pageProbes();
[[nodiscard]] Probes limitProbes();
[[nodiscard]] Probes accountProbes();

} // namespace keyturn::backend
