// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "model/backendprofile.h"

#include <QMap>
#include <QStringList>

#include <chrono>
#include <optional>

namespace keyturn::oauth {

/// What is asked of the provider, beside what its profile says.
struct AuthorizationRequest {
    model::IdentityProvider provider;
    QString loginHint; ///< May be empty.
    QString prompt; ///< `login`, `consent`, `select_account`; empty: the profile's.
    bool openBrowser = true; ///< false: authorizationUrlReady() alone (--print-url).
    std::chrono::milliseconds patience{std::chrono::minutes(5)}; ///< FAULTS 30.
    QStringList acrValues = {}; ///< Empty: the profile's. What was asked for must be shown by the ID token.
    std::optional<int> maxAge = {}; ///< Seconds; nullopt: the profile's.
};

/// The profile's provider, with what this one request asks for put over it.
[[nodiscard]] model::IdentityProvider askedProvider(const AuthorizationRequest &request);

/// Beyond RFC 6749's parameters. @p proofKey is the private key that tokens are to be bound to; empty: none.
[[nodiscard]] QMap<QString, QString> extraParameters(const model::IdentityProvider &provider, const QString &loginHint, const core::Secret &proofKey);

} // namespace keyturn::oauth
