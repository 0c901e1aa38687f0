// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/trace/tracedelegate.h"

#include "ui/common/rowground.h"
#include "ui/common/tone.h"
#include "ui/trace/lanes.h"
#include "ui/trace/tracelistmodel.h"

#include <QPainter>
#include <QPainterPath>

namespace keyturn::ui::trace {

using common::grid;
using common::Tone;

namespace {

/// What is drawn with, so that a row's parts do not hand it on one by one.
struct Canvas {
    QPainter &painter;
    const QStyleOptionViewItem &option;
    QColor ground;

    [[nodiscard]] QPoint mirrored(QPoint point) const { return QStyle::visualPos(option.direction, option.rect, point); }
    [[nodiscard]] QColor colour(Tone tone) const { return common::toneColour(option.palette, tone, ground); }

    /// From one lane to another, or from a server back, which is dashed as everywhere.
    void arrow(QPoint from, QPoint to, Tone tone, bool isAnswer) const
    {
        constexpr int head = 5;
        const QPoint start = mirrored(from);
        const QPoint end = mirrored(to);
        const int side = end.x() > start.x() ? 1 : -1;
        QPen pen(colour(tone), 1.5);
        if (isAnswer)
            pen.setDashPattern({3, 2});
        painter.setPen(pen);
        painter.drawLine(start, end - QPoint(side * head, 0));
        QPainterPath tip(end);
        tip.lineTo(end - QPoint(side * 2 * head, head));
        tip.lineTo(end - QPoint(side * 2 * head, -head));
        tip.closeSubpath();
        painter.fillPath(tip, colour(tone));
    }
};

void paintLanes(const Canvas &canvas, const Lanes &lanes, qsizetype count)
{
    canvas.painter.setPen(common::hairlineColour(canvas.option.palette));
    for (qsizetype lane = 0; lane < count; ++lane) {
        const QPoint top = canvas.mirrored({lanes.x(lane), canvas.option.rect.top()});
        canvas.painter.drawLine(top, top + QPoint(0, canvas.option.rect.height()));
    }
}

void paintStep(const Canvas &canvas, const Lanes &lanes, const TraceListModel &model, const net::Exchange &exchange)
{
    const keyturn::trace::Step step = keyturn::trace::stepOf(exchange);
    const int from = lanes.x(std::max<qsizetype>(model.parties().indexOf(step.from), 0));
    const int to = lanes.x(std::max<qsizetype>(model.parties().indexOf(step.to), 0));
    const QRect &row = canvas.option.rect;
    const Tone tone = step.failed ? Tone::Warning : Tone::Normal;
    if (from == to) {
        canvas.painter.setPen(Qt::NoPen);
        canvas.painter.setBrush(canvas.colour(tone));
        canvas.painter.drawEllipse(canvas.mirrored({from, row.center().y()}), 4, 4);
        return;
    }
    const int asked = row.top() + row.height() * (step.isAnswered ? 3 : 5) / 10;
    canvas.arrow({from, asked}, {to, asked}, step.isAnswered ? Tone::Normal : tone, false);
    const int answered = row.top() + row.height() * 7 / 10;
    if (step.isAnswered)
        canvas.arrow({to, answered}, {from, answered}, step.failed ? Tone::Warning : Tone::Muted, true);
}

} // namespace

void TraceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const TraceListModel *>(index.model());
    if (!model)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const Canvas canvas{*painter, option, common::paintRowGround(*painter, option)};
    const Lanes lanes(option.rect, model->parties().size(), option.font);
    paintLanes(canvas, lanes, model->parties().size());
    paintStep(canvas, lanes, *model, model->entry(index).exchange);

    const int line = option.fontMetrics.height();
    const QRect first(lanes.text().left(), option.rect.top() + grid / 2, lanes.text().width(), line);
    const QRect second = first.translated(0, line);
    const int side = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter | Qt::TextSingleLine;
    const auto write = [&](const QRect &area, const QString &text, Tone tone) {
        painter->setPen(canvas.colour(tone));
        painter->drawText(QStyle::visualRect(option.direction, option.rect, area), side,
                          painter->fontMetrics().elidedText(text, Qt::ElideRight, area.width()));
    };
    painter->setFont(option.font);
    write(first, index.data(TraceListModel::RequestRole).toString(), Tone::Normal);
    write(second, index.data(TraceListModel::MeaningRole).toString(), index.data(TraceListModel::FailedRole).toBool() ? Tone::Warning : Tone::Muted);
    painter->restore();
}

QSize TraceDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {10 * grid, 2 * option.fontMetrics.height() + grid};
}

} // namespace keyturn::ui::trace
