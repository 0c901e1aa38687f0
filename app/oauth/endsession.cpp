// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/endsession.h"

namespace keyturn::oauth {

QUrl endSessionUrl(const ProviderMetadata &metadata, const model::IdentityProvider &provider, const model::Identity &identity)
{
    QUrl url = metadata.endpoints.endSession;
    if (url.isEmpty())
        return url;
    QStringList query;
    if (url.hasQuery())
        query += url.query(QUrl::FullyEncoded);
    const auto add = [&query](const char *name, const QString &value) {
        query += QString::fromLatin1(name) + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value));
    };
    add("client_id", provider.clientId);
    add("logout_hint", identity.email.isEmpty() ? identity.subject : identity.email);
    url.setQuery(query.join(u'&'));
    return url;
}

} // namespace keyturn::oauth
