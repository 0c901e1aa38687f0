// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/qrtext.h"

#include "support/registry.h"

#include <QRegularExpression>
#include <QTest>

namespace keyturn::cli {

class TstQrText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyModuleIsDrawn();
    void theTerminalsColoursDoNotMatter();
};

void TstQrText::everyModuleIsDrawn()
{
    const auto code = composition::makeQrCode("https://github.com/login/device");
    QVERIFY(code);
    QString text = qrText(*code);
    text.remove(QRegularExpression(QStringLiteral("\x1b\\[[0-9;]*m")));
    const QStringList lines = text.split(u'\n');
    QCOMPARE(lines.size(), (code->size + 8 + 1) / 2);
    for (int row = -4; row < code->size + 4; ++row) {
        const QString &line = lines.at((row + 4) / 2);
        QCOMPARE(line.size(), code->size + 8);
        for (int column = -4; column < code->size + 4; ++column) {
            const QChar block = line.at(column + 4);
            const bool drawn = block == QChar(0x2588) || block == QChar((row + 4) % 2 == 0 ? 0x2580 : 0x2584);
            const bool inside = row >= 0 && column >= 0 && row < code->size && column < code->size;
            QCOMPARE(drawn, inside && code->isDark(column, row));
        }
    }
}

void TstQrText::theTerminalsColoursDoNotMatter()
{
    const QStringList lines = qrText(*composition::makeQrCode("x")).split(u'\n');
    for (const QString &line : lines) {
        QVERIFY(line.startsWith(QStringLiteral("\x1b[38;5;16;48;5;231m")));
        QVERIFY(line.endsWith(QStringLiteral("\x1b[0m")));
    }
}

} // namespace keyturn::cli

using keyturn::cli::TstQrText;
KEYTURN_TEST(TstQrText)
#include "tst_qrtext.moc"
