// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/jsoncolours.h"

#include "ui/common/tone.h"

#include <QRegularExpression>

namespace keyturn::ui::common {

namespace {

constexpr qsizetype longestLine = 4096; // what is longer is no line that somebody reads

/// Behind the string that begins at @p start.
int endOfString(const QString &text, int start)
{
    int at = start + 1;
    while (at < text.size() && text.at(at) != u'"')
        at += text.at(at) == u'\\' ? 2 : 1;
    return qMin(at + 1, static_cast<int>(text.size()));
}

bool isName(const QString &text, int end)
{
    while (end < text.size() && text.at(end).isSpace())
        ++end;
    return end < text.size() && text.at(end) == u':';
}

} // namespace

JsonColours::JsonColours(const QPalette &palette)
{
    const QColor ground = palette.color(QPalette::Base);
    m_name.setForeground(toneColour(palette, Tone::Accent, ground));
    m_text.setForeground(toneColour(palette, Tone::Normal, ground));
    m_value.setForeground(readable(QColor(0x8e, 0x4e, 0xc6), ground));
    m_punctuation.setForeground(toneColour(palette, Tone::Muted, ground));
    m_placeholder.setForeground(readable(QColor(0x1a, 0x7f, 0x5a), ground));
}

void JsonColours::addString(QList<QTextLayout::FormatRange> &ranges, const QString &line, int start, int end, bool marksPlaceholders) const
{
    if (isName(line, end)) {
        ranges.append({start, end - start, m_name});
        return;
    }
    ranges.append({start, end - start, m_text});
    if (!marksPlaceholders)
        return;
    static const QRegularExpression placeholder(QStringLiteral("\\{[A-Za-z]+(?::[A-Za-z0-9._-]+)?\\}"));
    for (auto found = placeholder.globalMatch(line.mid(start, end - start)); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        ranges.append({start + static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), m_placeholder});
    }
}

QList<QTextLayout::FormatRange> JsonColours::of(const QString &line, bool marksPlaceholders) const
{
    QList<QTextLayout::FormatRange> ranges;
    if (line.size() > longestLine)
        return ranges;
    for (int at = 0; at < line.size();) {
        const QChar now = line.at(at);
        int end = at + 1;
        if (now == u'"') {
            end = endOfString(line, at);
            addString(ranges, line, at, end, marksPlaceholders);
        } else if (now.isLetterOrNumber() || now == u'-') {
            while (end < line.size() && (line.at(end).isLetterOrNumber() || QStringView(u"+-.").contains(line.at(end))))
                ++end;
            ranges.append({at, end - at, m_value});
        } else if (!now.isSpace()) {
            ranges.append({at, 1, m_punctuation});
        }
        at = end;
    }
    return ranges;
}

} // namespace keyturn::ui::common
