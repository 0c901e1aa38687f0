// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/answers.h"
#include "backend/formdata.h"
#include "backend/providers/providerclient.h"

namespace keyturn::backend {

/// An OAuth error as the endpoints for clients answer it (RFC 6749 §5.2).
[[nodiscard]] Response oauthRefusal(const char *error, const QString &description, int status = 400);

/// Who a request proves to be from.
struct AuthenticatedClient {
    const ProviderClient *client = nullptr; ///< Null: nobody that is known.
    bool byBasic = false; ///< It tried to by the Authorization header, which has to be answered by a challenge.
};
/// By `client_id` and, for a confidential client, `client_secret`, in the form or as Basic credentials (RFC 6749 §2.3.1), not both.
[[nodiscard]] AuthenticatedClient authenticate(const QList<ProviderClient> &clients, const Request &request, const FormData &form);

/// A form that a client posts, with the client's id in it; or the answer to send instead.
struct ClientRequest {
    FormData form;
    bool isConfidential = false; ///< It proved to be who it is by a secret.
    std::optional<Response> refusal;
    bool isUnproved = false; ///< The refusal is for the client, not for the form.
    [[nodiscard]] QString clientId() const { return form.value(QStringLiteral("client_id")); }
};
[[nodiscard]] ClientRequest clientRequest(const QList<ProviderClient> &clients, const Request &request);

} // namespace keyturn::backend
