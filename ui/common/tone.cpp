// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/tone.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cmath>

namespace keyturn::ui::common {

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

double contrast(const QColor &a, const QColor &b)
{
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

QColor readable(QColor colour, const QColor &background, double minimum)
{
    const QColor goal = luminance(background) > 0.18 ? QColor(Qt::black) : QColor(Qt::white);
    const QColor start = colour;
    for (int step = 1; step <= 20 && contrast(colour, background) < minimum; ++step)
        colour = mixed(goal, start, step / 20.0);
    return colour;
}

QColor mixed(const QColor &front, const QColor &back, double share)
{
    const auto blend = [share](float a, float b) { return static_cast<float>(double(a) * share + double(b) * (1.0 - share)); };
    return QColor::fromRgbF(blend(front.redF(), back.redF()), blend(front.greenF(), back.greenF()), blend(front.blueF(), back.blueF()));
}

bool isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Window)) < luminance(palette.color(QPalette::WindowText));
}

QColor toneColour(const QPalette &palette, Tone tone, const QColor &background)
{
    const QColor ground = background.isValid() ? background : palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Active, QPalette::Text);
    switch (tone) {
    case Tone::Normal:
        return text;
    case Tone::Muted:
        return readable(mixed(text, ground, 0.62), ground);
    case Tone::Accent:
        return readable(palette.color(QPalette::Active, QPalette::Highlight), ground);
    case Tone::Warning:
        return readable(isDark(palette) ? QColor(0xff, 0x9d, 0x66) : QColor(0xb4, 0x3b, 0x0b), ground);
    }
    return text;
}

QColor hairlineColour(const QPalette &palette)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.14);
}

QColor chosenColour(const QPalette &palette, const QColor &background)
{
    return mixed(palette.color(QPalette::Active, QPalette::Highlight), background, 0.14);
}

QColor hoverColour(const QPalette &palette, const QColor &background)
{
    return mixed(palette.color(QPalette::Text), background, 0.05);
}

QFont largeFont(const QFont &base)
{
    QFont font = base;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(base.pointSizeF() * 1.45);
    else
        font.setPixelSize(static_cast<int>(base.pixelSize() * 1.45));
    return font;
}

QFont strongFont(const QFont &base)
{
    QFont font = base;
    font.setWeight(QFont::DemiBold);
    return font;
}

namespace {

AvatarColours coloursOf(int hue, int saturation, const QPalette &palette)
{
    const QColor disc = isDark(palette) ? QColor::fromHsl(hue, saturation - 20, 78) : QColor::fromHsl(hue, saturation, 205);
    const QColor text = isDark(palette) ? QColor::fromHsl(hue, saturation, 220) : QColor::fromHsl(hue, saturation, 62);
    return {disc, readable(text, disc)};
}

} // namespace

AvatarColours avatarColours(int hue, const QPalette &palette)
{
    // Stronger than those that nobody chose: it is meant to be told apart.
    return coloursOf(hue, 160, palette);
}

AvatarColours avatarColours(const QString &seed, const QPalette &palette)
{
    const QByteArray digest = QCryptographicHash::hash(seed.toUtf8(), QCryptographicHash::Sha256);
    // Two bytes of hue, a little play in saturation: neighbours by name are not neighbours by colour.
    const int hue = ((static_cast<uchar>(digest[0]) << 8) | static_cast<uchar>(digest[1])) % 360;
    const int saturation = 90 + static_cast<uchar>(digest[2]) % 50;
    return coloursOf(hue, saturation, palette);
}

} // namespace keyturn::ui::common
