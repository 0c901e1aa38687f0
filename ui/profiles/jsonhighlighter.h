// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPalette>
#include <QSyntaxHighlighter>

namespace keyturn::ui::profiles {

/// JSON in a few quiet colours of the palette: names, texts, other values, punctuation.
class JsonHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    JsonHighlighter(QTextDocument *document, const QPalette &palette);

    /// Light and dark need other colours.
    void setPalette(const QPalette &palette);

protected:
    void highlightBlock(const QString &text) override;

private:
    void highlightString(const QString &text, int start, int length);

    QTextCharFormat m_name;
    QTextCharFormat m_text;
    QTextCharFormat m_value;
    QTextCharFormat m_punctuation;
    QTextCharFormat m_placeholder;
};

} // namespace keyturn::ui::profiles
