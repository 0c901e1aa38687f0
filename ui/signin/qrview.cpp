// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/qrview.h"

#include <QPainter>

#include <cmath>

namespace keyturn::ui::signin {

namespace {
constexpr int quietZone = 4; // ISO/IEC 18004 §5.3.8
} // namespace

QrView::QrView(int side, QWidget *parent) : QWidget(parent), m_side(side)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("QR code"));
}

bool QrView::setAddress(const QByteArray &address)
{
    m_code = composition::makeQrCode(address);
    setVisible(m_code.has_value());
    updateGeometry();
    update();
    return m_code.has_value();
}

int QrView::modules() const
{
    return m_code ? m_code->size + 2 * quietZone : 0;
}

int QrView::scale() const
{
    return m_code ? qMax(1, static_cast<int>(m_side * devicePixelRatioF()) / modules()) : 0;
}

QSize QrView::sizeHint() const
{
    const int side = static_cast<int>(std::ceil(modules() * scale() / devicePixelRatioF()));
    return {side, side};
}

void QrView::paintEvent(QPaintEvent *)
{
    if (!m_code)
        return;
    QImage image(modules(), modules(), QImage::Format_RGB32);
    image.fill(Qt::white);
    for (int row = 0; row < m_code->size; ++row) {
        for (int column = 0; column < m_code->size; ++column) {
            if (m_code->isDark(column, row))
                image.setPixelColor(column + quietZone, row + quietZone, Qt::black);
        }
    }
    // Never mirrored, not even right to left; never smoothed.
    QImage large = image.scaled(image.size() * scale(), Qt::IgnoreAspectRatio, Qt::FastTransformation);
    large.setDevicePixelRatio(devicePixelRatioF());
    QPainter(this).drawImage(QPoint(0, 0), large);
}

} // namespace keyturn::ui::signin
