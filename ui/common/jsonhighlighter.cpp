// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/jsonhighlighter.h"

namespace keyturn::ui::common {

JsonHighlighter::JsonHighlighter(QTextDocument *document, const QPalette &palette) : QSyntaxHighlighter(document), m_colours(palette) { }

void JsonHighlighter::setPalette(const QPalette &palette)
{
    m_colours = JsonColours(palette);
    rehighlight();
}

void JsonHighlighter::setActive(bool active)
{
    if (std::exchange(m_active, active) != active)
        rehighlight();
}

void JsonHighlighter::highlightBlock(const QString &text)
{
    if (!m_active)
        return;
    for (const QTextLayout::FormatRange &range : m_colours.of(text, true))
        setFormat(range.start, range.length, range.format);
}

} // namespace keyturn::ui::common
