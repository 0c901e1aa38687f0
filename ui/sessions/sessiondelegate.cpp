// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/sessiondelegate.h"

#include "ui/common/icon.h"
#include "ui/common/plaintext.h"
#include "ui/common/rowground.h"
#include "ui/common/tone.h"
#include "ui/sessions/sessionlistmodel.h"

#include <QAbstractItemView>
#include <QMouseEvent>
#include <QPainter>

namespace keyturn::ui::sessions {

using common::grid;
using common::Tone;

namespace {

constexpr int iconSize = 24;
constexpr int gap = 2; ///< Between two lines.

/// Whether the times have room beside the rest.
bool isWide(const QFont &font, int width)
{
    return width >= qMax(600, 80 * QFontMetrics(font).averageCharWidth());
}

QPalette::ColorRole groundRole(const QStyleOptionViewItem &option)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    return view ? view->viewport()->backgroundRole() : QPalette::Base;
}

bool isOver(const QModelIndex &index)
{
    const auto state = static_cast<RowState>(index.data(SessionListModel::StateRole).toInt());
    return state == RowState::Waiting || state == RowState::Ending || index.data(SessionListModel::EndedRole).toBool();
}

QString text(const QModelIndex &index, int role)
{
    return index.data(role).toString();
}

/// The lines of a row: what, and in which tone. The last one may be a failure, which is wrapped.
struct Lines {
    QStringList left; ///< Below the name.
    QStringList right; ///< Wide rows only.
    QString failure;
};

Lines linesOf(const QModelIndex &index, bool wide)
{
    Lines lines;
    const QString used = text(index, SessionListModel::UsedRole);
    const QString life = text(index, SessionListModel::LifeRole);
    const QString program = text(index, SessionListModel::ProgramRole);
    const QString place = text(index, SessionListModel::PlaceRole);
    if (wide) {
        const QString since = text(index, SessionListModel::SinceRole);
        const QString until = text(index, SessionListModel::UntilRole);
        lines.left = {program, place};
        lines.right = index.data(SessionListModel::EndedRole).toBool() ? QStringList{used, until, since} : QStringList{used, since, until};
        lines.right.removeAll(QString());
    } else {
        lines.left = {program, QStringList{common::isolated(place), used}.join(place.isEmpty() || used.isEmpty() ? QString() : QStringLiteral(" · ")),
                      life};
    }
    lines.left.removeAll(QString());
    lines.failure = text(index, SessionListModel::FailureRole);
    return lines;
}

int textWidth(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const int left = 3 * grid + iconSize + 2 * grid;
    // Wide rows keep the button's room free, so that the times stand below each other.
    const QFontMetrics metrics(option.font);
    const int least = isWide(option.font, option.rect.width()) ? metrics.horizontalAdvance(SessionDelegate::tr("Sign out")) + 3 * grid : 0;
    const int button = qMax(least, SessionDelegate::buttonRect(option, index).width());
    return qMax(80, option.rect.width() - left - (button ? button + 2 * grid : 0) - 3 * grid);
}

int failureHeight(const QStyleOptionViewItem &option, const QString &failure, int width)
{
    if (failure.isEmpty())
        return 0;
    return QFontMetrics(option.font).boundingRect(0, 0, width, 10000, Qt::TextWordWrap, failure).height() + 2;
}

int widthOf(const QStyleOptionViewItem &option)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    return view ? view->viewport()->width() : option.rect.width();
}

} // namespace

namespace {

void paintBadge(QPainter &painter, const QStyleOptionViewItem &option, const QRect &area, const QString &words, const QColor &ground)
{
    const QColor colour = common::toneColour(option.palette, Tone::Accent, ground);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(common::mixed(colour, ground, 0.6)));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 1.5, -0.5, -0.5), 4, 4);
    painter.setPen(colour);
    painter.setFont(option.font);
    painter.drawText(area, Qt::AlignCenter, words);
}

} // namespace

