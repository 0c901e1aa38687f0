// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/fault.h"
#include "backend/httpmessage.h"
#include "backend/keyfile.h"
#include "core/secret.h"

namespace keyturn::backend {

/// Where the API's refresh token stands in a request: the body's member, or else the cookie.
[[nodiscard]] core::Secret presentedRefreshToken(const Request &request);

/// The answer in place of the handler's, where one of @p faults is such; nothing is done then.
[[nodiscard]] std::optional<Response> answerInstead(const QList<Fault> &faults);

/// What becomes of a handler's answer. Faults that have nothing to do with it leave it as it is: there is no token to spoil in an error.
class SpoiledAnswer
{
public:
    /// @p presented is the refresh token that the request brought.
    SpoiledAnswer(Keys keys, QList<Fault> faults, core::Secret presented)
        : m_keys(std::move(keys)), m_faults(std::move(faults)), m_presented(std::move(presented))
    { }
    [[nodiscard]] Response of(Response response) const;

private:
    void spoil(Response &response, const Fault &fault) const;
    void spoilTokens(Response &response, Fault::Kind kind) const;
    void putOldRefreshToken(Response &response) const;
    [[nodiscard]] QByteArray spoiledToken(const QByteArray &token, const SigningKey &key, Fault::Kind kind) const;

    Keys m_keys;
    QList<Fault> m_faults;
    core::Secret m_presented;
};

} // namespace keyturn::backend
