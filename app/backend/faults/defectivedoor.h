// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/authservice.h"
#include "backend/faults/defectivehandoffstore.h"
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
    struct Parts {
        DefectiveTokens::Parts tokens;
        DefectiveStore &store;
        DefectiveHandoffStore &handoffStore;
        AuthService &auth;
        core::Random &random;
    };
    /// All must outlive it.
    DefectiveDoor(const Defects &defects, const Parts &parts);
    void handle(Request request, const Replier &reply, const HttpServer::Handler &next) const;

private:
    void leave(const Request &request, Response &response) const;

    std::vector<std::unique_ptr<Weakness>> m_weaknesses;
};

} // namespace keyturn::backend