QString SessionDelegate::title(const QModelIndex &index, const QFontMetrics &metrics, int width)
{
    QString pattern = QStringLiteral("%1");
    switch (static_cast<RowState>(index.data(SessionListModel::StateRole).toInt())) {
    case RowState::Waiting:
        pattern = tr("%1 — will be signed out");
        break;
    case RowState::Ending:
        pattern = tr("%1 — signing out …");
        break;
    default:
        break;
    }
    const int room = width - metrics.horizontalAdvance(pattern.arg(QString()));
    return pattern.arg(common::isolated(metrics.elidedText(text(index, SessionListModel::NameRole), Qt::ElideRight, room)));
}

QRect SessionDelegate::buttonRect(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QString verb = text(index, SessionListModel::ActionRole);
    if (verb.isEmpty())
        return {};
    const QFontMetrics metrics(option.font);
    const int width = metrics.horizontalAdvance(verb) + 3 * grid;
    const int height = metrics.height() + grid + grid / 2;
    const QRect inner = option.rect.adjusted(0, 0, -2 * grid - grid / 2, 0);
    const QRect button(inner.right() - width, inner.center().y() - height / 2, width, height);
    return QStyle::visualRect(option.direction, option.rect, button);
}

void SessionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    painter->save();
    // A table lets the style paint a chosen row from edge to edge; ours is a plate.
    painter->fillRect(given.rect, given.palette.color(QPalette::Active, groundRole(given)));
    if (index.data(SessionListModel::HeadingRole).toBool()) {
        paintHeading(*painter, given, index);
        painter->restore();
        return;
    }
    const QStyleOptionViewItem &option = given;
    const QColor ground = common::paintRowGround(*painter, option);
    const auto mirrored = [&option](const QRect &rect) { return QStyle::visualRect(option.direction, option.rect, rect); };
    const QColor normal = common::toneColour(option.palette, isOver(index) ? Tone::Muted : Tone::Normal, ground);
    const QColor muted = common::toneColour(option.palette, Tone::Muted, ground);
    const int flags = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine;
    const int left = option.rect.left() + 3 * grid + iconSize + 2 * grid;
    const int width = textWidth(option, index);
    const bool wide = isWide(option.font, widthOf(option));
    const int leftWidth = wide ? width * 56 / 100 : width;
    const Lines lines = linesOf(index, wide);

    const QRect icon(option.rect.left() + 3 * grid, option.rect.top() + 2 * grid, iconSize, iconSize);
    const QColor iconTone =
        common::toneColour(option.palette, index.data(SessionListModel::CurrentRole).toBool() ? Tone::Accent : Tone::Muted, ground);
    painter->drawPixmap(mirrored(icon).topLeft(),
                        common::iconPixmap(text(index, SessionListModel::IconRole), iconTone, iconSize, painter->device()->devicePixelRatioF()));

    const QFont strong = common::strongFont(option.font);
    int y = option.rect.top() + grid + grid / 2;
    const auto line = [&](const QString &words, const QFont &font, const QColor &colour, int x, int lineWidth) {
        const QFontMetrics metrics(font);
        painter->setFont(font);
        painter->setPen(colour);
        painter->drawText(mirrored(QRect(x, y, lineWidth, metrics.height())), flags, metrics.elidedText(words, Qt::ElideRight, lineWidth));
        y += metrics.height() + gap;
    };
    const QString badge = index.data(SessionListModel::NewRole).toBool() ? tr("New") : QString();
    const int badgeWidth = badge.isEmpty() ? 0 : QFontMetrics(option.font).horizontalAdvance(badge) + 2 * grid;
    const QString name = title(index, QFontMetrics(strong), leftWidth - (badgeWidth ? badgeWidth + grid : 0));
    if (badgeWidth) {
        const QRect area(left + QFontMetrics(strong).horizontalAdvance(name) + grid, y, badgeWidth, QFontMetrics(strong).height());
        paintBadge(*painter, option, mirrored(area), badge, ground);
    }
    line(name, strong, normal, left, leftWidth);
    for (const QString &words : lines.left)
        line(words, option.font, muted, left, leftWidth);
    if (!lines.failure.isEmpty()) {
        painter->setPen(common::toneColour(option.palette, Tone::Warning, ground));
        painter->setFont(option.font);
        const QRect area(left, y, width, failureHeight(option, lines.failure, width));
        painter->drawText(mirrored(area), int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::TextWordWrap,
                          common::isolated(lines.failure));
    }
    y = option.rect.top() + grid + grid / 2;
    for (int i = 0; i < lines.right.size(); ++i)
        line(lines.right.at(i), option.font, i == 0 ? normal : muted, left + leftWidth + 2 * grid, width - leftWidth - 2 * grid);
    paintButton(*painter, option, index, ground);
    painter->restore();
}

