// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "model/ids.h"
#include "ui/mainwindow/leaf.h"
#include "ui/mainwindow/ports.h"

#include <QMainWindow>

#include <functional>

class QStackedWidget;

namespace keyturn::ui::accounts {
class AccountSidebar;
}
namespace keyturn::ui::common {
class Notice;
}

namespace keyturn::ui::mainwindow {

class AccountPane;
class Dialogs;
class MainMenu;
class WelcomePage;

/// Accounts on the left, the chosen one on the right; an invitation where there is none. There may be several over the same ports.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    /// All ports must outlive it.
    explicit MainWindow(const Ports &ports, QWidget *parent = nullptr);

    [[nodiscard]] Dialogs &dialogs() { return *m_dialogs; }
    /// The demo is on its way, or could not be started.
    void setNotice(const QString &sentence, bool isProblem);
    /// Something that may be done, once; the button says @p verb.
    void offer(const QString &sentence, const QString &verb, std::function<void()> done);

    [[nodiscard]] model::AccountId account() const; ///< Empty where there is none.
    [[nodiscard]] Leaf leaf() const;
    /// One that is gone changes nothing.
    void showAccount(const model::AccountId &id, Leaf leaf);
    void addAccount();
    /// What waits to be undone is done now; answered when nothing runs any more.
    [[nodiscard]] core::Async<void> settle();

Q_SIGNALS:
    void placeChanged(); ///< Where it stands, how large it is, what it shows.
    void activated();
    void closing(); ///< It is hidden after this.
    void newWindowRequested(const keyturn::model::AccountId &id); ///< Empty: on none in particular.
    void preferencesRequested();

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void buildLayout();
    void connectMenu();
    void connectAccounts();
    void addShortcuts();
    void nameItself();
    void showRightPage();
    void lookAtKeychain();

    Ports m_ports;
    Dialogs *m_dialogs;
    MainMenu *m_menu;
    QStackedWidget *m_whole;
    WelcomePage *m_welcome;
    accounts::AccountSidebar *m_sidebar;
    AccountPane *m_pane;
    QWidget *m_noticeArea;
    common::Notice *m_notice;
    std::function<void()> m_offered;
    bool m_keychainSeen = false;
};

} // namespace keyturn::ui::mainwindow
