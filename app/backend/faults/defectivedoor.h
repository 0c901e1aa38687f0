// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/defectivestore.h"
#include "backend/faults/defectivetokens.h"
#include "backend/httpserver.h"

#include <memory>
#include <vector>

namespace keyturn::backend {

/// All weaknesses, one behind the other, before a router that knows nothing of them. It exists with --defect alone.
class DefectiveDoor
{
public:
    /// All must outlive it.
    DefectiveDoor(const Defects &defects, const DefectiveTokens::Parts &tokens, DefectiveStore &store, core::Random &random);
    void handle(Request request, const Replier &reply, const HttpServer::Handler &next) const;

private:
    void leave(const Request &request, Response &response) const;

    std::vector<std::unique_ptr<Weakness>> m_weaknesses;
};

} // namespace keyturn::backend
