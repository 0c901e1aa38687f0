// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// The Run key of the person's own registry.
#include "ui/application/autostart.h"

#include <QDir>
#include <QSettings>

namespace keyturn::ui::application {

namespace {

const QString runKey = QStringLiteral("HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run");
const QString name = QStringLiteral("Keyturn");

} // namespace

core::Result<AutostartState> Autostart::state() const
{
    const QString command = QSettings(runKey, QSettings::NativeFormat).value(name).toString();
    return AutostartState{!command.isEmpty(), command.endsWith(QLatin1String(" --minimized"))};
}

core::Result<void> Autostart::set(const AutostartState &wanted) const
{
    QSettings run(runKey, QSettings::NativeFormat);
    if (wanted.starts) // a path on Windows holds no quote
        run.setValue(name, u'"' + QDir::toNativeSeparators(m_program) + u'"' + (wanted.hidden ? QStringLiteral(" --minimized") : QString()));
    else
        run.remove(name);
    run.sync();
    if (run.status() != QSettings::NoError)
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), runKey};
    return {};
}

} // namespace keyturn::ui::application
