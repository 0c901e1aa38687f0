// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <QString>
#include <QStringList>
#include <QUrl>

namespace keyturn::backend {

/// A provider that this backend itself signs people in at, as a web client with a secret.
struct Upstream {
    enum class Kind {
        OpenIdConnect, ///< Endpoints from the issuer's discovery document, the person from the ID token.
        GitHub, ///< OAuth 2 with endpoints as given, the person from two interfaces of GitHub's shape.
    };
    QString id; ///< `google`: stands in our paths.
    QString title; ///< "Google"
    Kind kind = Kind::OpenIdConnect;
    QString issuer; ///< OpenID Connect: compared exactly.
    /// What identities are kept under: the issuer, unless its address changes with the port that we serve on.
    QString identityIssuer;
    QString clientId;
    core::Secret clientSecret;
    QStringList scopes;
    QUrl authorization = {}; ///< These four: GitHub only.
    QUrl token = {};
    QUrl user = {};
    QUrl emails = {};
};

/// Whom a provider told of.
struct UpstreamIdentity {
    QString issuer;
    QString subject;
    QString name; ///< May be empty.
    QString email; ///< May be empty.
    bool emailVerified = false; ///< By the provider.
};

} // namespace keyturn::backend
