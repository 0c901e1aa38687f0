// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/application.h"

#include "composition/secretmove.h"
#include "core/paths.h"
#include "ui/application/coreaccounts.h"
#include "ui/application/coreactivity.h"
#include "ui/application/coreaudit.h"
#include "ui/application/coreconsole.h"
#include "ui/application/coredoctor.h"
#include "ui/application/corelab.h"
#include "ui/application/corepreferences.h"
#include "ui/application/coreprofiles.h"
#include "ui/application/coresessions.h"
#include "ui/application/coresignin.h"
#include "ui/application/coretokens.h"
#include "ui/application/coretrace.h"
#include "ui/application/presence.h"
#include "ui/application/screenshot.h"
#include "ui/application/singleinstance.h"
#include "ui/application/windows.h"
#include "ui/common/sentences.h"
#include "ui/mainwindow/dialogs.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/preferences/preferencesdialog.h"
#include "ui/sessions/sessionwords.h"
#include "ui/signin/signindialog.h"
#include "ui/signin/unlockdialog.h"

#include <QApplication>
#include <QMessageBox>
#include <QTimer>
#include <QVersionNumber>

namespace keyturn::ui::application {

namespace {
constexpr int failed = 1;

/// How long a keychain that refuses new tokens is asked again before the person is.
constexpr std::chrono::seconds saveEffort{10};

/// DESIGN: whatever takes longer than 300 ms says so.
constexpr std::chrono::milliseconds noticeable{300};

/// Where the windows were; of a file from when there was one, where that was.
QList<Place> placesIn(const auto &settings)
{
    QList<Place> places;
    for (const auto &window : settings.windows)
        places += {window.geometry, model::AccountId(window.account), mainwindow::leafOf(window.leaf)};
    if (places.isEmpty() && !settings.windowGeometry.isEmpty())
        places += {settings.windowGeometry, {}, {}};
    return places;
}

bool isSigningIn()
{
    const QWidgetList windows = QApplication::topLevelWidgets();
    return std::any_of(windows.begin(), windows.end(),
                       [](const QWidget *window) { return window->isVisible() && qobject_cast<const signin::SignInDialog *>(window); });
}
} // namespace

Application::Application(StartOptions options) : m_options(std::move(options)) { }

Application::~Application()
{
    // The windows look at the ports, the ports at the host: the other way round from how they were made.
    m_presence.reset();
    m_windows.reset();
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
    connect(m_instance.get(), &SingleInstance::raiseRequested, this, [this] {
        if (m_windows)
            m_windows->raise();
    });
    connect(m_instance.get(), &SingleInstance::screenshotRequested, this,
            [this](const QString &file, const std::function<void()> &done) { takePicture(file, [done](bool) { done(); }); });
    if (m_options.quitAfter)
        QTimer::singleShot(*m_options.quitAfter, qApp, &QApplication::quit);
    connect(qApp, &QApplication::aboutToQuit, this, &Application::keepPlaces);
    composition::Options options;
    options.paths = paths;
    options.secretStore = m_options.secretStore;
    options.browser = m_options.browser;
    m_host = std::make_unique<CoreHost>(std::move(options));
    m_quitGuard = std::make_unique<QuitGuard>([this] { return settle(); });
    begin();
    return std::nullopt;
}

core::Async<void> Application::settle()
{
    if (!m_host->isBuilt())
        return core::ready<void>({});
    const core::Async<void> windows = m_windows ? m_windows->settle() : core::ready<void>({});
    const core::Async<void> moved = core::chain(windows, this, [this] { return m_preferences ? m_preferences->settle() : core::ready<void>({}); });
    const core::Async<void> dated = core::chain(moved, this, [this] { return m_host->core().lab().setAhead(std::chrono::seconds(0)); });
    return core::chain(dated, this, [this] { return m_host->core().tokens().settle(saveEffort); });
}

void Application::begin()
{
    m_translation.use(m_host->language());
    const core::Result<QString> store = m_host->secretStore();
    if (!store.ok()) {
        failToStart(store.error());
    } else if (*store == QLatin1String("file")) {
        askPassphrase();
    } else if (const core::Result<void> built = m_host->build(); !built.ok()) {
        failToStart(built.error());
    } else {
        openWindows();
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
        openWindows();
        dialog->accept();
    });
}

