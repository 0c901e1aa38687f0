// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/runregistered.h"

#include "support/registry.h"

#include <QTest>

namespace keyturn::tests {

int runRegistered(int argc, char *argv[])
{
    const QStringList wanted = qEnvironmentVariable("KEYTURN_TEST_CLASSES").split(QLatin1Char(','), Qt::SkipEmptyParts);
    int failures = 0;
    for (const Factory &make : registry()) {
        const std::unique_ptr<QObject> test = make();
        const QString name = QString::fromLatin1(test->metaObject()->className()).section(QLatin1String("::"), -1);
        if (wanted.isEmpty() || wanted.contains(name))
            failures += QTest::qExec(test.get(), argc, argv);
    }
    return failures == 0 ? 0 : 1;
}

} // namespace keyturn::tests
