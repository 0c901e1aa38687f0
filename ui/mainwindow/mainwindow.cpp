// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/mainwindow.h"

#include "ui/accounts/accountsidebar.h"
#include "ui/accounts/accountsport.h"
#include "ui/common/emptystate.h"
#include "ui/common/hairline.h"
#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/questiondialog.h"
#include "ui/doctor/doctordialog.h"
#include "ui/mainwindow/accountpane.h"
#include "ui/mainwindow/passworddialog.h"
#include "ui/mainwindow/renamedialog.h"
#include "ui/mainwindow/signoutdialog.h"
#include "ui/profiles/clientdialog.h"
#include "ui/profiles/profilesdialog.h"
#include "ui/sessions/sessionspage.h"
#include "ui/signin/signindialog.h"

#include <QApplication>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::mainwindow {

using common::grid;
using model::AccountId;

MainWindow::MainWindow(const Ports &ports, QWidget *parent)
    : QMainWindow(parent),
      m_ports(ports),
      m_whole(new QStackedWidget),
      m_sidebar(new accounts::AccountSidebar(ports.accounts)),
      m_pane(new AccountPane(ports.accounts, ports.sessions, ports.activity)),
      m_noticeArea(new QWidget),
      m_notice(new common::Notice)
{
    setWindowTitle(tr("Keyturn"));
    setWindowIcon(common::applicationIcon());
    setMinimumSize(640, 420);
    resize(920, 600);
    buildLayout();
    addShortcuts();
    connect(m_sidebar, &accounts::AccountSidebar::currentChanged, m_pane, &AccountPane::setAccount);
    connect(m_sidebar, &accounts::AccountSidebar::addRequested, this, &MainWindow::addAccount);
    connect(m_sidebar, &accounts::AccountSidebar::checkRequested, this, &MainWindow::checkComputer);
    connect(m_sidebar, &accounts::AccountSidebar::profilesRequested, this, &MainWindow::manageProfiles);
    connect(m_sidebar, &accounts::AccountSidebar::signOutRequested, this, &MainWindow::signOut);
    connect(m_sidebar, &accounts::AccountSidebar::signInAgainRequested, this, &MainWindow::signInAgain);
    connect(m_sidebar, &accounts::AccountSidebar::renameRequested, this, &MainWindow::rename);
    connect(m_pane, &AccountPane::signOutRequested, this, &MainWindow::signOut);
    connect(m_pane, &AccountPane::signInAgainRequested, this, &MainWindow::signInAgain);
    connect(m_sidebar, &accounts::AccountSidebar::passwordChangeRequested, this, &MainWindow::changePassword);
    connect(m_pane, &AccountPane::stepUpRequested, this, [this](const AccountId &id, const keyturn::accounts::StepUp &wanted) {
        stepUp(id, wanted, this, [this] { m_pane->sessionsPage().resume(); });
    });
    connect(&m_pane->sessionsPage(), &sessions::SessionsPage::confirmOthersRequested, this, &MainWindow::confirmOthers);
    for (auto signal : {&accounts::AccountsPort::added, &accounts::AccountsPort::removed})
        connect(&m_ports.accounts, signal, this, &MainWindow::showRightPage);
    connect(&m_ports.accounts, &accounts::AccountsPort::reset, this, &MainWindow::showRightPage);
    m_pane->setAccount(m_sidebar->current());
    showRightPage();
}

