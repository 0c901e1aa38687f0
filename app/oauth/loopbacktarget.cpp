// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/loopbacktarget.h"

namespace keyturn::oauth {

LoopbackTarget loopbackTarget(const model::IdentityProvider &provider, core::Random &random)
{
    if (const QUrl &registered = provider.redirectUri; !registered.isEmpty())
        return {registered.path(), static_cast<quint16>(registered.port(0)), registered.host()};
    const QString start = provider.callbackPath.endsWith(u'/') ? provider.callbackPath : provider.callbackPath + u'/';
    return {start + QString::fromLatin1(core::randomToken(random, 16))};
}

} // namespace keyturn::oauth
