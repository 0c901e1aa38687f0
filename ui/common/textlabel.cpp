// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/textlabel.h"

#include <QApplication>
#include <QEvent>

namespace keyturn::ui::common {

TextLabel::TextLabel(const QString &text, QWidget *parent) : QLabel(text, parent)
{
    setTextFormat(Qt::PlainText);
    dress();
}

TextLabel *TextLabel::withTone(Tone tone)
{
    m_tone = tone;
    dress();
    return this;
}

TextLabel *TextLabel::withSize(TextSize size)
{
    m_size = size;
    dress();
    return this;
}

TextLabel *TextLabel::withWeight(Weight weight)
{
    m_weight = weight;
    dress();
    return this;
}

TextLabel *TextLabel::wrapping()
{
    setWordWrap(true);
    return this;
}

void TextLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        dress();
}

void TextLabel::dress()
{
    if (std::exchange(m_dressing, true))
        return;
    QFont base = QApplication::font(this);
    if (m_size == TextSize::Large)
        base = largeFont(base);
    setFont(m_weight == Weight::Strong ? strongFont(base) : base);
    // QLabel goes by the direction of the text; a foreign name is to stand where its line begins all the same.
    if (!(alignment() & Qt::AlignHCenter))
        setAlignment((layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute
                     | (alignment() & Qt::AlignVertical_Mask));
    if (m_tone != Tone::Normal) {
        const QPalette platform = QApplication::palette(this);
        QPalette own;
        // The label may lie on Window or on Base: readable on the one that is harder for it.
        const QColor onBase = toneColour(platform, m_tone, platform.color(QPalette::Base));
        const QColor onWindow = toneColour(platform, m_tone, platform.color(QPalette::Window));
        const bool windowIsHarder = contrast(onWindow, platform.color(QPalette::Base)) >= contrast(onBase, platform.color(QPalette::Window));
        // A label on Base takes Text, one on Window takes WindowText.
        for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text})
            own.setColor(role, windowIsHarder ? onWindow : onBase);
        setPalette(own);
    }
    m_dressing = false;
}

} // namespace keyturn::ui::common
