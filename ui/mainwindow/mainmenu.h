// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMenu>

class QPushButton;

namespace keyturn::ui::mainwindow {

/// What is about the program and not about an account. Its actions' shortcuts work where the actions are added to the window.
class MainMenu final : public QMenu
{
    Q_OBJECT
public:
    /// What the buttons of makeButton() are known by.
    static constexpr const char *buttonProperty = "keyturnMainMenu";

    explicit MainMenu(QWidget *parent = nullptr);

    /// A button that opens it, for one of the places where it hangs. Owned by @p parent.
    [[nodiscard]] QPushButton *makeButton(QWidget *parent);

Q_SIGNALS:
    void preferencesRequested();
    void newWindowRequested();
    void profilesRequested();
    void checkRequested();
    void activityRequested();
    void newsRequested();
    void aboutRequested();
    void quitRequested();
};

} // namespace keyturn::ui::mainwindow
