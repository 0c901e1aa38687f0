// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/bodydocument.h"

#include <QAbstractScrollArea>

#include <compare>
#include <memory>
#include <vector>

class QTextLayout;

namespace keyturn::ui::console {

using keyturn::console::BodyDocument;
using keyturn::console::Match;

/// A body's lines, to be read, selected and copied. Only those in sight are ever touched: 50 MB scroll as one page does. Direction overrides and
/// other controls are shown as marks, so that nothing in a body can make it read otherwise than it is.
class BodyView final : public QAbstractScrollArea
{
    Q_OBJECT
public:
    struct Place {
        qsizetype line = 0;
        int column = 0; ///< In UTF-16 units.
        auto operator<=>(const Place &) const = default;
    };

    explicit BodyView(QWidget *parent = nullptr);
    ~BodyView() override;

    /// From its beginning, with nothing selected and nothing found.
    void setDocument(const BodyDocument &document);
    [[nodiscard]] const BodyDocument &document() const { return m_document; }
    /// All of them are marked where they come into sight.
    void setMatches(const QList<Match> &matches);
    /// Selects the one at @p index and brings it into sight.
    void showMatch(qsizetype index);

    [[nodiscard]] Place cursor() const { return m_cursor; }
    [[nodiscard]] bool hasSelection() const { return m_anchor != m_cursor; }
    [[nodiscard]] QString selectedText() const;
    /// The line that the cursor is in; empty where there is none.
    [[nodiscard]] QString currentLine() const;
    void setCursor(Place place, bool selects);
    /// How many lines were ever laid out to be painted.
    [[nodiscard]] quint64 linesLaidOut() const { return m_laidOut; }

    void copy();
    void selectAll();

Q_SIGNALS:
    void nextWanted(); ///< F3.
    void previousWanted(); ///< Shift+F3.

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] qsizetype firstLine() const;
    [[nodiscard]] qsizetype linesInSight() const; ///< Whole ones; at least one.
    [[nodiscard]] int lengthOf(qsizetype line) const;
    [[nodiscard]] Place placeAt(QPoint position) const;
    [[nodiscard]] Place moved(const QKeyEvent &event, bool &known) const;
    void dress();
    void layOut();
    void fitScrollBars();
    void bringIntoSight(Place place);
    void paintRow(QPainter &painter, qsizetype line, const QTextLayout &row, QPointF position) const;
    void paintCaret(QPainter &painter);
    void tellCursor(qsizetype lineBefore);

    BodyDocument m_document;
    QList<Match> m_matches;
    Place m_anchor;
    Place m_cursor;
    std::vector<std::unique_ptr<QTextLayout>> m_rows; ///< Those in sight.
    int m_widest = 0; ///< Of the lines that were in sight so far, in pixels.
    quint64 m_laidOut = 0;
};

} // namespace keyturn::ui::console
