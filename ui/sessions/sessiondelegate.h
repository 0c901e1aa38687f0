// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPersistentModelIndex>
#include <QStyledItemDelegate>

namespace keyturn::ui::sessions {

/// One session, or a heading. Wide rows have the times in a column of their own, narrow ones below. The row's verb is a button at its end. All rows
/// are as high as each other but headings and those with a failure, so that nobody has to look at 100,000 of them to know where the last one is.
class SessionDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index) override;

    /// Of a row in a list that is @p width wide.
    [[nodiscard]] static int usualHeight(const QFont &font, int width);
    /// Where the row's button is; empty where there is none.
    [[nodiscard]] static QRect buttonRect(const QStyleOptionViewItem &option, const QModelIndex &index);

    /// A row's first line, at most @p width wide: the name gives way, never what becomes of it.
    [[nodiscard]] static QString title(const QModelIndex &index, const QFontMetrics &metrics, int width);

Q_SIGNALS:
    void actionClicked(const QModelIndex &index);

private:
    void paintHeading(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintButton(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index, const QColor &ground) const;

    QPersistentModelIndex m_pressed;
    QPersistentModelIndex m_hovered;
};

} // namespace keyturn::ui::sessions
