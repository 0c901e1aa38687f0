// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QBasicTimer>
#include <QWidget>

namespace keyturn::ui::common {

/// Something runs. Shows itself 300 ms after start(), so that what is quick does not flicker; stands still where the platform wants no animation.
class Spinner final : public QWidget
{
    Q_OBJECT
public:
    explicit Spinner(int size, QWidget *parent = nullptr);
    void start();
    /// For a page that is about waiting: no delay.
    void startNow();
    void stop();
    [[nodiscard]] bool isRunning() const { return m_delay.isActive() || m_turning; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QBasicTimer m_delay;
    QBasicTimer m_turn;
    bool m_turning = false;
    int m_angle = 0;
};

} // namespace keyturn::ui::common
