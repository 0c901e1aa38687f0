// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/qrtext.h"

namespace keyturn::cli {

namespace {

constexpr int quietZone = 4; // ISO/IEC 18004 §5.3.8

} // namespace

QString qrText(const composition::QrCode &code)
{
    // Black on bright white by the 256-colour palette: themes change the first 16 colours only.
    const QString begin = QStringLiteral("\x1b[38;5;16;48;5;231m");
    const QString end = QStringLiteral("\x1b[0m");
    const auto isDark = [&code](int column, int row) {
        return column >= 0 && row >= 0 && column < code.size && row < code.size && code.isDark(column, row);
    };
    QString text;
    for (int row = -quietZone; row < code.size + quietZone; row += 2) {
        text += text.isEmpty() ? begin : u'\n' + begin;
        for (int column = -quietZone; column < code.size + quietZone; ++column) {
            const bool upper = isDark(column, row);
            const bool lower = isDark(column, row + 1);
            text += upper && lower ? QChar(0x2588) : upper ? QChar(0x2580) : lower ? QChar(0x2584) : QChar(u' ');
        }
        text += end;
    }
    return text;
}

} // namespace keyturn::cli
