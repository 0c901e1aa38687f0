// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/bodytext.h"

#include <algorithm>

namespace keyturn::ui::console {

namespace {

/// UAX #9: marks, embeddings, overrides and isolates.
bool turnsDirection(QChar c)
{
    const char16_t code = c.unicode();
    return code == 0x061c || code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

bool isOfWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'-';
}

} // namespace

QString shown(QString line)
{
    constexpr char16_t controlPictures = 0x2400; // U+2400 … U+241F stand for U+0000 … U+001F
    for (QChar &c : line) {
        if (c.unicode() < 0x20 && c != u'\t')
            c = QChar(char16_t(controlPictures + c.unicode()));
        else if (c.category() == QChar::Other_Control && c != u'\t')
            c = QChar::ReplacementCharacter;
        else if (turnsDirection(c))
            c = QChar::ReplacementCharacter;
    }
    return line;
}

QString textBetween(const BodyDocument &document, BodyView::Place from, BodyView::Place to)
{
    QString text;
    for (qsizetype line = from.line; line <= to.line && line < document.lineCount(); ++line) {
        if (line > from.line && !document.isContinuation(line))
            text += u'\n';
        const QString whole = document.line(line);
        const int begin = line == from.line ? from.column : 0;
        text += QStringView(whole).mid(begin, line == to.line ? to.column - begin : -1);
    }
    return text;
}

std::pair<int, int> wordAround(const QString &line, int column)
{
    if (line.isEmpty())
        return {0, 0};
    const int at = std::clamp(column, 0, int(line.size()) - 1);
    int begin = at;
    int end = at + 1;
    if (!isOfWord(line.at(at)))
        return {begin, end};
    while (begin > 0 && isOfWord(line.at(begin - 1)))
        --begin;
    while (end < line.size() && isOfWord(line.at(end)))
        ++end;
    return {begin, end};
}

} // namespace keyturn::ui::console
