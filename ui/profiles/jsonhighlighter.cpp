// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/profiles/jsonhighlighter.h"

#include "ui/common/tone.h"

#include <QRegularExpression>

namespace keyturn::ui::profiles {

using common::Tone;

namespace {

constexpr qsizetype longestLine = 4096; // what is longer is no line that somebody reads

/// Behind the string that begins at @p start; JSON's strings end on their line.
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

JsonHighlighter::JsonHighlighter(QTextDocument *document, const QPalette &palette) : QSyntaxHighlighter(document)
{
    setPalette(palette);
}

void JsonHighlighter::setPalette(const QPalette &palette)
{
    const QColor ground = palette.color(QPalette::Base);
    m_name.setForeground(common::toneColour(palette, Tone::Accent, ground));
    m_text.setForeground(common::toneColour(palette, Tone::Normal, ground));
    m_value.setForeground(common::readable(QColor(0x8e, 0x4e, 0xc6), ground));
    m_punctuation.setForeground(common::toneColour(palette, Tone::Muted, ground));
    m_placeholder.setForeground(common::readable(QColor(0x1a, 0x7f, 0x5a), ground));
    rehighlight();
}

void JsonHighlighter::highlightString(const QString &text, int start, int length)
{
    setFormat(start, length, m_text);
    static const QRegularExpression placeholder(QStringLiteral("\\{[A-Za-z]+(?::[A-Za-z0-9._-]+)?\\}"));
    for (auto found = placeholder.globalMatch(text.mid(start, length)); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        setFormat(start + static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), m_placeholder);
    }
}

void JsonHighlighter::highlightBlock(const QString &text)
{
    if (text.size() > longestLine)
        return;
    for (int at = 0; at < text.size();) {
        const QChar now = text.at(at);
        int end = at + 1;
        if (now == u'"') {
            end = endOfString(text, at);
            if (isName(text, end))
                setFormat(at, end - at, m_name);
            else
                highlightString(text, at, end - at);
        } else if (now.isLetterOrNumber() || now == u'-') {
            while (end < text.size() && (text.at(end).isLetterOrNumber() || QStringView(u"+-.").contains(text.at(end))))
                ++end;
            setFormat(at, end - at, m_value);
        } else if (!now.isSpace()) {
            setFormat(at, 1, m_punctuation);
        }
        at = end;
    }
}

} // namespace keyturn::ui::profiles
