// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/handoff/upstreamoptions.h"

#include "backend/providers/clientfile.h"
#include "backend/secretfile.h"
#include "backend/usage.h"

#include <QHostAddress>
#include <QUrl>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxSecret = 1024;
const QString defaultIssuer = QStringLiteral("https://accounts.google.com");
const QString defaultGithub = QStringLiteral("https://github.com");
constexpr qsizetype maxClientId = 255;

/// https, or http that does not leave this machine; without user, query and fragment.
bool isServerAddress(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const QHostAddress address(url.host());
    const bool local = url.scheme() == QLatin1String("http") && !address.isNull() && address.isLoopback();
    return url.isValid() && !url.host().isEmpty() && (url.scheme() == QLatin1String("https") || local) && url.userInfo().isEmpty() && !url.hasQuery()
        && !url.hasFragment();
}

/// A web app may be developed at http://localhost as well. Its query stays, a fragment would swallow what is added.
bool isWebRedirect(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const QHostAddress address(url.host());
    const bool local = url.host() == QLatin1String("localhost") || (!address.isNull() && address.isLoopback());
    return text.size() <= 2048 && url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() && !url.hasFragment()
        && (url.scheme() == QLatin1String("https") || (url.scheme() == QLatin1String("http") && local)) && url.toString(QUrl::FullyEncoded) == text;
}

/// The secret of one provider's client: from the file named, or else from the environment.
core::Result<core::Secret> readSecret(const Settings &settings, const QString &provider)
{
    const QString option = provider + QLatin1String("-client-secret-file");
    QByteArray text = settings.value(provider + QLatin1String("-client-secret")).toUtf8();
    if (settings.isSet(option)) {
        const core::Result<core::Secret> content = SecretFile::read(settings.value(option), maxSecret);
        if (!content.ok())
            return usage(QStringLiteral("--%1: %2").arg(option, content.error().detail));
        text = content->reveal().toByteArray();
    }
    while (text.endsWith('\n') || text.endsWith('\r'))
        text.chop(1);
    if (text.isEmpty() || text.size() > maxSecret)
        return usage(QStringLiteral("--%1-client-id needs the client’s secret, by --%2, in the file of --config, or in %3.")
                         .arg(provider, option, QStringLiteral("KEYTURN_BACKEND_%1_CLIENT_SECRET").arg(provider.toUpper())));
    return core::Secret::take(std::move(text));
}

core::Result<std::optional<UpstreamOptions::Registration>> readRegistration(const Settings &settings, const QString &provider,
                                                                            const QString &addressOption)
{
    using Found = std::optional<UpstreamOptions::Registration>;
    const QString idOption = provider + QLatin1String("-client-id");
    if (!settings.isSet(idOption)) {
        if (settings.isSet(addressOption) || settings.isSet(provider + QLatin1String("-client-secret-file")))
            return usage(QStringLiteral("--%1 goes with --%2.").arg(addressOption, idOption));
        return Found();
    }
    const QString id = settings.value(idOption);
    const QString address = settings.value(addressOption);
    if (id.isEmpty() || id.size() > maxClientId)
        return usage(QStringLiteral("--%1 takes the id that the provider gave the client.").arg(idOption));
    if (!isServerAddress(address))
        return usage(QStringLiteral("--%1 takes an https address (or http at a loopback address), without query and fragment.").arg(addressOption));
    auto secret = readSecret(settings, provider);
    if (!secret.ok())
        return secret.error();
    return Found({id, address, *secret});
}

} // namespace

QList<QCommandLineOption> upstreamCommandLine()
{
    const auto option = [](const char *name, const char *description, const char *value, const QString &fallback = {}) {
        return QCommandLineOption(QString::fromLatin1(name), QString::fromUtf8(description), QString::fromLatin1(value), fallback);
    };
    return {
        option("google-client-id", "Sign people in at the real Google, or another OpenID provider, as this client, in place of the simulated one.",
               "ID"),
        option("google-issuer", "The issuer of Google, or of the other provider (default https://accounts.google.com).", "URL", defaultIssuer),
        option("google-client-secret", "The client's secret, by environment or configuration file alone.", "SECRET"),
        option("google-client-secret-file", "File with the client's secret, for its owner alone.", "FILE"),
        option("github-client-id", "Sign people in at the real GitHub as this client, in place of the simulated one.", "ID"),
        option("github-url", "GitHub (default https://github.com) or a GitHub Enterprise server.", "URL", defaultGithub),
        option("github-client-secret", "The client's secret, by environment or configuration file alone.", "SECRET"),
        option("github-client-secret-file", "File with the client's secret, for its owner alone.", "FILE"),
        option("web-redirect",
               "A web app's address that /api/auth/google?redirect=URL and .../github may send people back to, signed in by the refresh cookie. "
               "Compared exactly.",
               "URL..."),
        option("provider-clients",
               "JSON file with more clients of the simulated providers: {\"clients\":[{\"id\",\"name\",\"secret\",\"redirectUri\"}]}.", "FILE"),
    };
}

core::Result<UpstreamOptions> readUpstreamOptions(const Settings &settings)
{
    UpstreamOptions options;
    const auto google = readRegistration(settings, QStringLiteral("google"), QStringLiteral("google-issuer"));
    if (!google.ok())
        return google.error();
    options.google = *google;
    const auto github = readRegistration(settings, QStringLiteral("github"), QStringLiteral("github-url"));
    if (!github.ok())
        return github.error();
    options.github = *github;
    options.webRedirects = settings.values(QStringLiteral("web-redirect"));
    for (const QString &address : options.webRedirects) {
        if (!isWebRedirect(address))
            return usage(QStringLiteral("--web-redirect takes an https address (or http at this computer), without fragment."));
    }
    if (!settings.isSet(QStringLiteral("provider-clients")))
        return options;
    const auto clients = readClientFile(settings.value(QStringLiteral("provider-clients")));
    if (!clients.ok())
        return usage(QStringLiteral("--provider-clients: ") + clients.error().detail);
    options.clients = *clients;
    return options;
}

} // namespace keyturn::backend
