// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/runregistered.h"
#include "ui/common/roomystyle.h"

#include <QApplication>

/// Like testmain.cpp, with a QApplication in the style that the window has.
int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    QApplication::setStyle(QStringLiteral("fusion"));
    keyturn::ui::common::RoomyStyle::dress();
    return keyturn::tests::runRegistered(argc, argv);
}
