// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/picturedecoder.h"

#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QPainterPath>

namespace keyturn::ui::common {

namespace {

constexpr int longestSide = 4096;
constexpr int mebibytes = 64; // 4,096 by 4,096 pixels of four bytes

/// The reader to use, by the first bytes; empty: none. No other plugin ever looks at what strangers send.
QByteArray formatOf(const QByteArray &bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return "png";
    if (bytes.startsWith("\xff\xd8\xff"))
        return "jpeg";
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return "gif";
    return bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP" ? "webp" : QByteArray();
}

QImage disc(const QImage &picture, int side)
{
    QImage round(side, side, QImage::Format_ARGB32_Premultiplied);
    round.fill(Qt::transparent);
    QPainter painter(&round);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath edge;
    edge.addEllipse(QRectF(0, 0, side, side));
    painter.fillPath(edge, Qt::white); // what lets something through was drawn on paper
    painter.setClipPath(edge);
    // The square in the middle first: a picture a thousand times as wide as high would become one of a hundred megabytes.
    const int least = qMin(picture.width(), picture.height());
    const QImage square = picture.copy((picture.width() - least) / 2, (picture.height() - least) / 2, least, least);
    painter.drawImage(0, 0, square.scaled(side, side, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    return round;
}

} // namespace

QImage decodePicture(const QByteArray &bytes, int side)
{
    const QByteArray format = formatOf(bytes);
    if (format.isEmpty() || side <= 0)
        return {};
    QImageReader::setAllocationLimit(mebibytes);
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.isEmpty() || size.width() > longestSide || size.height() > longestSide)
        return {};
    // Of a JPEG no more is decoded than is needed; and nothing of it that would not be seen.
    const QSize wanted = size.scaled(2 * side, 2 * side, Qt::KeepAspectRatioByExpanding);
    if (format == "jpeg" && wanted.width() < size.width())
        reader.setScaledSize(wanted);
    const QImage picture = reader.read();
    return picture.isNull() ? QImage() : disc(picture, side);
}

} // namespace keyturn::ui::common
