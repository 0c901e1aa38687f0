// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "jose/jwkscache.h"
#include "model/account.h"
#include "model/backendprofile.h"
#include "model/tokenset.h"
#include "net/exchangelog.h"
#include "net/httpclient.h"

namespace keyturn::oauth {

/// What a flow stands on; all must outlive it. NetworkAuth posts the code through @p http as well, so that this exchange has the same limits and
/// stands in the same log as every other.
struct FlowServices {
    core::Clock &clock;
    core::Random &random;
    net::HttpClient &http;
    jose::JwksCache &jwks;
    net::ExchangeLog *log = nullptr; ///< Of the steps that are no exchange of ours; null: they stand nowhere.
};

/// What a flow ends with.
struct AuthorizationOutcome {
    model::TokenSet tokens;
    model::Identity identity;
    QStringList askedScopes = {}; ///< Those that were granted stand in the tokens.
    model::OAuthEndpoints endpoints = {}; ///< The provider's, as they were found.
};

} // namespace keyturn::oauth
