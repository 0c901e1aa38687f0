// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

/// The window's few colours and sizes, all derived from the platform's palette and font: there is no theme of our own.
namespace keyturn::ui::common {

/// All distances are multiples of it.
inline constexpr int grid = 8;

/// What a piece of text or an icon says by its colour.
enum class Tone { Normal, Muted, Accent, Warning };

/// WCAG 2.1 contrast ratio, 1 to 21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);
/// @p colour moved towards black or white until it reads on @p background with at least @p minimum contrast.
[[nodiscard]] QColor readable(QColor colour, const QColor &background, double minimum = 4.6);
/// @p share of @p front over @p back; 0 is back alone.
[[nodiscard]] QColor mixed(const QColor &front, const QColor &back, double share);

[[nodiscard]] bool isDark(const QPalette &palette);
/// For text and icons on @p background (Base where it is invalid).
[[nodiscard]] QColor toneColour(const QPalette &palette, Tone tone, const QColor &background = {});
[[nodiscard]] QColor hairlineColour(const QPalette &palette);
/// Behind the chosen row and behind the row under the pointer.
[[nodiscard]] QColor chosenColour(const QPalette &palette, const QColor &background);
[[nodiscard]] QColor hoverColour(const QPalette &palette, const QColor &background);

/// The second of the two text sizes.
[[nodiscard]] QFont largeFont(const QFont &base);
/// The one weight for emphasis.
[[nodiscard]] QFont strongFont(const QFont &base);

struct AvatarColours {
    QColor disc;
    QColor text;
};
/// The same for the same @p seed in every run; readable in both palettes.
[[nodiscard]] AvatarColours avatarColours(const QString &seed, const QPalette &palette);
/// @p hue in degrees of the colour circle, 0 … 359.
[[nodiscard]] AvatarColours avatarColours(int hue, const QPalette &palette);

} // namespace keyturn::ui::common
