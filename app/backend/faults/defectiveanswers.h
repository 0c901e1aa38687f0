// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/defect.h"
#include "backend/faults/weakness.h"

namespace keyturn::backend {

/// Defects of headers, cookies, errors and metadata, and addresses that should not be there.
class DefectiveAnswers final : public Weakness
{
public:
    explicit DefectiveAnswers(const Defects &defects) : m_defects(defects) { }
    [[nodiscard]] std::optional<Response> meet(Request &request) override;
    void leave(const Request &request, Response &response) override;

private:
    [[nodiscard]] bool isDropped(const QByteArray &attribute) const;
    [[nodiscard]] QByteArray cookie(const QByteArray &value) const;
    void changeHeaders(const Request &request, Response &response) const;
    void changeMetadata(const Request &request, Response &response) const;

    Defects m_defects;
};

} // namespace keyturn::backend
