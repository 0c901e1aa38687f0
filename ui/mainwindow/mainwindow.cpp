// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/mainwindow.h"

#include "ui/accounts/accountsidebar.h"
#include "ui/accounts/accountsport.h"
#include "ui/activity/activitypage.h"
#include "ui/common/hairline.h"
#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/mainwindow/accountpane.h"
#include "ui/mainwindow/dialogs.h"
#include "ui/mainwindow/mainmenu.h"
#include "ui/mainwindow/welcomepage.h"
#include "ui/sessions/sessionspage.h"
#include "ui/signin/signinport.h"

#include <QApplication>
#include <QCloseEvent>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::mainwindow {

using common::grid;
using model::AccountId;

namespace {
constexpr qsizetype longestTitle = 60;
}

MainWindow::MainWindow(const Ports &ports, QWidget *parent)
    : QMainWindow(parent),
      m_ports(ports),
      m_dialogs(new Dialogs(ports, this)),
      m_menu(new MainMenu(this)),
      m_whole(new QStackedWidget),
      m_welcome(new WelcomePage(m_menu->makeButton(nullptr))),
      m_sidebar(new accounts::AccountSidebar(ports.accounts)),
      m_pane(new AccountPane(ports)),
      m_noticeArea(new QWidget),
      m_notice(new common::Notice)
{
    setWindowIcon(common::applicationIcon());
    setMinimumSize(640, 420);
    resize(920, 600);
    if (ports.developer)
        m_pane->activityPage().follow(*ports.developer);
    m_sidebar->addToBar(m_menu->makeButton(nullptr));
    buildLayout();
    connectMenu();
    connectAccounts();
    addShortcuts();
    m_pane->setAccount(m_sidebar->current());
    nameItself();
    showRightPage();
}

void MainWindow::buildLayout()
{
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
    m_whole->addWidget(m_welcome);
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
    connect(m_notice, &common::Notice::dismissed, this, [this] { setNotice({}, false); });
    connect(m_notice, &common::Notice::actionTriggered, this, [this] {
        const std::function<void()> offered = std::exchange(m_offered, {});
        setNotice({}, false);
        if (offered)
            offered();
    });
}

void MainWindow::connectMenu()
{
    addActions(m_menu->actions()); // their shortcuts
    connect(m_menu, &MainMenu::preferencesRequested, this, [this] {
        if (!m_dialogs->isAsking())
            Q_EMIT preferencesRequested();
    });
    connect(m_menu, &MainMenu::newWindowRequested, this, [this] { Q_EMIT newWindowRequested({}); });
    connect(m_menu, &MainMenu::profilesRequested, m_dialogs, &Dialogs::manageProfiles);
    connect(m_menu, &MainMenu::checkRequested, m_dialogs, &Dialogs::checkComputer);
    connect(m_menu, &MainMenu::activityRequested, m_dialogs, &Dialogs::showAllActivity);
    connect(m_menu, &MainMenu::newsRequested, m_dialogs, &Dialogs::showNews);
    connect(m_menu, &MainMenu::aboutRequested, m_dialogs, &Dialogs::showAbout);
    connect(m_menu, &MainMenu::quitRequested, qApp, &QApplication::quit);
    connect(m_welcome, &WelcomePage::addRequested, m_dialogs, &Dialogs::addAccount);
    connect(m_welcome, &WelcomePage::demoRequested, m_dialogs, &Dialogs::addDemoAccount);
    connect(m_welcome, &WelcomePage::profilesRequested, m_dialogs, &Dialogs::manageProfiles);
    connect(m_welcome, &WelcomePage::checkRequested, m_dialogs, &Dialogs::checkComputer);
}

void MainWindow::connectAccounts()
{
    connect(m_sidebar, &accounts::AccountSidebar::currentChanged, m_pane, &AccountPane::setAccount);
    connect(m_sidebar, &accounts::AccountSidebar::currentChanged, this, &MainWindow::placeChanged);
    connect(m_sidebar, &accounts::AccountSidebar::currentChanged, this, &MainWindow::nameItself);
    connect(&m_ports.accounts, &accounts::AccountsPort::changed, this, &MainWindow::nameItself);
    connect(m_sidebar, &accounts::AccountSidebar::addRequested, m_dialogs, &Dialogs::addAccount);
    connect(m_sidebar, &accounts::AccountSidebar::signOutRequested, m_dialogs, &Dialogs::signOut);
    connect(m_sidebar, &accounts::AccountSidebar::signInAgainRequested, m_dialogs, &Dialogs::signInAgain);
    connect(m_sidebar, &accounts::AccountSidebar::renameRequested, m_dialogs, &Dialogs::rename);
    connect(m_sidebar, &accounts::AccountSidebar::passwordChangeRequested, m_dialogs, &Dialogs::changePassword);
    connect(m_sidebar, &accounts::AccountSidebar::windowRequested, this, &MainWindow::newWindowRequested);
    connect(m_pane, &AccountPane::signOutRequested, m_dialogs, &Dialogs::signOut);
    connect(m_pane, &AccountPane::signInAgainRequested, m_dialogs, &Dialogs::signInAgain);
    connect(m_pane, &AccountPane::leafChanged, this, &MainWindow::placeChanged);
    connect(m_pane, &AccountPane::stepUpRequested, this, [this](const AccountId &id, const keyturn::accounts::StepUp &wanted) {
        m_dialogs->stepUp(id, wanted, this, [this, id] { m_pane->sessionsPage().resume(id); });
    });
    connect(&m_pane->sessionsPage(), &sessions::SessionsPage::confirmOthersRequested, this,
            [this](const AccountId &id, int count, const QString &backend) {
                m_dialogs->confirmOthers(count, backend, [this, id] { m_pane->sessionsPage().signOutOthers(id); });
            });
    connect(&m_pane->sessionsPage(), &sessions::SessionsPage::signOutEverywhereRequested, m_dialogs, &Dialogs::signOutEverywhere);
    connect(m_dialogs, &Dialogs::signedIn, this, [this](const AccountId &id) {
        showRightPage();
        m_sidebar->choose(id);
    });
    for (auto signal : {&accounts::AccountsPort::added, &accounts::AccountsPort::removed})
        connect(&m_ports.accounts, signal, this, &MainWindow::showRightPage);
    connect(&m_ports.accounts, &accounts::AccountsPort::reset, this, &MainWindow::showRightPage);
}

