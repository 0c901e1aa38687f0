// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "model/ids.h"
#include "ui/mainwindow/leaf.h"

#include <QObject>
#include <QRect>

#include <functional>
#include <memory>
#include <vector>

class QWidget;

namespace keyturn::ui::mainwindow {
class MainWindow;
}

namespace keyturn::ui::application {

/// Where a window was, and what it showed.
struct Place {
    QByteArray geometry; ///< QWidget::saveGeometry(); empty: nowhere yet.
    model::AccountId account;
    mainwindow::Leaf leaf = mainwindow::Leaf::Overview;
    bool operator==(const Place &) const = default;
};

/// A window with what must outlive it.
struct MadeWindow {
    std::shared_ptr<QObject> stand;
    std::unique_ptr<mainwindow::MainWindow> window;
};

/// How windows come onto the screen.
enum class Showing { Normal, Minimized, Hidden };

/// The program's windows over the same ports. There is always one, be it hidden, until this goes; one is the active one, which all that is meant for
/// no window in particular goes to.
class Windows final : public QObject
{
    Q_OBJECT
public:
    /// @p make makes one; @p clock must outlive this.
    Windows(std::function<MadeWindow()> make, core::Clock &clock, QObject *parent = nullptr);
    ~Windows() override;

    /// Opens one for each of @p places, the last of them the active one; one where there is none.
    void restore(const QList<Place> &places, Showing showing);
    /// Another one, beside the active one; empty @p account: on the one that the active one shows.
    mainwindow::MainWindow &openNew(const model::AccountId &account, mainwindow::Leaf leaf);
    [[nodiscard]] mainwindow::MainWindow &active() const;
    [[nodiscard]] QList<mainwindow::MainWindow *> all() const; ///< The active one is the last.
    /// Each is replaced by one that is made anew, at the same place and with the same account and leaf: in another language. Those in which a
    /// question is open stay.
    void renew();
    /// Brings the active one forward.
    void raise();
    /// The same, and on @p account.
    void raiseOn(const model::AccountId &account, mainwindow::Leaf leaf);
    /// What was begun in them and cannot be undone any more is done, or took longer than half a minute.
    [[nodiscard]] core::Async<void> settle();
    /// What restore() takes, as it is now.
    [[nodiscard]] QList<Place> places() const;

    /// Asked when the last window is closed: true hides it, and the program goes on.
    void setGoesOn(std::function<bool()> goesOn) { m_goesOn = std::move(goesOn); }

Q_SIGNALS:
    void placesChanged(); ///< And nothing more for a moment.
    void lastHidden(); ///< It was closed, and the program goes on.
    void opened(keyturn::ui::mainwindow::MainWindow *window); ///< Before it is shown.
    void preferencesRequested(keyturn::ui::mainwindow::MainWindow *over);

private:
    mainwindow::MainWindow &add();
    void wire(mainwindow::MainWindow *window);
    void retire(MadeWindow made);
    void renewOne(mainwindow::MainWindow *window);
    void close(mainwindow::MainWindow *window);
    void changeSoon();

    std::function<MadeWindow()> m_make;
    core::Clock &m_clock;
    std::vector<MadeWindow> m_windows; ///< The active one is the last.
    std::vector<std::shared_ptr<MadeWindow>> m_closing; ///< Hidden, until what was begun in them is done.
    std::function<bool()> m_goesOn;
    quint64 m_changes = 0;
};

/// Where a window of the size of @p base goes that is opened beside it: a step down and across, and on by steps while one of @p taken stands there;
/// past the end of the screen it starts again at the top.
[[nodiscard]] QRect besideOthers(const QList<QRect> &screens, const QRect &base, const QList<QRect> &taken);

/// @p frame moved, and made smaller where it must be, so that it lies within one of @p screens: the one that holds most of it, else the first.
[[nodiscard]] QRect broughtOnto(const QList<QRect> &screens, const QRect &frame);

} // namespace keyturn::ui::application
