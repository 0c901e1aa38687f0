// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QBitArray>
#include <QByteArray>

#include <optional>

namespace keyturn::composition {

/// A QR code as its modules, for a terminal or a window to draw. Without the quiet zone of four modules around it that readers need.
struct QrCode {
    int size = 0; ///< Modules on a side.
    QBitArray modules; ///< Row by row; true is dark.

    [[nodiscard]] bool isDark(int column, int row) const { return modules.testBit(row * size + column); }
};

/// @p text with error correction of level M; nullopt where it is empty or longer than such a code holds (2,331 bytes).
[[nodiscard]] std::optional<QrCode> makeQrCode(const QByteArray &text);

} // namespace keyturn::composition
