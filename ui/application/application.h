// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/application/quitguard.h"
#include "ui/application/startoptions.h"
#include "ui/application/translation.h"
#include "ui/developer/developertools.h"

#include "core/error.h"
#include "core/secret.h"

#include <QList>
#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace keyturn::ui::signin {
class UnlockDialog;
}
namespace keyturn::ui::mainwindow {
class MainWindow;
}
namespace keyturn::ui::preferences {
class PreferencesDialog;
}

namespace keyturn::ui::application {

class CoreAccounts;
class CoreActivity;
class CoreAudit;
class CoreLab;
class CoreConsole;
class CoreTrace;
class CoreDoctor;
class CoreHost;
class CorePreferences;
class CoreProfiles;
class CoreSessions;
class CoreSignIn;
class CoreTokens;
class Presence;
class SingleInstance;
class Windows;
struct MadeWindow;

/// The window's program: one instance, the object graph, the windows over it, the tray, and what the command line asked for.
class Application final : public QObject
{
    Q_OBJECT
public:
    explicit Application(StartOptions options);
    ~Application() override;

    /// Nullopt: run the event loop. A status: there is nothing to run, another instance took over or the start failed.
    [[nodiscard]] std::optional<int> start();

private:
    [[nodiscard]] core::Async<void> settle();
    void begin();
    void askPassphrase();
    void unlock(signin::UnlockDialog *dialog, const core::Secret &passphrase);
    void openWindows();
    void makePorts();
    [[nodiscard]] MadeWindow makeWindow();
    void makePresence();
    void choicesChanged();
    void speak(const QString &language);
    void finishMoves();
    void showNotices();
    void tellNews();
    void openPreferences(mainwindow::MainWindow *over);
    void startDemo();
    void failToStart(const core::Error &error);
    void takePicture(const QString &file, std::function<void(bool)> done);
    void keepPlaces();

    StartOptions m_options;
    QList<std::function<void()>> m_afterDemo; ///< Pictures wait while the demo is on its way.
    bool m_demoStarting = false;
    Translation m_translation;
    developer::DeveloperTools m_developer;
    std::unique_ptr<SingleInstance> m_instance;
    std::unique_ptr<CoreHost> m_host;
    std::unique_ptr<QuitGuard> m_quitGuard;
    std::unique_ptr<CoreAccounts> m_accounts;
    std::unique_ptr<CoreSessions> m_sessions;
    std::unique_ptr<CoreSignIn> m_signIn;
    std::unique_ptr<CoreDoctor> m_doctor;
    std::unique_ptr<CoreProfiles> m_profiles;
    std::unique_ptr<CoreActivity> m_activity;
    std::unique_ptr<CoreTokens> m_tokens;
    std::unique_ptr<CoreLab> m_lab;
    std::unique_ptr<CoreAudit> m_audit;
    std::unique_ptr<CoreTrace> m_trace;
    std::unique_ptr<CoreConsole> m_console;
    std::unique_ptr<CorePreferences> m_preferences;
    std::unique_ptr<Windows> m_windows;
    std::unique_ptr<Presence> m_presence;
    QPointer<preferences::PreferencesDialog> m_preferencesDialog;
};

} // namespace keyturn::ui::application
