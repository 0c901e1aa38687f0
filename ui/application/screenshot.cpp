// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/screenshot.h"

#include "ui/common/spinner.h"

#include <QApplication>
#include <QPixmap>

namespace keyturn::ui::application {

namespace {
constexpr int tick = 100; // ms
constexpr int idleEnough = 6;
constexpr int longest = 100;
} // namespace

Screenshot::Screenshot(QWidget *window, QString file, std::function<void(bool)> done, QObject *parent)
    : QObject(parent), m_window(window), m_file(std::move(file)), m_done(std::move(done))
{
    startTimer(tick);
}

void Screenshot::timerEvent(QTimerEvent *)
{
    m_idleTicks = isIdle() ? m_idleTicks + 1 : 0;
    if (++m_ticks >= longest || m_idleTicks >= idleEnough)
        take();
}

bool Screenshot::isIdle() const
{
    if (!m_window || !m_window->isVisible())
        return false;
    const QList<common::Spinner *> spinners = m_window->findChildren<common::Spinner *>();
    return std::none_of(spinners.begin(), spinners.end(),
                        [](const common::Spinner *spinner) { return spinner->isRunning() && spinner->isVisible(); });
}

void Screenshot::take()
{
    QWidget *before = QApplication::activeModalWidget();
    QWidget *shown = before ? before : m_window.data();
    const bool written = shown && shown->grab().save(m_file, "PNG");
    deleteLater();
    if (const auto done = std::exchange(m_done, nullptr))
        done(written);
}

} // namespace keyturn::ui::application
