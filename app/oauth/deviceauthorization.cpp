// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/deviceauthorization.h"

#include "net/origin.h"
#include "oauth/clientfields.h"
#include "oauth/clientrequest.h"
#include "oauth/displaytext.h"
#include "oauth/tokenresponse.h"

#include <algorithm>
#include <cmath>

namespace keyturn::oauth {

namespace {

constexpr qsizetype maxDeviceCode = 4096;
constexpr qsizetype maxUserCode = 64;
constexpr qsizetype maxAddress = 2048;
constexpr double maxLifetime = 24 * 3600;

core::Error invalid(const char *member)
{
    return {core::ErrorKind::BadReply, QStringLiteral("device_answer_invalid"),
            QString::fromLatin1(member) + QStringLiteral(" is missing or unusable")};
}

/// A number, or digits where a form tells it; @p fallback where it is absent, -1 where it is nonsense.
double seconds(const QJsonValue &value, double fallback)
{
    if (value.isUndefined() || value.isNull())
        return fallback;
    bool isNumber = value.isDouble();
    const double found = isNumber ? value.toDouble() : value.toString().toDouble(&isNumber);
    return isNumber && std::isfinite(found) && found >= 0 ? found : -1;
}

std::chrono::seconds whole(double seconds)
{
    return std::chrono::seconds(static_cast<qint64>(std::ceil(seconds)));
}

QUrl address(const QJsonValue &value, bool loopbackAllowed)
{
    const QString text = value.toString();
    const QUrl url(text, QUrl::StrictMode);
    const net::Origin origin = net::Origin::of(url);
    const bool secure = origin.scheme == QLatin1String("https") || (loopbackAllowed && origin.isLoopback());
    return text.size() <= maxAddress && origin.isValid() && secure ? url : QUrl();
}

/// A code that can be typed: what is shown is what came.
QString typeable(const QJsonValue &value)
{
    const QString text = value.toString();
    return text.size() <= maxUserCode && displayText(text, maxUserCode) == text ? text : QString();
}

} // namespace

core::Result<DeviceAuthorization> readDeviceAuthorization(const net::HttpResponse &response, bool loopbackAllowed, const QDateTime &now)
{
    const core::Result<QJsonObject> fields = readAnswerFields(response, now);
    if (!fields.ok())
        return fields.error();
    DeviceAuthorization answer;
    const QString code = fields->value(QStringLiteral("device_code")).toString();
    if (code.isEmpty() || code.size() > maxDeviceCode)
        return invalid("device_code");
    answer.deviceCode = core::Secret::fromText(code);
    answer.userCode = typeable(fields->value(QStringLiteral("user_code")));
    if (answer.userCode.isEmpty())
        return invalid("user_code");
    QJsonValue where = fields->value(QStringLiteral("verification_uri"));
    if (where.isUndefined())
        where = fields->value(QStringLiteral("verification_url")); // Google's, from before the RFC
    answer.verificationUri = address(where, loopbackAllowed);
    if (answer.verificationUri.isEmpty())
        return invalid("verification_uri");
    answer.verificationUriComplete = address(fields->value(QStringLiteral("verification_uri_complete")), loopbackAllowed);
    const double lifetime = seconds(fields->value(QStringLiteral("expires_in")), -1);
    if (!(lifetime > 0))
        return invalid("expires_in");
    answer.lifetime = whole(std::min(lifetime, maxLifetime));
    const double interval = seconds(fields->value(QStringLiteral("interval")), 5); // RFC 8628 §3.2
    if (interval < 0)
        return invalid("interval");
    // §3.5: never more often than it wants; a code whose time is over before the first question is one that nobody gets.
    answer.interval = whole(std::clamp(interval, 1.0, maxLifetime));
    return answer;
}

core::Async<DeviceAuthorization> authorizeDevice(net::HttpClient &http, core::Clock &clock, const ProviderMetadata &metadata,
                                                 const model::IdentityProvider &provider, QObject *context, std::stop_token stop)
{
    QList<FormField> fields;
    if (const QStringList scopes = requestedScopes(provider); !scopes.isEmpty())
        fields.append({"scope", core::Secret::fromText(scopes.join(u' '))});
    const QString step = QStringLiteral("device authorization");
    net::HttpRequest request =
        clientRequest(metadata.endpoints.deviceAuthorization, fields + resourceFields(provider), provider, metadata, step, std::move(stop));
    const bool loopbackAllowed = net::Origin::of(metadata.endpoints.deviceAuthorization).isLoopback();
    return core::inStep(step, core::chain(http.send(std::move(request)), context, [&clock, loopbackAllowed](const net::HttpResponse &response) {
                            return readDeviceAuthorization(response, loopbackAllowed, clock.now());
                        }));
}

} // namespace keyturn::oauth