core::Async<void> MainWindow::settle()
{
    return m_pane->sessionsPage().settle();
}

/// By its account, so that several windows are told apart.
void MainWindow::nameItself()
{
    QString title = tr("Keyturn");
    for (const model::Account &account : m_ports.accounts.accounts()) {
        if (account.id == m_sidebar->current())
            title = tr("%1 – Keyturn").arg(common::oneLine(accounts::titleOf(account), longestTitle));
    }
    setWindowTitle(title);
}

void MainWindow::addShortcuts()
{
    const auto on = [this](const QKeySequence &keys, auto action) { connect(new QShortcut(keys, this), &QShortcut::activated, this, action); };
    on(QKeySequence::New, [this] { m_dialogs->addAccount(); });
    on(QKeySequence::Find, [this] {
        if (!m_pane->focusSearch()) // nobody searches an overview
            m_sidebar->focusSearch();
    });
    on(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), [this] { m_sidebar->focusSearch(); });
    on(QKeySequence::Refresh, [this] { m_pane->sessionsPage().refresh(); });
    on(QKeySequence::Close, [this] { close(); });
    on(QKeySequence(Qt::Key_F10), [this] {
        for (QPushButton *button : findChildren<QPushButton *>()) {
            if (button->isVisible() && button->property(MainMenu::buttonProperty).toBool())
                button->click();
        }
    });
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
    if (!any && isVisible())
        lookAtKeychain();
}

/// Who has no account yet hears of it here, and not when the first sign-in is to be kept.
void MainWindow::lookAtKeychain()
{
    if (std::exchange(m_keychainSeen, true))
        return;
    core::whenDone(m_ports.signIn.probeSecrets(), this, [this](const core::Result<void> &works) {
        const bool absent = !works.ok() && works.error().code == QLatin1String("keychain_absent");
        m_welcome->setProblem(works.ok() || common::wasStopped(works.error()) ? QString()
                                  : absent
                                  ? tr("No keychain answers on this computer. You can sign in all the same, and choose then where that is kept.")
                                  : common::sentenceFor(works.error(), {}));
    });
}

void MainWindow::setNotice(const QString &sentence, bool isProblem)
{
    m_offered = {};
    m_noticeArea->setVisible(!sentence.isEmpty());
    m_notice->setDismissible(isProblem);
    m_notice->say(sentence, isProblem ? common::Tone::Warning : common::Tone::Muted);
}

void MainWindow::offer(const QString &sentence, const QString &verb, std::function<void()> done)
{
    m_offered = std::move(done);
    m_noticeArea->show();
    m_notice->setDismissible(true);
    m_notice->sayWithAction(sentence, verb, common::Tone::Muted);
}

AccountId MainWindow::account() const
{
    return m_sidebar->current();
}

Leaf MainWindow::leaf() const
{
    return m_pane->leaf();
}

void MainWindow::showAccount(const AccountId &id, Leaf leaf)
{
    m_sidebar->choose(id);
    if (m_sidebar->current() == id)
        m_pane->showLeaf(leaf);
}

void MainWindow::addAccount()
{
    m_dialogs->addAccount();
}

bool MainWindow::event(QEvent *event)
{
    const bool taken = QMainWindow::event(event);
    if (event->type() == QEvent::Move || event->type() == QEvent::Resize)
        Q_EMIT placeChanged();
    else if (event->type() == QEvent::WindowActivate)
        Q_EMIT activated();
    else if (event->type() == QEvent::Show && m_whole->currentIndex() == 0)
        lookAtKeychain();
    return taken;
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        update();
    else if (event->type() == QEvent::WindowStateChange)
        Q_EMIT placeChanged();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QMainWindow::closeEvent(event);
    if (event->isAccepted())
        Q_EMIT closing();
}

} // namespace keyturn::ui::mainwindow
