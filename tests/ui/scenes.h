// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fakeactivity.h"
#include "fakeaudit.h"
#include "fakeconsole.h"
#include "fakedoctor.h"
#include "fakelab.h"
#include "fakeports.h"
#include "fakepreferences.h"
#include "fakeprofiles.h"
#include "faketokens.h"
#include "faketrace.h"
#include "signinbench.h"

#include <memory>

namespace keyturn::ui::tests {

/// Every window, dialog and page of the program as a person meets it, over the fakes, by name.
class Scenes
{
public:
    Scenes();
    ~Scenes();

    [[nodiscard]] static QStringList names();
    /// Shown, active and at rest.
    QWidget &show(const QString &name);

private:
    std::unique_ptr<QWidget> build(const QString &name);
    [[nodiscard]] std::unique_ptr<QWidget> buildDetails() const;
    QWidget *signInAt(const QString &page);
    std::unique_ptr<QWidget> buildAbout(const QString &name); ///< The program itself; null: it is none of these.
    void fillSessions(QWidget &window, const QString &name);
    void fillActivity();
    void fillToken(QWidget &window, const QString &name);
    void openLab(QWidget &window, const QString &name);
    void openAudit(QWidget &window, const QString &name);
    [[nodiscard]] static QStringList consoleNames();
    QWidget *fillConsole(QWidget &window, const QString &name); ///< The dialog that it ends in; null: none.
    static void choosePage(QWidget &window, const QString &title); ///< Of those for developers.

    FakeClock m_clock;
    FakeAccounts m_accounts{m_clock};
    FakeSessions m_sessions{m_clock};
    FakeSignIn m_signIn{m_clock};
    FakeDoctor m_doctor;
    FakeProfiles m_profiles;
    FakeActivity m_activity{m_clock};
    FakeTokens m_tokens{m_clock};
    FakeAudit m_audit;
    FakeLab m_lab;
    FakeTrace m_trace{m_clock};
    FakeConsole m_console{m_clock};
    FakePreferences m_preferences;
    std::unique_ptr<SignInBench> m_bench;
    std::unique_ptr<QWidget> m_window;
};

} // namespace keyturn::ui::tests
