// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace keyturn::composition::browsers {

/// Where people's files are; a parameter, so that tests make them up.
struct Places {
    QStringList applications; ///< Folders of .desktop files; the earlier go before the later.
    QString home;
    QString config; ///< `~/.config`.
    QString language; ///< As in `de_AT`.
};

/// One of a browser's own profiles: people keep work and home apart with them.
struct BrowserProfile {
    QString name; ///< As the person calls it.
    QStringList command; ///< That starts the browser with it.
    bool operator==(const BrowserProfile &) const = default;
};

/// Of the browser that @p command starts (Chromium and its kin, Firefox; of a package, a snap or a Flatpak); empty where there are fewer than two, or
/// the browser is not known. What is larger than a megabyte or cannot be read counts as not there.
[[nodiscard]] QList<BrowserProfile> browserProfiles(const QStringList &command, const Places &places);

} // namespace keyturn::composition::browsers
