// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/windows.h"

#include "ui/common/tone.h"
#include "ui/mainwindow/mainwindow.h"

#include <QGuiApplication>
#include <QScreen>

#include <algorithm>

namespace keyturn::ui::application {

using mainwindow::Leaf;
using mainwindow::MainWindow;

namespace {

/// A window that is dragged says so many times a second.
constexpr std::chrono::seconds rest{1};
constexpr int step = 4 * common::grid;

qint64 area(const QRect &rect)
{
    return rect.isEmpty() ? 0 : qint64(rect.width()) * rect.height();
}

void bringOnScreen(QWidget &window)
{
    QList<QRect> screens;
    for (const QScreen *screen : QGuiApplication::screens())
        screens += screen->availableGeometry();
    const QRect wanted = broughtOnto(screens, window.geometry());
    if (wanted != window.geometry() && !window.isMaximized() && !window.isFullScreen())
        window.setGeometry(wanted);
}

void show(QWidget &window, Showing showing)
{
    if (showing == Showing::Normal)
        window.show();
    else if (showing == Showing::Minimized)
        window.showMinimized();
}

} // namespace

QRect broughtOnto(const QList<QRect> &screens, const QRect &frame)
{
    if (screens.isEmpty())
        return frame;
    const auto screen =
        std::max_element(screens.begin(), screens.end(), [&frame](const QRect &a, const QRect &b) { return area(a & frame) < area(b & frame); });
    const QRect &home = area(*screen & frame) > 0 ? *screen : screens.first();
    QRect moved(frame.topLeft(), frame.size().boundedTo(home.size()));
    moved.moveLeft(std::clamp(moved.left(), home.left(), home.right() - moved.width() + 1));
    moved.moveTop(std::clamp(moved.top(), home.top(), home.bottom() - moved.height() + 1));
    return moved;
}

Windows::Windows(std::function<MadeWindow()> make, core::Clock &clock, QObject *parent) : QObject(parent), m_make(std::move(make)), m_clock(clock) { }

Windows::~Windows()
{
    for (MadeWindow &made : m_windows)
        made.window.reset();
}

MainWindow &Windows::add()
{
    m_windows.push_back(m_make());
    MainWindow *window = m_windows.back().window.get();
    connect(window, &MainWindow::placeChanged, this, &Windows::changeSoon);
    connect(window, &MainWindow::closing, this, [this, window] { close(window); });
    connect(window, &MainWindow::newWindowRequested, this, [this](const model::AccountId &id) { openNew(id, Leaf::Overview); });
    connect(window, &MainWindow::preferencesRequested, this, [this, window] { Q_EMIT preferencesRequested(window); });
    connect(window, &MainWindow::activated, this, [this, window] {
        const auto found = std::find_if(m_windows.begin(), m_windows.end(), [window](const MadeWindow &made) { return made.window.get() == window; });
        if (found == m_windows.end() || found + 1 == m_windows.end())
            return;
        std::rotate(found, found + 1, m_windows.end());
        changeSoon();
    });
    Q_EMIT opened(window);
    return *window;
}

void Windows::restore(const QList<Place> &places, Showing showing)
{
    for (const Place &place : places) {
        MainWindow &window = add();
        window.showAccount(place.account, place.leaf);
        if (!place.geometry.isEmpty() && window.restoreGeometry(place.geometry))
            bringOnScreen(window);
        show(window, showing);
    }
    if (places.isEmpty())
        show(add(), showing);
}

MainWindow &Windows::openNew(const model::AccountId &account, Leaf leaf)
{
    const MainWindow &before = active();
    const QRect beside = (before.isMaximized() || before.isFullScreen() ? before.normalGeometry() : before.geometry()).translated(step, step);
    const bool same = account.isEmpty();
    const model::AccountId shown = same ? before.account() : account;
    const Leaf shownLeaf = same ? before.leaf() : leaf;
    MainWindow &window = add();
    window.showAccount(shown, shownLeaf);
    window.setGeometry(beside);
    bringOnScreen(window);
    window.show();
    window.raise();
    window.activateWindow();
    changeSoon();
    return window;
}

MainWindow &Windows::active() const
{
    return *m_windows.back().window;
}

QList<MainWindow *> Windows::all() const
{
    QList<MainWindow *> windows;
    for (const MadeWindow &made : m_windows)
        windows += made.window.get();
    return windows;
}

void Windows::raise()
{
    MainWindow &window = active();
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.show();
    window.raise();
    window.activateWindow();
}

void Windows::raiseOn(const model::AccountId &account, Leaf leaf)
{
    active().showAccount(account, leaf);
    raise();
}

QList<Place> Windows::places() const
{
    QList<Place> places;
    for (const MadeWindow &made : m_windows)
        places += {made.window->saveGeometry(), made.window->account(), made.window->leaf()};
    return places;
}

void Windows::close(MainWindow *window)
{
    if (m_windows.size() == 1) {
        if (m_goesOn && m_goesOn()) // it is only hidden then
            Q_EMIT lastHidden();
        return;
    }
    const auto found = std::find_if(m_windows.begin(), m_windows.end(), [window](const MadeWindow &made) { return made.window.get() == window; });
    if (found == m_windows.end())
        return;
    // It is in the middle of its own event.
    const auto gone = std::make_shared<MadeWindow>(std::move(*found));
    m_windows.erase(found);
    window->disconnect(this);
    QMetaObject::invokeMethod(
        this, [gone] { gone->window.reset(); }, Qt::QueuedConnection);
    changeSoon();
}

void Windows::changeSoon()
{
    m_clock.callAfter(rest, this, [this, change = ++m_changes] {
        if (change == m_changes)
            Q_EMIT placesChanged();
    });
}

} // namespace keyturn::ui::application