void SessionDelegate::paintHeading(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter.setFont(common::strongFont(option.font));
    painter.setPen(common::toneColour(option.palette, Tone::Muted));
    const QRect area = option.rect.adjusted(3 * grid, 0, -3 * grid, -grid / 2);
    painter.drawText(area, int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignBottom)), index.data().toString());
}

void SessionDelegate::paintButton(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index, const QColor &ground) const
{
    const QRect button = buttonRect(option, index);
    if (button.isEmpty())
        return;
    const bool near = option.state.testFlag(QStyle::State_MouseOver) || option.state.testFlag(QStyle::State_Selected);
    QColor plate = ground;
    if (m_hovered == index)
        plate = common::mixed(option.palette.color(QPalette::Text), ground, m_pressed == index ? 0.16 : 0.08);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(near ? QPen(common::mixed(option.palette.color(QPalette::Text), ground, 0.25)) : QPen(Qt::NoPen));
    painter.setBrush(plate);
    painter.drawRoundedRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setFont(option.font);
    painter.setPen(common::toneColour(option.palette, near ? Tone::Normal : Tone::Muted, plate));
    painter.drawText(button, Qt::AlignCenter, text(index, SessionListModel::ActionRole));
}

int SessionDelegate::usualHeight(const QFont &font, int width)
{
    const int strong = QFontMetrics(common::strongFont(font)).height() + gap;
    const int line = QFontMetrics(font).height() + gap;
    const int lines = isWide(font, width) ? qMax(strong + 2 * line, 3 * line) : strong + 3 * line;
    return qMax(iconSize + grid, lines) + 3 * grid;
}

QSize SessionDelegate::sizeHint(const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    if (index.data(SessionListModel::HeadingRole).toBool())
        return {100, QFontMetrics(given.font).height() + 2 * grid + grid / 2};
    QStyleOptionViewItem option = given;
    const int width = widthOf(given);
    option.rect = QRect(0, 0, width, 10);
    return {100, usualHeight(given.font, width) + failureHeight(option, text(index, SessionListModel::FailureRole), textWidth(option, index))};
}

bool SessionDelegate::editorEvent(QEvent *event, QAbstractItemModel *, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto type = event->type();
    if (type != QEvent::MouseMove && type != QEvent::MouseButtonPress && type != QEvent::MouseButtonRelease && type != QEvent::MouseButtonDblClick)
        return false;
    auto *mouse = static_cast<QMouseEvent *>(event);
    const bool inside = buttonRect(option, index).contains(mouse->position().toPoint());
    m_hovered = inside ? QPersistentModelIndex(index) : QPersistentModelIndex();
    if (auto *view = const_cast<QAbstractItemView *>(qobject_cast<const QAbstractItemView *>(option.widget)))
        view->viewport()->update();
    if (type == QEvent::MouseButtonPress)
        m_pressed = inside && mouse->button() == Qt::LeftButton ? QPersistentModelIndex(index) : QPersistentModelIndex();
    if (type == QEvent::MouseButtonRelease && mouse->button() == Qt::LeftButton) {
        const bool clicked = inside && m_pressed == index;
        m_pressed = QPersistentModelIndex();
        if (clicked)
            Q_EMIT actionClicked(index);
        return clicked;
    }
    return inside && type != QEvent::MouseMove;
}

} // namespace keyturn::ui::sessions
