// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "auditedbackend.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::audit {

/// Each check is proven both ways: a backend that has the defect fails it, and the same backend without it passes.
class TstDefectiveBackends : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withTheDefectItFailsWithoutItPasses_data();
    void withTheDefectItFailsWithoutItPasses();
};

void TstDefectiveBackends::withTheDefectItFailsWithoutItPasses_data()
{
    QTest::addColumn<int>("check");
    QTest::addColumn<QString>("defect");
    QTest::addColumn<QStringList>("options"); // of both backends
    const auto row = [](int check, const char *defect, const QStringList &options = {}) {
        QTest::addRow("%d %s", check, defect) << check << QString::fromLatin1(defect) << options;
    };
    row(6, "cacheable-answers");
    row(19, "old-refresh-accepted");
}

void TstDefectiveBackends::withTheDefectItFailsWithoutItPasses()
{
    QFETCH(int, check);
    QFETCH(QString, defect);
    QFETCH(QStringList, options);
    AuditedBackend backend;
    QVERIFY(backend.start(options + QStringList{QStringLiteral("--defect"), defect}));
    const CheckResult weak = backend.check(check);
    QVERIFY2(weak.outcome == Outcome::Fail, qPrintable(wordOf(weak.outcome) + QLatin1String(": ") + weak.evidence));
    QVERIFY(!weak.exchanges.isEmpty());
    QVERIFY(backend.start(options));
    const CheckResult sound = backend.check(check);
    QVERIFY2(sound.outcome == Outcome::Pass, qPrintable(wordOf(sound.outcome) + QLatin1String(": ") + sound.evidence));
}

} // namespace keyturn::audit

using keyturn::audit::TstDefectiveBackends;
KEYTURN_TEST(TstDefectiveBackends)
#include "tst_defectivebackends.moc"
