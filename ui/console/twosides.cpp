// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/twosides.h"

#include "ui/common/leafbar.h"
#include "ui/common/tone.h"

#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::console {

using common::grid;

namespace {
/// In characters: fewer for each of both are too few to read JSON.
constexpr int roomForBoth = 120;
} // namespace

TwoSides::TwoSides(QWidget *first, QWidget *second, common::LeafBar *bar, QWidget *parent)
    : QWidget(parent), m_sides{first, second}, m_bar(bar), m_splitter(new QSplitter(Qt::Horizontal, this))
{
    m_splitter->setHandleWidth(3 * grid);
    m_splitter->setChildrenCollapsible(false);
    for (QWidget *side : m_sides)
        m_splitter->addWidget(side);
    m_splitter->setStretchFactor(First, 2);
    m_splitter->setStretchFactor(Second, 3);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    connect(bar, &QTabBar::currentChanged, this, &TwoSides::arrange);
    arrange();
}

void TwoSides::showSide(Side side)
{
    m_bar->setCurrentIndex(side);
}

QSize TwoSides::minimumSizeHint() const
{
    // One at a time is enough, whichever it is.
    const QSize first = m_sides[First]->minimumSizeHint();
    return first.expandedTo(m_sides[Second]->minimumSizeHint());
}

void TwoSides::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void TwoSides::arrange()
{
    const int needed = std::max(roomForBoth * fontMetrics().averageCharWidth(),
                                m_sides[First]->minimumSizeHint().width() + m_sides[Second]->minimumSizeHint().width() + 3 * grid);
    const bool before = std::exchange(m_both, width() >= needed);
    m_bar->setVisible(!m_both);
    for (const Side side : {First, Second})
        m_sides[side]->setVisible(m_both || m_bar->currentIndex() == side);
    if (m_both != before)
        Q_EMIT bothShown(m_both);
}

} // namespace keyturn::ui::console
