// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/providerclient.h"

#include <algorithm>

namespace keyturn::backend {

ProviderClient desktopClient()
{
    return {QString::fromLatin1(desktopClientId), QStringLiteral("Keyturn"), {}, {}};
}

const ProviderClient *findClient(const QList<ProviderClient> &clients, const QString &id)
{
    const auto found = std::find_if(clients.cbegin(), clients.cend(), [&id](const ProviderClient &one) { return one.id == id; });
    return found == clients.cend() ? nullptr : &*found;
}

const ProviderClient *authenticatedClient(const QList<ProviderClient> &clients, const FormData &form)
{
    const ProviderClient *client = findClient(clients, form.value(QStringLiteral("client_id")));
    if (!client || client->secret.isEmpty())
        return client;
    return client->secret == core::Secret::fromText(form.value(QStringLiteral("client_secret"))) ? client : nullptr;
}

} // namespace keyturn::backend
