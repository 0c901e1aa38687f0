// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/defect.h"
#include "backend/faults/weakness.h"
#include "backend/formdata.h"

#include <mutex>

namespace keyturn::backend {

/// Defects of the simulated providers and of sign-ins by them: redirects, PKCE, and what the backend as a client leaves out. An address that would be
/// refused goes through the backend as one that would not be, and comes out as it was; what the backend's own requests are stripped of before a
/// browser sees it is put back when the browser brings them to the provider.
class DefectiveOAuth final : public Weakness
{
public:
    explicit DefectiveOAuth(const Defects &defects) : m_defects(defects) { }
    [[nodiscard]] std::optional<Response> meet(Request &request) override;
    void leave(const Request &request, Response &response) override;

private:
    /// A browser that the backend sent to a provider.
    struct Start {
        QString state;
        QString nonce;
        QString challenge;
        QByteArray cookie; ///< The name of the one that the browser must bring along.
    };
    void relaxStart(FormData &query, bool atProvider) const;
    void relaxForm(Request &request) const;
    void relaxExchange(Request &request) const;
    void restore(FormData &query) const;
    void restoreState(Request &request) const;
    void strip(Response &response);
    void spoil(FormData &query) const;
    [[nodiscard]] QString taken(const QString &uri) const;
    [[nodiscard]] bool strips() const;

    Defects m_defects;
    mutable std::mutex m_mutex;
    QList<Start> m_starts; ///< The newest first.
};

} // namespace keyturn::backend
