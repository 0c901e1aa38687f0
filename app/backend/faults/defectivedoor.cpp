// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectivedoor.h"

#include "backend/faults/defectiveanswers.h"
#include "backend/faults/defectiveidtokens.h"
#include "backend/faults/defectiveoauth.h"
#include "backend/faults/defectivepages.h"
#include "backend/faults/defectivesignin.h"

namespace keyturn::backend {

DefectiveDoor::DefectiveDoor(const Defects &defects, const DefectiveTokens::Parts &tokens, DefectiveStore &store, core::Random &random)
{
    m_weaknesses.push_back(std::make_unique<DefectiveAnswers>(defects));
    m_weaknesses.push_back(std::make_unique<DefectivePages>(defects, random));
    m_weaknesses.push_back(std::make_unique<DefectiveTokens>(tokens, defects));
    m_weaknesses.push_back(std::make_unique<DefectiveIdTokens>(tokens.tokens, defects));
    m_weaknesses.push_back(std::make_unique<DefectiveSignIn>(store, defects));
    m_weaknesses.push_back(std::make_unique<DefectiveOAuth>(defects));
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
