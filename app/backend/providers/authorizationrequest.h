// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/formdata.h"
#include "backend/providers/providerdescription.h"

#include <QStringList>

#include <chrono>
#include <optional>

namespace keyturn::backend {

/// An authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1) that may be shown to a person.
struct AuthorizationRequest {
    ProviderClient client;
    FormData parameters; ///< As they came, to be carried through the forms.
    QString redirectUri;
    QString state;
    QString challenge; ///< S256.
    QString nonce;
    QString loginHint;
    QStringList scopes;
    QStringList prompts;
    std::optional<std::chrono::seconds> maxAge; ///< Of the sign-in.
    bool offline = false; ///< A refresh token is wanted.
};

/// Exactly one of the three: the request; what to tell the client by a redirect; or what to tell the person, because the address to redirect to
/// cannot be trusted (RFC 6749 §4.1.2.1).
struct ParsedAuthorizationRequest {
    std::optional<AuthorizationRequest> request;
    struct Refusal {
        QString redirectUri;
        QString state;
        QString error;
        QString description;
    };
    std::optional<Refusal> refusal;
    QString unusable;
};

/// The scopes in @p text, as the provider separates them, none twice.
[[nodiscard]] QStringList scopeWords(const ProviderDescription &provider, const QString &text);

[[nodiscard]] ParsedAuthorizationRequest parseAuthorizationRequest(const ProviderDescription &provider, const QByteArray &query);

} // namespace keyturn::backend
