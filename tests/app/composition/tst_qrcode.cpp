// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/qrcode.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;

class TstQrCode : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itHasTheMarksOfAQrCode();
    void anotherTextIsAnotherCode();
    void whatDoesNotFitIsNone_data();
    void whatDoesNotFitIsNone();
};

void TstQrCode::itHasTheMarksOfAQrCode()
{
    const auto code = composition::makeQrCode("https://github.com/login/device");
    QVERIFY(code);
    QCOMPARE(code->size, 25 + 4); // version 3 holds 42 bytes at level M (ISO/IEC 18004, table 7)
    QCOMPARE(code->modules.size(), code->size * code->size);
    // Finder patterns: rings of dark, light and dark at three corners (§6.3.3).
    const auto finder = [&code](int left, int top) {
        for (int i = 0; i < 7; ++i) {
            for (int j = 0; j < 7; ++j) {
                const int ring = std::max(std::abs(i - 3), std::abs(j - 3));
                if (code->isDark(left + i, top + j) != (ring != 2))
                    return false;
            }
        }
        return true;
    };
    QVERIFY(finder(0, 0));
    QVERIFY(finder(code->size - 7, 0));
    QVERIFY(finder(0, code->size - 7));
    QVERIFY(!finder(code->size - 7, code->size - 7));
    for (int i = 8; i < code->size - 8; ++i) // timing patterns (§6.3.5)
        QCOMPARE(code->isDark(i, 6), i % 2 == 0);
}

void TstQrCode::anotherTextIsAnotherCode()
{
    QVERIFY(composition::makeQrCode("https://a.example")->modules != composition::makeQrCode("https://b.example")->modules);
}

void TstQrCode::whatDoesNotFitIsNone_data()
{
    QTest::addColumn<int>("length");
    QTest::addColumn<bool>("fits");
    QTest::newRow("nothing") << 0 << false;
    QTest::newRow("one byte") << 1 << true;
    QTest::newRow("all it holds") << 2331 << true;
    QTest::newRow("one more") << 2332 << false;
}

void TstQrCode::whatDoesNotFitIsNone()
{
    QFETCH(int, length);
    QTEST(composition::makeQrCode(QByteArray(length, 'x')).has_value(), "fits");
}

KEYTURN_TEST(TstQrCode)
#include "tst_qrcode.moc"
