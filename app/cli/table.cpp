// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/table.h"

#include "cli/displaywidth.h"

#include <algorithm>

namespace keyturn::cli {

namespace {
/// A column of that width at most: what is longer moves its own line alone. It is not cut, for it may be an id.
constexpr int widest = 60;

bool isJoiner(char32_t character)
{
    return character == 0x200c || character == 0x200d;
}
} // namespace

QString printable(const QString &text)
{
    QString clean;
    clean.reserve(text.size());
    const QList<uint> characters = text.toUcs4(); // format characters stand beyond the first plane too
    for (qsizetype i = 0; i < characters.size(); ++i) {
        const char32_t character = characters.at(i);
        const QChar::Category category = QChar::category(character);
        const bool isControl = category == QChar::Other_Control || category == QChar::Other_Format || category == QChar::Separator_Line
            || category == QChar::Separator_Paragraph;
        const bool belongs = isJoiner(character) && isJoinedRightly(i > 0 ? characters.at(i - 1) : 0, character, characters.value(i + 1));
        clean += isControl && !belongs ? QStringLiteral(" ") : QString::fromUcs4(&character, 1);
    }
    return clean;
}

QString alignedTable(QList<QStringList> rows)
{
    if (rows.isEmpty())
        return {};
    for (QStringList &row : rows) {
        for (QString &cell : row)
            cell = printable(cell);
    }
    QList<int> widths;
    for (qsizetype column = 0; column < rows.first().size(); ++column) {
        int width = 0;
        bool used = false;
        for (qsizetype row = 0; row < rows.size(); ++row) {
            width = std::max(width, std::min(displayWidth(rows.at(row).at(column)), widest));
            used = used || (row > 0 && !rows.at(row).at(column).isEmpty());
        }
        widths += used ? width : 0;
    }
    QStringList lines;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column) {
            if (widths.at(column) > 0)
                line += row.at(column) + QString(std::max(0, widths.at(column) - displayWidth(row.at(column))) + 2, u' ');
        }
        while (line.endsWith(u' '))
            line.chop(1);
        lines += line;
    }
    return lines.join(u'\n');
}

} // namespace keyturn::cli
