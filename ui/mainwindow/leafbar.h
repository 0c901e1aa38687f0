// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTabBar>

namespace keyturn::ui::mainwindow {

/// The leaves of an account: words, and a line below the one that is open.
class LeafBar final : public QTabBar
{
    Q_OBJECT
public:
    explicit LeafBar(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    QSize tabSizeHint(int index) const override;
};

} // namespace keyturn::ui::mainwindow
