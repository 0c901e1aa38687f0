// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/providerclient.h"
#include "backend/settings.h"

#include <optional>

namespace keyturn::backend {

/// This backend as a client of providers that are not simulated.
struct UpstreamOptions {
    struct Registration {
        QString clientId;
        QString address; ///< Google: the issuer, exactly. GitHub: the base URL of github.com or of a GitHub Enterprise, without a slash at its end.
        core::Secret secret;
    };
    std::optional<Registration> google;
    std::optional<Registration> github;
    QStringList webRedirects; ///< Where web apps get people back; the first is taken where none is asked for.
    QList<ProviderClient> clients; ///< More clients of the simulated providers.
};

[[nodiscard]] QList<QCommandLineOption> upstreamCommandLine();

/// Configuration `usage` with one clear sentence. Client secrets come from a file, or from KEYTURN_BACKEND_GOOGLE_CLIENT_SECRET and
/// KEYTURN_BACKEND_GITHUB_CLIENT_SECRET, never from the command line, which others on the machine can read.
[[nodiscard]] core::Result<UpstreamOptions> readUpstreamOptions(const Settings &settings);

} // namespace keyturn::backend
