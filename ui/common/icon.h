// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QIcon>
#include <QPixmap>

namespace keyturn::ui::common {

/// One of resources/icons (Lucide), without ".svg", drawn in @p colour; @p size in device-independent pixels.
[[nodiscard]] QPixmap iconPixmap(const QString &name, const QColor &colour, int size, qreal devicePixelRatio);

/// For buttons, fields and menus: drawn in the text colour of the application's palette at the moment of painting, so that it follows light and dark.
[[nodiscard]] QIcon icon(const QString &name);

/// Keyturn's own.
[[nodiscard]] QIcon applicationIcon();

} // namespace keyturn::ui::common