void MainWindow::buildLayout()
{
    auto *empty = new common::EmptyState;
    empty->say(QStringLiteral("key-round"), tr("Add your first account"),
               tr("Sign in once, and Keyturn keeps you signed in, shows where else you are, and lets you end it there."));
    QPushButton *add = empty->addButton(tr("&Add account"));
    add->setDefault(true);
    QPushButton *demo = empty->addButton(tr("Try the &demo"));
    demo->setToolTip(tr("A backend on this computer, made for trying things out"));
    connect(add, &QPushButton::clicked, this, &MainWindow::addAccount);
    connect(demo, &QPushButton::clicked, this, &MainWindow::addDemoAccount);
    auto *check = new QPushButton(common::icon(QStringLiteral("stethoscope")), tr("&Check this computer"));
    check->setFlat(true);
    check->setToolTip(tr("Looks whether keychain, browser, clock, network and files are fit for signing in"));
    empty->addBelow(check);
    connect(check, &QPushButton::clicked, this, &MainWindow::checkComputer);
    auto *backends = new QPushButton(common::icon(QStringLiteral("server")), tr("&Backends and providers"));
    backends->setFlat(true);
    backends->setToolTip(tr("What can be signed in to, and how to add a backend of your own"));
    empty->addBelow(backends);
    connect(backends, &QPushButton::clicked, this, &MainWindow::manageProfiles);

    auto *line = new common::Hairline(Qt::Vertical);
    auto *right = new QWidget;
    auto *rightRow = new QHBoxLayout(right);
    rightRow->setContentsMargins(0, 0, 0, 0);
    rightRow->setSpacing(0);
    rightRow->addWidget(line);
    rightRow->addWidget(m_pane, 1);
    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_sidebar);
    splitter->addWidget(right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({272, 648});
    m_sidebar->setMinimumWidth(210);
    m_sidebar->setMaximumWidth(420);
    right->setMinimumWidth(400);
    m_whole->addWidget(empty);
    m_whole->addWidget(splitter);

    auto *notice = new QVBoxLayout(m_noticeArea);
    notice->setContentsMargins(grid, grid, grid, grid);
    notice->addWidget(m_notice);
    m_noticeArea->hide();
    auto *central = new QWidget;
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_noticeArea);
    layout->addWidget(m_whole, 1);
    setCentralWidget(central);
    connect(m_notice, &common::Notice::actionTriggered, this, [this] { setNotice({}, false); });
}

void MainWindow::addShortcuts()
{
    const auto on = [this](const QKeySequence &keys, auto action) { connect(new QShortcut(keys, this), &QShortcut::activated, this, action); };
    on(QKeySequence::New, [this] { addAccount(); });
    on(QKeySequence::Find, [this] { m_sidebar->focusSearch(); });
    on(QKeySequence::HelpContents, [this] { checkComputer(); });
    on(QKeySequence(Qt::CTRL | Qt::Key_B), [this] { manageProfiles(); });
    on(QKeySequence::Refresh, [this] { m_pane->sessionsPage().refresh(); });
    on(QKeySequence(Qt::CTRL | Qt::Key_Q), [] { QApplication::quit(); });
    on(QKeySequence(Qt::CTRL | Qt::Key_Tab), [this] { m_sidebar->chooseNext(1); });
    on(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Backtab), [this] { m_sidebar->chooseNext(-1); });
    for (int number = 1; number <= 9; ++number)
        on(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)), [this, number] { m_sidebar->chooseNumber(number); });
}

void MainWindow::showRightPage()
{
    const bool any = !m_ports.accounts.accounts().isEmpty();
    const bool wasEmpty = m_whole->currentIndex() == 0;
    m_whole->setCurrentIndex(any ? 1 : 0);
    if (any && wasEmpty)
        m_sidebar->focusList();
}

void MainWindow::setNotice(const QString &sentence, bool isProblem)
{
    m_noticeArea->setVisible(!sentence.isEmpty());
    if (sentence.isEmpty())
        m_notice->clear();
    else if (isProblem)
        m_notice->sayWithAction(sentence, tr("Dis&miss"));
    else
        m_notice->say(sentence, common::Tone::Muted);
}

/// A modal dialog keeps the window's own shortcuts from being heard; leaving has to work all the same, and closing cancels what runs.
void MainWindow::prepare(QDialog *dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q), dialog), &QShortcut::activated, dialog, [dialog] {
        dialog->reject();
        QApplication::quit();
    });
}

signin::SignInDialog *MainWindow::makeDialog(QWidget *over)
{
    auto *dialog = new signin::SignInDialog(m_ports.signIn, over);
    prepare(dialog);
    connect(dialog, &signin::SignInDialog::signedIn, this, [this](const AccountId &id) {
        showRightPage();
        m_sidebar->choose(id);
    });
    connect(dialog, &signin::SignInDialog::profilesRequested, this, [this, dialog] { openProfilesOver(dialog); });
    connect(dialog, &signin::SignInDialog::clientRequested, this,
            [this, dialog](const model::ProfileId &profile, const model::ProviderId &provider) { openClientOver(dialog, profile, provider); });
    return dialog;
}

void MainWindow::addAccount()
{
    if (QApplication::activeModalWidget())
        return;
    signin::SignInDialog *dialog = makeDialog(this);
    dialog->startNew(m_preferred);
    dialog->open();
}

