// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// A launch agent of the person's own, which launchd reads at log-in.
#include "ui/application/autostart.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace keyturn::ui::application {

namespace {

QString path()
{
    return QDir::homePath() + QStringLiteral("/Library/LaunchAgents/keyturn.plist");
}

} // namespace

core::Result<AutostartState> Autostart::state() const
{
    QFile file(path());
    if (!file.open(QIODevice::ReadOnly))
        return AutostartState();
    return AutostartState{true, file.read(64 * 1024).contains("<string>--minimized</string>")};
}

core::Result<void> Autostart::set(const AutostartState &wanted) const
{
    const core::Error failed{core::ErrorKind::Storage, QStringLiteral("disk_failed"), path()};
    if (!wanted.starts)
        return !QFile::exists(path()) || QFile::remove(path()) ? core::Result<void>() : failed;
    const QString hidden = wanted.hidden ? QStringLiteral("<string>--minimized</string>") : QString();
    const QByteArray text = QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                           "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                                           "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
                                           "<plist version=\"1.0\"><dict><key>Label</key><string>keyturn</string><key>ProgramArguments</key><array>"
                                           "<string>%1</string>%2</array><key>RunAtLoad</key><true/></dict></plist>\n")
                                .arg(m_program.toHtmlEscaped(), hidden)
                                .toUtf8();
    QSaveFile file(path());
    if (!QDir().mkpath(QFileInfo(path()).path()) || !file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return failed;
    return {};
}

} // namespace keyturn::ui::application
