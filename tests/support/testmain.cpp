// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"

#include <QCoreApplication>
#include <QTest>

/// Runs each registered class; arguments go to every one of them (`tst_core roundTrip` runs that function where it exists).
int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    int failures = 0;
    for (const auto &make : keyturn::tests::registry())
        failures += QTest::qExec(make().get(), argc, argv);
    return failures == 0 ? 0 : 1;
}
