// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/startoptions.h"

#include <QCommandLineParser>
#include <QFileInfo>

namespace keyturn::ui::application {

namespace {

/// Qt ends some of these with a full stop and some not.
QString asSentence(const QString &text)
{
    return text.endsWith(u'.') ? text : text + u'.';
}
constexpr int usageStatus = 2;
} // namespace

std::variant<StartOptions, Words> CommandLine::read(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Signs in, keeps signed in, shows accounts and sessions."));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, tr("Shows this help."));
    const QCommandLineOption version(QStringLiteral("version"), tr("Shows the version."));
    const QCommandLineOption profile(QStringLiteral("profile"), tr("Offers this backend profile first."), QStringLiteral("ID"));
    const QCommandLineOption demo(QStringLiteral("demo"), tr("Starts the demo backend on this computer and offers it first."));
    const QCommandLineOption minimized(QStringLiteral("minimized"), tr("Starts as an icon."));
    const QCommandLineOption screenshot(QStringLiteral("screenshot"),
                                        tr("Writes the window as PNG once it is painted and idle; of several, the one used last."),
                                        QStringLiteral("FILE"));
    const QCommandLineOption quitAfter(QStringLiteral("quit-after"), tr("Closes by itself."), QStringLiteral("SECONDS"));
    const QCommandLineOption store(QStringLiteral("secret-store"), tr("keychain, file or session; the default is the setting."),
                                   QStringLiteral("STORE"));
    const QCommandLineOption browser(QStringLiteral("browser"), tr("The command that opens addresses."), QStringLiteral("COMMAND"));
    parser.addOptions({help, version, profile, demo, minimized, screenshot, quitAfter, store, browser});
    if (!parser.parse(arguments))
        return Words{tr("%1 keyturn --help lists what there is.").arg(asSentence(parser.errorText())), usageStatus};
    if (parser.isSet(help))
        return Words{parser.helpText(), 0};
    if (parser.isSet(version))
        return Words{QStringLiteral("keyturn ") + QCoreApplication::applicationVersion(), 0};
    if (!parser.positionalArguments().isEmpty())
        return Words{tr("“%1” is not an option. keyturn --help lists what there is.").arg(parser.positionalArguments().first()), usageStatus};
    StartOptions options;
    options.demo = parser.isSet(demo);
    options.profile = model::ProfileId(parser.isSet(profile) ? parser.value(profile) : options.demo ? QStringLiteral("demo") : QString());
    options.minimized = parser.isSet(minimized);
    if (parser.isSet(screenshot))
        options.screenshot = QFileInfo(parser.value(screenshot)).absoluteFilePath();
    if (parser.isSet(quitAfter)) {
        bool isNumber = false;
        const int seconds = parser.value(quitAfter).toInt(&isNumber);
        if (!isNumber || seconds < 0)
            return Words{tr("--quit-after wants a number of seconds."), usageStatus};
        options.quitAfter = std::chrono::seconds(seconds);
    }
    options.secretStore = parser.value(store);
    if (const QStringList known{QString(), QStringLiteral("keychain"), QStringLiteral("file"), QStringLiteral("session")};
        !known.contains(options.secretStore))
        return Words{tr("--secret-store is keychain, file or session."), usageStatus};
    options.browser = parser.value(browser);
    return options;
}

} // namespace keyturn::ui::application
