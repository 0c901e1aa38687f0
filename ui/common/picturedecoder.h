// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QImage>

namespace keyturn::ui::common {

/// A stranger's picture as a disc, @p side pixels wide: PNG, JPEG, GIF (of which the first frame) or WebP by what the bytes are, whatever anybody
/// calls them; of at most 4,096 pixels a side, which is looked at before room is made for them. The middle of it where it is no square. A null image
/// where it is none of that. Any thread may ask.
[[nodiscard]] QImage decodePicture(const QByteArray &bytes, int side);

} // namespace keyturn::ui::common
