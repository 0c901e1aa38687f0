// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/qrcode.h"

#include <QWidget>

namespace keyturn::ui::signin {

/// A QR code with its quiet zone: dark on white whatever the palette, for many readers take no other; each module a whole number of device pixels.
class QrView final : public QWidget
{
    Q_OBJECT
public:
    /// As large as fits into a square of @p side device-independent pixels; a code that needs more gets one device pixel a module.
    explicit QrView(int side, QWidget *parent = nullptr);

    /// Hides itself where @p address is empty or too long for a code, and returns whether there is one.
    bool setAddress(const QByteArray &address);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    /// Modules on a side, the quiet zone included; 0: none.
    [[nodiscard]] int modules() const;
    /// Device pixels on a module's side.
    [[nodiscard]] int scale() const;

    int m_side;
    std::optional<composition::QrCode> m_code;
};

} // namespace keyturn::ui::signin
