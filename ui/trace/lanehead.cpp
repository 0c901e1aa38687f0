// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/trace/lanehead.h"

#include "ui/common/plaintext.h"
#include "ui/common/tone.h"
#include "ui/trace/lanes.h"
#include "ui/trace/tracelistmodel.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

namespace keyturn::ui::trace {

using common::grid;

LaneHead::LaneHead(const TraceListModel &model, QWidget *parent) : QWidget(parent), m_model(model)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&model, &TraceListModel::lanesChanged, this, [this] {
        setAccessibleName(tr("Lanes: %1").arg(m_model.names().join(QStringLiteral(", "))));
        update();
    });
}

QSize LaneHead::sizeHint() const
{
    // One above the other in steps: long names of narrow lanes do not meet.
    return {10 * grid, fontMetrics().height() * int(std::max<qsizetype>(m_model.names().size(), 1)) + grid};
}

void LaneHead::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Lanes lanes(rect(), m_model.parties().size(), font());
    const int height = fontMetrics().height();
    painter.setFont(common::strongFont(font()));
    for (qsizetype lane = 0; lane < m_model.names().size(); ++lane) {
        const int y = int(lane) * height;
        painter.setPen(common::hairlineColour(palette()));
        const QRect line(lanes.x(lane), y + height, 1, this->height() - y - height);
        painter.drawLine(QStyle::visualRect(layoutDirection(), rect(), line).topLeft(),
                         QStyle::visualRect(layoutDirection(), rect(), line).bottomLeft());
        painter.setPen(common::toneColour(palette(), common::Tone::Muted, palette().color(QPalette::Window)));
        const QRect area(lanes.x(lane) - grid / 2, y, width() - lanes.x(lane) - grid, height);
        const QString name = painter.fontMetrics().elidedText(m_model.names().at(lane), Qt::ElideRight, area.width());
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), area),
                         int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignVCenter | Qt::TextSingleLine, name);
    }
}

bool LaneHead::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), common::toolTip(m_model.names().join(QStringLiteral(" · "))), this);
    return true;
}

} // namespace keyturn::ui::trace
