// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectivedoor.h"

#include "backend/faults/defectiveanswers.h"
#include "backend/faults/defectiveidtokens.h"
#include "backend/faults/defectiveoauth.h"
#include "backend/faults/defectivepages.h"
#include "backend/faults/defectiveredirects.h"
#include "backend/faults/defectivesignin.h"

namespace keyturn::backend {

DefectiveDoor::DefectiveDoor(const Defects &defects, const Parts &parts)
{
    m_weaknesses.push_back(std::make_unique<DefectiveAnswers>(defects));
    m_weaknesses.push_back(std::make_unique<DefectivePages>(defects, parts.random));
    m_weaknesses.push_back(std::make_unique<DefectiveTokens>(parts.tokens, defects));
    m_weaknesses.push_back(std::make_unique<DefectiveIdTokens>(parts.tokens.tokens, defects));
    m_weaknesses.push_back(std::make_unique<DefectiveSignIn>(parts.store, defects));
    m_weaknesses.push_back(std::make_unique<DefectiveOAuth>(defects));
    m_weaknesses.push_back(std::make_unique<DefectiveRedirects>(parts.auth, parts.handoffStore, defects));
}

void DefectiveDoor::handle(Request request, const Replier &reply, const HttpServer::Handler &next) const
{
    for (const auto &weakness : m_weaknesses) {
        if (auto answer = weakness->meet(request)) {
            leave(request, *answer);
            return reply(*std::move(answer));
        }
    }
    const Request met = request;
    next(std::move(request), Replier([this, met, reply](Response response) {
             leave(met, response);
             reply(std::move(response));
         }));
}

void DefectiveDoor::leave(const Request &request, Response &response) const
{
    for (auto weakness = m_weaknesses.rbegin(); weakness != m_weaknesses.rend(); ++weakness)
        (*weakness)->leave(request, response);
}

} // namespace keyturn::backend
