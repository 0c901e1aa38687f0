// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QSplitter;

namespace keyturn::ui::common {
class LeafBar;
}

namespace keyturn::ui::console {

/// Two widgets beside each other where there is room for both; else one of them, and a bar to change between them, which stands elsewhere.
class TwoSides final : public QWidget
{
    Q_OBJECT
public:
    enum Side { First, Second };

    /// @p bar has a tab for each, and is hidden while both are seen. It must live as long as this.
    TwoSides(QWidget *first, QWidget *second, common::LeafBar *bar, QWidget *parent = nullptr);

    void showSide(Side side);
    [[nodiscard]] bool showsBoth() const { return m_both; }
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void bothShown(bool both); ///< From now on, or no more.

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    QWidget *m_sides[2];
    common::LeafBar *m_bar;
    QSplitter *m_splitter;
    bool m_both = false;
};

} // namespace keyturn::ui::console
