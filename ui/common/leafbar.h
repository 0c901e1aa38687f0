// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTabBar>

namespace keyturn::ui::common {

/// The leaves of an account: words, and a line below the one that is open. A bar of pages within a leaf is quieter: the open one has a ground
/// instead.
class LeafBar final : public QTabBar
{
    Q_OBJECT
public:
    enum class Rank { Leaves, Pages };

    explicit LeafBar(Rank rank, QWidget *parent = nullptr);

Q_SIGNALS:
    /// By its letter or the mouse, also where it was open: the keyboard is to go on in it. Arrows walk along the bar, and stay in it.
    void leafChosen();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    QSize tabSizeHint(int index) const override;

private:
    Rank m_rank;
};

} // namespace keyturn::ui::common
