// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/instant.h"
#include "support/registry.h"

#include <QDateTime>
#include <QLocale>
#include <QTest>

namespace keyturn::backend {

class TstInstant : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void timesAreWrittenAsQtWritesThem_data()
    {
        QTest::addColumn<qint64>("milliseconds");
        QTest::newRow("the epoch") << qint64(0);
        QTest::newRow("before it") << qint64(-1);
        QTest::newRow("a leap day") << qint64(1709164799999);
        QTest::newRow("the end of a century") << qint64(4102444799001);
        QTest::newRow("the last that there is") << qint64(253402300799999);
        for (qint64 i = 0; i < 40; ++i)
            QTest::addRow("day %lld", static_cast<long long>(i)) << i * 31'557'599'973;
    }
    void timesAreWrittenAsQtWritesThem()
    {
        QFETCH(const qint64, milliseconds);
        const QDateTime time = QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
        const Instant instant{std::chrono::milliseconds(milliseconds)};
        QCOMPARE(isoText(instant), time.toString(Qt::ISODateWithMs));
        QCOMPARE(httpDate(instant), QLocale::c().toString(time, QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'")).toLatin1());
    }
};

} // namespace keyturn::backend

using keyturn::backend::TstInstant;
KEYTURN_TEST(TstInstant)
#include "tst_instant.moc"
