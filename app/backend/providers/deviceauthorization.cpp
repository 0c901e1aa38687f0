// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/deviceauthorization.h"

#include "backend/care/typedcode.h"
#include "backend/opaquetoken.h"
#include "backend/providers/authorizationrequest.h"

namespace keyturn::backend {

namespace {

constexpr std::chrono::seconds life(15 * 60);
constexpr std::chrono::seconds interval(5);
constexpr int attempts = 5;

/// Eight letters that make no words and that nobody takes for digits (RFC 8628 §6.1): 34 bits, for the quarter of an hour that one lives.
QString newUserCode(core::Random &random)
{
    constexpr QLatin1String letters("BCDFGHJKLMNPQRSTVWXZ");
    QString code;
    while (code.size() < 8) {
        const auto byte = static_cast<unsigned char>(random.bytes(1).at(0));
        if (byte < 240) // 12 times 20: no letter is likelier than another
            code += letters.at(byte % letters.size());
    }
    return code.insert(4, u'-');
}

} // namespace

std::optional<QString> deviceScope(const ProviderDescription &provider, const QString &scope)
{
    const QStringList scopes = scopeWords(provider, scope);
    for (const QString &one : scopes) {
        if (!provider.scopes.contains(one))
            return std::nullopt;
    }
    return provider.isOpenIdConnect() && scopes.isEmpty() ? std::nullopt : std::optional(scopes.join(u' '));
}

core::Result<DeviceAuthorization> authorizeDevice(const ProviderContext &context, const ProviderDescription &provider, const QString &clientId,
                                                  const QString &scope, QByteArrayView prefix)
{
    const core::Secret deviceCode = newOpaqueToken(context.random, prefix);
    const Instant now = instantOf(context.clock);
    for (int attempt = 0; attempt < attempts; ++attempt) { // two of 20⁸ codes may be the same
        const QString userCode = newUserCode(context.random);
        const auto added =
            context.requests.addDevice(provider.name, {hashOf(deviceCode), hashOfTyped(userCode), clientId, scope, interval, now + life}, now);
        if (!added.ok())
            return added.error();
        if (!*added)
            continue;
        const QString uri = context.baseUrl + provider.devicePath;
        return DeviceAuthorization{deviceCode, userCode, uri, uri + QLatin1String("?user_code=") + userCode, life, interval};
    }
    return core::Error{core::ErrorKind::RateLimited, QStringLiteral("busy"), {}};
}

} // namespace keyturn::backend
