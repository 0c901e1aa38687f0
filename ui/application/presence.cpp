// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/presence.h"

#include "ui/application/windows.h"
#include "ui/mainwindow/dialogs.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/preferences/preferencesport.h"
#include "ui/tray/desktopnotifier.h"

#include <QApplication>

namespace keyturn::ui::application {

using mainwindow::Leaf;
using model::AccountId;
using tray::AccountNotices;
using tray::Topic;
using tray::TrayIcon;

Presence::Presence(accounts::AccountsPort &accounts, preferences::PreferencesPort &preferences, Windows &windows,
                   std::unique_ptr<tray::Notifier> notifier, QObject *parent)
    : QObject(parent),
      m_preferences(preferences),
      m_windows(windows),
      m_tray(accounts),
      m_notifier(notifier ? std::move(notifier) : tray::makeDesktopNotifier(m_tray)),
      m_notices(
          accounts, *m_notifier, [this](Topic topic) { return isWanted(topic); },
          [this](const AccountId &id, Topic topic) { return isSeen(id, topic); })
{
    connectTray();
    connectNotices();
    connect(&m_preferences, &preferences::PreferencesPort::changed, this, &Presence::obey);
    connect(&m_windows, &Windows::lastHidden, this, &Presence::sayThatItGoesOn);
    m_windows.setGoesOn([this] {
        obey(); // a tray may have come or gone
        return staysInTray();
    });
    obey();
}

void Presence::connectTray()
{
    connect(&m_tray, &TrayIcon::windowRequested, &m_windows, &Windows::raise);
    connect(&m_tray, &TrayIcon::accountRequested, this, [this](const AccountId &id) { m_windows.raiseOn(id, Leaf::Overview); });
    connect(&m_tray, &TrayIcon::signInRequested, this, [this](const AccountId &id) {
        m_windows.raiseOn(id, Leaf::Overview);
        m_windows.active().dialogs().signInAgain(id);
    });
    connect(&m_tray, &TrayIcon::addRequested, this, [this] {
        m_windows.raise();
        m_windows.active().addAccount();
    });
    connect(&m_tray, &TrayIcon::preferencesRequested, this, [this] {
        m_windows.raise();
        Q_EMIT preferencesRequested();
    });
    connect(&m_tray, &TrayIcon::quitRequested, qApp, &QApplication::quit);
}

void Presence::connectNotices()
{
    connect(&m_notices, &AccountNotices::signInRequested, &m_tray, &TrayIcon::signInRequested);
    connect(&m_notices, &AccountNotices::activityRequested, this, [this](const AccountId &id) { m_windows.raiseOn(id, Leaf::Activity); });
    connect(&m_notices, &AccountNotices::sessionsRequested, this, [this](const AccountId &id) { m_windows.raiseOn(id, Leaf::Sessions); });
    connect(&m_notices, &AccountNotices::windowRequested, &m_windows, &Windows::raise);
}

bool Presence::staysInTray() const
{
    const core::Result<preferences::Choices> choices = m_preferences.choices();
    return choices.ok() && choices->keepInTray && m_preferences.hasTray();
}

/// The preferences, or the desktop, are others now.
void Presence::obey()
{
    const core::Result<preferences::Choices> choices = m_preferences.choices();
    m_tray.setVisible(choices.ok() && choices->keepInTray); // where the tray comes later, the icon comes with it
    const bool stays = staysInTray();
    QApplication::setQuitOnLastWindowClosed(!stays);
    if (!stays && !m_windows.active().isVisible())
        m_windows.raise(); // or nobody could ever reach it
}

void Presence::sayThatItGoesOn()
{
    if (std::exchange(m_saidSo, true))
        return;
    m_notifier->show({QStringLiteral("goes-on"), tr("Keyturn keeps running"), tr("Its icon in the tray opens the window again, and quits it."), {}});
}

void Presence::notifyNewSessions(const AccountId &id, int count, const QString &what)
{
    m_notices.notifyNewSessions(id, count, what);
}

bool Presence::isWanted(Topic topic) const
{
    const core::Result<preferences::Choices> choices = m_preferences.choices();
    return choices.ok() && (topic == Topic::NewSessions ? choices->notifyNewSessions : choices->notifySignInNeeded);
}

/// In the window that the person is in, and before its dialogs.
bool Presence::isSeen(const AccountId &id, Topic topic) const
{
    const mainwindow::MainWindow &window = m_windows.active();
    if (!window.isActiveWindow() || window.account() != id)
        return false;
    return topic == Topic::NewSessions ? window.leaf() == Leaf::Sessions : window.leaf() != Leaf::Sessions;
}

} // namespace keyturn::ui::application
