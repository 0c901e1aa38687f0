// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// Desktop Application Autostart Specification: a file of the person's own goes before the system's of the same name, and `Hidden=true` takes it away.
#include "composition/browsers/desktopentry.h"
#include "ui/application/autostart.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace keyturn::ui::application {

namespace {

const QString fileName = QStringLiteral("/keyturn.desktop");
const QString minimized = QStringLiteral("--minimized");
constexpr qint64 largest = 64 * 1024;

core::Error failure(const char *code, const QString &path)
{
    return {core::ErrorKind::Storage, QLatin1String(code), path};
}

/// Desktop Entry Specification, "The Exec key": quoted as a whole, where ", `, $ and \ take a backslash; then the escape of a string value doubles
/// each backslash; and a percent sign is two.
QString quoted(const QString &word)
{
    QString text;
    for (const QChar c : word) {
        if (QStringLiteral("\"`$\\").contains(c))
            text += u'\\';
        text += c;
    }
    text.replace(u'\\', QLatin1String("\\\\")).replace(u'%', QLatin1String("%%"));
    return u'"' + text + u'"';
}

/// Nullopt: not there.
std::optional<QByteArray> contentsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.read(largest + 1);
}

core::Result<AutostartState> stateIn(const QString &path, const QByteArray &text, const QString &program)
{
    const QByteArray ours = "\nExec=" + quoted(program).toUtf8();
    const std::optional<composition::browsers::DesktopEntry> entry = composition::browsers::readDesktopEntry(text, QString());
    if (text.size() > largest || (!entry && !text.contains(ours))) // which that reader refuses where the path holds a percent sign
        return failure("autostart_unreadable", path);
    // GNOME's own way of switching one off.
    const bool off = (entry && entry->hidden) || text.contains("\nX-GNOME-Autostart-enabled=false") || text.contains("\nHidden=true");
    const bool hidden = entry ? entry->command.contains(minimized) : text.contains(ours + " --minimized");
    return AutostartState{!off, !off && hidden};
}

QByteArray entryOf(const QString &program, const AutostartState &wanted)
{
    QString text = QStringLiteral("[Desktop Entry]\nType=Application\nName=Keyturn\nIcon=keyturn\nTerminal=false\n");
    text += QStringLiteral("Exec=") + quoted(program) + (wanted.hidden ? QStringLiteral(" ") + minimized : QString()) + u'\n';
    if (!wanted.starts)
        text += QStringLiteral("Hidden=true\n");
    return text.toUtf8();
}

} // namespace

core::Result<AutostartState> Autostart::state() const
{
    for (const QString &folder : QStringList(m_folder) + m_systemFolders) {
        if (const std::optional<QByteArray> text = contentsOf(folder + fileName))
            return stateIn(folder + fileName, *text, m_program);
    }
    return AutostartState();
}

core::Result<void> Autostart::set(const AutostartState &wanted) const
{
    const QString path = m_folder + fileName;
    const bool systemHasOne =
        std::any_of(m_systemFolders.begin(), m_systemFolders.end(), [](const QString &folder) { return QFile::exists(folder + fileName); });
    if (!wanted.starts && !systemHasOne)
        return !QFile::exists(path) || QFile::remove(path) ? core::Result<void>() : failure("disk_failed", path);
    QSaveFile file(path);
    const QByteArray text = entryOf(m_program, wanted);
    if (!QDir().mkpath(m_folder) || !file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return failure("disk_failed", path);
    return {};
}

} // namespace keyturn::ui::application
