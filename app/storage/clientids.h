// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/paths.h"
#include "core/result.h"

#include <QJsonObject>
#include <QMap>

/// How this program is known to providers where no profile can say it, since each build, company or person registers a client of its own.
namespace keyturn::storage {

/// Both are public: RFC 8252 §8.5 has the secret of an installed program for no secret, and Google says the same of its desktop clients.
struct ClientRegistration {
    QString clientId;
    QString clientSecret; ///< Empty where the provider gave none.
    bool operator==(const ClientRegistration &) const = default;
};

/// By the name in a profile's `{client:NAME}`.
using ClientRegistrations = QMap<QString, ClientRegistration>;

/// Those of the build: KEYTURN_GOOGLE_CLIENT_ID and its kin.
[[nodiscard]] ClientRegistrations builtInClients();

/// The member `clientIds` of settings.json or policy.json: `{"google": {"clientId": "…", "clientSecret": "…"}}`; none where it is absent.
/// Configuration `settings_invalid` with the place in @p json.
[[nodiscard]] core::Result<ClientRegistrations> readClients(const QJsonObject &json);
[[nodiscard]] QJsonObject writeClients(const ClientRegistrations &clients);

/// `policy.json` of one system folder; none where there is no such file. Configuration `settings_invalid` with the path.
[[nodiscard]] core::Result<ClientRegistrations> policyClients(const QString &folder);

} // namespace keyturn::storage
