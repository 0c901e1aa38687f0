// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"
#include "core/error.h"
#include "core/result.h"

#include <QJsonObject>

#include <chrono>

namespace keyturn::backend {

[[nodiscard]] Response jsonAnswer(int status, const QJsonObject &body);
[[nodiscard]] Response jsonAnswer(int status, const QJsonArray &body);
/// 204.
[[nodiscard]] Response emptyAnswer();
/// `{"error":{"code","message","fields"?}}`. @p message is a whole English sentence and never quotes the request.
[[nodiscard]] Response errorAnswer(int status, const char *code, const QString &message, const QList<core::FieldError> &fields = {});
/// 422 `validation_failed` with what is wrong with each field.
[[nodiscard]] Response validationAnswer(const QList<core::FieldError> &problems);
/// 403 `forbidden`: somebody is signed in, and has not the role for it.
[[nodiscard]] Response forbidden();
/// A failure below the interface: 503 with Retry-After, never a 401: a client must not take our fault for a sign-out. Codes `busy`,
/// `database_unreachable` (it may have lost its connection or be restarting), `unavailable`.
/// `account_disabled`, which a store says of somebody who was about to be signed in, is no fault: 403.
[[nodiscard]] Response failureAnswer(const core::Error &error);

/// The members of a JSON body. An error is the answer to send: 415 for another media type, 400 for broken JSON. An empty body is an empty object.
struct JsonBody {
    QJsonObject members;
    std::optional<Response> refusal;
};
[[nodiscard]] JsonBody jsonBody(const Request &request);

/// The headers that every answer carries, where it has no own: no-store (RFC 6749 §5.1), nosniff, no framing, no referrer, a closed CSP, kept from
/// other origins; with @p strictTransport also that this host is to be reached by TLS alone, for a year (RFC 6797).
void addCommonHeaders(Response &response, bool strictTransport = false);

} // namespace keyturn::backend
