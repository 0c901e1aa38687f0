// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/table.h"

#include <algorithm>

namespace keyturn::cli {

QString printable(const QString &text)
{
    QString clean;
    clean.reserve(text.size());
    for (const QChar character : text) {
        const bool control = character.category() == QChar::Other_Control || character.category() == QChar::Other_Format;
        clean += control ? QChar(u' ') : character;
    }
    return clean;
}

QString alignedTable(const QList<QStringList> &rows)
{
    if (rows.isEmpty())
        return {};
    QList<int> widths;
    for (qsizetype column = 0; column < rows.first().size(); ++column) {
        qsizetype width = 0;
        bool used = false;
        for (qsizetype row = 0; row < rows.size(); ++row) {
            width = std::max(width, rows.at(row).at(column).size());
            used = used || (row > 0 && !rows.at(row).at(column).isEmpty());
        }
        widths += used ? static_cast<int>(width) : 0;
    }
    QStringList lines;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column) {
            if (widths.at(column) > 0)
                line += printable(row.at(column)).leftJustified(widths.at(column) + 2);
        }
        while (line.endsWith(u' '))
            line.chop(1);
        lines += line;
    }
    return lines.join(u'\n');
}

} // namespace keyturn::cli
