// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/versionscheck.h"

#include "storage/keychainstore.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSysInfo>

namespace keyturn::composition::doctor {

Facts checkVersions()
{
    const QString system = QSysInfo::prettyProductName() + QLatin1String(", ") + QSysInfo::kernelType() + u' ' + QSysInfo::kernelVersion()
        + QLatin1String(", ") + QSysInfo::currentCpuArchitecture();
    Facts facts{{Code::Versions,
                 Outcome::Ok,
                 {QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()), storage::keychainLibraryVersion(), system}}};
#if !defined(Q_OS_WIN) && !defined(Q_OS_MACOS)
    QStringList desktop{qEnvironmentVariable("XDG_CURRENT_DESKTOP"), qEnvironmentVariable("XDG_SESSION_TYPE")};
    desktop.removeAll(QString());
    facts.append(desktop.isEmpty() ? Fact{Code::DesktopUnknown} : Fact{Code::Desktop, Outcome::Ok, {desktop.join(QLatin1String(", "))}});
    if (QSysInfo::kernelVersion().contains(QLatin1String("microsoft"), Qt::CaseInsensitive))
        facts.append({Code::WithinWsl});
    if (QFileInfo::exists(QStringLiteral("/.flatpak-info")))
        facts.append({Code::WithinFlatpak});
#endif
    return facts;
}

} // namespace keyturn::composition::doctor
