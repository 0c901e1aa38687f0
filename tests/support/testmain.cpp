// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"

#include <QCoreApplication>
#include <QTest>

/// Runs each registered class, or those that KEYTURN_TEST_CLASSES names with commas between them; arguments go to every one of them
/// (`tst_core roundTrip` runs that function where it exists).
int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList wanted = qEnvironmentVariable("KEYTURN_TEST_CLASSES").split(QLatin1Char(','), Qt::SkipEmptyParts);
    int failures = 0;
    for (const auto &make : keyturn::tests::registry()) {
        const std::unique_ptr<QObject> test = make();
        const QString name = QString::fromLatin1(test->metaObject()->className()).section(QLatin1String("::"), -1);
        if (wanted.isEmpty() || wanted.contains(name))
            failures += QTest::qExec(test.get(), argc, argv);
    }
    return failures == 0 ? 0 : 1;
}
