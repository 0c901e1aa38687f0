// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/application.h"

#include "core/paths.h"
#include "ui/application/coreaccounts.h"
#include "ui/application/coreactivity.h"
#include "ui/application/coredoctor.h"
#include "ui/application/coreprofiles.h"
#include "ui/application/coresessions.h"
#include "ui/application/coresignin.h"
#include "ui/application/screenshot.h"
#include "ui/application/singleinstance.h"
#include "ui/common/sentences.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/signin/unlockdialog.h"

#include <QApplication>
#include <QMessageBox>
#include <QTimer>

namespace keyturn::ui::application {

namespace {
constexpr int failed = 1;

/// How long a keychain that refuses new tokens is asked again before the person is.
constexpr std::chrono::seconds saveEffort{10};

/// DESIGN: whatever takes longer than 300 ms says so.
constexpr std::chrono::milliseconds noticeable{300};
} // namespace

Application::Application(StartOptions options) : m_options(std::move(options)) { }

Application::~Application()
{
    // The window looks at the ports, the ports at the host: the other way round from how they were made.
    m_window.reset();
}

std::optional<int> Application::start()
{
    const core::Paths paths = core::pathsFromEnvironment();
    if (const core::Result<void> made = core::ensurePrivateDirectory(paths.state); !made.ok()) {
        failToStart(made.error());
        return std::nullopt;
    }
    m_instance = std::make_unique<SingleInstance>(paths.state);
    if (!m_instance->claim())
        return m_instance->handOver(m_options.screenshot) ? 0 : failed;
    connect(m_instance.get(), &SingleInstance::raiseRequested, this, &Application::raise);
    connect(m_instance.get(), &SingleInstance::screenshotRequested, this,
            [this](const QString &file, const std::function<void()> &done) { takePicture(file, [done](bool) { done(); }); });
    if (m_options.quitAfter)
        QTimer::singleShot(*m_options.quitAfter, qApp, &QApplication::quit);
    connect(qApp, &QApplication::aboutToQuit, this, &Application::keepGeometry);
    composition::Options options;
    options.paths = paths;
    options.secretStore = m_options.secretStore;
    options.browser = m_options.browser;
    m_host = std::make_unique<CoreHost>(std::move(options));
    m_quitGuard =
        std::make_unique<QuitGuard>([this] { return m_host->isBuilt() ? m_host->core().tokens().settle(saveEffort) : core::ready<void>({}); });
    begin();
    return std::nullopt;
}

void Application::begin()
{
    const core::Result<QString> store = m_host->secretStore();
    if (!store.ok()) {
        failToStart(store.error());
    } else if (*store == QLatin1String("file")) {
        askPassphrase();
    } else if (const core::Result<void> built = m_host->build(); !built.ok()) {
        failToStart(built.error());
    } else {
        openWindow();
    }
}

void Application::askPassphrase()
{
    auto *dialog = new signin::UnlockDialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &signin::UnlockDialog::passphraseGiven, this, [this, dialog](const core::Secret &passphrase) { unlock(dialog, passphrase); });
    connect(dialog, &QDialog::rejected, qApp, &QApplication::quit);
    dialog->open();
}

void Application::unlock(signin::UnlockDialog *dialog, const core::Secret &passphrase)
{
    m_host->options().passphrase = passphrase;
    if (const core::Result<void> built = m_host->build(); !built.ok()) {
        dialog->showError(built.error());
        return;
    }
    // The key is derived off this thread; only reading shows whether the passphrase fits.
    core::whenDone(m_host->core().secrets().probe(), dialog, [this, dialog](const core::Result<void> &fits) {
        if (!fits.ok()) {
            dialog->showError(fits.error());
            return;
        }
        openWindow();
        dialog->accept();
    });
}

void Application::openWindow()
{
    m_accounts = std::make_unique<CoreAccounts>(*m_host);
    m_sessions = std::make_unique<CoreSessions>(*m_host);
    m_signIn = std::make_unique<CoreSignIn>(*m_host);
    m_doctor = std::make_unique<CoreDoctor>(*m_host);
    m_profiles = std::make_unique<CoreProfiles>(*m_host);
    m_activity = std::make_unique<CoreActivity>(*m_host);
    m_window = std::make_unique<mainwindow::MainWindow>(mainwindow::Ports{*m_accounts, *m_sessions, *m_signIn, *m_doctor, *m_profiles, *m_activity});
    m_window->setPreferredProfile(m_options.profile);
    if (const core::Result<storage::Settings> settings = m_host->core().settings().load(); settings.ok())
        m_window->restoreGeometry(settings->windowGeometry);
    if (const std::optional<core::Error> error = m_accounts->readError())
        m_window->setNotice(common::sentenceFor(*error, {}), true);
    if (m_options.minimized)
        m_window->showMinimized();
    else
        m_window->show();
    if (m_options.demo)
        startDemo();
    else
        m_accounts->wakeAll();
    if (!m_options.screenshot.isEmpty())
        takePicture(m_options.screenshot, [](bool written) {
            if (!written)
                QCoreApplication::exit(failed);
        });
}

void Application::startDemo()
{
    m_demoStarting = true;
    auto *notice = new QTimer(this);
    notice->setSingleShot(true);
    connect(notice, &QTimer::timeout, this, [this] { m_window->setNotice(tr("Starting the demo backend …"), false); });
    notice->start(noticeable);
    core::whenDone(m_signIn->startBackend(), this, [this, notice](const core::Result<void> &started) {
        notice->deleteLater();
        m_demoStarting = false;
        m_window->setNotice(started.ok() ? QString() : common::sentenceFor(started.error(), {}), !started.ok());
        Q_EMIT m_accounts->reset(); // the profile has its address now
        m_accounts->wakeAll();
        for (const std::function<void()> &waiting : std::exchange(m_afterDemo, {}))
            waiting();
    });
}

void Application::failToStart(const core::Error &error)
{
    auto *box = new QMessageBox(QMessageBox::Critical, tr("Keyturn cannot start"), common::sentenceFor(error, {}), QMessageBox::Close);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QDialog::finished, qApp, [] { QCoreApplication::exit(failed); });
    box->open();
}

void Application::takePicture(const QString &file, std::function<void(bool)> done)
{
    if (m_demoStarting) {
        m_afterDemo += [this, file, done = std::move(done)]() mutable { takePicture(file, std::move(done)); };
        return;
    }
    // Before the window comes the passphrase.
    QWidget *shown = m_window ? m_window.get() : QApplication::activeModalWidget();
    if (shown)
        new Screenshot(shown, file, std::move(done), shown);
    else
        done(false);
}

void Application::raise()
{
    if (!m_window)
        return;
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

void Application::keepGeometry()
{
    // A picture's window is nobody's choice of place.
    if (!m_window || !m_options.screenshot.isEmpty())
        return;
    core::Result<storage::Settings> settings = m_host->core().settings().load();
    if (!settings.ok())
        return;
    settings.value().windowGeometry = m_window->saveGeometry();
    if (!m_host->core().settings().save(settings.value()).ok())
        qWarning("The window's place could not be remembered.");
}

} // namespace keyturn::ui::application
