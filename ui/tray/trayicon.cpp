// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/tray/trayicon.h"

#include "ui/accounts/accountsport.h"
#include "ui/accounts/statewords.h"
#include "ui/common/icon.h"
#include "ui/common/plaintext.h"
#include "ui/common/tone.h"

#include <QPainter>

#include <algorithm>

namespace keyturn::ui::tray {

using accounts::StateWords;
using keyturn::accounts::AccountState;

namespace {

constexpr int side = 64;
constexpr std::chrono::milliseconds moment{150};
constexpr std::chrono::seconds messageTime{30};
constexpr qsizetype longestName = 40;

bool needsThePerson(AccountState state)
{
    return state == AccountState::SignInAgain || state == AccountState::KeychainLocked;
}

/// The program's icon, with a dot in its corner where somebody is wanted.
QIcon iconFor(bool attention)
{
    if (!attention)
        return common::applicationIcon();
    QPixmap pixmap = common::applicationIcon().pixmap(side, side);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Qt::white, 4));
    painter.setBrush(common::toneColour(QPalette(Qt::white), common::Tone::Warning, Qt::white));
    painter.drawEllipse(QRectF(38, 38, 22, 22));
    return QIcon(pixmap);
}

/// In a menu, whose mnemonic a name must not make.
QString escaped(const QString &name)
{
    return QString(name).replace(u'&', QStringLiteral("&&"));
}

} // namespace

TrayIcon::TrayIcon(accounts::AccountsPort &port, QObject *parent) : QObject(parent), m_port(port)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &TrayIcon::rebuild);
    for (auto signal : {&accounts::AccountsPort::added, &accounts::AccountsPort::changed, &accounts::AccountsPort::removed})
        connect(&m_port, signal, this, &TrayIcon::rebuildSoon);
    for (auto signal : {&accounts::AccountsPort::reset, &accounts::AccountsPort::moved})
        connect(&m_port, signal, this, &TrayIcon::rebuildSoon);
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &TrayIcon::messageClicked);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT windowRequested();
    });
    m_icon.setContextMenu(&m_menu);
    rebuild();
}

void TrayIcon::rebuildSoon()
{
    if (!m_soon.isActive())
        m_soon.start(moment);
}

void TrayIcon::addAccount(const model::AccountId &id, const QString &title)
{
    const AccountState state = m_port.state(id);
    const QString text = tr("%1 · %2").arg(escaped(common::oneLine(title, longestName)), StateWords::word(state));
    const QIcon icon = common::icon(StateWords::iconName(state));
    if (state != AccountState::SignInAgain) {
        m_menu.addAction(icon, text, this, [this, id] { Q_EMIT accountRequested(id); });
        return;
    }
    QMenu *menu = m_menu.addMenu(icon, text);
    menu->addAction(tr("&Show"), this, [this, id] { Q_EMIT accountRequested(id); });
    menu->addAction(common::icon(QStringLiteral("log-in")), tr("Sign in &again…"), this, [this, id] { Q_EMIT signInRequested(id); });
}

void TrayIcon::rebuild()
{
    if (m_menu.isVisible()) // not under the person's eyes
        return m_soon.start(moment);
    const QList<model::Account> all = m_port.accounts();
    const qsizetype wanted =
        std::count_if(all.begin(), all.end(), [this](const model::Account &account) { return needsThePerson(m_port.state(account.id)); });
    m_menu.clear(); // which leaves sub-menus behind
    qDeleteAll(m_menu.findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly));
    m_menu.addAction(common::icon(QStringLiteral("key-round")), tr("&Open Keyturn"), this, &TrayIcon::windowRequested);
    m_menu.addSeparator();
    for (const model::Account &account : all.first(std::min(all.size(), mostAccounts)))
        addAccount(account.id, accounts::titleOf(account));
    if (all.size() > mostAccounts)
        m_menu.addAction(tr("A&ll accounts…"), this, &TrayIcon::windowRequested);
    m_menu.addSeparator();
    m_menu.addAction(common::icon(QStringLiteral("plus")), tr("&Add account…"), this, &TrayIcon::addRequested);
    m_menu.addAction(common::icon(QStringLiteral("settings")), tr("&Preferences…"), this, &TrayIcon::preferencesRequested);
    m_menu.addSeparator();
    m_menu.addAction(common::icon(QStringLiteral("power")), tr("&Quit"), this, &TrayIcon::quitRequested);
    m_icon.setIcon(iconFor(wanted > 0));
    m_icon.setToolTip(wanted == 0       ? tr("Keyturn")
                          : wanted == 1 ? tr("Keyturn: one account needs you")
                                        : tr("Keyturn: %1 accounts need you").arg(wanted));
}

void TrayIcon::setVisible(bool visible)
{
    m_kept = visible;
    m_icon.setVisible(visible);
}

void TrayIcon::showMessage(const QString &title, const QString &text)
{
    m_icon.show();
    m_icon.showMessage(title, text, iconFor(false));
    QTimer::singleShot(messageTime, &m_icon, [this] { m_icon.setVisible(m_kept); });
}

} // namespace keyturn::ui::tray
