// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/qrcode.h"

#include <qrencode.h>

#include <memory>

namespace keyturn::composition {

std::optional<QrCode> makeQrCode(const QByteArray &text)
{
    constexpr qsizetype most = 2331; // version 40, level M (ISO/IEC 18004, table 7)
    if (text.isEmpty() || text.size() > most)
        return std::nullopt;
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.constData());
    const std::unique_ptr<QRcode, void (*)(QRcode *)> code(QRcode_encodeData(static_cast<int>(text.size()), bytes, 0, QR_ECLEVEL_M), &QRcode_free);
    if (!code)
        return std::nullopt;
    QrCode made{code->width, QBitArray(code->width * code->width)};
    for (int i = 0; i < made.modules.size(); ++i)
        made.modules.setBit(i, (code->data[i] & 1) != 0); // bit 0 of each byte is the module (qrencode.h)
    return made;
}

} // namespace keyturn::composition
