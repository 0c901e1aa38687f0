// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/process.h"
#include "core/dumps.h"
#include "ui/application/application.h"
#include "ui/application/portalintroduction.h"
#include "ui/common/icon.h"
#include "ui/common/roomystyle.h"

#include <QApplication>

#include <algorithm>
#include <cstdio>

using namespace keyturn::ui;

namespace {

/// Whether nothing but text is wanted.
bool asksForWords(int argc, char *argv[])
{
    return std::any_of(argv + 1, argv + argc, [](const char *argument) {
        const QByteArrayView word(argument);
        return word == "-h" || word == "--help" || word == "--version";
    });
}

int say(const std::variant<application::StartOptions, application::Words> &read)
{
    const auto *words = std::get_if<application::Words>(&read);
    if (!words)
        return 0;
    std::fprintf(words->status == 0 ? stdout : stderr, "%s\n", qPrintable(words->text));
    return words->status;
}

} // namespace

int main(int argc, char *argv[])
{
    keyturn::composition::raiseFileLimit();
    QApplication::setApplicationName(QStringLiteral("keyturn"));
    QApplication::setApplicationDisplayName(QStringLiteral("Keyturn"));
    QApplication::setApplicationVersion(QStringLiteral(KEYTURN_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("keyturn"));
    if (asksForWords(argc, argv)) {
        const QCoreApplication qt(argc, argv); // which needs no display
        return say(application::CommandLine::read(QCoreApplication::arguments()));
    }
    const QApplication qt(argc, argv);
    application::introduceToPortal(); // which is over with the next line, and before the first secret
    keyturn::core::forbidDumpsWhereForUse();
    QApplication::setWindowIcon(common::applicationIcon());
    common::RoomyStyle::dress();
    auto read = application::CommandLine::read(QApplication::arguments());
    if (std::holds_alternative<application::Words>(read))
        return say(read);
    application::Application program(std::get<application::StartOptions>(std::move(read)));
    if (const std::optional<int> status = program.start())
        return *status;
    return QApplication::exec();
}
