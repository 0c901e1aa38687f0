// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/windows.h"

#include "ui/common/tone.h"
#include "ui/mainwindow/dialogs.h"
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
constexpr std::chrono::seconds patience{30}; ///< For what was begun in a window that is closed.
constexpr int step = 4 * common::grid;
constexpr int mostSteps = 100;

qint64 area(const QRect &rect)
{
    return rect.isEmpty() ? 0 : qint64(rect.width()) * rect.height();
}

/// The one that holds most of @p frame, else the first. Precondition: there is one.
const QRect &homeOf(const QList<QRect> &screens, const QRect &frame)
{
    const auto screen =
        std::max_element(screens.begin(), screens.end(), [&frame](const QRect &a, const QRect &b) { return area(a & frame) < area(b & frame); });
    return area(*screen & frame) > 0 ? *screen : screens.first();
}

QList<QRect> screensHere()
{
    QList<QRect> screens;
    for (const QScreen *screen : QGuiApplication::screens())
        screens += screen->availableGeometry();
    return screens;
}

void bringOnScreen(QWidget &window)
{
    const QRect wanted = broughtOnto(screensHere(), window.geometry());
    if (wanted != window.geometry() && !window.isMaximized() && !window.isFullScreen())
        window.setGeometry(wanted);
}

QRect placeOf(const QWidget &window)
{
    return window.isMaximized() || window.isFullScreen() ? window.normalGeometry() : window.geometry();
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
    const QRect &home = homeOf(screens, frame);
    QRect moved(frame.topLeft(), frame.size().boundedTo(home.size()));
    moved.moveLeft(std::clamp(moved.left(), home.left(), home.right() - moved.width() + 1));
    moved.moveTop(std::clamp(moved.top(), home.top(), home.bottom() - moved.height() + 1));
    return moved;
}

QRect besideOthers(const QList<QRect> &screens, const QRect &base, const QList<QRect> &taken)
{
    const auto isFree = [&taken](const QRect &place) {
        return std::none_of(taken.begin(), taken.end(), [&place](const QRect &other) {
            const QPoint apart = other.topLeft() - place.topLeft();
            return std::abs(apart.x()) < step && std::abs(apart.y()) < step;
        });
    };
    const QRect home = screens.isEmpty() ? QRect() : homeOf(screens, base);
    QRect wanted = base;
    int column = 0;
    for (int round = 0; round < mostSteps; ++round) {
        wanted.translate(step, step);
        if (!home.contains(wanted))
            wanted.moveTopLeft(home.topLeft() + QPoint(step * column++, 0));
        if (const QRect place = broughtOnto(screens, wanted); isFree(place))
            return place;
    }
    return broughtOnto(screens, base.translated(step, step)); // it fills the screen
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
    wire(window);
    Q_EMIT opened(window);
    return *window;
}

void Windows::wire(MainWindow *window)
{
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
}

void Windows::renew()
{
    const QList<MainWindow *> before = all();
    for (MainWindow *window : before) {
        if (!window->dialogs().isAskingItself())
            renewOne(window);
    }
}

void Windows::renewOne(MainWindow *window)
{
    const auto found = std::find_if(m_windows.begin(), m_windows.end(), [window](const MadeWindow &made) { return made.window.get() == window; });
    const Place place{window->saveGeometry(), window->account(), window->leaf()};
    const bool isActive = window->isActiveWindow() || window == &active();
    MadeWindow gone = std::exchange(*found, m_make());
    MainWindow &fresh = *found->window;
    wire(&fresh);
    Q_EMIT opened(&fresh);
    fresh.showAccount(place.account, place.leaf);
    fresh.restoreGeometry(place.geometry);
    if (window->isVisible())
        show(fresh, window->isMinimized() ? Showing::Minimized : Showing::Normal);
    if (isActive)
        fresh.activateWindow();
    window->hide();
    retire(std::move(gone));
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
    QList<QRect> taken;
    for (const MadeWindow &made : m_windows)
        taken += placeOf(*made.window);
    const QRect beside = besideOthers(screensHere(), placeOf(before), taken);
    const bool same = account.isEmpty();
    const model::AccountId shown = same ? before.account() : account;
    const Leaf shownLeaf = same ? before.leaf() : leaf;
    MainWindow &window = add();
    window.showAccount(shown, shownLeaf);
    window.setGeometry(beside);
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
    MadeWindow gone = std::move(*found);
    m_windows.erase(found);
    retire(std::move(gone));
    changeSoon();
}

void Windows::retire(MadeWindow made)
{
    const auto gone = std::make_shared<MadeWindow>(std::move(made));
    gone->window->disconnect(this);
    m_closing.push_back(gone);
    // It may be in the middle of its own event; and what the person did in it last goes on.
    core::whenDone(gone->window->settle(), this, [this, gone](const core::Result<void> &) {
        gone->window.reset();
        std::erase(m_closing, gone);
    });
}

core::Async<void> Windows::settle()
{
    std::vector<core::Async<void>> open;
    for (const MadeWindow &made : m_windows)
        open.push_back(made.window->settle());
    for (const std::shared_ptr<MadeWindow> &closing : m_closing)
        open.push_back(closing->window->settle());
    const core::Promise<void> promise;
    const auto left = std::make_shared<std::size_t>(open.size());
    for (const core::Async<void> &one : open) {
        core::whenDone(one, this, [promise, left](const core::Result<void> &) {
            if (--*left == 0)
                promise.finish({});
        });
    }
    m_clock.callAfter(patience, this, [promise] { promise.finish({}); });
    return promise.future();
}

void Windows::changeSoon()
{
    m_clock.callAfter(rest, this, [this, change = ++m_changes] {
        if (change == m_changes)
            Q_EMIT placesChanged();
    });
}

} // namespace keyturn::ui::application
