// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/filled.h"

#include "support/registry.h"

#include <QTest>

namespace keyturn::words {

class TstFilled : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void placesAreFilledOnce_data();
    void placesAreFilledOnce();
};

void TstFilled::placesAreFilledOnce_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QStringList>("values");
    QTest::addColumn<QString>("sentence");
    const QStringList two{QStringLiteral("a"), QStringLiteral("b")};
    QTest::newRow("in any order, as often as wanted") << QStringLiteral("%2, %1, %2.") << two << QStringLiteral("b, a, b.");
    QTest::newRow("what is filled in is no place") << QStringLiteral("%1 %2") << QStringList{QStringLiteral("%2"), QStringLiteral("b")}
                                                   << QStringLiteral("%2 b");
    QTest::newRow("a place beyond the values") << QStringLiteral("%1 %3") << two << QStringLiteral("a %3");
    QTest::newRow("no place at all") << QStringLiteral("100 % %0 %") << two << QStringLiteral("100 % %0 %");
}

void TstFilled::placesAreFilledOnce()
{
    QFETCH(const QString, pattern);
    QFETCH(const QStringList, values);
    QTEST(filled(pattern, values), "sentence");
}

} // namespace keyturn::words

using keyturn::words::TstFilled;
KEYTURN_TEST(TstFilled)
#include "tst_filled.moc"
