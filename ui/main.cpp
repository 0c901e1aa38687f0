// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/application.h"
#include "ui/common/icon.h"
#include "ui/common/roomystyle.h"

#include <QApplication>

#include <cstdio>

using namespace keyturn::ui;

int main(int argc, char *argv[])
{
    QApplication::setApplicationName(QStringLiteral("keyturn"));
    QApplication::setApplicationDisplayName(QStringLiteral("Keyturn"));
    QApplication::setApplicationVersion(QStringLiteral(KEYTURN_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("keyturn"));
    const QApplication qt(argc, argv);
    QApplication::setWindowIcon(common::applicationIcon());
    common::RoomyStyle::dress();
    auto read = application::CommandLine::read(QApplication::arguments());
    if (const auto *words = std::get_if<application::Words>(&read)) {
        std::fprintf(words->status == 0 ? stdout : stderr, "%s\n", qPrintable(words->text));
        return words->status;
    }
    application::Application program(std::get<application::StartOptions>(std::move(read)));
    if (const std::optional<int> status = program.start())
        return *status;
    return QApplication::exec();
}
