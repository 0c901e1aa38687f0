// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/formdata.h"
#include "core/secret.h"

#include <QList>
#include <QString>

namespace keyturn::backend {

/// Who is registered at the simulated providers.
struct ProviderClient {
    QString id;
    QString name; ///< What the consent page calls it.
    core::Secret secret; ///< Empty: a public client, so PKCE proves who redeems a code (RFC 8252 §8.4).
    QString redirectUri; ///< See isRegisteredRedirect(); empty: any loopback address (RFC 8252 §7.3).
};

/// Keyturn on somebody's computer: public (no secret).
constexpr auto desktopClientId = "keyturn-desktop";
[[nodiscard]] ProviderClient desktopClient();

/// Null where no client of that id is registered.
[[nodiscard]] const ProviderClient *findClient(const QList<ProviderClient> &clients, const QString &id);
/// Who sends a token request, by `client_id` and, for a confidential client, `client_secret` (RFC 6749 §2.3.1); null where it proves to be nobody.
[[nodiscard]] const ProviderClient *authenticatedClient(const QList<ProviderClient> &clients, const FormData &form);

} // namespace keyturn::backend
