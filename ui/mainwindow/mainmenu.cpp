// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/mainmenu.h"

#include "ui/common/icon.h"

#include <QPushButton>

namespace keyturn::ui::mainwindow {

MainMenu::MainMenu(QWidget *parent) : QMenu(parent)
{
    setTitle(tr("More"));
    setAccessibleName(tr("More"));
    const auto add = [this](const char *icon, const QString &text, const QKeySequence &keys, void (MainMenu::*signal)()) {
        QAction *action = addAction(common::icon(QLatin1String(icon)), text, this, signal);
        action->setShortcut(keys);
        action->setShortcutVisibleInContextMenu(true);
        action->setMenuRole(QAction::NoRole);
    };
    add("settings", tr("&Preferences…"), Qt::CTRL | Qt::Key_Comma, &MainMenu::preferencesRequested);
    add("app-window", tr("&New window"), Qt::CTRL | Qt::SHIFT | Qt::Key_N, &MainMenu::newWindowRequested);
    addSeparator();
    add("server", tr("&Backends and providers…"), Qt::CTRL | Qt::Key_B, &MainMenu::profilesRequested);
    add("stethoscope", tr("&Check this computer…"), QKeySequence(QKeySequence::HelpContents), &MainMenu::checkRequested);
    addSeparator();
    add("hourglass", tr("Acti&vity of all accounts…"), Qt::CTRL | Qt::Key_H, &MainMenu::activityRequested);
    add("sparkles", tr("&What is new…"), {}, &MainMenu::newsRequested);
    add("info", tr("&About Keyturn…"), {}, &MainMenu::aboutRequested);
    addSeparator();
    add("power", tr("&Quit"), Qt::CTRL | Qt::Key_Q, &MainMenu::quitRequested);
}

QPushButton *MainMenu::makeButton(QWidget *parent)
{
    auto *button = new QPushButton(common::icon(QStringLiteral("menu")), {}, parent);
    button->setProperty(buttonProperty, true);
    button->setFlat(true);
    button->setAutoDefault(false);
    button->setAccessibleName(tr("More"));
    button->setToolTip(tr("Preferences, windows, backends, help (F10)"));
    // Not setMenu(), whose arrow would stand beside the icon and say the same.
    connect(button, &QPushButton::clicked, this, [this, button] {
        ensurePolished();
        const QSize size = sizeHint();
        const int left = button->layoutDirection() == Qt::RightToLeft ? 0 : button->width() - size.width();
        popup(button->mapToGlobal(QPoint(left, -size.height())));
        setActiveAction(actions().constFirst());
    });
    return button;
}

} // namespace keyturn::ui::mainwindow
