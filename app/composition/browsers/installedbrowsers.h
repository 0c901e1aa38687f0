// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/browsers/browserprofiles.h"

namespace keyturn::composition::browsers {

/// A browser, or one of its profiles.
struct InstalledBrowser {
    QString name;
    QString profile; ///< Empty: the browser decides.
    QString command; ///< As oauth::CommandBrowserOpener takes it.
    bool operator==(const InstalledBrowser &) const = default;
};

[[nodiscard]] Places standardPlaces();

/// The applications that say they open web addresses and whose program is there, by name, each followed by its profiles. Reads files of at most a
/// megabyte, and not more than some thousand; starts nothing. Empty on systems without .desktop files.
[[nodiscard]] QList<InstalledBrowser> installedBrowsers(const Places &places);

} // namespace keyturn::composition::browsers
