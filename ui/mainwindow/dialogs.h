// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/stepup.h"
#include "ui/mainwindow/ports.h"

#include "model/ids.h"

#include <QObject>

#include <functional>

class QDialog;
class QWidget;

namespace keyturn::ui::signin {
class SignInDialog;
}

namespace keyturn::ui::mainwindow {

/// What opens over one window. Of those that a person opens at will, one at a time.
class Dialogs final : public QObject
{
    Q_OBJECT
public:
    /// @p ports must outlive it; @p window is what they open over, and owns this.
    Dialogs(const Ports &ports, QWidget *window);

    /// Stands on top when an account is added.
    void setPreferredProfile(const model::ProfileId &profile) { m_preferred = profile; }
    void addAccount();
    void addDemoAccount();
    void checkComputer();
    void manageProfiles();
    void showNews();
    void showAllActivity();
    void showAbout();
    void signInAgain(const model::AccountId &id);
    void changePassword(const model::AccountId &id);
    void signOut(const model::AccountId &id);
    void signOutEverywhere(const model::AccountId &id); ///< The same, with that chosen already.
    void rename(const model::AccountId &id);
    /// Over @p asking, which wants it; then @p proved.
    void stepUp(const model::AccountId &id, const keyturn::accounts::StepUp &stepUp, QWidget *asking, const std::function<void()> &proved);
    void confirmOthers(int count, const QString &backend, const std::function<void()> &confirmed);
    /// Makes a dialog go when it is closed, and lets Ctrl+Q be heard before it.
    static void prepare(QDialog *dialog);
    /// Whether one stands open over the window.
    [[nodiscard]] bool isAsking() const;
    /// The same, but for what stands over all windows.
    [[nodiscard]] bool isAskingItself() const;

Q_SIGNALS:
    void signedIn(const keyturn::model::AccountId &id);

private:
    [[nodiscard]] std::optional<model::Account> account(const model::AccountId &id) const;
    signin::SignInDialog *makeDialog(QWidget *over);
    void openSignOut(const model::AccountId &id, bool everywhere);
    void openProfilesOver(signin::SignInDialog *dialog);
    void openClientOver(signin::SignInDialog *dialog, const model::ProfileId &profile, const model::ProviderId &provider);

    Ports m_ports;
    QWidget *m_window;
    model::ProfileId m_preferred;
};

} // namespace keyturn::ui::mainwindow
