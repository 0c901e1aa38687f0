// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace keyturn::composition::browsers {

/// An application as its .desktop file describes it (freedesktop.org, Desktop Entry Specification 1.5), as far as opening addresses needs it.
struct DesktopEntry {
    QString name; ///< In the language that was asked for, where it has one.
    QStringList command; ///< The words of Exec; `%s` stands where the address goes.
    QString tryExec; ///< Has to be there, or the application is not; may be empty.
    QStringList mimeTypes;
    bool hidden = false; ///< Counts as deleted, and hides those of the same id in later folders.
    bool noDisplay = false;
    bool operator==(const DesktopEntry &) const = default;
};

/// Nullopt: no application, one without a usable command, or larger than a megabyte. @p language as in `de` or `pt_BR`.
[[nodiscard]] std::optional<DesktopEntry> readDesktopEntry(const QByteArray &text, const QString &language);

} // namespace keyturn::composition::browsers
