// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/nearestword.h"

#include "cli/table.h"

#include <QCoreApplication>
#include <QList>

#include <algorithm>

namespace keyturn::cli {

namespace {

constexpr qsizetype mostWrong = 2;
constexpr qsizetype longest = 40; // of what is compared letter by letter

/// Damerau-Levenshtein: restricted to neighbours that are exchanged once.
qsizetype distance(const QString &a, const QString &b)
{
    QList<QList<qsizetype>> rows{QList<qsizetype>(b.size() + 1)};
    for (qsizetype j = 0; j <= b.size(); ++j)
        rows[0][j] = j;
    for (qsizetype i = 1; i <= a.size(); ++i) {
        rows += QList<qsizetype>(b.size() + 1, i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const qsizetype other = a.at(i - 1) == b.at(j - 1) ? 0 : 1;
            rows[i][j] = std::min({rows.at(i - 1).at(j) + 1, rows.at(i).at(j - 1) + 1, rows.at(i - 1).at(j - 1) + other});
            if (i > 1 && j > 1 && a.at(i - 1) == b.at(j - 2) && a.at(i - 2) == b.at(j - 1))
                rows[i][j] = std::min(rows.at(i).at(j), rows.at(i - 2).at(j - 2) + 1);
        }
    }
    return rows.constLast().constLast();
}

} // namespace

QString nearestWord(const QString &typed, const QStringList &words)
{
    if (typed.size() > longest)
        return {};
    QString nearest;
    qsizetype least = mostWrong + 1;
    for (const QString &word : words) {
        const qsizetype wrong = distance(typed, word);
        if (wrong < least && 3 * wrong <= std::max(typed.size(), word.size())) {
            least = wrong;
            nearest = word;
        }
    }
    return nearest;
}

QString unknownCommand(const QString &command, const QString &typed, const QStringList &words)
{
    const auto whole = [&command](const QString &word) { return command.isEmpty() ? word : command + u' ' + word; };
    const QString nearest = nearestWord(typed, words);
    const QString unknown = QCoreApplication::translate("Commands", "There is no command “%1”.").arg(whole(printable(typed)));
    return nearest.isEmpty() ? unknown : unknown + u' ' + QCoreApplication::translate("Commands", "Did you mean “%1”?").arg(whole(nearest));
}

} // namespace keyturn::cli
