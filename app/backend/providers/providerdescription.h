// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMap>
#include <QString>

namespace keyturn::backend {

/// The one client that the simulated providers know: public (no secret), so PKCE proves who redeems a code (RFC 8252 §8.4).
constexpr auto desktopClientId = "keyturn-desktop";

/// What tells the simulated providers apart where they share code.
struct ProviderDescription {
    QString name; ///< google, github
    QString title; ///< "Google"
    QString basePath; ///< "/google": its cookies' path.
    QString authorizePath; ///< "/google/authorize"
    QString issuer; ///< OpenID Connect; empty for plain OAuth 2, whose answers name no issuer.
    QMap<QString, QString> scopes; ///< Each scope with what it means to a person.
    bool callbackPathOnly = false; ///< Redirects must go to /callback or below.

    [[nodiscard]] bool isOpenIdConnect() const { return !issuer.isEmpty(); }
};

} // namespace keyturn::backend
