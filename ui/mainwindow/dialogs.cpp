// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/dialogs.h"

#include "ui/accounts/accountsport.h"
#include "ui/activity/allactivitydialog.h"
#include "ui/common/questiondialog.h"
#include "ui/doctor/doctordialog.h"
#include "ui/mainwindow/aboutdialog.h"
#include "ui/mainwindow/newsdialog.h"
#include "ui/mainwindow/passworddialog.h"
#include "ui/mainwindow/renamedialog.h"
#include "ui/mainwindow/signoutdialog.h"
#include "ui/profiles/clientdialog.h"
#include "ui/profiles/profilesdialog.h"
#include "ui/signin/signindialog.h"

#include <QApplication>
#include <QShortcut>

#include <algorithm>

namespace keyturn::ui::mainwindow {

using model::AccountId;

Dialogs::Dialogs(const Ports &ports, QWidget *window) : QObject(window), m_ports(ports), m_window(window) { }

bool Dialogs::isAsking() const
{
    const QWidget *modal = QApplication::activeModalWidget();
    return (modal && modal->windowModality() == Qt::ApplicationModal) || isAskingItself(); // that one is over all windows
}

bool Dialogs::isAskingItself() const
{
    const QList<QDialog *> dialogs = m_window->findChildren<QDialog *>(QString(), Qt::FindDirectChildrenOnly);
    return std::any_of(dialogs.begin(), dialogs.end(),
                       [](const QDialog *dialog) { return dialog->isVisible() && dialog->windowModality() == Qt::WindowModal; });
}

/// A modal dialog keeps the window's own shortcuts from being heard; leaving has to work all the same, and closing cancels what runs.
void Dialogs::prepare(QDialog *dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q), dialog), &QShortcut::activated, dialog, [dialog] {
        dialog->reject();
        QApplication::quit();
    });
}

std::optional<model::Account> Dialogs::account(const AccountId &id) const
{
    for (const model::Account &account : m_ports.accounts.accounts()) {
        if (account.id == id)
            return account;
    }
    return std::nullopt;
}

signin::SignInDialog *Dialogs::makeDialog(QWidget *over)
{
    auto *dialog = new signin::SignInDialog(m_ports.signIn, over);
    prepare(dialog);
    connect(dialog, &signin::SignInDialog::signedIn, this, &Dialogs::signedIn);
    connect(dialog, &signin::SignInDialog::profilesRequested, this, [this, dialog] { openProfilesOver(dialog); });
    connect(dialog, &signin::SignInDialog::clientRequested, this,
            [this, dialog](const model::ProfileId &profile, const model::ProviderId &provider) { openClientOver(dialog, profile, provider); });
    return dialog;
}

void Dialogs::addAccount()
{
    if (isAsking())
        return;
    signin::SignInDialog *dialog = makeDialog(m_window);
    dialog->startNew(m_preferred);
    dialog->open();
}

void Dialogs::addDemoAccount()
{
    m_preferred = model::ProfileId(QStringLiteral("demo"));
    addAccount();
}

void Dialogs::checkComputer()
{
    if (isAsking())
        return;
    auto *dialog = new doctor::DoctorDialog(m_ports.doctor, m_window);
    prepare(dialog);
    dialog->open();
}

void Dialogs::manageProfiles()
{
    if (isAsking())
        return;
    auto *dialog = new profiles::ProfilesDialog(m_ports.profiles, m_window);
    prepare(dialog);
    if (m_ports.developer)
        dialog->follow(*m_ports.developer);
    connect(dialog, &profiles::ProfilesDialog::changed, &m_ports.accounts, &accounts::AccountsPort::reset); // names of backends may be others now
    dialog->open();
}

void Dialogs::showAllActivity()
{
    if (isAsking())
        return;
    auto *dialog = new activity::AllActivityDialog(m_ports.activity, m_window);
    prepare(dialog);
    if (m_ports.developer)
        dialog->follow(*m_ports.developer);
    dialog->open();
}

void Dialogs::showNews()
{
    if (isAsking())
        return;
    auto *dialog = new NewsDialog(m_window);
    prepare(dialog);
    dialog->open();
}

void Dialogs::showAbout()
{
    if (isAsking())
        return;
    auto *dialog = new AboutDialog(m_window);
    prepare(dialog);
    connect(dialog, &AboutDialog::pageRequested, this, [this, dialog](const QUrl &page) {
        if (const core::Result<void> opened = m_ports.signIn.openPage(page); !opened.ok())
            dialog->showError(opened.error(), page);
    });
    dialog->open();
}

