// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/stepup.h"
#include "core/error.h"
#include "model/ids.h"

#include <QMainWindow>

#include <functional>

class QSplitter;
class QStackedWidget;

namespace keyturn::ui::accounts {
class AccountSidebar;
class AccountsPort;
} // namespace keyturn::ui::accounts
namespace keyturn::ui::activity {
class ActivityPort;
}
namespace keyturn::ui::common {
class Notice;
}
namespace keyturn::ui::doctor {
class DoctorPort;
}
namespace keyturn::ui::profiles {
class ProfilesPort;
}
namespace keyturn::ui::sessions {
class SessionsPort;
}
namespace keyturn::ui::signin {
class SignInDialog;
class SignInPort;
} // namespace keyturn::ui::signin

namespace keyturn::ui::mainwindow {

class AccountPane;

struct Ports {
    accounts::AccountsPort &accounts;
    sessions::SessionsPort &sessions;
    signin::SignInPort &signIn;
    doctor::DoctorPort &doctor;
    profiles::ProfilesPort &profiles;
    activity::ActivityPort &activity;
};

/// Accounts on the left, the chosen one on the right; an invitation where there is none.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    /// All ports must outlive it.
    explicit MainWindow(const Ports &ports, QWidget *parent = nullptr);

    /// Stands on top when an account is added.
    void setPreferredProfile(const model::ProfileId &profile) { m_preferred = profile; }
    /// The demo is on its way, or could not be started.
    void setNotice(const QString &sentence, bool isProblem);

    void addAccount();
    void addDemoAccount();
    void checkComputer();
    void manageProfiles();

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildLayout();
    void addShortcuts();
    void showRightPage();
    void signInAgain(const model::AccountId &id);
    void changePassword(const model::AccountId &id);
    /// Over @p asking, which wants it; then @p proved.
    void stepUp(const model::AccountId &id, const keyturn::accounts::StepUp &stepUp, QWidget *asking, const std::function<void()> &proved);
    void signOut(const model::AccountId &id);
    void rename(const model::AccountId &id);
    void confirmOthers(int count, const QString &backend);
    void openProfilesOver(signin::SignInDialog *dialog);
    void openClientOver(signin::SignInDialog *dialog, const model::ProfileId &profile, const model::ProviderId &provider);
    void prepare(QDialog *dialog);
    signin::SignInDialog *makeDialog(QWidget *over);

    Ports m_ports;
    model::ProfileId m_preferred;
    QStackedWidget *m_whole;
    accounts::AccountSidebar *m_sidebar;
    AccountPane *m_pane;
    QWidget *m_noticeArea;
    common::Notice *m_notice;
};

} // namespace keyturn::ui::mainwindow
