// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ids.h"

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>
#include <QTimer>

namespace keyturn::ui::accounts {
class AccountsPort;
}

namespace keyturn::ui::tray {

/// Keyturn in the desktop's tray: the accounts with their states, and what may be wanted while no window is open.
class TrayIcon final : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype mostAccounts = 20; ///< In the menu; the others are in the window.

    /// @p port must outlive it. Hidden at first.
    explicit TrayIcon(accounts::AccountsPort &port, QObject *parent = nullptr);

    void setVisible(bool visible);
    [[nodiscard]] bool isVisible() const { return m_icon.isVisible(); }
    /// For who has no other way of telling; shows the icon as long as needed.
    void showMessage(const QString &title, const QString &text);
    [[nodiscard]] const QMenu &menu() const { return m_menu; }
    [[nodiscard]] QString toolTip() const { return m_icon.toolTip(); }

Q_SIGNALS:
    void windowRequested();
    void accountRequested(const keyturn::model::AccountId &id);
    void signInRequested(const keyturn::model::AccountId &id);
    void addRequested();
    void preferencesRequested();
    void quitRequested();
    void messageClicked();

private:
    void rebuildSoon();
    void rebuild();
    void addAccount(const model::AccountId &id, const QString &title);

    accounts::AccountsPort &m_port;
    QMenu m_menu;
    QSystemTrayIcon m_icon;
    QTimer m_soon;
    bool m_kept = false; ///< Else it is there for a message alone.
};

} // namespace keyturn::ui::tray