void Application::makePorts()
{
    m_accounts = std::make_unique<CoreAccounts>(*m_host);
    m_sessions = std::make_unique<CoreSessions>(*m_host);
    m_signIn = std::make_unique<CoreSignIn>(*m_host);
    m_doctor = std::make_unique<CoreDoctor>(*m_host);
    m_profiles = std::make_unique<CoreProfiles>(*m_host);
    m_activity = std::make_unique<CoreActivity>(*m_host);
    m_tokens = std::make_unique<CoreTokens>(*m_host);
    m_lab = std::make_unique<CoreLab>(*m_host);
    m_audit = std::make_unique<CoreAudit>(*m_host);
    m_trace = std::make_unique<CoreTrace>(*m_host);
    m_console = std::make_unique<CoreConsole>(*m_host);
    m_preferences = std::make_unique<CorePreferences>(*m_host, Autostart::ofThisDesktop(), &Presence::hasTray, &isSigningIn);
    connect(m_preferences.get(), &CorePreferences::secretsMoved, m_accounts.get(), &CoreAccounts::wakeAll);
}

/// The browser that was chosen for a sign-in is kept by the port, so each window has one of its own.
MadeWindow Application::makeWindow()
{
    auto signIn = std::make_shared<CoreSignIn>(*m_host);
    auto window = std::make_unique<mainwindow::MainWindow>(mainwindow::Ports{*m_accounts, *m_sessions, *signIn, *m_doctor, *m_profiles, *m_activity,
                                                                             &m_developer, m_tokens.get(), m_trace.get(), m_lab.get(), m_audit.get(),
                                                                             m_console.get()});
    window->dialogs().setPreferredProfile(m_options.profile);
    return {std::move(signIn), std::move(window)};
}

void Application::openWindows()
{
    makePorts();
    const auto settings = m_host->core().settings().load();
    m_developer.setShown(!settings.ok() || settings->developerTools);
    connect(m_preferences.get(), &CorePreferences::changed, this, &Application::choicesChanged);
    m_windows = std::make_unique<Windows>([this] { return makeWindow(); }, m_host->clock());
    connect(m_windows.get(), &Windows::placesChanged, this, &Application::keepPlaces);
    connect(m_windows.get(), &Windows::preferencesRequested, this, &Application::openPreferences);
    const bool inTray = settings.ok() && settings->keepInTray && Presence::hasTray();
    m_windows->restore(settings.ok() ? placesIn(*settings) : QList<Place>(),
                       !m_options.minimized ? Showing::Normal
                           : inTray         ? Showing::Hidden
                                            : Showing::Minimized);
    makePresence();
    showNotices();
    if (m_options.demo)
        startDemo();
    else
        m_accounts->wakeAll();
    if (!m_options.screenshot.isEmpty())
        takePicture(m_options.screenshot, [](bool written) {
            if (!written)
                QCoreApplication::exit(failed);
        });
    else
        finishMoves();
}

void Application::makePresence()
{
    m_presence = std::make_unique<Presence>(*m_accounts, *m_preferences, *m_windows);
    connect(m_sessions.get(), &CoreSessions::arrived, m_presence.get(),
            [this](const model::AccountId &id, const QList<history::KnownSession> &sessions) {
                const QString what = sessions.size() == 1 ? sessions::SessionWords::title(sessions.first()) : QString();
                m_presence->notifyNewSessions(id, int(sessions.size()), what);
            });
    connect(m_presence.get(), &Presence::preferencesRequested, this, [this] { openPreferences(&m_windows->active()); });
}

void Application::choicesChanged()
{
    const core::Result<preferences::Choices> choices = m_preferences->choices();
    if (!choices.ok())
        return;
    m_developer.setShown(choices->developerTools);
    if (choices->language == m_translation.language())
        return;
    // The page on which it was chosen is in the middle of its own event; and one that moves secrets has to tell how that went.
    core::whenDone(m_preferences->settle(), this, [this, language = choices->language](const core::Result<void> &) { speak(language); });
}

