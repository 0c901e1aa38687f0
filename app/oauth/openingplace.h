// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

class QProcessEnvironment;

namespace keyturn::oauth {

/// What of this computer decides how the person's browser is reached; a parameter, so that tests make it up.
struct OpeningPlace {
    bool wsl = false; ///< Linux within Windows: the browser is Windows' own.
    bool hasDisplay = true; ///< Where there is none, a browser that opens windows cannot start.
    bool operator==(const OpeningPlace &) const = default;
};

/// @p root is where the kernel's files are looked for.
[[nodiscard]] OpeningPlace openingPlace(const QProcessEnvironment &environment, const QString &root = {});
/// This process's own, looked up once.
[[nodiscard]] const OpeningPlace &thisPlace();

/// The desktop's own openers, best first, as CommandBrowserOpener takes commands. In a Flatpak or a snap `xdg-open` is the sandbox's own, which hands
/// the address out (the OpenURI portal, snapd's userd): nothing else is needed there.
[[nodiscard]] QStringList desktopOpeners(const OpeningPlace &place);

} // namespace keyturn::oauth