void Dialogs::openProfilesOver(signin::SignInDialog *dialog)
{
    auto *list = new profiles::ProfilesDialog(m_ports.profiles, dialog);
    list->setAttribute(Qt::WA_DeleteOnClose);
    if (m_ports.developer)
        list->follow(*m_ports.developer);
    connect(list, &profiles::ProfilesDialog::changed, dialog, &signin::SignInDialog::readProfilesAgain);
    list->open();
}

/// A provider that wants to know which program asks, and nobody has said. Once it is said, the sign-in goes on where it was.
void Dialogs::openClientOver(signin::SignInDialog *dialog, const model::ProfileId &profile, const model::ProviderId &provider)
{
    const QList<profiles::ClientPlace> places = m_ports.profiles.clients(profile);
    for (const profiles::ClientPlace &place : places) {
        if (place.provider.id != provider)
            continue;
        auto *question = new profiles::ClientDialog(m_ports.profiles, profile, place, dialog);
        question->setAttribute(Qt::WA_DeleteOnClose);
        connect(question, &QDialog::accepted, dialog, &signin::SignInDialog::goOnWithClient);
        question->open();
        return;
    }
}

void Dialogs::signInAgain(const AccountId &id)
{
    const std::optional<model::Account> found = account(id);
    if (!found || isAsking())
        return;
    signin::SignInDialog *dialog = makeDialog(m_window);
    dialog->open();
    dialog->startAgain(*found);
}

void Dialogs::changePassword(const AccountId &id)
{
    const std::optional<model::Account> found = account(id);
    if (!found || isAsking())
        return;
    auto *dialog = new PasswordDialog(m_ports.accounts, m_ports.signIn, *found, m_window);
    prepare(dialog);
    connect(dialog, &PasswordDialog::stepUpRequested, this,
            [this, dialog, id](const keyturn::accounts::StepUp &wanted) { stepUp(id, wanted, dialog, [dialog] { dialog->resume(); }); });
    dialog->open();
}

void Dialogs::stepUp(const AccountId &id, const keyturn::accounts::StepUp &stepUp, QWidget *asking, const std::function<void()> &proved)
{
    const std::optional<model::Account> found = account(id);
    if (!found)
        return;
    signin::SignInDialog *dialog = makeDialog(asking);
    connect(dialog, &signin::SignInDialog::signedIn, asking, [dialog, id, proved](const AccountId &who) {
        if (who != id)
            return;
        dialog->accept(); // the person was on the way to something else
        proved();
    });
    dialog->open();
    dialog->startAgain(*found, stepUp);
}

void Dialogs::signOut(const AccountId &id)
{
    openSignOut(id, false);
}

void Dialogs::signOutEverywhere(const AccountId &id)
{
    openSignOut(id, true);
}

void Dialogs::openSignOut(const AccountId &id, bool everywhere)
{
    const std::optional<model::Account> found = account(id);
    if (!found || isAsking())
        return;
    auto *dialog = new SignOutDialog(m_ports.accounts, *found, m_window);
    if (everywhere)
        dialog->chooseEverywhere();
    prepare(dialog);
    connect(dialog, &SignOutDialog::stepUpRequested, this,
            [this, dialog, id](const keyturn::accounts::StepUp &wanted) { stepUp(id, wanted, dialog, [dialog] { dialog->resume(); }); });
    dialog->open();
}

void Dialogs::rename(const AccountId &id)
{
    const std::optional<model::Account> found = account(id);
    if (!found || isAsking())
        return;
    auto *dialog = new RenameDialog(m_ports.accounts, *found, m_window);
    prepare(dialog);
    dialog->open();
}

void Dialogs::confirmOthers(int count, const QString &backend, const std::function<void()> &confirmed)
{
    const QString question = count == 1 ? tr("Sign out the other session?") : tr("Sign out %1 other sessions?").arg(count);
    auto *dialog = new common::QuestionDialog(
        question, tr("There are five seconds to undo it, then %1 ends them. This computer stays signed in.").arg(backend), tr("Sign &out"), m_window);
    prepare(dialog);
    connect(dialog, &QDialog::accepted, this, confirmed);
    dialog->open();
}

} // namespace keyturn::ui::mainwindow
