// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/defect.h"
#include "backend/faults/weakness.h"
#include "core/random.h"
#include "core/secret.h"

#include <QHash>

#include <mutex>

namespace keyturn::backend {

/// Defects of what pages in browsers may do: foreign origins, forged requests, and session ids that were planted.
class DefectivePages final : public Weakness
{
public:
    /// @p random must outlive it.
    DefectivePages(const Defects &defects, core::Random &random) : m_defects(defects), m_random(random) { }
    [[nodiscard]] std::optional<Response> meet(Request &request) override;
    void leave(const Request &request, Response &response) override;

private:
    void ownUp(Request &request) const;
    static void hideOrigin(Request &request);
    void exchangeId(Request &request);
    void keepId(const Request &request, Response &response);
    void letRead(const Request &request, Response &response) const;

    Defects m_defects;
    core::Random &m_random;
    std::mutex m_mutex;
    QHash<QByteArray, core::Secret> m_ownOf; ///< The session's own id, by the SHA-256 of the one that the browser keeps.
    QHash<QByteArray, core::Secret> m_keptOf; ///< The other way round.
};

} // namespace keyturn::backend
