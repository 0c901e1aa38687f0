// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/origin.h"

#include <QHostAddress>

namespace keyturn::net {

Origin Origin::of(const QUrl &url)
{
    const QString scheme = url.scheme();
    const bool web = scheme == QLatin1String("https") || scheme == QLatin1String("http");
    if (!url.isValid() || !web || url.host().isEmpty() || !url.userInfo().isEmpty())
        return {};
    return {scheme, url.host(QUrl::FullyEncoded).toLower(), url.port(scheme == QLatin1String("https") ? 443 : 80)};
}

bool Origin::isLoopback() const
{
    if (host == QLatin1String("localhost"))
        return true;
    const QHostAddress address(host);
    return !address.isNull() && address.isLoopback();
}

} // namespace keyturn::net
