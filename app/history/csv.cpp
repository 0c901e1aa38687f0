// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/csv.h"

namespace keyturn::history {

namespace {

/// OWASP, "CSV Injection": what begins like this may be run by whoever opens the file.
bool looksLikeFormula(const QString &cell)
{
    return !cell.isEmpty() && QStringLiteral("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20").contains(cell.front());
}

QByteArray cellOf(const QString &value)
{
    QString cell = looksLikeFormula(value) ? u'\'' + value : value;
    const bool quoted = cell.contains(u',') || cell.contains(u'"') || cell.contains(u'\n') || cell.contains(u'\r');
    cell.replace(u'"', QLatin1String("\"\""));
    return (quoted ? u'"' + cell + u'"' : cell).toUtf8();
}

} // namespace

QByteArray csvLine(const QStringList &cells)
{
    QByteArrayList line;
    for (const QString &cell : cells)
        line += cellOf(cell);
    return line.join(',');
}

QString exportTime(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

} // namespace keyturn::history
