// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "ui/common/roomystyle.h"

#include <QApplication>
#include <QTest>

/// Like testmain.cpp, with a QApplication in the style that the window has.
int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    QApplication::setStyle(QStringLiteral("fusion"));
    keyturn::ui::common::RoomyStyle::dress();
    int failures = 0;
    for (const auto &make : keyturn::tests::registry())
        failures += QTest::qExec(make().get(), argc, argv);
    return failures == 0 ? 0 : 1;
}
