// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "targets.h"

namespace keyturn::fuzz {

const Makers &makers()
{
    static const Makers all{{QStringLiteral("connection"), connectionTarget},
                            {QStringLiteral("headers"), headersTarget},
                            {QStringLiteral("jsonbody"), jsonBodyTarget},
                            {QStringLiteral("query"), queryTarget},
                            {QStringLiteral("tokens"), tokensTarget}};
    return all;
}

} // namespace keyturn::fuzz
