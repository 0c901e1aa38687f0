// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/stepup.h"
#include "ui/accounts/accountsport.h"
#include "ui/common/fittingdialog.h"

class QCheckBox;
class QPushButton;
class QRadioButton;
class QVBoxLayout;

namespace keyturn::ui::common {
class Notice;
class Spinner;
} // namespace keyturn::ui::common

namespace keyturn::ui::mainwindow {

/// Says what a sign-out does before it does it, how far it goes, and afterwards what could not be done.
class SignOutDialog final : public common::FittingDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    SignOutDialog(accounts::AccountsPort &port, const model::Account &account, QWidget *parent = nullptr);
    /// Chosen from the beginning, where it can be.
    void chooseEverywhere();
    /// The person has proved who they are: what was refused until then is asked for once more.
    void resume();

Q_SIGNALS:
    /// The backend wants the person to prove again who they are: the window lets them, then calls resume().
    void stepUpRequested(const keyturn::accounts::StepUp &stepUp);

private:
    void buildLayout(const model::Account &account);
    /// Only here, or everywhere; @p here says what the first does.
    void buildChoice(QVBoxLayout &layout, const QString &here);
    void allowChoice(bool allowed);
    void offerBrowser(const QUrl &endSession);
    void setBusy(bool busy);
    void signOut();
    void actOnNotice();
    void refused(const core::Error &error);
    void signedOut(const core::Result<keyturn::accounts::SignOutOutcome> &result);
    [[nodiscard]] QString notTold(const keyturn::accounts::SignOutOutcome &outcome) const;
    [[nodiscard]] bool openPage(const QUrl &page);

    accounts::AccountsPort &m_port;
    model::AccountId m_id;
    QString m_backend;
    accounts::SignOutFacts m_facts;
    bool m_endless; ///< The backend tells of no end of what it granted.
    QUrl m_endSession; ///< Empty: none, or not known yet.
    QUrl m_unopened;
    std::optional<keyturn::accounts::StepUp> m_stepUp; ///< Asked for and not met yet.
    bool m_proved = false; ///< For the sign-out that runs.
    QRadioButton *m_here = nullptr; ///< Both null where there is nothing to choose.
    QRadioButton *m_everywhere = nullptr;
    QCheckBox *m_browserToo;
    common::Notice *m_notice;
    common::Spinner *m_spinner;
    QPushButton *m_page;
    QPushButton *m_cancel;
    QPushButton *m_go;
};

} // namespace keyturn::ui::mainwindow