void MainWindow::addDemoAccount()
{
    m_preferred = model::ProfileId(QStringLiteral("demo"));
    addAccount();
}

void MainWindow::checkComputer()
{
    if (QApplication::activeModalWidget())
        return;
    auto *dialog = new doctor::DoctorDialog(m_ports.doctor, this);
    prepare(dialog);
    dialog->open();
}

void MainWindow::manageProfiles()
{
    if (QApplication::activeModalWidget())
        return;
    auto *dialog = new profiles::ProfilesDialog(m_ports.profiles, this);
    prepare(dialog);
    connect(dialog, &profiles::ProfilesDialog::changed, &m_ports.accounts, &accounts::AccountsPort::reset); // names of backends may be others now
    dialog->open();
}

void MainWindow::openProfilesOver(signin::SignInDialog *dialog)
{
    auto *list = new profiles::ProfilesDialog(m_ports.profiles, dialog);
    list->setAttribute(Qt::WA_DeleteOnClose);
    connect(list, &profiles::ProfilesDialog::changed, dialog, &signin::SignInDialog::readProfilesAgain);
    list->open();
}

/// A provider that wants to know which program asks, and nobody has said. Once it is said, the sign-in goes on where it was.
void MainWindow::openClientOver(signin::SignInDialog *dialog, const model::ProfileId &profile, const model::ProviderId &provider)
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

void MainWindow::signInAgain(const AccountId &id)
{
    for (const model::Account &account : m_ports.accounts.accounts()) {
        if (account.id != id)
            continue;
        signin::SignInDialog *dialog = makeDialog(this);
        dialog->open();
        dialog->startAgain(account);
        return;
    }
}

void MainWindow::changePassword(const AccountId &id)
{
    for (const model::Account &account : m_ports.accounts.accounts()) {
        if (account.id != id)
            continue;
        auto *dialog = new PasswordDialog(m_ports.accounts, m_ports.signIn, account, this);
        prepare(dialog);
        connect(dialog, &PasswordDialog::stepUpRequested, this,
                [this, dialog, id](const keyturn::accounts::StepUp &wanted) { stepUp(id, wanted, dialog, [dialog] { dialog->resume(); }); });
        dialog->open();
        return;
    }
}

void MainWindow::stepUp(const AccountId &id, const keyturn::accounts::StepUp &stepUp, QWidget *asking, const std::function<void()> &proved)
{
    for (const model::Account &account : m_ports.accounts.accounts()) {
        if (account.id != id)
            continue;
        signin::SignInDialog *dialog = makeDialog(asking);
        connect(dialog, &signin::SignInDialog::signedIn, asking, [dialog, id, proved](const AccountId &who) {
            if (who != id)
                return;
            dialog->accept(); // the person was on the way to something else
            proved();
        });
        dialog->open();
        dialog->startAgain(account, stepUp);
        return;
    }
}

void MainWindow::signOut(const AccountId &id)
{
    for (const model::Account &account : m_ports.accounts.accounts()) {
        if (account.id != id)
            continue;
        auto *dialog = new SignOutDialog(m_ports.accounts, account, this);
        prepare(dialog);
        connect(dialog, &SignOutDialog::stepUpRequested, this,
                [this, dialog, id](const keyturn::accounts::StepUp &wanted) { stepUp(id, wanted, dialog, [dialog] { dialog->resume(); }); });
        dialog->open();
        return;
    }
}

void MainWindow::rename(const AccountId &id)
{
    for (const model::Account &account : m_ports.accounts.accounts()) {
        if (account.id != id)
            continue;
        auto *dialog = new RenameDialog(m_ports.accounts, account, this);
        prepare(dialog);
        dialog->open();
        return;
    }
}

void MainWindow::confirmOthers(int count, const QString &backend)
{
    const QString question = count == 1 ? tr("Sign out the other session?") : tr("Sign out %1 other sessions?").arg(count);
    auto *dialog = new common::QuestionDialog(question, tr("%1 ends them now. This computer stays signed in.").arg(backend), tr("Sign &out"), this);
    prepare(dialog);
    connect(dialog, &QDialog::accepted, &m_pane->sessionsPage(), &sessions::SessionsPage::signOutOthers);
    dialog->open();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        update();
}

} // namespace keyturn::ui::mainwindow
