// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPalette>
#include <QTextLayout>

namespace keyturn::ui::common {

/// JSON in a few quiet colours of the palette: names, texts, other values, punctuation. Line by line, since JSON's strings end on theirs.
class JsonColours
{
public:
    explicit JsonColours(const QPalette &palette);

    /// Nothing for a line that is longer than anybody reads. With @p marksPlaceholders, `{name}` within a text stands out.
    [[nodiscard]] QList<QTextLayout::FormatRange> of(const QString &line, bool marksPlaceholders) const;

private:
    void addString(QList<QTextLayout::FormatRange> &ranges, const QString &line, int start, int end, bool marksPlaceholders) const;

    QTextCharFormat m_name;
    QTextCharFormat m_text;
    QTextCharFormat m_value;
    QTextCharFormat m_punctuation;
    QTextCharFormat m_placeholder;
};

} // namespace keyturn::ui::common
