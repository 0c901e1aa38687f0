// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/autostart.h"

#include <QCoreApplication>
#include <QStandardPaths>

namespace keyturn::ui::application {

Autostart::Autostart(QString folder, QStringList systemFolders, QString program)
    : m_folder(std::move(folder)), m_systemFolders(std::move(systemFolders)), m_program(std::move(program))
{ }

Autostart Autostart::ofThisDesktop()
{
    QStringList folders = QStandardPaths::standardLocations(QStandardPaths::GenericConfigLocation);
    for (QString &folder : folders)
        folder += QStringLiteral("/autostart");
    const QString own = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/autostart");
    folders.removeAll(own);
    // An AppImage is mounted somewhere else at each start.
    const QString image = qEnvironmentVariable("APPIMAGE");
    return {own, folders, image.isEmpty() ? QCoreApplication::applicationFilePath() : image};
}

} // namespace keyturn::ui::application
