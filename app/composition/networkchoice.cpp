// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/networkchoice.h"

#include "net/route.h"

namespace keyturn::composition {

core::Result<void> checkProxySetting(const QString &text)
{
    const auto proxy = net::readProxy(text);
    return proxy.ok() ? core::Result<void>() : proxy.error();
}

core::Result<QStringList> authoritiesIn(const QString &path)
{
    const core::Result<QList<QSslCertificate>> read = net::readAuthorities(path);
    if (!read.ok())
        return read.error();
    QStringList names;
    for (const QSslCertificate &one : *read)
        names += one.subjectDisplayName();
    return names;
}

} // namespace keyturn::composition
