// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/providerclient.h"

#include <QMap>
#include <QString>

namespace keyturn::backend {

/// What tells the simulated providers apart where they share code.
struct ProviderDescription {
    QString name; ///< google, github
    QString title; ///< "Google"
    QString basePath; ///< "/google": its cookies' path.
    QString authorizePath; ///< "/google/authorize"
    QString issuer; ///< OpenID Connect; empty for plain OAuth 2, whose answers name no issuer.
    QMap<QString, QString> scopes; ///< Each scope with what it means to a person.
    bool callbackPathOnly = false; ///< A native client's redirects must go to /callback or below.
    QList<ProviderClient> clients;
    bool offlineOnce = false; ///< A refresh token comes with the first consent alone, unless prompt=consent asks for another.
    bool takesPushedRequests = false; ///< RFC 9126.
    QString devicePath = {}; ///< "/google/device": where a person types the code that a device shows (RFC 8628).

    [[nodiscard]] bool isOpenIdConnect() const { return !issuer.isEmpty(); }
};

} // namespace keyturn::backend
