// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QPointer>
#include <QWidget>

#include <functional>

namespace keyturn::ui::application {

/// Writes the window, or the dialog before it, as PNG once nothing in it has been in progress for a moment; then calls @p done with whether it worked
/// and goes. Where something never ends, the picture is taken after ten seconds all the same.
class Screenshot final : public QObject
{
    Q_OBJECT
public:
    Screenshot(QWidget *window, QString file, std::function<void(bool)> done, QObject *parent);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    [[nodiscard]] bool isIdle() const;
    void take();

    QPointer<QWidget> m_window;
    QString m_file;
    std::function<void(bool)> m_done;
    int m_ticks = 0;
    int m_idleTicks = 0;
};

} // namespace keyturn::ui::application
