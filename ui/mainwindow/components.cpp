// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/components.h"

#include "ui/mainwindow/bundledtext.h"

#include <QGuiApplication>
#include <QSslSocket>
#include <QSysInfo>

namespace keyturn::ui::mainwindow {

namespace {

QUrl page(const char *address)
{
    return QUrl(QLatin1String(address));
}

QString compiler()
{
#if defined(Q_CC_CLANG)
    return QStringLiteral("Clang %1.%2.%3").arg(__clang_major__).arg(__clang_minor__).arg(__clang_patchlevel__);
#elif defined(Q_CC_GNU)
    return QStringLiteral("GCC %1.%2.%3").arg(__GNUC__).arg(__GNUC_MINOR__).arg(__GNUC_PATCHLEVEL__);
#elif defined(Q_CC_MSVC)
    return QStringLiteral("MSVC %1").arg(_MSC_VER);
#else
    return QStringLiteral("?");
#endif
}

} // namespace

QList<Component> Components::all()
{
    const QUrl apache = page("https://www.apache.org/licenses/LICENSE-2.0.txt");
    const QUrl lgpl3 = page("https://www.gnu.org/licenses/lgpl-3.0.txt");
    const QUrl lgpl21 = page("https://www.gnu.org/licenses/old-licenses/lgpl-2.1.txt");
    const QUrl gpl3 = page("https://www.gnu.org/licenses/gpl-3.0.txt");
    return {
        {QStringLiteral("Keyturn"), tr("This program."), QStringLiteral("Apache-2.0"), {}, apache, bundledText(QStringLiteral("license.txt"))},
        {QStringLiteral("Qt"),
         tr("Core, Gui, Widgets, Network, D-Bus, SQL and SVG: window, network, files."),
         QStringLiteral("LGPL-3.0"),
         page("https://www.qt.io/"),
         lgpl3,
         {}},
        {QStringLiteral("Qt Network Authorization"),
         tr("Parts of the sign-in at providers."),
         QStringLiteral("GPL-3.0"),
         page("https://doc.qt.io/qt-6/qtnetworkauth-index.html"),
         gpl3,
         {}},
        {QStringLiteral("QtKeychain"),
         tr("The door to the system's keychain."),
         QStringLiteral("BSD-2-Clause"),
         page("https://github.com/frankosterfeld/qtkeychain"),
         page("https://raw.githubusercontent.com/frankosterfeld/qtkeychain/main/COPYING"),
         {}},
        {QStringLiteral("cjose"),
         tr("Signatures of tokens."),
         QStringLiteral("MIT"),
         page("https://github.com/zmartzone/cjose"),
         page("https://raw.githubusercontent.com/zmartzone/cjose/master/LICENSE"),
         {}},
        {QStringLiteral("Jansson"),
         tr("What cjose reads JSON with."),
         QStringLiteral("MIT"),
         page("https://github.com/akheron/jansson"),
         page("https://raw.githubusercontent.com/akheron/jansson/master/LICENSE"),
         {}},
        {QStringLiteral("OpenSSL"),
         tr("Encryption, on the network and for cjose."),
         QStringLiteral("Apache-2.0"),
         page("https://www.openssl.org/"),
         apache,
         {}},
        {QStringLiteral("libsodium"),
         tr("Encryption of the file that sign-ins may be kept in."),
         QStringLiteral("ISC"),
         page("https://www.libsodium.org/"),
         page("https://raw.githubusercontent.com/jedisct1/libsodium/master/LICENSE"),
         {}},
        {QStringLiteral("libqrencode"), tr("QR codes."), QStringLiteral("LGPL-2.1"), page("https://fukuchi.org/works/qrencode/"), lgpl21, {}},
        {QStringLiteral("utf8proc"),
         tr("On the command line: how wide letters are."),
         QStringLiteral("MIT"),
         page("https://juliastrings.github.io/utf8proc/"),
         page("https://raw.githubusercontent.com/JuliaStrings/utf8proc/master/LICENSE.md"),
         {}},
        {QStringLiteral("SQLite"),
         tr("The history's file, through Qt."),
         tr("public domain"),
         page("https://www.sqlite.org/"),
         page("https://www.sqlite.org/copyright.html"),
         {}},
        {QStringLiteral("Lucide"), tr("The icons."), QStringLiteral("ISC, MIT"), page("https://lucide.dev/"), page("https://lucide.dev/license"),
         bundledText(QStringLiteral("lucide.txt"))},
        {QStringLiteral("Boost"),
         tr("In the demo backend: its web server."),
         QStringLiteral("BSL-1.0"),
         page("https://www.boost.org/"),
         page("https://www.boost.org/LICENSE_1_0.txt"),
         {}},
        {QStringLiteral("José"),
         tr("In the demo backend: its tokens."),
         QStringLiteral("Apache-2.0"),
         page("https://github.com/latchset/jose"),
         apache,
         {}},
        {QStringLiteral("libxcrypt"),
         tr("In the demo backend: its passwords."),
         QStringLiteral("LGPL-2.1"),
         page("https://github.com/besser82/libxcrypt"),
         lgpl21,
         {}},
        {QStringLiteral("liboath"),
         tr("In the demo backend: its second factor."),
         QStringLiteral("LGPL-2.1"),
         page("https://www.nongnu.org/oath-toolkit/"),
         lgpl21,
         {}},
    };
}

QString buildFacts()
{
    const QStringList facts{
        QStringLiteral("Keyturn ") + QCoreApplication::applicationVersion(),
        QStringLiteral("Qt %1 (built with %2)").arg(QLatin1String(qVersion()), QLatin1String(QT_VERSION_STR)),
        compiler(),
        QSslSocket::sslLibraryVersionString(),
        QStringLiteral("%1, %2, %3").arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture(), QGuiApplication::platformName()),
    };
    return facts.join(u'\n');
}

} // namespace keyturn::ui::mainwindow
