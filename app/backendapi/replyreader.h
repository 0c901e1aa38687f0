// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/account.h"
#include "model/backendprofile.h"
#include "model/tokenset.h"
#include "net/httpclient.h"

#include <QDateTime>
#include <QJsonDocument>

#include <functional>

namespace keyturn::backendapi {

/// Tells when a token that is a JWT expires (`exp`); invalid for any other. Given from outside, since reading JWTs is another room's work.
using ExpiryReader = std::function<QDateTime(const core::Secret &)>;

/// What a refusal means for the one who asked.
enum class Asked {
    SignIn, ///< 400, 401, 403, 422: Rejected.
    Refresh, ///< 400, 401, 403 with a readable code: SignInAgain. Anything else may be a proxy's word: BadReply, the token is kept.
    Resource, ///< 401, and a good status that means `invalid_token`: SignInAgain; other refusals: Rejected.
    FirstUse, ///< Of what has only just been given, or before there is anything: as Resource, but 401 and 404 are BadReply `step_refused`.
    Code, ///< A code that the person has typed: as SignIn, `invalid_code` where nothing tells why, and `code_expired` for 410.
};

/// Nothing for a 2xx, unless the mapping knows it for a refusal (204 and 205 are none, they have no body to have); else the Error that the status and
/// the body tell. @p definite are statuses that refuse a refresh token for good whatever the body says.
[[nodiscard]] std::optional<core::Error> refusalOf(const net::HttpResponse &response, const model::ErrorMapping &mapping, Asked asked,
                                                   const QDateTime &now, const QList<int> &definite = {});

/// @p mapping for the answer to a request that brings nothing back but yes or no: an empty body is no refusal then.
[[nodiscard]] model::ErrorMapping withoutBody(model::ErrorMapping mapping);

/// Whether what @p sign says is so in @p body.
[[nodiscard]] bool holds(const model::FailureSign &sign, const QJsonValue &body);

/// The challenge of an answer that wants a second factor; nullopt where it wants none. BadReply `challenge_missing`, `challenge_malformed`. An empty
/// Secret where the profile knows of no challenge.
[[nodiscard]] std::optional<core::Result<core::Secret>> readChallenge(const net::HttpResponse &response, const model::SecondFactor &second,
                                                                      const QDateTime &now);

/// The body as JSON, of any type; a text/plain body that is no JSON is that text; Undefined where there is none. BadReply `reply_not_json`, with the
/// detail saying what it is instead.
[[nodiscard]] core::Result<QJsonValue> jsonOf(const net::HttpResponse &response);

/// What the body of @p response is that is no JSON: "an HTML page", say; @p otherwise where nothing tells.
[[nodiscard]] QString kindOfBody(const net::HttpResponse &response, const QString &otherwise);

/// What lies at @p place; empty where nothing does. An `Authorization`-like header gives its token without the scheme.
[[nodiscard]] core::Secret readPlace(const net::HttpResponse &response, const QJsonValue &body, const model::ValuePlace &place, const QDateTime &now);

/// Whether @p response takes back the cookie at @p place: it sets it, but empty or to a time that is over.
[[nodiscard]] bool takesBack(const net::HttpResponse &response, const model::ValuePlace &place, const QDateTime &now);

/// The tokens of an answer; where @p access has several cookies, all of them are the access token. BadReply `token_missing`, `token_malformed`,
/// `lifetime_invalid`, `truncated`.
[[nodiscard]] core::Result<model::TokenSet> readTokens(const net::HttpResponse &response, const QJsonValue &body, const model::TokenMapping &mapping,
                                                       const ExpiryReader &expiryOf, const QDateTime &now, const model::AccessUse &access = {});

/// The person that an answer tells of; an empty subject where it tells of none. Numbers serve as subjects too.
[[nodiscard]] model::Identity readIdentity(const QJsonValue &body, const model::IdentityMapping &mapping, const QString &issuer);

/// ISO 8601 text, in UTC where it names no zone, or seconds or milliseconds since 1970, as text as well; invalid where it is neither.
[[nodiscard]] QDateTime readTime(const QJsonValue &value);

/// true, a number but 0, "true" and "1".
[[nodiscard]] bool readTruth(const QJsonValue &value);

/// Text, or a number as text; empty for anything else. At most 500 characters.
[[nodiscard]] QString readText(const QJsonValue &value);

} // namespace keyturn::backendapi
