// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProxyStyle>

namespace keyturn::ui::common {

/// Fusion, where the platform has no style of its own, with air in buttons and fields, the one accent on the default button, and frames of boxes and
/// rings that are seen in the dark as well. Other styles know their platform better and are left alone.
class RoomyStyle final : public QProxyStyle
{
    Q_OBJECT
public:
    /// Puts it on the application where that runs on Fusion.
    static void dress();

    using QProxyStyle::polish;
    void polish(QPalette &palette) override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option = nullptr, const QWidget *widget = nullptr) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;

private:
    static void drawFieldFrame(const QStyleOption &option, QPainter &painter);
    static void drawMark(PrimitiveElement element, QPainter &painter, const QRectF &box);
    bool drawIconAndText(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    using QProxyStyle::QProxyStyle;
};

} // namespace keyturn::ui::common
