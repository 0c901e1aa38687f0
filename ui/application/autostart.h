// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QStringList>

namespace keyturn::ui::application {

/// Whether the desktop starts the window when the person logs in. What the system has is the truth: nothing about it stands in our settings.
struct AutostartState {
    bool starts = false;
    bool hidden = false; ///< With --minimized.
    bool operator==(const AutostartState &) const = default;
};

/// Where the system keeps that. Errors are Storage: `disk_failed`, `autostart_unreadable` (what stands there is not of ours to read).
class Autostart
{
public:
    /// @p folder and @p systemFolders: where freedesktop systems look, the person's own first; on the others they are not used. @p program: absolute.
    Autostart(QString folder, QStringList systemFolders, QString program);
    [[nodiscard]] static Autostart ofThisDesktop();

    [[nodiscard]] core::Result<AutostartState> state() const;
    [[nodiscard]] core::Result<void> set(const AutostartState &wanted) const;

private:
    QString m_folder;
    QStringList m_systemFolders;
    QString m_program;
};

} // namespace keyturn::ui::application