/// What is on the screen is made anew in @p language.
void Application::speak(const QString &language)
{
    if (language == m_translation.language())
        return;
    const int page = m_preferencesDialog ? m_preferencesDialog->page() : -1;
    delete m_preferencesDialog;
    m_translation.use(language);
    m_windows->renew();
    m_presence.reset();
    makePresence();
    if (page < 0)
        return;
    openPreferences(&m_windows->active());
    if (m_preferencesDialog)
        m_preferencesDialog->showPage(page);
}

/// A program that was killed while it moved secrets left some of them in both places.
void Application::finishMoves()
{
    core::whenDone(m_host->core().finishMoves(m_host->options().passphrase), this, [this](const core::Result<QStringList> &left) {
        if (!left.ok())
            m_windows->active().setNotice(common::sentenceFor(left.error(), {}), true);
        else if (left->contains(QLatin1String("file")))
            m_windows->active().setNotice(
                tr("Copies of sign-ins that were moved still lie in %1, under the passphrase of then. Nothing needs them any "
                   "more: delete that file.")
                    .arg(composition::secretFileIn(m_host->core().paths())),
                true);
    });
}

void Application::showNotices()
{
    if (const std::optional<core::Error> error = m_accounts->readError())
        m_windows->active().setNotice(common::sentenceFor(*error, {}), true);
    else if (const std::optional<core::Error> &trouble = m_host->core().settingsTrouble())
        m_windows->active().setNotice(common::sentenceFor(*trouble, {}), true);
    else if (!m_options.demo && m_options.screenshot.isEmpty())
        tellNews();
}

/// Once after an update; never at the first start, when all is new.
void Application::tellNews()
{
    const QString version = QCoreApplication::applicationVersion();
    QString seen = version;
    const core::Result<void> noted = m_host->core().settings().change([&](auto &settings) { seen = std::exchange(settings.seenVersion, version); });
    if (!noted.ok() || seen.isEmpty() || QVersionNumber::fromString(seen) >= QVersionNumber::fromString(version))
        return;
    mainwindow::MainWindow &window = m_windows->active();
    window.offer(tr("Keyturn was updated to %1.").arg(version), tr("See what is &new"), [&window] { window.dialogs().showNews(); });
}

void Application::openPreferences(mainwindow::MainWindow *over)
{
    if (m_preferencesDialog) {
        m_preferencesDialog->raise();
        m_preferencesDialog->activateWindow();
        return;
    }
    if (over->dialogs().isAsking())
        return;
    m_preferencesDialog = new preferences::PreferencesDialog(*m_preferences, over);
    mainwindow::Dialogs::prepare(m_preferencesDialog);
    // Over all windows, and not over one: a sign-in, a sign-out or a renewal by hand that began in another one while secrets move would stand on the
    // place that they are just leaving, and which of the two is right shows only at the end.
    m_preferencesDialog->setWindowModality(Qt::ApplicationModal);
    m_preferencesDialog->show();
}

void Application::startDemo()
{
    m_demoStarting = true;
    const QPointer<mainwindow::MainWindow> window = &m_windows->active();
    auto *notice = new QTimer(this);
    notice->setSingleShot(true);
    connect(notice, &QTimer::timeout, this, [window] {
        if (window)
            window->setNotice(tr("Starting the demo backend …"), false);
    });
    notice->start(noticeable);
    core::whenDone(m_signIn->startBackend(), this, [this, notice, window](const core::Result<void> &started) {
        notice->deleteLater();
        m_demoStarting = false;
        if (window)
            window->setNotice(started.ok() ? QString() : common::sentenceFor(started.error(), {}), !started.ok());
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
    QWidget *shown = m_windows ? &m_windows->active() : QApplication::activeModalWidget();
    if (shown)
        new Screenshot(shown, file, std::move(done), shown);
    else
        done(false);
}

void Application::keepPlaces()
{
    // A picture's window is nobody's choice of place.
    if (!m_windows || !m_options.screenshot.isEmpty())
        return;
    const QList<Place> places = m_windows->places();
    const core::Result<void> kept = m_host->core().settings().change([&places](auto &settings) {
        settings.windows.clear();
        for (const Place &place : places)
            settings.windows += {place.geometry, place.account.toString(), mainwindow::wordOf(place.leaf)};
        settings.windowGeometry.clear();
    });
    if (!kept.ok())
        qWarning("The windows' places could not be remembered.");
}

} // namespace keyturn::ui::application
