// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/authservice.h"
#include "backend/faults/defect.h"
#include "backend/faults/defectivehandoffstore.h"
#include "backend/faults/weakness.h"

namespace keyturn::backend {

/// Redirects of the hand-off that carry an access token beside the code: it stays in histories and logs, and goes along as a referrer
/// (RFC 9700 §4.3.2).
class DefectiveRedirects final : public Weakness
{
public:
    /// All must outlive it.
    DefectiveRedirects(AuthService &auth, DefectiveHandoffStore &store, const Defects &defects)
        : m_auth(auth), m_store(store), m_on(defects.has(Defect::TokenInRedirect))
    { }
    [[nodiscard]] std::optional<Response> meet(Request &) override { return std::nullopt; }
    void leave(const Request &request, Response &response) override;

private:
    AuthService &m_auth;
    DefectiveHandoffStore &m_store;
    bool m_on;
};

} // namespace keyturn::backend
