// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/openingplace.h"

#include <QFile>
#include <QProcessEnvironment>

namespace keyturn::oauth {

namespace {

#ifdef Q_OS_LINUX
/// WSL_DISTRO_NAME is not handed on by sudo and by services; the kernel always tells.
bool isWsl(const QProcessEnvironment &environment, const QString &root)
{
    if (!environment.value(QStringLiteral("WSL_DISTRO_NAME")).isEmpty())
        return true;
    QFile release(root + QStringLiteral("/proc/sys/kernel/osrelease"));
    return release.open(QIODevice::ReadOnly) && release.read(256).toLower().contains("microsoft");
}
#endif

} // namespace

OpeningPlace openingPlace(const QProcessEnvironment &environment, const QString &root)
{
    OpeningPlace place;
#ifdef Q_OS_LINUX
    place.wsl = isWsl(environment, root);
    const auto isSet = [&environment](const char *name) { return !environment.value(QString::fromLatin1(name)).isEmpty(); };
    place.hasDisplay = place.wsl || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
#else
    Q_UNUSED(environment)
    Q_UNUSED(root)
#endif
    return place;
}

const OpeningPlace &thisPlace()
{
    static const OpeningPlace place = openingPlace(QProcessEnvironment::systemEnvironment());
    return place;
}

QStringList desktopOpeners(const OpeningPlace &place)
{
#if defined(Q_OS_WIN)
    Q_UNUSED(place)
    return {QStringLiteral("rundll32.exe url.dll,FileProtocolHandler")};
#elif defined(Q_OS_MACOS)
    Q_UNUSED(place)
    return {QStringLiteral("/usr/bin/open")};
#else
    if (!place.wsl)
        return {QStringLiteral("xdg-open")};
    // wslview is of wslu, which not every distribution brings. explorer.exe is none of these: it ends with 1 whatever it did, and takes some
    // addresses with a query for a folder. xdg-open is for a Linux browser in WSLg.
    return {QStringLiteral("wslview"), QStringLiteral("rundll32.exe url.dll,FileProtocolHandler"),
            QStringLiteral("/mnt/c/Windows/System32/rundll32.exe url.dll,FileProtocolHandler"), QStringLiteral("xdg-open")};
#endif
}

} // namespace keyturn::oauth
