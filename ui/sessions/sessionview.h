// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ids.h"

#include <QPersistentModelIndex>
#include <QTableView>

namespace keyturn::ui::sessions {

class SessionRows;

/// The list of sessions: a table of one column, since a table need not ask every row for its height. What is chosen and where the list stands stay
/// when it is read again.
class SessionView final : public QTableView
{
    Q_OBJECT
public:
    /// @p rows must outlive it.
    explicit SessionView(SessionRows &rows, QWidget *parent = nullptr);

    /// The chosen ones that can be ended now.
    [[nodiscard]] QList<model::SessionId> chosen() const;

Q_SIGNALS:
    void actionRequested(const QModelIndex &index); ///< The row's own button.
    void detailsRequested(const QModelIndex &index);
    void endRequested(); ///< Of what is chosen.
    void renameRequested(const QModelIndex &index);
    void menuRequested(const QModelIndex &index, const QPoint &globalPosition);
    void typed(const QString &text); ///< Letters: they belong into a search.
    void choiceChanged();

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void remember();
    void restore();
    void fit();
    void fitRow(int row);
    void openMenuAtCurrent();
    void goTo(int row, bool extends);
    /// @p row, or where that is a heading the next session in the direction of @p step; the nearest one behind it where none is there.
    [[nodiscard]] int besideHeadings(int row, int step) const;
    void act(const QModelIndex &index);

    SessionRows &m_rows;
    int m_height = 0; ///< Of most rows.
    QList<int> m_unusual; ///< Rows of another height.
    /// From before the list is made anew.
    struct Standing {
        QSet<QByteArray> chosen;
        QByteArray current;
        int row = -1; ///< Of the current one.
        QByteArray top;
        int offset = 0; ///< By how much the top row is scrolled out.
    } m_before;
};

} // namespace keyturn::ui::sessions
